"""Away, over 30, struck off, punished, died; outstanding and introduced to the Party."""

from datetime import date

import pytest

from tests.factories import AT, TODAY, make_officer, make_tree
from tests.people.members import (
    figure,
    lines_of,
    make_member,
    make_member_indicators,
    open_membership_of,
    other_branch,
    secretary_of,
)
from viecthat.kernel.errors import Refused
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.life import (
    Count,
    discipline_member,
    grant_leave,
    mature_members,
    record_death,
    start_temporary_activity,
    stay_on,
    strike_off,
)
from viecthat.people.commands.party import consider_outstanding, introduce_to_party, record_party_answer
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import MemberEvent, Membership

pytestmark = pytest.mark.django_db
OVER_30 = date(1995, 3, 26)


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


def test_maturity_of_many_at_once(tree, secretary):
    old = [make_member(tree.branch, name, born=OVER_30) for name in ("Lê An", "Trần Bình", "Vũ Cường")]
    young = make_member(tree.branch, "Đỗ Trẻ", born=date(1995, 3, 28))
    given = {"day": TODAY, "decision": "03-NQ/CĐ", "actor": secretary, "at": AT}
    with pytest.raises(RowsRefused) as wrong:
        mature_members(people=[*[p.pk for p in old], young.pk], **given)
    assert list(wrong.value.rows) == [3]
    assert "2026-03-28 mới quá 30 tuổi" in str(wrong.value.rows[3])
    assert figure(tree.branch, "members") == 4

    mature_members(people=[p.pk for p in old], **given)

    assert (figure(tree.branch, "members"), figure(tree.branch, "members_matured")) == (1, 3)
    assert set(Membership.objects.filter(person__in=old).values_list("end", "ended_by")) == {(TODAY, "matured")}


def test_staying_on_until_35_and_cadres_longer(tree, secretary):
    person = make_member(tree.branch, born=OVER_30)
    given = {"person": person.pk, "day": TODAY, "decision": "03-NQ/CĐ", "actor": secretary, "at": AT}
    with pytest.raises(Refused, match="2031-03-26"):
        stay_on(**given, until=date(2031, 3, 27), reason="request")
    stay_on(**given, until=date(2031, 3, 26), reason="request")
    stay_on(**given, until=date(2033, 1, 1), reason="cadre")
    with pytest.raises(Refused, match="sau ngày bắt đầu"):
        stay_on(**given, until=TODAY, reason="cadre")


def test_leave_protects_from_being_struck_off(tree, secretary):
    person = make_member(tree.branch)
    off = {"person": person.pk, "note": "Không sinh hoạt", "decision": "1", "actor": secretary, "at": AT, "day": TODAY}
    with pytest.raises(Refused, match="từ 3 tháng"):
        strike_off(**off, idle_months=2)
    with pytest.raises(Refused, match="Không quá 12 tháng"):
        grant_leave(person=person.pk, day=TODAY, until=date(2027, 3, 28), note="Đi làm xa", actor=secretary, at=AT)
    leave = grant_leave(person=person.pk, day=TODAY, until=date(2027, 3, 27), note="Đi xa", actor=secretary, at=AT)
    assert leave.posting_id is None
    with pytest.raises(Refused, match="vắng mặt có phép"):
        strike_off(**off, idle_months=3)
    undo_event(event=leave, reason="Không đi nữa", actor=secretary, at=AT)
    strike_off(**off, idle_months=3)
    assert (figure(tree.branch, "members"), figure(tree.branch, "members_struck_off")) == (0, 1)
    assert figure(tree.branch, "members_disciplined") == 0  # it is no discipline


def test_temporary_activity_leaves_the_membership_alone(tree, secretary):
    person, host = make_member(tree.branch), other_branch(tree)
    given = {"person": person.pk, "day": TODAY, "until": date(2026, 9, 1), "actor": secretary, "at": AT}
    for nowhere in (tree.branch, tree.neighbour):
        with pytest.raises(Refused, match="chi đoàn khác"):
            start_temporary_activity(**given, host=nowhere.pk, decision="1-GT")
    start_temporary_activity(**given, host=host.pk, decision="1-GT")
    assert open_membership_of(person).unit_id == tree.branch.pk
    assert (figure(tree.branch, "members"), figure(host, "members")) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "left", "by_superior"), [("reprimanded", 1, False), ("warned", 1, True), ("expelled", 0, True)]
)
def test_discipline_by_secret_ballot(tree, secretary, kind, left, by_superior):
    person, officer = make_member(tree.branch), make_officer("base_officer", tree.commune)
    given = {"person": person.pk, "kind": kind, "day": TODAY, "note": "Vi phạm", "decision": "9-QĐ", "at": AT}
    with pytest.raises(Refused, match="quá nửa"):
        discipline_member(**given, count=Count(10, 5, 4, 1), actor=officer)
    with pytest.raises(Refused, match="nhiều hơn số người có mặt"):
        discipline_member(**given, count=Count(10, 9, 1, 1), actor=officer)
    if by_superior:
        with pytest.raises(Refused, match="cấp trên trực tiếp"):
            discipline_member(**given, count=Count(10, 6, 4, 0), actor=secretary)
    event = discipline_member(**given, count=Count(10, 6, 4, 0), actor=officer if by_superior else secretary)
    assert figure(tree.branch, "members") == left
    # The figure does not name who was punished.
    assert lines_of(event)[0] == ("members_disciplined", tree.branch.pk, 1, 2, None)


