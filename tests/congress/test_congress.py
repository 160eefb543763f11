"""A congress from plan to resolution: the charter, delegates, ballots, posts, the ledger, publicity."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.congress.making import HELD, PAPER, agreed, counted, facts, opened, refused, text_of, told
from tests.factories import (
    AT,
    TODAY,
    make_activity,
    make_indicator,
    make_officer,
    make_person,
    sign_in,
)
from tests.organisation.test_reorganisation import merge_branches
from tests.people.cadres import form, give
from tests.people.members import make_member
from viecthat.congress.commands.ballot import (
    BallotFacts,
    Count,
    add_candidate,
    correct_ballot,
    count_ballots,
    drop_candidate,
    install_elected,
    prepare_ballot,
    reopen_list,
    settle_list,
)
from viecthat.congress.commands.congress import (
    OwnRules,
    hold_congress,
    open_congress,
    pass_resolution,
    plan_stage,
    record_step,
    set_rules,
)
from viecthat.congress.commands.delegate import (
    DelegateFacts,
    add_delegate,
    call_committee,
    call_roll,
    share_out_seats,
    strike_delegate,
)
from viecthat.congress.commands.erasing import erase_from_congresses
from viecthat.congress.commands.publicity import ItemFacts, open_celebration, plan_item, report_item
from viecthat.congress.commands.undoing import drop_ballot, drop_step, take_back_holding
from viecthat.congress.models import Ballot, Candidate, Congress, Delegate, PublicityItem
from viecthat.congress.queries.ballot import result_of
from viecthat.congress.queries.checks import checks_of
from viecthat.congress.queries.congress import stages_of
from viecthat.congress.queries.delegate import delegates_found, listed, standing_twice, structure_of
from viecthat.congress.queries.own import own_section
from viecthat.congress.queries.publicity import days_of_year
from viecthat.congress.rules import rule_of, rule_on
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.people.commands.duplicate import merge_people
from viecthat.people.commands.file import change_sensitive_facts
from viecthat.people.models import Post
from viecthat.plans.models import Term

pytestmark = pytest.mark.django_db


def test_consents_come_first_and_the_ledger_counts_the_congress_on_its_day(tree, officer):
    congress = opened(tree.commune, officer, form="members")
    given = {"congress": congress, "held_on": HELD, "last_day": HELD, "actor": officer}
    assert "Cấp ủy cùng cấp đồng ý" in refused(hold_congress, **given, called=30, present=29)
    step = {"congress": congress, "kind": "party_consent", "day": date(2026, 2, 10), "actor": officer}
    assert "kèm tệp" in refused(record_step, **step, body="Đảng ủy xã", verdict="agreed").lower()
    assert "vì sao chưa đồng ý" in refused(record_step, **step, body="Đảng ủy xã", verdict="not_agreed", file=PAPER)
    assert "sau khi đại hội họp" in refused(record_step, **{**step, "kind": "report"})
    agreed(congress, officer)
    late = refused(hold_congress, **given, called=30, present=19)
    assert "19 trong 30" in late
    assert "hai phần ba" in late
    assert not Entry.objects.filter(indicator__code="congresses_held").exists()
    hold_congress(**given, called=30, present=20, at=AT)
    (line,) = Entry.objects.filter(indicator__code="congresses_held")
    assert (line.unit_id, line.day, line.quantity) == (tree.commune.pk, HELD, 1)
    assert "đã họp" in refused(hold_congress, **given, called=30, present=20)
    congress.refresh_from_db()
    made = pass_resolution(congress=congress, number="01-NQ/ĐH", subject="Nghị quyết đại hội", actor=officer, at=AT)
    assert Term.objects.get().ordinal == 12
    assert made.directive.issued_on == HELD
    assert "đã vào sổ" in refused(
        pass_resolution, congress=congress, number="02-NQ/ĐH", subject="Lần nữa", actor=officer
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_year": 2032}, "last_year"),
        ({"last_year": 2026}, None),
        ({"name": " "}, "name"),
        ({"within": 10**9}, "within"),
    ],
)
def test_a_congress_that_cannot_be(tree, officer, changed, field):
    with pytest.raises(Refused) as why:
        opened(tree.commune, officer, **changed)
    assert why.value.field == field
    assert not Congress.objects.exists()


def test_ordinal_term_and_order_of_steps_are_set_against_the_charter(tree, officer):
    first = opened(tree.commune, officer, ordinal=10, first_year=2021, last_year=2026, planned_on=date(2021, 3, 1))
    second = opened(tree.commune, officer)
    assert told(first, "Lần thứ")[0][1] is None
    assert told(second, "Lần thứ") == [("Lần thứ XII, mà đại hội trước là lần thứ X.", False)]
    assert told(second, "Nhiệm kỳ")[0][1] is True
    # Twenty days before the congress: until then nothing is wrong, after it nothing else is to be waited for.
    for day, verdict in ((HELD - timedelta(20), None), (HELD - timedelta(19), False)):
        assert [one.kept for one in checks_of(second, day) if one.matter == "Hồ sơ gửi cấp trên"] == [verdict]
    assert "của nhiệm kỳ này" in refused(open_congress, unit=tree.commune.pk, facts=facts(name="Khác"), actor=officer)
    agreed(second, officer)
    assert told(second, "Trình tự") == [("6 bước đã làm đúng thứ tự.", True)]
    assert told(second, "Hồ sơ gửi cấp trên")[0][1] is True
    record_step(congress=second, kind="dossier", day=date(2026, 3, 15), actor=officer, at=AT)
    assert told(second, "Trình tự")[0][1] is False
    assert told(second, "Hồ sơ gửi cấp trên")[0] == ("Gửi trước ngày họp 5 ngày, ít nhất phải 20.", False)
    stranger = make_officer("base_officer", tree.neighbour)
    assert "chưa được giao" in refused(record_step, congress=second, kind="plan", day=TODAY, actor=stranger)


def test_seats_go_by_members_and_delegates_by_quota_and_share(tree, officer):
    congress = opened(tree.commune, officer, seats=40)
    people = [make_member(tree.branch, f"Phùng Thị {n}") for n in range(3)]
    other = make_member(tree.sister, "Lê Văn Hai", sex="male", born=date(1994, 3, 20))
    assert "cần ít nhất 4" in refused(share_out_seats, congress=congress, seats=3, least=2, actor=officer)
    rows = {
        row.unit_id: (row.members, row.seats)
        for row in share_out_seats(congress=congress, seats=4, least=1, actor=officer, at=AT)
    }
    assert rows == {tree.branch.pk: (3, 3), tree.sister.pk: (1, 1)}
    given = {"congress": congress, "actor": officer}
    elected = DelegateFacts("elected", other.pk, tree.sister.pk)
    first = add_delegate(**given, facts=elected, at=AT)
    assert "đã bầu đủ" in refused(add_delegate, **given, facts=DelegateFacts("elected", people[0].pk, tree.sister.pk))
    assert "đã có trong danh sách" in refused(add_delegate, **given, facts=replace(elected, substitute=True))
    assert "đơn vị bầu" in refused(add_delegate, **given, facts=DelegateFacts("elected", people[0].pk))
    # Five per cent of forty are two.
    for n in (0, 1):
        add_delegate(**given, facts=DelegateFacts("appointed", people[n].pk), at=AT)
    assert "5%" in refused(add_delegate, **given, facts=DelegateFacts("appointed", people[2].pk))
    form(tree.commune, officer)
    give(tree.commune, officer, name="Trần Văn Ủy")
    assert call_committee(**given, at=AT) == 1
    assert call_committee(**given, at=AT) == 0
    guest = add_delegate(**given, facts=DelegateFacts("ex_officio", name="Khách Ngoài Sổ", sex="female"), at=AT)
    change_sensitive_facts(
        person=other,
        facts={"ethnicity": "Mường", "religion": "Không"},
        actor=make_officer("secretary", tree.city),
        at=AT,
    )
    open_to_all = structure_of(congress, TODAY, small_told=False)
    parts = {part.name: part.count for part in open_to_all.parts}
    assert (open_to_all.called, parts["Nữ"], parts["Người dân tộc thiểu số"]) == (5, 4, None)
    assert open_to_all.kept_back
    assert {part.name: part.count for part in structure_of(congress, TODAY, small_told=True).parts}[
        "Người dân tộc thiểu số"
    ] == 1
    assert call_roll(**given, shown=[first.pk, guest.pk], there=[first.pk], at=AT) == 1
    assert told(congress, "Tư cách đại biểu") == [("1 đại biểu cần xem lại tư cách.", False)]
    assert told(congress, "Phân bổ đại biểu")[0][1] is None
    assert "Ghi vì sao" in refused(strike_delegate, delegate=first, reason=" ", actor=officer)
    strike_delegate(delegate=first, reason="Chuyển công tác", actor=officer, at=AT)
    assert own_section(other.pk, AT).rows[0][2] == "được bầu"
    erase_from_congresses(other.pk, [], AT)
    assert Delegate.objects.get(pk=first.pk).struck_why == "…"


def test_the_presidium_sets_what_could_not_be_checked_and_says_by_what(client, tree, officer):
    congress = opened(tree.commune, officer, form="members")
    given = {"congress": congress, "actor": officer}
    for rules, field in (
        (OwnRules(quorum_n=1, quorum_of=2), "rules_words"),
        (OwnRules(quorum_n=1, rules_words="Điều 8"), None),
        (OwnRules(elected_n=2, elected_of=2, rules_words="Điều 8"), None),
    ):
        with pytest.raises(Refused) as why:
            set_rules(**given, rules=rules, at=AT)
        assert why.value.field == field
    ballot = prepare_ballot(**given, facts=BallotFacts("committee_member", 1), at=AT)
    one = add_candidate(ballot=ballot, person=make_member(tree.branch).pk, actor=officer, at=AT)
    settle_list(ballot=ballot, actor=officer, at=AT)
    assert "Danh sách bầu này chưa chốt" in refused(
        reopen_list, ballot=prepare_ballot(**given, facts=BallotFacts("secretary", 1), at=AT), actor=officer
    )
    reopen_list(ballot=ballot, actor=officer, at=AT)
    settle_list(ballot=ballot, actor=officer, at=AT)
    count_ballots(ballot=ballot, count=Count("Ban", 30, 30, 30, 0, {one.pk: 18}), actor=officer, at=AT)
    assert "không mở lại được" in refused(reopen_list, ballot=ballot, actor=officer)
    ballot.refresh_from_db()
    assert result_of(ballot, congress).vacant == 0
    assert "Cấp ủy cùng cấp" in refused(hold_congress, **given, held_on=HELD, last_day=HELD, called=30, present=15)
    sign_in(client, officer)
    page = reverse("congress:rules", args=[congress.pk])
    own = {"quorum_n": 1, "quorum_of": 2, "elected_n": 2, "elected_of": 3, "no_party_consent": "on",
           "no_superior_consent": "on"}  # fmt: skip
    assert "Ghi căn cứ" in text_of(client.post(page, own))
    client.post(page, own | {"rules_words": "Điều 8 hướng dẫn 01"})
    congress.refresh_from_db()
    assert result_of(ballot, congress).vacant == 1, "18 of 30 are more than half, not more than two thirds"
    assert ("0 người quá 2/3 số phiếu hợp lệ, cần bầu 1.", False) in told(congress, "Bầu Ban Chấp hành")
    shown = text_of(client.get(reverse("congress:congress", args=[congress.pk])))
    assert shown.count("Đoàn chủ tịch đặt: Điều 8 hướng dẫn 01") == 3, "two consents and the election"
    assert "Đại hội này không cần bước này" in shown
    assert "1/2" in refused(hold_congress, **given, held_on=HELD, last_day=HELD, called=30, present=14)
    hold_congress(**given, held_on=HELD, last_day=HELD, called=30, present=15, at=AT)
    assert "đã họp" in refused(set_rules, **given, rules=OwnRules())


def test_what_was_compared_with_the_charter_is_nobodys_to_set():
    for code in ("appointed_share", "years_of_term", "secret_ballot"):
        rule = rule_on(code, "union", HELD)
        assert rule is not None
        assert rule.checked
    row = Congress(line="union", quorum_n=1, quorum_of=2, no_party_consent=True, rules_words="x")
    assert rule_of(row, "appointed_share", HELD) == rule_on("appointed_share", "union", HELD)
    assert rule_of(row, "superior_consent", HELD) == rule_on("superior_consent", "union", HELD)
    assert rule_of(row, "party_consent", HELD) is None


def test_two_files_of_one_person_stand_once_when_a_congress_is_held(tree, boss, officer):
    congress = opened(tree.commune, officer, seats=40)
    given = {"congress": congress, "actor": officer}
    first = make_member(tree.branch, "Phùng Thị Lan", card="A-1")
    again = make_person("Phùng Thị Lan", unit=tree.branch)
    other = make_member(tree.branch, "Lê Thị Hai")
    lines = [
        add_delegate(**given, facts=DelegateFacts("elected", one.pk, tree.branch.pk), at=AT)
        for one in (first, again, other)
    ]
    ballot = prepare_ballot(**given, facts=BallotFacts("committee_member", 1), at=AT)
    names = [add_candidate(ballot=ballot, person=one.pk, actor=officer, at=AT) for one in (first, again)]
    call_roll(**given, shown=[one.pk for one in lines], there=[one.pk for one in lines], at=AT)
    merge_people(keep=first.pk, absorb=again.pk, reason="Cùng một người", actor=boss, at=AT)
    assert [one.pk for one in standing_twice(congress)] == [lines[1].pk]
    (asked,) = [one for one in listed(list(delegates_found(congress)), TODAY) if "một người hai lần" in str(one.doubts)]
    assert asked.row.pk == lines[1].pk
    agreed(congress, officer)
    assert "1 người đứng hai lần" in refused(hold_congress, **given, held_on=HELD, last_day=HELD)
    assert "Phùng Thị Lan đứng hai lần" in refused(settle_list, ballot=ballot, actor=officer)
    drop_candidate(candidate=names[1], actor=officer, at=AT)
    settle_list(ballot=ballot, actor=officer, at=AT)
    # Whichever line is struck, the one that is left is of the file that goes on.
    strike_delegate(delegate=lines[0], reason="Trùng", actor=officer, at=AT)
    lines[1].refresh_from_db()
    assert (lines[1].person_id, standing_twice(congress)) == (first.pk, [])
    hold_congress(**given, held_on=HELD, last_day=HELD, at=AT)
    congress.refresh_from_db()
    assert (congress.called, congress.present) == (2, 2)


def test_ballots_that_add_up_put_the_elected_into_their_posts(tree, boss, officer):
    above = opened(tree.city, boss, name="Đại hội Thành đoàn lần thứ XVIII", ordinal=18, planned_on=date(2026, 9, 1))
    congress = opened(tree.commune, officer, form="members", within=above.pk)
    given = {"congress": congress, "actor": officer}
    assert "phiếu kín" in refused(prepare_ballot, **given, facts=BallotFacts("committee_member", 2, "hands"))
    assert "không bầu" in refused(prepare_ballot, **given, facts=BallotFacts("federation_member", 2))
    ballot = prepare_ballot(**given, facts=BallotFacts("committee_member", 2, surplus=1, women=50), at=AT)
    names = ("Lê Văn An", "Phùng Thị Bình", "Đỗ Văn Cả")
    people = [
        make_member(tree.branch, name, sex="female" if "Thị" in name else "male", born=date(1996 + n, 2, 2))
        for n, name in enumerate(names)
    ]
    rows = [add_candidate(ballot=ballot, person=one.pk, actor=officer, at=AT) for one in people[:2]]
    assert "danh sách phải có 3" in refused(settle_list, ballot=ballot, actor=officer)
    rows.append(add_candidate(ballot=ballot, person=people[2].pk, actor=officer, at=AT))
    count = Count("Trần Văn Kiểm", 30, 29, 28, 1, {rows[0].pk: 20, rows[1].pk: 14, rows[2].pk: 15})
    assert "Chốt danh sách" in refused(count_ballots, ballot=ballot, count=count, actor=officer)
    settle_list(ballot=ballot, actor=officer, at=AT)
    assert "đã chốt" in refused(add_candidate, ballot=ballot, person=people[0].pk, actor=officer)
    for wrong, field in (
        (replace(count, collected=31), "collected"),
        (replace(count, invalid=2), "valid"),
        (replace(count, votes={**count.votes, rows[0].pk: 29}), f"votes_{rows[0].pk}"),
        (replace(count, votes={one.pk: 28 for one in rows}), "valid"),
        (replace(count, board=" "), "board"),
    ):
        with pytest.raises(Refused) as why:
            count_ballots(ballot=ballot, count=wrong, actor=officer, at=AT)
        assert why.value.field == field
    count_ballots(ballot=ballot, count=count, actor=officer, at=AT)
    ballot.refresh_from_db()
    # Fourteen of 28 are not more than half.
    assert [one.person for one in result_of(ballot, congress).elected] == [people[0], people[2]]
    title = "Bầu Ban Chấp hành"
    assert ("0 nữ trong 2 người trúng cử; đề án cần ít nhất 50%.", False) in told(congress, title)
    for change in ({"valid": 29}, {"issued": 10}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.filter(pk=ballot.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=rows[0].pk).update(votes=29)
    tie = replace(count, votes={rows[0].pk: 20, rows[1].pk: 16, rows[2].pk: 16})
    count_ballots(ballot=ballot, count=tie, actor=officer, at=AT)
    ballot.refresh_from_db()
    result = result_of(ballot, congress)
    assert ([one.pk for one in result.elected], len(result.tied), result.vacant) == ([rows[0].pk], 2, 1)
    count_ballots(ballot=ballot, count=count, actor=officer, at=AT)
    going = prepare_ballot(**given, facts=BallotFacts("delegates", 1), at=AT)
    one = add_candidate(ballot=going, person=people[1].pk, actor=officer, at=AT)
    settle_list(ballot=going, actor=officer, at=AT)
    count_ballots(ballot=going, count=Count("Ban", 30, 30, 30, 0, {one.pk: 30}), actor=officer, at=AT)
    install = {"congress": congress, "decision": "12-QĐ/TĐTN-TCKT", "actor": officer}
    assert "chưa họp" in refused(install_elected, **install)
    agreed(congress, officer)
    hold_congress(**given, held_on=HELD, last_day=HELD, called=30, present=30, at=AT)
    assert len(install_elected(**install, at=AT)) == 3
    posts = Post.objects.filter(unit=tree.commune.pk, kind="committee_member").order_by("person")
    assert [(post.person_id, post.start, post.basis) for post in posts] == [
        (people[0].pk, HELD, "elected"),
        (people[2].pk, HELD, "elected"),
    ]
    sent = Delegate.objects.get(congress=above)
    assert (sent.person_id, sent.unit_id, sent.basis) == (people[1].pk, tree.commune.pk, "elected")
    assert "nào chờ" in refused(install_elected, **install)
    assert "không sửa được số phiếu" in refused(count_ballots, ballot=ballot, count=tie, actor=officer)


def test_what_was_recorded_by_mistake_is_taken_back_while_nothing_stands_on_it(client, tree, boss, officer):
    row = opened(tree.commune, officer, form="members")
    who = {"congress": row, "actor": officer}
    assert "chưa ghi" in refused(take_back_holding, **who)
    record_step(kind="plan", day=date(2026, 1, 5), at=AT, **who)
    drop_step(kind="plan", at=AT, **who)
    assert "chưa ghi" in refused(drop_step, kind="plan", **who)
    agreed(row, officer)
    hold_congress(held_on=HELD, last_day=HELD, called=30, present=28, at=AT, **who)
    sign_in(client, officer)
    assert "không rút được" in refused(drop_step, kind="party_consent", **who)
    decided = {"kind": "recognised", "day": TODAY}
    assert "số quyết định" in refused(record_step, **decided, **who)
    record_step(**decided, body="Ban Thường vụ Thành đoàn", number="12-QĐ/TĐTN", at=AT, **who)
    assert "rút bước ấy trước" in refused(take_back_holding, **who)
    home = reverse("congress:congress", args=[row.pk])
    stranger = make_officer("base_officer", tree.neighbour)
    with pytest.raises(Refused):
        take_back_holding(congress=row, actor=stranger, at=AT)
    client.post(reverse("congress:step-drop", args=[row.pk, "recognised"]))
    assert counted("congresses_held") == 1
    page = client.post(reverse("congress:hold-back", args=[row.pk]), follow=True)
    assert "thôi đếm" in text_of(page)
    row.refresh_from_db()
    assert (row.held_on, row.present, row.posting, counted("congresses_held")) == (None, None, None, 0)
    hold_congress(held_on=HELD, last_day=HELD, called=30, present=28, at=AT, **who)
    assert counted("congresses_held") == 1
    pass_resolution(number="01-NQ/ĐH", subject="Nghị quyết", at=AT, **who)
    assert "giữ nguyên" in refused(take_back_holding, **who)
    assert reverse("congress:hold-back", args=[row.pk]) not in client.get(home).content.decode()


def test_an_election_is_put_right_or_dropped_until_its_list_is_settled_and_counted(client, tree, officer):
    row = opened(tree.commune, officer)
    plan = BallotFacts("committee_member", 2, surplus=1)
    ballot = prepare_ballot(congress=row, facts=plan, actor=officer, at=AT)
    who = {"ballot": ballot, "actor": officer}
    assert "cuộc bầu khác" in refused(correct_ballot, facts=replace(plan, to="secretary"), **who)
    assert "phiếu kín" in refused(correct_ballot, facts=replace(plan, vote="hands"), **who)
    sign_in(client, officer)
    # The second of the same name is not told of on the page of the first.
    again = prepare_ballot(congress=row, facts=replace(plan, seats=7), actor=officer, at=AT)
    page = text_of(client.get(reverse("congress:ballot", args=[ballot.pk])))
    assert "bầu 2, số dư" in page
    assert "bầu 7, số dư" not in page
    drop_ballot(ballot=again, actor=officer, at=AT)
    change = reverse("congress:ballot-change", args=[ballot.pk])
    assert change in client.get(reverse("congress:ballot", args=[ballot.pk])).content.decode()
    client.post(change, {"to": "committee_member", "vote": "secret", "seats": "1", "surplus": "0", "women": "30"})
    ballot.refresh_from_db()
    assert (ballot.seats, ballot.surplus, ballot.women) == (1, 0, 30)
    standing = add_candidate(person=make_member(tree.branch).pk, at=AT, **who)
    settle_list(at=AT, **who)
    assert "đã chốt" in refused(correct_ballot, facts=plan, **who)
    count_ballots(count=Count("Ban", 1, 1, 1, 0, {standing.pk: 1}), at=AT, **who)
    assert "giữ lại" in refused(drop_ballot, **who)
    assert "Sửa số phiếu" in text_of(client.get(reverse("congress:ballot", args=[ballot.pk])))
    other = prepare_ballot(congress=row, facts=replace(plan, to="secretary", seats=1), actor=officer, at=AT)
    add_candidate(ballot=other, person=standing.person_id, actor=officer, at=AT)
    page = client.post(reverse("congress:ballot-drop", args=[other.pk]), follow=True)
    assert "Đã bỏ cuộc bầu" in text_of(page)
    assert list(row.ballots.all()) == [ballot]


def test_how_many_below_have_held_theirs_and_congresses_ahead_follow_a_merger(tree, boss, officer):
    above = opened(tree.city, boss, name="Đại hội Thành đoàn", planned_on=date(2026, 9, 1))
    plan_stage(congress=above, kind="commune", start=date(2026, 1, 1), due=date(2026, 3, 25), actor=boss, at=AT)
    held = opened(tree.commune, officer, form="members", within=above.pk)
    (stage,) = stages_of(above, TODAY)
    assert (stage.units, stage.held, stage.opened, stage.late) == (2, 0, 1, 2)
    agreed(held, officer)
    hold_congress(
        congress=held, held_on=HELD, last_day=HELD, called=9, present=9, actor=officer, at=AT
    )  # fmt: skip
    (stage,) = stages_of(above, TODAY)
    assert (stage.held, stage.late, [row.late for row in stage.rows]) == (1, 1, [False, True])
    ahead = opened(tree.branch, boss, form="members")
    carry_out(plan=merge_branches(tree), actor=boss, at=AT)
    for row in (held, ahead):
        row.refresh_from_db()
    assert [held.unit_id, ahead.unit_id] == [tree.commune.pk, tree.sister.pk]


def test_publicity_and_great_days_end_with_results_of_the_ledger(tree, boss):
    make_indicator("trees_planted", unit="cây", area=2)
    days = {row.name: row for row in days_of_year(2024, boss, AT, TODAY)}
    ready = days["Ngày phát động phong trào “Ba sẵn sàng”"]
    assert (ready.day, ready.years, ready.is_round) == (date(2024, 8, 9), 60, True)
    plan = open_celebration(
        unit=tree.city.pk, key=ready.key, name=ready.name, day=date(2026, 8, 9), since=1964, actor=boss, at=AT
    )
    item = plan_item(
        of=plan,
        facts=ItemFacts("works", "Trồng cây", "Ban TNNT", date(2026, 3, 1), date(2026, 3, 20)),
        actor=boss,
        at=AT,
    )
    (row,) = [one for one in days_of_year(2026, boss, AT, TODAY) if one.key == ready.key]
    assert [(one.years, done, whole) for one, _unit, done, whole in row.plans] == [(62, 0, 1)]
    assert "Ghi kết quả" in refused(report_item, item=item, day=TODAY, result=" ", actor=boss)
    work = make_activity(tree.city, boss, day=date(2026, 3, 19))
    report_item(item=item, day=TODAY, result="Xong", reach=300, activity=work.pk, actor=boss, at=AT)
    client_rows = PublicityItem.objects.filter(celebration=plan).values_list("reach", "activity")
    assert list(client_rows) == [(300, work.pk)]


def test_more_ballots_than_people_are_told(tree, officer):
    row = opened(tree.commune, officer, form="members")
    agreed(row, officer)
    ballot = prepare_ballot(congress=row, facts=BallotFacts("committee_member", 1), actor=officer, at=AT)
    one = add_candidate(ballot=ballot, person=make_member(tree.branch).pk, actor=officer, at=AT)
    settle_list(ballot=ballot, actor=officer, at=AT)
    count_ballots(ballot=ballot, count=Count("Ban", 30, 30, 30, 0, {one.pk: 28}), actor=officer, at=AT)
    title = "Bầu Ban Chấp hành"
    assert not any("Phát ra" in words for words, _kept in told(row, title)), "who was there is not known yet"
    row = hold_congress(congress=row, held_on=HELD, last_day=HELD, called=30, present=28, actor=officer, at=AT)
    assert ("Phát ra 30 phiếu cho 28 người có mặt.", False) in told(row, title)
    count_ballots(ballot=ballot, count=Count("Ban", 28, 28, 27, 1, {one.pk: 26}), actor=officer, at=AT)
    assert ("Phát ra 28 phiếu cho 28 người có mặt.", True) in told(row, title)
