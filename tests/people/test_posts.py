"""Bodies and posts: what is refused, what it puts into the ledger, what ends with what."""

from datetime import date, timedelta

import pytest

from tests.factories import AT, TODAY, make_officer, make_person, make_tree
from tests.people.cadres import BORN, DECISION, TERM, end, figures, form, give, stock
from viecthat.kernel.errors import Refused
from viecthat.people.commands.post_undo import take_back_post
from viecthat.people.models import Post


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


def committee(unit, actor, size, *, standing=0, start=TERM):
    """A committee with so many members, of whom so many are in the standing committee; returns the people."""
    form(unit, actor, start=start)
    if standing:
        form(unit, actor, "standing", start=start)
    people = [make_person(f"Ủy viên {n}", unit=unit, birth_date=date(1995, 1, 1)) for n in range(size)]
    for n, person in enumerate(people):
        give(unit, actor, "standing_member" if n >= size - standing else "committee_member", person, start=start)
    return people


def test_only_whoever_keeps_the_cadres_of_the_unit_may_give_its_posts(tree, boss):
    form(tree.commune, boss)
    for stranger in (make_officer("branch_secretary", tree.commune), make_officer("base_officer", tree.neighbour)):
        with pytest.raises(Refused, match="chưa được giao quyền quản lý cán bộ"):
            give(tree.commune, stranger)
    assert give(tree.commune, make_officer("base_officer", tree.commune)).post.unit_id == tree.commune.pk


def test_somebody_out_of_reach_is_given_no_post(tree):
    officer = make_officer("base_officer", tree.commune)
    form(tree.commune, officer)
    unseen = make_person(unit=tree.neighbour, birth_date=BORN)
    with pytest.raises(Refused, match="Không có người này trong phạm vi"):
        give(tree.commune, officer, person=unseen)


def test_a_secretary_also_sits_in_both_committees(tree, boss):
    committee(tree.city, boss, 6, standing=1)
    given = give(tree.city, boss, "secretary")
    assert [post.kind for post in given.brought] == ["standing_member", "committee_member"]
    branch = give_in_branch(tree, boss)
    assert [post.kind for post in branch.brought] == ["committee_member"], "a branch has no standing committee"


def give_in_branch(tree, boss):
    form(tree.branch, boss)
    return give(tree.branch, boss, "secretary")


def test_one_secretary_at_a_time_by_rule_and_by_the_database(tree, boss):
    form(tree.commune, boss)
    first = give(tree.commune, boss, "secretary", name="Nguyễn Thị Một").post
    with pytest.raises(Refused, match="Nguyễn Thị Một giữ chức vụ này từ 01/10/2022; mỗi đơn vị chỉ có một"):
        give(tree.commune, boss, "secretary", name="Trần Văn Hai")
    from django.db import IntegrityError, transaction

    from viecthat.people.models import Post

    first.pk = None
    first.person = make_person("Trần Văn Ba", unit=tree.commune)
    with pytest.raises(IntegrityError, match="post_sole_once_at_a_time"), transaction.atomic():
        first.save()
    old = Post.objects.get(kind="secretary")
    end(old, boss, date(2025, 3, 1))
    assert give(tree.commune, boss, "secretary", name="Trần Văn Hai", start=date(2025, 3, 1)).post.pk


def test_a_third_of_the_committee_is_the_most(tree, boss):
    people = committee(tree.city, boss, 6, standing=2)
    with pytest.raises(Refused) as refused:
        give(tree.city, boss, "standing_member", people[0])
    assert str(refused.value) == (
        "Ban Thường vụ sẽ có 3 người, quá mức 2 (bằng 1/3 của 6 người trong Ban Chấp hành). "
        "Theo Điều lệ Đoàn, Chương III: số ủy viên Ban Thường vụ không quá một phần ba số ủy viên Ban Chấp hành."
    )
    for n in range(3):
        give(tree.city, boss, name=f"Bổ sung {n}")
    assert give(tree.city, boss, "standing_member", people[0]).post.kind == "standing_member"


def test_the_inspection_committee_is_no_larger_than_the_standing_one(tree, boss):
    committee(tree.city, boss, 6, standing=1)
    form(tree.city, boss, "inspection")
    assert give(tree.city, boss, "inspection_head", name="Chủ nhiệm").brought[0].kind == "inspection_member"
    with pytest.raises(Refused, match="Ủy ban Kiểm tra sẽ có 2 người, quá mức 1"):
        give(tree.city, boss, "inspection_member", name="Thêm")


