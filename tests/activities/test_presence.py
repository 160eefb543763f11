"""Who came: codes that hold for a minute, phones without a network, witnesses, groups, and what the ledger gets."""

from datetime import date, timedelta

import pytest

from tests.factories import AT, make_account, make_indicator, make_kind, make_officer
from tests.people.members import make_member, secretary_of
from tests.people.own import own_account
from viecthat.activities.choices import GroupRole, Minors, PresenceWay
from viecthat.activities.commands import cancel_activity, record_activity, verify_activity
from viecthat.activities.commands.presence import (
    COMING,
    LATE_AFTER,
    LATEST,
    LEAVING,
    WrongCodeError,
    check_in,
    check_in_by_digits,
    check_in_seen,
    close_roll_call,
    count_group,
    drop_group,
    excuse,
    note_leaving,
    open_roll_call,
    see_code,
    take_off,
    tick_present,
    witness_present,
)
from viecthat.activities.commands.presence_ledger import PEOPLE, TURNS
from viecthat.activities.commands.took_part import take_certificate
from viecthat.activities.models import Apology, KindVersion, Participation, Presence, TookPart
from viecthat.activities.queries import live_posting_of
from viecthat.activities.queries.presence import (
    certificate_code,
    own_history,
    roll_call_opened,
    verified_took_part,
)
from viecthat.kernel.errors import Refused
from viecthat.kernel.rotating_codes import code_at, digits_at
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import lines_of

pytestmark = pytest.mark.django_db
STARTS, ENDS = AT - timedelta(hours=1), AT + timedelta(hours=2)


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def trees():
    make_indicator(PEOPLE, measure="people", register="presence", unit="người", area=6)
    make_indicator(TURNS, measure="turns", register="presence", unit="lượt", area=6)
    return make_indicator("trees_planted")


@pytest.fixture
def kind(trees):
    return make_kind(indicators=[trees])


@pytest.fixture
def call(tree, secretary, kind):
    return opened(tree.branch, secretary, kind)


@pytest.fixture
def lan(tree, secretary):
    return own_account(make_member(tree.branch), secretary)


def opened(unit, actor, kind, *, title="Trồng cây", place="Bờ hồ", starts=STARTS, ends=ENDS):
    return open_roll_call(
        unit=unit.pk, kind=kind, title=title, place=place, starts_at=starts, ends_at=ends, actor=actor, at=AT
    )


def code(call, at=AT, purpose=COMING):
    return code_at(purpose, call.serial, call.key, at)


def recorded(call, secretary, trees, **more):
    given = {
        "unit": call.unit_id, "kind": call.kind, "title": call.title, "day": AT.date(), "place": call.place,
        "results": {trees.pk: 250}, "head_count": 0, "roll_calls": [call.pk], "actor": secretary, "at": AT,
    }  # fmt: skip
    return record_activity(**given | more)


def ledger(activity):
    """(code, quantity, grade, whether somebody is named) of every line that counts now."""
    from viecthat.ledger.queries import indicators

    known = indicators()
    lines = lines_of(live_posting_of(activity))
    return sorted((known[line.indicator].code, line.quantity, line.grade, line.person is not None) for line in lines)


def test_a_scan_is_believed_for_a_minute_once_and_from_who_has_a_file(call, lan, tree):
    done = check_in(code=code(call), claimed_at=None, actor=lan, at=AT)
    assert (done.already, done.presence.way, done.presence.late) == (False, PresenceWay.SCAN, False)
    again = check_in(
        code=code(call, AT + timedelta(seconds=40)), claimed_at=None, actor=lan, at=AT + timedelta(seconds=60)
    )
    assert again.already
    assert again.presence.came_at == AT
    with pytest.raises(Refused, match="đã cũ"):  # the picture of an hour ago
        check_in(code=code(call), claimed_at=None, actor=lan, at=AT + timedelta(hours=1))
    with pytest.raises(WrongCodeError):
        check_in(code=code_at(COMING, call.serial, "another key", AT), claimed_at=None, actor=lan, at=AT)
    with pytest.raises(WrongCodeError):
        check_in(code="x", claimed_at=None, actor=lan, at=AT)
    with pytest.raises(Refused, match="chưa gắn với hồ sơ"):
        check_in(code=code(call), claimed_at=None, actor=make_account(), at=AT)
    assert Presence.objects.count() == 1


