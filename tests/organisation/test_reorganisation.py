"""Decisions about units: what they do to the tree, to members, posts, roles and figures; whole or not at all."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories import AT, TODAY, give_role, make_account, make_officer, make_unit
from tests.people.cadres import figures, form, give, stock
from tests.people.members import BORN, make_member, open_membership_of, secretary_of
from viecthat.accounts.rules import authority_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.choices import Part, ReorganisationKind
from viecthat.organisation.commands.reorganisation import carry_out, undo_reorganisation
from viecthat.organisation.models import MemberMove, Reorganisation
from viecthat.organisation.queries.effects import effects_of
from viecthat.organisation.queries.plan import EndingUnit, NewUnit, Plan, Provisional
from viecthat.people.commands.admission import Applicant, apply_for_membership
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.life import grant_leave, mature_members
from viecthat.people.commands.transfer import send_transfer
from viecthat.people.models import Admission, MemberEvent, Membership, Person, Post, Transfer
from viecthat.units.models import Succession, Unit, UnitVersion
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on, tree_on

DAY = date(2026, 3, 20)
LATER = date(2026, 3, 25)
NUMBER = "05-QĐ/TĐTN-BTC"


@pytest.fixture
def secretary(tree):
    return make_officer("secretary", tree.city)


def merge_branches(tree, **other) -> Plan:
    given = {
        "kind": ReorganisationKind.MERGED,
        "unit": tree.branch.pk,
        "day": DAY,
        "decision": NUMBER,
        "ended": (EndingUnit(tree.branch.pk, (tree.sister.pk,), tree.sister.pk),),
        "branches": ((tree.branch.pk, tree.sister.pk),),
    }
    return Plan(**(given | other))


def merge_communes(tree, **other) -> Plan:
    """Suối Hai and Tản Lĩnh become a new commune."""
    given = {
        "kind": ReorganisationKind.MERGED,
        "unit": tree.commune.pk,
        "day": DAY,
        "decision": NUMBER,
        "founded": (NewUnit("hn-ba-vi", "Đoàn xã Ba Vì", "commune", tree.city.pk),),
        "ended": tuple(EndingUnit(u.pk, ("hn-ba-vi",), "hn-ba-vi") for u in (tree.commune, tree.neighbour)),
        "moved": ((tree.branch.pk, "hn-ba-vi"), (tree.sister.pk, "hn-ba-vi")),
    }
    return Plan(**(given | other))


def found_branch(tree, people, **other) -> Plan:
    given = {
        "kind": ReorganisationKind.FOUNDED,
        "unit": tree.commune.pk,
        "day": DAY,
        "decision": NUMBER,
        "founded": (NewUnit("hn-moi", "Chi đoàn Mới", "branch", tree.commune.pk),),
        "people": tuple((person.pk, "hn-moi") for person in people),
    }
    return Plan(**(given | other))


def refused(plan, actor, **given) -> tuple[str | None, str]:
    """Where and with which words; and nothing was written."""
    counted = (Unit, UnitVersion, Succession, Membership, MemberEvent, Post, Reorganisation)
    before = [model.objects.count() for model in counted]
    with pytest.raises(Refused) as why:
        carry_out(plan=plan, actor=actor, at=AT, **given)
    assert [model.objects.count() for model in counted] == before
    return why.value.field, str(why.value)


class TestMergingBranches:
    def test_members_go_along_and_the_files_say_why(self, tree, secretary):
        people = [make_member(tree.branch, name) for name in ("Phùng Thị Lan", "Đỗ Văn Nam")]
        stays = make_member(tree.sister, "Ngô Thị Mai")
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        for person in people:
            assert open_membership_of(person).unit_id == tree.sister.pk
            assert open_membership_of(person).start == DAY
            out, into = MemberEvent.objects.filter(person=person).order_by("pk")[1:]
            assert (out.kind, into.kind) == ("reorganised_out", "reorganised_in")
            assert out.note == "Sáp nhập Chi đoàn thôn Đô Trám vào Chi đoàn thôn Hát Giang"
            assert out.decision == into.decision == NUMBER
            assert Person.objects.get(pk=person.pk).unit_id == tree.sister.pk
        assert MemberEvent.objects.filter(person=stays).count() == 1
        assert tree.branch.pk not in tree_on(DAY)

    def test_the_figure_of_members_neither_rises_nor_falls(self, tree, secretary):
        for name in ("Phùng Thị Lan", "Đỗ Văn Nam"):
            make_member(tree.branch, name)
        before = stock(tree.commune, "members", TODAY)
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        assert stock(tree.commune, "members", TODAY) == before == 2
        assert stock(tree.sister, "members", TODAY) == 2
        # What the old branch had on the day before is still there under that day's map.
        assert stock(tree.branch, "members", date(2026, 3, 19)) == 2

    def test_a_member_who_leaves_afterwards_is_counted_off_once(self, tree, secretary):
        person = make_member(tree.branch, born=date(1995, 3, 20))
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        keeper = secretary_of(tree.sister)
        mature_members(people=[person.pk], day=TODAY, decision="02-NQ/CĐ", actor=keeper, at=AT)
        assert stock(tree.commune, "members", TODAY) == 0

    def test_what_lasts_goes_on_in_the_new_branch(self, tree, secretary):
        person = make_member(tree.branch)
        keeper = secretary_of(tree.branch)
        event = grant_leave(
            person=person.pk, day=date(2026, 3, 1), until=date(2026, 9, 1), note="đi làm xa", actor=keeper, at=AT
        )
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        event.refresh_from_db()
        assert event.membership_id == open_membership_of(person).pk

    def test_letters_and_applications_follow(self, tree, secretary):
        keeper = secretary_of(tree.branch)
        inside, outside = make_member(tree.branch, "Phùng Thị Lan"), make_member(tree.branch, "Đỗ Văn Nam")
        third = make_unit("Chi đoàn thôn Vân Sa", parent=tree.commune, kind="branch")
        for person, to in ((inside, tree.sister), (outside, third)):
            send_transfer(
                person=person.pk, destination=to.pk, day=date(2026, 3, 1), letter="01-GT/CĐ", remark="tốt",
                fee_paid_until=date(2026, 3, 1), reason="", actor=keeper, at=AT,
            )  # fmt: skip
        apply_for_membership(
            unit=tree.branch.pk, applicants=[Applicant("Hà Văn An", BORN, "male")], applied_on=date(2026, 3, 2),
            actor=keeper, at=AT,
        )  # fmt: skip
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        assert Transfer.objects.get(person=inside).state == "cancelled"
        assert NUMBER in Transfer.objects.get(person=inside).answer
        going = Transfer.objects.get(person=outside)
        assert (going.state, going.origin_id) == ("open", tree.sister.pk)
        assert Admission.objects.get().unit_id == tree.sister.pk
        assert Admission.objects.get().person.unit_id == tree.sister.pk

    def test_sent_twice_is_done_once(self, tree, secretary):
        make_member(tree.branch)
        first = carry_out(plan=merge_branches(tree), actor=secretary, at=AT, key="k1")
        again = carry_out(plan=merge_branches(tree), actor=secretary, at=AT, key="k1")
        assert first.reorganisation == again.reorganisation
        assert MemberMove.objects.count() == 1

    def test_one_event_of_it_is_not_taken_back_alone(self, tree, secretary):
        person = make_member(tree.branch)
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        event = MemberEvent.objects.get(person=person, kind="reorganised_in")
        with pytest.raises(Refused, match="đính chính"):
            undo_event(event=event, reason="nhầm", actor=secretary, at=AT)

    @pytest.mark.parametrize("way", [merge_branches, found_branch])
    def test_who_was_brought_in_by_mistake_before_is_taken_back_since(self, tree, secretary, way):
        people = [
            make_member(tree.branch, name) for name in ("Phùng Thị Lan", "Đỗ Văn Nam", "Ngô Thị Mai", "Lê Thị Tư")
        ]
        wrong = people[0]
        plan = found_branch(tree, people[:3]) if way is found_branch else merge_branches(tree)
        carry_out(plan=plan, actor=secretary, at=AT)
        there = Unit.objects.get(pk=open_membership_of(wrong).unit_id)
        before = {unit: stock(unit, "members", TODAY) for unit in (tree.commune, there)}
        event = MemberEvent.objects.get(person=wrong, kind="brought_in")
        undo_event(event=event, reason="Ghi nhầm người", actor=secretary, at=AT)
        assert not Membership.objects.filter(person=wrong).exists()
        steps = MemberEvent.objects.filter(person=wrong).order_by("pk")
        assert [one.kind for one in steps] == ["brought_in", "reorganised_out", "reorganised_in"]
        assert {one.undone_reason for one in steps} == {"Ghi nhầm người"}
        assert {unit: stock(unit, "members", TODAY) for unit in before} == {u: n - 1 for u, n in before.items()}

    def test_what_stands_on_a_membership_that_went_along_is_taken_back_first(self, tree, secretary):
        person = make_member(tree.branch)
        carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
        leave = {"day": TODAY, "until": date(2026, 5, 1), "note": "Đi học xa"}
        later = grant_leave(person=person.pk, **leave, actor=secretary, at=AT)
        event = MemberEvent.objects.get(person=person, kind="brought_in")
        with pytest.raises(Refused, match="lấy lại việc sau trước"):
            undo_event(event=event, reason="Nhầm", actor=secretary, at=AT)
        undo_event(event=later, reason="Nhầm", actor=secretary, at=AT)
        undo_event(event=event, reason="Nhầm", actor=secretary, at=AT)
        assert not Membership.objects.filter(person=person).exists()

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"day": date(2026, 4, 1)}, "day", "Ngày chưa tới"),
            ({"day": date(1999, 1, 1)}, "day", "Ngày thay đổi phải sau"),
            ({"decision": "quyết định"}, "decision", ""),
            ({"branches": ()}, None, "Còn 1 đoàn viên của đơn vị kết thúc chưa có nơi sinh hoạt"),
        ],
    )
    def test_refusals(self, tree, secretary, other, field, sentence):
        make_member(tree.branch)
        at, said = refused(merge_branches(tree, **other), secretary)
        assert at == field
        assert sentence in said

    def test_members_go_to_no_unit_that_has_none(self, tree, secretary):
        make_member(tree.branch)
        _at, said = refused(merge_branches(tree, branches=((tree.branch.pk, tree.commune.pk),)), secretary)
        assert "không phải chi đoàn" in said

    def test_whoever_came_later_than_the_day(self, tree, secretary):
        make_member(tree.branch, since=date(2026, 3, 21))
        assert refused(merge_branches(tree), secretary) == ("day", "1 người vào chi đoàn từ ngày này trở đi; "
                                                           "chọn ngày muộn hơn.")  # fmt: skip

    def test_needs_authority_over_both_sides(self, tree):
        make_member(tree.branch)
        for actor in (
            make_account(),
            make_officer("base_officer", tree.commune),
            make_officer("secretary", tree.branch),
        ):
            assert "chưa được giao quyền sắp xếp" in refused(merge_branches(tree), actor)[1]


class TestMergingCommunes:
    def test_branches_move_posts_end_committee_is_appointed_in_one_step(self, tree, secretary):
        known = figures("base_secretaries")
        members = [make_member(tree.branch, f"Người {n}") for n in range(4)]
        old = []
        for commune in (tree.commune, tree.neighbour):
            form(commune, secretary, start=date(2024, 1, 1))
            old.append(give(commune, secretary, "secretary", start=date(2024, 1, 1), name=f"Bí thư {commune.code}"))
        stays = (
            give(tree.branch, secretary, "secretary", members[0], start=DAY) if form(tree.branch, secretary) else None
        )
        loser = make_account()
        give_role(loser, "secretary", tree.commune)
        assert authority_of(loser, AT).grants
        plan = merge_communes(tree).with_committee(
            Provisional("hn-ba-vi", old[0].post.person_id, (old[1].post.person_id,), (members[1].pk,))
        )
        told = effects_of(plan, AT)
        assert [step.unit.id for step in told.ending] == [tree.commune.pk, tree.neighbour.pk]
        assert told.members_staying == 4
        assert told.members_going == told.without_place == 0
        assert {p.post.pk for p in told.posts_ending} == set(
            Post.objects.filter(unit__in=[tree.commune.pk, tree.neighbour.pk]).values_list("pk", flat=True)
        )
        assert told.posts_staying == 2
        assert [grant.account_id for grant in told.grants] == [loser.pk]
        row = carry_out(plan=plan, actor=secretary, at=AT).reorganisation
        new = unit_with_code("hn-ba-vi", DAY)
        assert set(tree_on(DAY).children(new.id)) == {tree.branch.pk, tree.sister.pk}
        assert map_on(DAY).stands_at(tree.neighbour.pk)[0] == new.id
        assert not Post.objects.filter(unit__in=[tree.commune.pk, tree.neighbour.pk], end__isnull=True).exists()
        given = Post.objects.get(unit=new.id, kind="secretary")
        assert (given.basis, given.decision, given.start) == ("provisional", NUMBER, DAY)
        assert given.body.congress_by == date(2026, 9, 20)
        assert Post.objects.get(pk=stays.post.pk).end is None
        assert not authority_of(loser, AT).grants
        assert stock(tree.city, known["base_secretaries"].code, TODAY) == 1
        assert stock(new_unit(new.id), "members", TODAY) == 4
        assert {part.part for part in row.units.all()} == {Part.FOUNDED, Part.ENDED, Part.MOVED}

    def test_one_who_may_not_be_given_the_post_stops_everything(self, tree, secretary):
        tooold = make_member(tree.branch, "Bùi Văn Cả", born=date(1960, 1, 1), since=date(2024, 1, 1))
        figures("base_secretaries")
        plan = merge_communes(tree).with_committee(Provisional("hn-ba-vi", tooold.pk))
        assert "tuổi" in refused(plan, secretary)[1]

    def test_a_branch_left_without_a_parent(self, tree, secretary):
        _field, said = refused(merge_communes(tree, moved=((tree.branch.pk, "hn-ba-vi"),)), secretary)
        assert "Chi đoàn thôn Hát Giang còn trực thuộc đơn vị sẽ kết thúc" in said

    def test_of_fewer_branches_than_the_charter_asks(self, tree, secretary):
        plan = merge_communes(
            tree,
            moved=((tree.branch.pk, "hn-ba-vi"),),
            ended=(EndingUnit(tree.neighbour.pk, ("hn-ba-vi",), "hn-ba-vi"),),
        )
        assert refused(plan, secretary)[0] == "branches"


def new_unit(pk):
    return Unit.objects.get(pk=pk)


class TestSplitting:
    def plan(self, tree, places, heir=None):
        return Plan(
            kind=ReorganisationKind.SPLIT, unit=tree.branch.pk, day=DAY, decision=NUMBER,
            founded=tuple(NewUnit(code, code.upper(), "branch", tree.commune.pk) for code in ("p1", "p2")),
            ended=(EndingUnit(tree.branch.pk, ("p1", "p2"), heir),),
            people=tuple(places.items()),
        )  # fmt: skip

    @pytest.mark.parametrize("heir", ["p1", None])
    def test_everybody_stands_where_they_went(self, tree, secretary, heir):
        people = [make_member(tree.branch, f"Người {n}") for n in range(7)]
        places = {person.pk: "p1" if n < 4 else "p2" for n, person in enumerate(people)}
        carry_out(plan=self.plan(tree, places, heir), actor=secretary, at=AT)
        units = {code: new_unit(unit_with_code(code, DAY).id) for code in ("p1", "p2")}
        assert [stock(units[code], "members", TODAY) for code in ("p1", "p2")] == [4, 3]
        assert stock(tree.commune, "members", TODAY) == 7

    def test_too_few_for_one_half(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(5)]
        places = {person.pk: "p1" if n < 3 else "p2" for n, person in enumerate(people)}
        field, said = refused(self.plan(tree, places), secretary)
        assert field == "people"
        assert "“P2” mới có 2 đoàn viên, cần ít nhất 3" in said

    def test_one_who_was_forgotten(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(7)]
        places = {person.pk: "p1" if n < 3 else "p2" for n, person in enumerate(people[:6])}
        assert effects_of(self.plan(tree, places), AT).without_place == 1
        assert "Còn 1 đoàn viên" in refused(self.plan(tree, places), secretary)[1]


class TestClosing:
    def test_members_go_to_the_branch_that_takes_them(self, tree, secretary):
        for n in range(2):
            make_member(tree.branch, f"Người {n}")
        ended = (EndingUnit(tree.branch.pk, (tree.commune.pk,), tree.commune.pk),)
        carry_out(plan=merge_branches(tree, kind=ReorganisationKind.CLOSED, ended=ended), actor=secretary, at=AT)
        assert stock(tree.sister, "members", TODAY) == 2
        assert stock(tree.commune, "members", TODAY) == 2
        assert map_on(TODAY).stands_at(tree.branch.pk)[0] == tree.commune.pk


class TestFounding:
    def test_three_members_are_enough(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
        carry_out(plan=found_branch(tree, people), actor=secretary, at=AT)
        new = new_unit(unit_with_code("hn-moi", DAY).id)
        assert stock(new, "members", TODAY) == 3
        assert stock(tree.branch, "members", TODAY) == 0
        assert stock(tree.commune, "members", TODAY) == 3

    def test_two_are_not(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(2)]
        field, said = refused(found_branch(tree, people), secretary)
        assert field == "people"
        assert "mới có 2 đoàn viên, cần ít nhất 3" in said
        assert "Điều lệ Đoàn" in said

    def test_one_known_on_paper_needs_none(self, tree, secretary):
        new = NewUnit("hn-moi", "Chi đoàn Mới", "branch", tree.commune.pk, on_paper=True)
        carry_out(plan=found_branch(tree, [], founded=(new,)), actor=secretary, at=AT)
        assert unit_with_code("hn-moi", DAY)

    def test_code_that_is_taken(self, tree, secretary):
        new = NewUnit("hn", "Chi đoàn Mới", "branch", tree.commune.pk, on_paper=True)
        assert refused(found_branch(tree, [], founded=(new,)), secretary)[0] == "code"


class TestUndoing:
    def test_a_later_decision_brings_all_back(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(2)]
        row = carry_out(plan=merge_branches(tree), actor=secretary, at=AT).reorganisation
        undo_reorganisation(reorganisation=row, day=LATER, decision="09-QĐ/TĐTN", actor=secretary, at=AT)
        assert tree.branch.pk in tree_on(LATER)
        assert tree.branch.pk not in tree_on(DAY)
        for person in people:
            assert open_membership_of(person).unit_id == tree.branch.pk
        assert stock(tree.branch, "members", TODAY) == 2
        assert stock(tree.sister, "members", TODAY) == 0

    def test_of_a_founding_and_of_two_communes(self, tree, secretary):
        for n in range(3):
            make_member(tree.branch, f"Người {n}")
        row = carry_out(plan=merge_communes(tree), actor=secretary, at=AT).reorganisation
        undo_reorganisation(reorganisation=row, day=LATER, decision="09-QĐ/TĐTN", actor=secretary, at=AT)
        assert set(tree_on(LATER).children(tree.commune.pk)) == {tree.branch.pk, tree.sister.pk}
        assert tree.neighbour.pk in tree_on(LATER)
        assert unit_with_code("hn-ba-vi", LATER).id not in tree_on(LATER)
        assert stock(tree.commune, "members", TODAY) == 3

    @pytest.mark.parametrize(("day", "sentence"), [(DAY, "Ngày phải sau ngày"), (date(2026, 4, 1), "Ngày chưa tới")])
    def test_refused_on_a_day_that_is_not_later(self, tree, secretary, day, sentence):
        row = carry_out(plan=merge_branches(tree), actor=secretary, at=AT).reorganisation
        with pytest.raises(Refused, match=sentence):
            undo_reorganisation(reorganisation=row, day=day, decision="09-QĐ/TĐTN", actor=secretary, at=AT)

    def test_refused_twice_and_to_others(self, tree, secretary):
        row = carry_out(plan=merge_branches(tree), actor=secretary, at=AT).reorganisation
        with pytest.raises(Refused, match="chưa được giao quyền"):
            undo_reorganisation(
                reorganisation=row,
                day=LATER,
                decision="09-QĐ/TĐTN",
                actor=make_officer("secretary", tree.stranger),
                at=AT,
            )
        undo_reorganisation(reorganisation=row, day=LATER, decision="09-QĐ/TĐTN", actor=secretary, at=AT)
        with pytest.raises(Refused, match="đã được bỏ từ trước"):
            undo_reorganisation(reorganisation=row, day=LATER, decision="09-QĐ/TĐTN", actor=secretary, at=AT)

    def test_refused_while_new_members_would_be_in_no_branch(self, tree, secretary):
        people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
        row = carry_out(plan=found_branch(tree, people), actor=secretary, at=AT).reorganisation
        make_member(new_unit(unit_with_code("hn-moi", DAY).id), "Người Mới", since=date(2026, 3, 22))
        with pytest.raises(Refused, match="Còn 1 đoàn viên"):
            undo_reorganisation(reorganisation=row, day=LATER, decision="09-QĐ/TĐTN", actor=secretary, at=AT)
        assert unit_with_code("hn-moi", TODAY).id in tree_on(TODAY)


def test_the_database_itself_knows_one_branch_at_a_time(tree, secretary):
    person = make_member(tree.branch)
    carry_out(plan=merge_branches(tree), actor=secretary, at=AT)
    with pytest.raises(IntegrityError):
        Membership.objects.create(person=person, unit=tree.commune, start=LATER)


def test_seven_communes_cost_as_many_questions_as_two(
    tree, secretary, django_assert_num_queries, django_assert_max_num_queries
):
    def merging(count: int) -> Plan:
        communes = [make_unit(f"Đoàn xã {n}", parent=tree.city, code=f"x-{count}-{n}") for n in range(count)]
        branches = [make_unit(f"Chi đoàn {n}", parent=commune, kind="branch") for n, commune in enumerate(communes * 3)]
        for n, branch in enumerate(branches):
            make_member(branch, f"Người {n}")
        into = f"hn-ba-vi-{count}"
        return merge_communes(
            tree,
            founded=(NewUnit(into, "Đoàn xã Ba Vì", "commune", tree.city.pk),),
            ended=tuple(EndingUnit(u.pk, (into,), into) for u in communes),
            moved=tuple((branch.pk, into) for branch in branches),
        )

    for count in (2, 7):
        plan = merging(count)
        tree_on(DAY)
        # One for each floor that may hold work of these units.
        with django_assert_num_queries(25):
            told = effects_of(plan, AT)
        assert told.members_staying == 3 * count
        with django_assert_max_num_queries(110):
            carry_out(plan=plan, actor=secretary, at=AT)