def test_the_thirty_fifth_birthday_itself_is_not_over_35(tree, boss):
    committee(tree.city, boss, 6, standing=1)
    with pytest.raises(Refused, match=r"lần đầu giữ chức vụ Bí thư không quá 35 tuổi.*289-QĐ/TW"):
        give(tree.city, boss, "secretary", born=TODAY.replace(year=TODAY.year - 35) - timedelta(days=1), start=TODAY)
    assert give(tree.city, boss, "secretary", born=TODAY.replace(year=TODAY.year - 35), start=TODAY).post.pk


def test_whoever_held_it_before_is_judged_by_the_age_in_office(tree, boss):
    committee(tree.city, boss, 6, standing=1)
    born = date(1988, 6, 1)  # 34 when the term began, 37 today
    post = give(tree.city, boss, "secretary", born=born).post
    end(post, boss, date(2025, 1, 1))
    again = give(tree.city, boss, "secretary", post.person, start=date(2025, 6, 1))
    assert again.post.kind == "secretary"


def test_hard_areas_have_two_years_more(tree, boss):
    old = TODAY.replace(year=TODAY.year - 36)
    form(tree.commune, boss)
    with pytest.raises(Refused, match="không quá 35 tuổi"):
        give(tree.commune, boss, "secretary", born=old, start=TODAY)
    form(tree.neighbour, boss, hard_area=True)
    assert give(tree.neighbour, boss, "secretary", born=old, start=TODAY).post.pk


def test_without_a_birth_date_it_is_said_and_not_refused(tree, boss):
    form(tree.commune, boss)
    given = give(tree.commune, boss, "secretary", born=None)
    assert [str(f.sentence) for f in given.warnings] == [
        "Hồ sơ Lê Văn An chưa có ngày sinh nên chưa đối chiếu được tuổi giữ chức vụ."
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"start": TODAY + timedelta(days=1)}, "Ngày chưa tới"),
        ({"kind": "central_secretary"}, "không có chức vụ"),
        ({"kind": "deputy", "start": date(2021, 1, 1)}, "chưa có Ban Chấp hành trong sổ"),
        ({"decision": "mười hai"}, "không phải là số văn bản"),
        ({"kind": "nothing"}, "Chọn chức vụ trong danh sách"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tree, boss, given, sentence):
    from viecthat.people.models import Post

    form(tree.commune, boss)
    with pytest.raises(Refused, match=sentence):
        give(tree.commune, boss, given.pop("kind", "secretary"), **given)
    assert not Post.objects.exists()


def test_the_decision_is_kept_in_its_right_spelling(tree, boss):
    form(tree.commune, boss)
    assert give(tree.commune, boss, decision="Số: 12/QĐ-TĐTN-TCKT").post.decision == "12-QĐ/TĐTN-TCKT"


def test_posts_rise_and_fall_in_the_ledger_and_people_are_counted_once(tree, boss):
    figures("committee_members", "standing_members", "provincial_secretaries", "provincial_full_time")
    committee(tree.city, boss, 6, standing=1)
    post = give(tree.city, boss, "secretary", full_time=True, start=date(2023, 1, 1)).post
    assert stock(tree.city, "committee_members", date(2022, 12, 31)) == 6
    assert stock(tree.city, "committee_members", date(2023, 1, 1)) == 7
    assert stock(tree.city, "provincial_full_time", TODAY) == 1, "three full-time posts, one person"
    ended = end(post, boss, date(2025, 1, 1))
    assert {one.kind for one in ended} == {"secretary"}, "who steps down as secretary stays a member"
    assert stock(tree.city, "provincial_secretaries", date(2024, 12, 31)) == 1
    assert stock(tree.city, "provincial_secretaries", date(2025, 1, 1)) == 0
    assert stock(tree.city, "provincial_full_time", TODAY) == 1
    member = next(one for one in held_by(post.person) if one.kind == "committee_member")
    assert {one.kind for one in end(member, boss, date(2026, 1, 1))} == {"committee_member", "standing_member"}
    assert stock(tree.city, "committee_members", TODAY) == 6
    assert stock(tree.city, "standing_members", TODAY) == 1
    assert stock(tree.city, "provincial_full_time", TODAY) == 0


def held_by(person):
    from viecthat.people.queries.post import posts_of

    return posts_of(person.pk).filter(end__isnull=True)


def test_a_figure_of_the_register_is_evidenced_and_names_its_person(tree, boss):
    from viecthat.ledger.choices import Grade
    from viecthat.ledger.models import Entry

    figures("base_secretaries")
    form(tree.commune, boss)
    post = give(tree.commune, boss, "secretary").post
    entry = Entry.objects.get(indicator__code="base_secretaries")
    assert (entry.person_id, entry.grade, entry.day) == (post.person_id, Grade.EVIDENCED, TERM)
    assert entry.posting.kind == "register"
    assert entry.posting.reason == f"Bí thư: {DECISION}"