def test_what_a_phone_without_a_network_noted_comes_in_later_within_a_limit(call, lan, secretary):
    sent = AT + LATE_AFTER + timedelta(minutes=1)
    with pytest.raises(Refused, match="đã cũ"):  # the moment claimed is not the code's
        check_in(code=code(call), claimed_at=AT + timedelta(minutes=5), actor=lan, at=sent)
    with pytest.raises(Refused, match="chạy nhanh"):
        check_in(code=code(call), claimed_at=AT + timedelta(hours=1), actor=lan, at=AT)
    with pytest.raises(Refused, match="muộn quá 12 giờ"):
        check_in(code=code(call), claimed_at=AT, actor=lan, at=AT + LATEST + timedelta(seconds=1))
    done = check_in(code=code(call), claimed_at=AT, actor=lan, at=sent)
    assert done.presence.late
    assert roll_call_opened(call, sent).counted == 0  # until somebody says that they saw them
    assert witness_present(roll_call=call, presences=[done.presence.pk], actor=secretary, at=sent) == 1
    assert roll_call_opened(call, sent).counted == 1


def test_a_meeting_takes_codes_from_an_hour_before_to_an_hour_after_and_not_once_closed(tree, secretary, kind, lan):
    early = opened(tree.branch, secretary, kind, starts=AT + timedelta(hours=2), ends=AT + timedelta(hours=3))
    with pytest.raises(Refused, match="sớm nhất"):
        check_in(code=code(early), claimed_at=None, actor=lan, at=AT)
    over = opened(tree.branch, secretary, kind, starts=AT - timedelta(hours=4), ends=AT - timedelta(hours=2))
    with pytest.raises(Refused, match="thôi điểm danh"):
        check_in(code=code(over), claimed_at=None, actor=lan, at=AT)
    close_roll_call(roll_call=over, actor=secretary, at=AT)
    now = opened(tree.branch, secretary, kind)
    close_roll_call(roll_call=now, actor=secretary, at=AT)
    with pytest.raises(Refused, match="thôi điểm danh"):
        check_in(code=code(now, AT + timedelta(minutes=1)), claimed_at=None, actor=lan, at=AT + timedelta(minutes=1))
    with pytest.raises(Refused, match="dài nhất 24 giờ"):
        opened(tree.branch, secretary, kind, ends=AT + timedelta(days=2))
    with pytest.raises(Refused, match="chưa được giao quyền"):
        opened(tree.branch, lan, kind)


def test_digits_and_links_do_as_well_and_hours_run_from_coming_to_leaving(call, lan, secretary):
    typed = digits_at(COMING, call.serial, call.key, AT)
    with pytest.raises(WrongCodeError):
        check_in_by_digits(number=call.pk + 1, digits=typed, actor=lan, at=AT)
    with pytest.raises(Refused, match="chưa điểm danh lúc đến"):
        check_in(code=code(call, purpose=LEAVING), claimed_at=None, actor=lan, at=AT)
    done = check_in_by_digits(number=call.pk, digits=f"{typed[:3]} {typed[3:]}", actor=lan, at=AT)
    assert done.presence.way == PresenceWay.DIGITS
    left = AT + timedelta(minutes=90)
    seen, purpose = see_code(code=code(call, left, LEAVING), at=left)
    assert (seen, purpose) == (call, LEAVING)
    with pytest.raises(Refused, match="10 phút"):
        check_in_seen(number=call.pk, purpose=purpose, seen_at=left, actor=lan, at=left + timedelta(minutes=11))
    gone = check_in_seen(number=call.pk, purpose=purpose, seen_at=left, actor=lan, at=left + timedelta(minutes=2))
    assert (gone.left, gone.presence.left_at) == (True, left)
    (one,) = roll_call_opened(call, ENDS).present
    assert one.minutes == 90
    note_leaving(roll_call=call, presences=[one.row.pk], left_at=AT + timedelta(minutes=30), actor=secretary, at=ENDS)
    assert roll_call_opened(call, ENDS).present[0].minutes == 30