def test_a_death_ends_the_membership_and_can_be_taken_back(tree, secretary):
    person = make_member(tree.branch)
    with pytest.raises(Refused, match="sau ngày vào chi đoàn"):
        record_death(person=person.pk, day=date(2024, 3, 26), actor=secretary, at=AT)
    event = record_death(person=person.pk, day=TODAY, actor=secretary, at=AT)
    assert figure(tree.branch, "members") == 0
    undo_event(event=event, reason="Nhầm người", actor=secretary, at=AT)
    assert figure(tree.branch, "members") == 1
    assert open_membership_of(person) is not None
    with pytest.raises(Refused, match="đã được lấy lại"):
        undo_event(event=event, reason="Lần nữa", actor=secretary, at=AT)


def test_one_of_many_who_came_in_together_goes_alone(tree, secretary):
    from viecthat.people.commands.bringing import Known, bring_in_members
    from viecthat.people.commands.person import PersonDraft

    drafts = [
        Known(PersonDraft(name, "male", None, tree.branch.pk), date(2024, 3, 26)) for name in ("Lê An", "Vũ Bình")
    ]
    first, _second = bring_in_members(unit=tree.branch.pk, members=drafts, actor=secretary, at=AT)
    undo_event(event=MemberEvent.objects.get(person=first), reason="Ghi hai lần", actor=secretary, at=AT)
    assert figure(tree.branch, "members") == 1


def test_outstanding_in_two_stages(tree, secretary):
    person = make_member(tree.branch)
    who = {"person": person.pk, "actor": secretary, "at": AT}
    introduction = {"day": date(2026, 2, 3), "party_cell": "Chi bộ thôn Đô Trám", "decision": "2-NQ"}
    with pytest.raises(Refused, match="xét đoàn viên ưu tú trước"):
        introduce_to_party(**who, **introduction)
    consider_outstanding(**who, day=date(2026, 2, 1), decision="1-NQ")
    with pytest.raises(Refused, match="đang chờ"):
        consider_outstanding(**who, day=date(2026, 2, 2), decision="1-NQ")
    with pytest.raises(Refused, match="chi bộ"):
        introduce_to_party(**who, **{**introduction, "party_cell": ""})
    introduce_to_party(**who, **introduction)
    with pytest.raises(Refused, match="để giúp đoàn viên phấn đấu"):
        record_party_answer(**who, admitted=False, day=TODAY, decision="", note="")
    record_party_answer(**who, admitted=False, day=date(2026, 3, 1), decision="", note="Cần thêm thời gian")
    assert [figure(tree.branch, f"outstanding_{w}") for w in ("considered", "introduced", "admitted")] == [1, 1, 0]

    consider_outstanding(**who, day=date(2026, 3, 2), decision="3-NQ")
    introduce_to_party(**who, **{**introduction, "day": date(2026, 3, 3)})
    admitted = record_party_answer(**who, admitted=True, day=TODAY, decision="11-QĐ", note="")
    assert [figure(tree.branch, f"outstanding_{w}") for w in ("considered", "introduced", "admitted")] == [2, 2, 1]
    assert admitted.party_cell == "Chi bộ thôn Đô Trám"
    with pytest.raises(Refused, match="đã được kết nạp Đảng"):
        consider_outstanding(**who, day=TODAY, decision="4-NQ")
    introduced = MemberEvent.objects.filter(kind="introduced").order_by("-pk").first()
    with pytest.raises(Refused, match="lấy lại việc sau trước"):
        undo_event(event=introduced, reason="Nhầm", actor=secretary, at=AT)


def test_the_party_takes_no_one_under_18(tree, secretary):
    person = make_member(tree.branch, born=date(2008, 2, 4))
    who = {"person": person.pk, "actor": secretary, "at": AT}
    consider_outstanding(**who, day=date(2026, 2, 1), decision="1-NQ")
    with pytest.raises(Refused, match="từ đủ 18 tuổi"):
        introduce_to_party(**who, day=date(2026, 2, 3), party_cell="Chi bộ", decision="2-NQ")
    introduce_to_party(**who, day=date(2026, 2, 4), party_cell="Chi bộ", decision="2-NQ")


@pytest.mark.parametrize("place", ["sister", "neighbour", "stranger"])
def test_nobody_else_touches_a_member(tree, place):
    person = make_member(tree.branch)
    stranger = make_officer("secretary", getattr(tree, place))
    for change in (
        lambda: record_death(person=person.pk, day=TODAY, actor=stranger, at=AT),
        lambda: consider_outstanding(person=person.pk, day=TODAY, decision="1", actor=stranger, at=AT),
    ):
        with pytest.raises(Refused, match="không phải đoàn viên của chi đoàn bạn phụ trách"):
            change()
    with pytest.raises(RowsRefused):
        mature_members(people=[person.pk], day=TODAY, decision="1", actor=stranger, at=AT)
    assert MemberEvent.objects.filter(kind="brought_in").count() == MemberEvent.objects.count()