def test_when_the_unit_ends_its_stock_falls_where_its_history_goes_on(tree, boss):
    from viecthat.units.commands import merge_units

    figures("base_secretaries")
    form(tree.neighbour, boss)
    post = give(tree.neighbour, boss, "secretary").post
    day = date(2025, 7, 1)
    merge_units(units=[tree.neighbour], into=tree.commune, day=day, decision="", actor=None, at=AT)
    end(post, boss, day, leaving="unit_ended")
    assert stock(tree.city, "base_secretaries", date(2025, 6, 30)) == 1
    assert stock(tree.city, "base_secretaries", TODAY) == 0


def test_a_new_term_ends_the_one_before_and_its_posts(tree, boss):
    figures("base_secretaries")
    form(tree.commune, boss)
    post = give(tree.commune, boss, "secretary").post
    new = form(tree.commune, boss, start=date(2025, 9, 1), term="2025 – 2030", seats=15)
    post.refresh_from_db()
    assert (post.end, post.leaving) == (date(2025, 9, 1), "term_over")
    assert stock(tree.commune, "base_secretaries", TODAY) == 0
    assert give(tree.commune, boss, "secretary", post.person, start=date(2025, 9, 1)).post.body == new
    assert stock(tree.commune, "base_secretaries", date(2025, 8, 31)) == 1


def test_a_third_term_in_one_post_is_warned_of(tree, boss):
    person = make_person("Lê Văn Bền", unit=tree.branch, birth_date=date(2000, 1, 1))
    given = None
    for year in (2019, 2021, 2023):
        form(tree.branch, boss, start=date(year, 1, 1))
        given = give(tree.branch, boss, "secretary", person, start=date(year, 1, 1))
    assert [str(f.sentence) for f in given.warnings] == ["Lê Văn Bền đã giữ chức vụ này 2 nhiệm kỳ."]


def test_more_members_than_the_congress_decided_is_warned_of(tree, boss):
    form(tree.commune, boss, seats=1)
    give(tree.commune, boss, name="Một")
    (finding,) = give(tree.commune, boss, name="Hai").warnings
    assert str(finding.sentence) == "Ban Chấp hành sẽ có 2 người, quá 1 người theo quyết nghị."


def test_moving_is_one_step(tree, boss):
    figures("base_secretaries", "committee_members")
    committee(tree.city, boss, 3, standing=1)
    form(tree.commune, boss)
    old = give(tree.commune, boss, "secretary").post
    from viecthat.people.commands.post import move_post

    how = {"unit": tree.city.pk, "kind": "committee_member", "basis": "transferred", "decision": DECISION}
    with pytest.raises(Refused, match="không phải là số văn bản"):
        move_post(post=old, day=date(2025, 2, 1), actor=boss, at=AT, **{**how, "decision": "x"})
    old.refresh_from_db()
    assert old.end is None, "nothing half-done"
    move_post(post=old, day=date(2025, 2, 1), actor=boss, at=AT, **how)
    old.refresh_from_db()
    assert (old.leaving, old.destination_note) == ("transferred", "Ủy viên Ban Chấp hành, Thành đoàn Hà Nội")
    assert stock(tree.city, "base_secretaries", TODAY) == 0
    assert stock(tree.city, "committee_members", TODAY) == 4


def test_ending_twice_or_before_it_began_is_refused(tree, boss):
    form(tree.commune, boss)
    post = give(tree.commune, boss).post
    with pytest.raises(Refused, match="Ngày thôi phải sau ngày bắt đầu"):
        end(post, boss, TERM)
    with pytest.raises(Refused, match="Ngày thôi chưa tới"):
        end(post, boss, TODAY + timedelta(days=1))
    end(post, boss, TODAY)
    with pytest.raises(Refused, match="đã thôi từ trước"):
        end(post, boss, TODAY)


# bodies


def test_a_provisional_committee_holds_its_congress_within_six_months(tree, boss):
    from viecthat.people.commands.body import extend_congress

    body = form(tree.commune, boss, start=date(2025, 7, 1), provisional=True)
    assert body.congress_by == date(2026, 1, 1)
    with pytest.raises(Refused, match=r"không quá ngày 2026-01-15.*trong vòng sáu tháng"):
        form(tree.neighbour, boss, start=date(2025, 7, 15), provisional=True, congress_by=date(2026, 3, 1))
    with pytest.raises(Refused, match="nửa nhiệm kỳ"):
        extend_congress(body=body, congress_by=date(2028, 2, 1), decision="01-CV/ĐU", actor=boss, at=AT)
    extend_congress(body=body, congress_by=date(2026, 6, 1), decision="01-CV/ĐU", actor=boss, at=AT)
    body.refresh_from_db()
    assert (body.congress_by, body.decision) == (date(2026, 6, 1), "01-CV/ĐU")