def test_the_holder_ticks_excuses_and_takes_off_but_bears_no_witness_for_themselves(tree, call, lan, secretary, kind):
    hoa, an = make_member(tree.branch, "Lê Thị Hoa"), make_member(tree.branch, "Đỗ Văn An")
    excuse(roll_call=call, people=[hoa.pk], reason="Ốm", actor=secretary, at=AT)
    assert tick_present(roll_call=call, people=[hoa.pk, an.pk], actor=secretary, at=AT) == 2
    assert not Apology.objects.exists()  # who came needs no apology
    assert {row.witness_id for row in Presence.objects.all()} == {secretary.pk}
    with pytest.raises(Refused, match="đã điểm danh"):
        excuse(roll_call=call, people=[an.pk], reason="Ốm", actor=secretary, at=AT)
    with pytest.raises(Refused, match="không nằm trong"):
        tick_present(roll_call=call, people=[make_member(tree.sister).pk], actor=secretary, at=AT)
    for stranger in (lan, secretary_of(tree.neighbour)):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            tick_present(roll_call=call, people=[an.pk], actor=stranger, at=AT)
    holder = own_account(make_member(tree.branch, "Phùng Văn Bí"), secretary)
    from tests.factories import give_role

    give_role(holder, "branch_secretary", tree.branch)
    own = check_in(code=code(call), claimed_at=None, actor=holder, at=AT).presence
    with pytest.raises(Refused, match="tự làm chứng"):
        witness_present(roll_call=call, presences=[own.pk], actor=holder, at=AT)
    assert take_off(roll_call=call, presences=[own.pk], actor=secretary, at=AT) == 1
    assert roll_call_opened(call, AT).counted == 2


def test_guests_namesakes_and_who_was_at_two_places_are_marked_and_let_in(tree, call, lan, secretary, kind):
    guest = own_account(make_member(tree.sister, "Lê Văn Khách"), secretary_of(tree.sister))
    check_in(code=code(call), claimed_at=None, actor=guest, at=AT)
    check_in(code=code(call), claimed_at=None, actor=lan, at=AT)
    twin = make_member(tree.branch, "Phùng Thị Lan")
    tick_present(roll_call=call, people=[twin.pk], actor=secretary, at=AT)
    elsewhere = opened(tree.sister, secretary_of(tree.sister), kind, title="Hiến máu", place="Trạm xá")
    beside = opened(tree.sister, secretary_of(tree.sister), kind, title="Cùng chỗ")
    for other in (elsewhere, beside):
        check_in(code=code(other, AT + timedelta(minutes=5)), claimed_at=None, actor=lan, at=AT + timedelta(minutes=5))
    told = {one.row.person.full_name: one for one in roll_call_opened(call, ENDS).present if one.row.way == "scan"}
    assert told["Lê Văn Khách"].guest
    assert not told["Phùng Thị Lan"].guest
    assert told["Phùng Thị Lan"].namesake
    assert [clash.roll_call.title for clash in told["Phùng Thị Lan"].clashes] == ["Hiến máu"]
    assert roll_call_opened(call, ENDS).counted == 3


def test_kinds_that_are_not_for_minors_refuse_them(tree, call, secretary):
    young = make_member(tree.branch, "Lê Thị Nhỏ", born=date(2009, 1, 1))
    account = own_account(young, secretary, guardian="Lê Văn Cha")
    KindVersion.objects.filter(kind=call.kind).update(minors=Minors.NO)
    with pytest.raises(Refused, match="18 tuổi"):
        check_in(code=code(call), claimed_at=None, actor=account, at=AT)
    with pytest.raises(Refused, match="18 tuổi"):
        tick_present(roll_call=call, people=[young.pk], actor=secretary, at=AT)
    KindVersion.objects.filter(kind=call.kind).update(minors=Minors.YES)
    assert not check_in(code=code(call), claimed_at=None, actor=account, at=AT).already