@pytest.mark.parametrize(("kind", "level"), [("inspection", "commune"), ("nothing", "commune")])
def test_a_unit_has_only_the_bodies_of_its_level(tree, boss, kind, level):
    with pytest.raises(Refused, match="không có cơ quan ấy"):
        form(getattr(tree, level), boss, kind)


def test_closing_a_body_ends_its_posts(tree, boss):
    from viecthat.people.commands.body import close_body

    body = form(tree.commune, boss)
    give(tree.commune, boss, "secretary")
    how = {"leaving": "unit_ended", "decision": DECISION, "actor": boss, "at": AT}
    assert close_body(body=body, end=TODAY, **how) == 2
    with pytest.raises(Refused, match="đã kết thúc từ trước"):
        close_body(body=body, end=TODAY, **how)


def test_three_sessions_missed_running_without_reason_are_counted(tree, boss):
    from viecthat.people.commands.body import record_session
    from viecthat.people.queries.post import absences_running

    body = form(tree.commune, boss)
    away = give(tree.commune, boss, name="Vắng Mặt").post.person_id
    ill = give(tree.commune, boss, name="Có Lý Do").post.person_id
    for month in (1, 2, 3):
        record_session(
            body=body,
            day=date(2025, month, 5),
            title=f"Kỳ {month}",
            absent={away: False, ill: month == 2},
            actor=boss,
            at=AT,
        )
    assert absences_running(body, TODAY) == {away: 3, ill: 1}
    with pytest.raises(Refused, match="không phải ủy viên"):
        record_session(
            body=body, day=date(2025, 4, 5), title="Kỳ 4", absent={make_person().pk: False}, actor=boss, at=AT
        )


def test_a_post_given_by_mistake_was_never_given(tree, boss):
    figures("cadres_in_post")
    committee(tree.city, boss, 6, standing=1)
    before = stock(tree.city, "cadres_in_post", TODAY)
    given = give(tree.city, boss, "secretary", start=TODAY)
    with pytest.raises(Refused, match="bấm “Lấy lại”"):
        end(given.post, boss, TODAY)
    stranger = make_officer("base_officer", tree.neighbour)
    for wrong in ({"actor": stranger, "reason": "Nhầm"}, {"actor": boss, "reason": " "}):
        with pytest.raises(Refused):
            take_back_post(post=given.post, at=AT, **wrong)
    taken = take_back_post(post=given.post, reason="Ghi nhầm người", actor=boss, at=AT)
    assert {post.kind for post in taken} == {"secretary", "standing_member", "committee_member"}
    assert not Post.objects.filter(person=given.post.person).exists()
    assert stock(tree.city, "cadres_in_post", TODAY) == before
    assert give(tree.city, boss, "secretary", start=TODAY).post.sole, "the seat is free again"


def test_what_another_post_rests_on_is_not_taken_from_under_it(tree, boss):
    committee(tree.city, boss, 6, standing=1)
    member = give(tree.city, boss, "committee_member", start=date(2025, 1, 1), born=date(1998, 1, 1)).post
    give(tree.city, boss, "standing_member", person=member.person, start=date(2026, 1, 1), decision="99-QĐ/TĐTN")
    with pytest.raises(Refused, match="còn giữ chức vụ cần có chức vụ này"):
        take_back_post(post=member, reason="Ghi nhầm", actor=boss, at=AT)


def test_an_end_written_by_mistake_is_taken_back_unless_the_seat_or_the_body_is_gone(tree, boss):
    figures("cadres_in_post")
    committee(tree.city, boss, 6, standing=1)
    post = give(tree.city, boss, "secretary").post
    stood = stock(tree.city, "cadres_in_post", TODAY)
    end(post, boss, date(2026, 1, 1), whole=True)
    post.refresh_from_db()
    taken = take_back_post(post=post, reason="Nhầm người", actor=boss, at=AT)
    assert len(taken) == 3
    post.refresh_from_db()
    assert (post.end, post.leaving, post.leaving_decision) == (None, "", "")
    assert stock(tree.city, "cadres_in_post", TODAY) == stood
    end(post, boss, date(2026, 1, 1), whole=True)
    give(tree.city, boss, "secretary", name="Trần Văn Hai", start=date(2026, 1, 1))
    post.refresh_from_db()
    with pytest.raises(Refused, match="mỗi đơn vị chỉ có một"):
        take_back_post(post=post, reason="Nhầm", actor=boss, at=AT)