def test_the_ledger_gets_people_once_and_turns_and_follows_corrections(tree, call, lan, secretary, trees, kind):
    late = own_account(make_member(tree.branch, "Đỗ Thị Muộn"), secretary)
    sent = AT + timedelta(hours=1)
    check_in(code=code(call), claimed_at=None, actor=lan, at=AT)
    second = opened(tree.branch, secretary, kind, title="Buổi chiều")
    check_in(code=code(second), claimed_at=None, actor=lan, at=AT)
    group = count_group(roll_call=call, role=GroupRole.MEMBERS, name="", count=30, age_group="", actor=secretary, at=AT)
    count_group(
        roll_call=call,
        role=GroupRole.BENEFICIARIES,
        name="Em nhỏ",
        count=9,
        age_group="children",
        actor=secretary,
        at=AT,
    )
    with pytest.raises(Refused, match="đơn vị khác"):
        recorded(opened(tree.sister, secretary_of(tree.sister), kind), secretary, trees, unit=tree.branch.pk)
    activity = recorded(call, secretary, trees, roll_calls=[call.pk, second.pk])
    assert ledger(activity) == [
        (PEOPLE, 1, Grade.EVIDENCED, True),
        (TURNS, 1, Grade.EVIDENCED, True),
        (TURNS, 1, Grade.EVIDENCED, True),
        (TURNS, 30, Grade.DECLARED, False),
        ("trees_planted", 250, Grade.EVIDENCED, False),
    ]
    activity.refresh_from_db()
    assert activity.head_count == 31
    with pytest.raises(Refused, match="gắn với việc khác"):
        recorded(call, secretary, trees, title="Việc khác")

    # Late, closed by now: it waits for a witness, and then the ledger follows.
    done = check_in(code=code(call), claimed_at=AT, actor=late, at=sent)
    assert len(ledger(activity)) == 5
    witness_present(roll_call=call, presences=[done.presence.pk], actor=secretary, at=sent)
    drop_group(roll_call=call, group=group.pk, actor=secretary, at=sent)
    assert [line[0] for line in ledger(activity)] == [PEOPLE, PEOPLE, TURNS, TURNS, TURNS, "trees_planted"]
    assert Participation.objects.filter(activity=activity).count() == 2
    take_off(roll_call=call, presences=[done.presence.pk], actor=secretary, at=sent)
    assert [line[0] for line in ledger(activity)] == [PEOPLE, TURNS, TURNS, "trees_planted"]

    verify_activity(activity=activity, finding="Đếm tại chỗ", actor=make_officer("inspector", tree.commune), at=sent)
    with pytest.raises(Refused, match="không đổi được nữa"):
        tick_present(roll_call=call, people=[done.presence.person_id], actor=secretary, at=sent)


def test_a_certificate_verifies_tells_little_and_holds_as_long_as_the_work(tree, call, lan, secretary, trees):
    check_in(code=code(call), claimed_at=None, actor=lan, at=AT)
    check_in(code=code(call, ENDS, LEAVING), claimed_at=None, actor=lan, at=ENDS)
    activity = recorded(call, secretary, trees)
    with pytest.raises(Refused, match="không ghi bạn tham gia"):
        take_certificate(activity=activity.pk, actor=secretary, at=ENDS)
    taken = take_certificate(activity=activity.pk, actor=lan, at=ENDS)
    assert take_certificate(activity=activity.pk, actor=lan, at=ENDS).pk == taken.pk
    history = own_history(taken.person_id, ENDS)
    assert history.years == [(2026, 1, 120)]
    found = verified_took_part(certificate_code(taken), ENDS)
    assert found is not None
    assert (found.initial, found.title, found.minutes) == ("L.", "Trồng cây", 120)
    assert verified_took_part(code_at(b"c", taken.serial, "another", taken.issued_at), ENDS) is None
    assert verified_took_part(code(call), ENDS) is None
    cancel_activity(activity=activity, reason="Ghi nhầm", actor=secretary, at=ENDS)
    assert verified_took_part(certificate_code(taken), ENDS) is None
    assert TookPart.objects.count() == 1


def test_whom_a_meeting_served_is_the_works_and_typed_by_nobody(tree, call, secretary, trees):
    served = make_indicator("people_served", measure="turns", unit="lượt")
    cost = make_indicator("work_cost_own", unit="đồng")
    given = {"name": "hộ thôn Đô Trám", "age_group": "", "actor": secretary, "at": AT}
    group = count_group(roll_call=call, role=GroupRole.BENEFICIARIES, count=30, **given)
    with pytest.raises(Refused, match="đã đếm 30 người hưởng lợi"):
        recorded(call, secretary, trees, results={trees.pk: 250, served.pk: 40})
    activity = recorded(call, secretary, trees, results={trees.pk: 250, cost.pk: 9})
    assert ("people_served", 30, Grade.DECLARED, False) in ledger(activity)
    count_group(roll_call=call, role=GroupRole.BENEFICIARIES, count=5, **given | {"name": "khách chợ"})
    assert ("people_served", 35, Grade.DECLARED, False) in ledger(activity)
    for one in (group, call.groups.exclude(pk=group.pk).get()):
        drop_group(roll_call=call, group=one.pk, actor=secretary, at=AT)
    assert [line[0] for line in ledger(activity)] == ["trees_planted", "work_cost_own"]
    # What was typed stays as long as no meeting counts it.
    typed = recorded(call, secretary, trees, roll_calls=[], title="Việc khác", results={trees.pk: 1, served.pk: 7})
    assert ("people_served", 7, Grade.DECLARED, False) in ledger(typed)
