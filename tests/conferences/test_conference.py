"""Conferences: set up, invited to, held, concluded into tasks, followed in the next review."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.conferences.conftest import facts, hold_review
from tests.people.cadres import form, give
from viecthat.conferences.commands import (
    PURPOSE,
    InviteeFacts,
    answer_invitation,
    check_in,
    check_in_by_screen,
    conclude_conference,
    conference_on_screen,
    correct_conference,
    drop_invitee,
    drop_row,
    hold_conference,
    invite_by_rule,
    keep_agenda_item,
    keep_award,
    keep_conclusion,
    keep_invitee,
    move_row,
    open_conference,
    send_invitations,
    unhold_conference,
)
from viecthat.conferences.models import Award, Conclusion, Conference, Invitee
from viecthat.conferences.queries.conclusions import conclusions_before, earlier_of_review
from viecthat.conferences.queries.presence import attendance_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.rotating_codes import code_at
from viecthat.plans.choices import TaskOrigin, TaskState
from viecthat.plans.commands import cancel_task, confirm_task, extend_task, report_done
from viecthat.plans.models import Task

DUE = make.TODAY + timedelta(days=90)


def conclude(city, count, *, unit=None, conference=None):
    """So many conclusions of the city, made into tasks."""
    conference = conference or city.conference
    for number in range(1, count + 1):
        keep_conclusion(
            conference=conference, words=f"Kết luận {number}", unit=(unit or city.tree.city).pk, due=DUE,
            evidence="Kế hoạch đã ban hành", actor=city.officer, at=make.AT,
        )  # fmt: skip
    hold_conference(conference=conference, actor=city.officer, at=make.AT)
    return conclude_conference(conference=conference, actor=city.officer, at=make.AT)


def carry_out(city, row, at):
    report_done(task=row.task, words="Đã làm xong", actor=city.second, at=at)
    confirm_task(task=row.task, actor=city.officer, at=at)


def test_a_conference_is_refused_to_strangers_and_a_review_meets_once(city):
    stranger = make.make_officer("secretary", city.tree.stranger)
    other = hold_review(city.tree.city, "nam-2025", date(2025, 1, 1), date(2026, 1, 1))
    foreign = hold_review(city.tree.stranger, "nam-2025", date(2025, 1, 1), date(2026, 1, 1))
    ask = {"unit": city.tree.city.pk, "at": make.AT}
    with pytest.raises(Refused, match="chưa được giao quyền"):
        open_conference(**ask, facts=facts(), reviews=[other], actor=stranger)
    with pytest.raises(Refused, match="đã được đưa vào hội nghị khác"):
        open_conference(**ask, facts=facts(), reviews=[city.review], actor=city.officer)
    with pytest.raises(Refused, match="chính đơn vị"):
        open_conference(**ask, facts=facts(), reviews=[foreign], actor=city.officer)
    with pytest.raises(Refused, match="Ghi nơi họp hoặc đường dẫn"):
        open_conference(**ask, facts=facts(place=""), reviews=[other], actor=city.officer)
    assert Conference.objects.count() == 1
    correct_conference(
        conference=city.conference, facts=facts(), reviews=[city.review, other], actor=city.officer, at=make.AT
    )
    assert set(city.conference.reviewed.values_list("review", flat=True)) == {city.review.pk, other.pk}


def test_rows_keep_their_order_when_moved_and_dropped(city):
    items = [
        keep_agenda_item(conference=city.conference, words=words, actor=city.officer, at=make.AT)
        for words in ("Khai mạc", "Báo cáo", "Thảo luận")
    ]
    with pytest.raises(Refused, match="dài nhất 600 phút"):
        keep_agenda_item(conference=city.conference, words="X", minutes=601, actor=city.officer, at=make.AT)
    move_row(row=items[2], up=True, actor=city.officer, at=make.AT)
    move_row(row=items[0], up=True, actor=city.officer, at=make.AT)
    assert [item.words for item in city.conference.agenda.all()] == ["Khai mạc", "Thảo luận", "Báo cáo"]
    items[0].refresh_from_db()
    drop_row(row=items[0], actor=city.officer, at=make.AT)
    assert [(i.position, i.words) for i in city.conference.agenda.all()] == [(1, "Thảo luận"), (2, "Báo cáo")]
    award = keep_award(
        conference=city.conference, kind="Bằng khen", to="collective", name="Đoàn xã Suối Hai",
        actor=city.officer, at=make.AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="chưa được giao quyền"):
        drop_row(row=award, actor=make.make_officer("secretary", city.tree.stranger), at=make.AT)
    assert Award.objects.exists()


def test_a_rule_calls_each_holder_once_and_units_without_one_by_their_post(city):
    form(city.tree.commune, city.officer)
    given = give(city.tree.commune, city.officer, "secretary")
    ask = {"conference": city.conference, "kinds": ["commune"], "below": False, "actor": city.officer, "at": make.AT}
    assert invite_by_rule(**ask, posts=["secretary", "committee_member"], unnamed=True) == 2
    rows = {row.unit_id: row for row in city.conference.invitees.all()}
    assert rows[city.tree.commune.pk].person_id == given.post.person_id
    assert rows[city.tree.neighbour.pk].post == "Bí thư"
    assert invite_by_rule(**ask, posts=["secretary"], unnamed=True) == 0, "who was asked stays asked"
    with pytest.raises(Refused, match="ít nhất một chức vụ"):
        invite_by_rule(**ask, posts=[], unnamed=True)


def test_attendance_counts_those_called_by_kind_against_the_quorum(city):
    for name, unit in (("A", city.tree.commune), ("B", city.tree.neighbour), ("C", city.tree.branch)):
        keep_invitee(
            conference=city.conference, facts=InviteeFacts(name=name, unit=unit.pk), actor=city.officer, at=make.AT
        )
    guest = keep_invitee(
        conference=city.conference, facts=InviteeFacts(part="guest", body="Công đoàn"), actor=city.officer, at=make.AT
    )
    assert send_invitations(conference=city.conference, actor=city.officer, at=make.AT) == 4
    a, b = Invitee.objects.filter(name__in="AB").order_by("name")
    with pytest.raises(Refused, match="Chọn dự hay không"):
        answer_invitation(row=a, answer="came", at=make.AT)
    answer_invitation(row=b, answer="declined", stand_in="Người Thay", at=make.AT)
    assert check_in(row=a, actor=city.officer, at=make.AT)
    assert not check_in(row=a, actor=city.officer, at=make.AT)
    check_in(row=guest, actor=city.officer, at=make.AT)
    found = attendance_of(city.conference)
    assert [(kind.name, kind.called, kind.came) for kind in found.kinds] == [("commune", 2, 1), ("branch", 1, 0)]
    assert (found.needed, found.enough, found.missing, found.guests.came) == (2, False, 1, 1)
    check_in(row=b, actor=city.officer, at=make.AT)
    assert attendance_of(city.conference).enough
    with pytest.raises(Refused, match="đã đến dự"):
        drop_invitee(row=a, actor=city.officer, at=make.AT)


def test_the_code_of_the_hall_holds_for_its_thirty_seconds_and_its_conference(city):
    row = keep_invitee(conference=city.conference, facts=InviteeFacts(name="A"), actor=city.officer, at=make.AT)
    code = code_at(PURPOSE, city.conference.serial, city.conference.key, make.AT)
    assert conference_on_screen(code=code, at=make.AT) == city.conference
    with pytest.raises(Refused, match="Mã đã đổi"):
        conference_on_screen(code=code, at=make.AT + timedelta(minutes=3))
    with pytest.raises(Refused, match="không phải mã"):
        conference_on_screen(code=code_at(PURPOSE, city.conference.serial, "another", make.AT), at=make.AT)
    with pytest.raises(Refused, match="quá 10 phút"):
        check_in_by_screen(row=row, seen_at=make.AT, at=make.AT + timedelta(minutes=11))
    with pytest.raises(Refused, match="Điểm danh trong ngày họp"):
        check_in(row=row, actor=city.officer, at=make.AT - timedelta(days=1))
    assert check_in_by_screen(row=row, seen_at=make.AT, at=make.AT)


def test_concluding_makes_every_conclusion_a_task_or_none(city):
    ask = {"conference": city.conference, "actor": city.officer, "at": make.AT}
    with pytest.raises(Refused, match="trước ngày họp"):
        keep_conclusion(**ask, words="X", unit=city.tree.city.pk, due=make.TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="cấp dưới"):
        keep_conclusion(**ask, words="X", unit=city.tree.stranger.pk, due=DUE)
    with pytest.raises(Refused, match="đã họp"):
        conclude_conference(**ask)
    rows = conclude(city, 3)
    assert [row.task.origin for row in rows] == [TaskOrigin.CONCLUSION] * 3
    assert rows[2].task.origin_note == "Kết luận số 3: Hội nghị sơ kết giữa nhiệm kỳ"
    assert "Kế hoạch đã ban hành" in rows[0].task.detail
    with pytest.raises(Refused, match="đã kết luận"):
        conclude_conference(**ask)
    with pytest.raises(Refused, match="đã kết luận"):
        drop_row(row=rows[0], actor=city.officer, at=make.AT)

    other = hold_review(city.tree.city, "khac", date(2025, 1, 1), date(2026, 1, 1))
    second = open_conference(unit=city.tree.city.pk, facts=facts(), reviews=[other], actor=city.officer, at=make.AT)
    keep_conclusion(conference=second, words="Một", unit=city.tree.city.pk, due=DUE, actor=city.officer, at=make.AT)
    ended = keep_conclusion(
        conference=second, words="Hai", unit=city.tree.commune.pk, due=DUE, actor=city.officer, at=make.AT
    )
    hold_conference(conference=second, actor=city.officer, at=make.AT)
    Conclusion.objects.filter(pk=ended.pk).update(unit=city.tree.stranger)  # as if it had left the city meanwhile
    with pytest.raises(Refused, match="cấp dưới"):
        conclude_conference(conference=second, actor=city.officer, at=make.AT)
    assert Task.objects.count() == 3, "all of them or none"


def test_later_reviews_are_told_what_was_carried_out_and_the_rest_comes_over(city):
    rows = conclude(city, 12)
    later = make.AT + timedelta(days=180)
    for row in rows[:9]:
        carry_out(city, row, later)
    extend_task(task=rows[9].task, due=DUE + timedelta(days=200), words="Chờ kinh phí", actor=city.officer, at=later)
    cancel_task(task=rows[10].task, words="Không còn phù hợp", actor=city.officer, at=later)
    after = hold_review(city.tree.city, "nua-nam-sau", make.TODAY, date(2026, 10, 1), on=date(2026, 10, 5))
    told = earlier_of_review(after, date(2026, 10, 6))
    assert (told.done, len(told.of_last)) == (9, 12)
    assert [one.row.number for one in told.carried] == [10, 12]
    assert told.of_last[9].due == DUE + timedelta(days=200)
    assert told.of_last[10].given_up
    assert told.of_last[11].late

    # As it stood a day before they were confirmed; and not within the review that concluded them.
    assert conclusions_before(city.tree.city.pk, date(2026, 10, 5), make.TODAY + timedelta(days=179)).done == 0
    assert not earlier_of_review(city.review, date(2026, 10, 6))

    # The conference after that tells only what was still open when the one before it met.
    second = open_conference(
        unit=city.tree.city.pk, facts=facts(held_on=date(2026, 10, 5)), reviews=[after], actor=city.officer,
        at=later,
    )  # fmt: skip
    keep_conclusion(
        conference=second, words="Kết luận mới", unit=city.tree.city.pk, due=date(2027, 1, 1), actor=city.officer,
        at=later,
    )  # fmt: skip
    met = later + timedelta(days=20)
    hold_conference(conference=second, actor=city.officer, at=met)
    conclude_conference(conference=second, actor=city.officer, at=met)
    third = conclusions_before(city.tree.city.pk, date(2027, 6, 1), date(2027, 5, 31))
    assert [one.row.words for one in third.of_last] == ["Kết luận mới"]
    assert [one.row.number for one in third.older] == [10, 12]
    assert Task.objects.filter(state=TaskState.CONFIRMED).count() == 9


def test_a_unit_that_was_merged_hands_its_open_conclusions_on(city):
    review = hold_review(city.tree.neighbour, "nam-2025", date(2025, 1, 1), date(2026, 1, 1))
    own = open_conference(unit=city.tree.neighbour.pk, facts=facts(), reviews=[review], actor=city.officer, at=make.AT)
    conclude(city, 1, unit=city.tree.neighbour, conference=own)
    from viecthat.units.commands import merge_units

    day = make.TODAY + timedelta(days=30)
    merge_units(
        units=[city.tree.neighbour], into=city.tree.commune, day=day, decision="QĐ 5", actor=city.officer,
        at=make.AT,
    )  # fmt: skip
    told = conclusions_before(city.tree.commune.pk, day + timedelta(days=1), day + timedelta(days=1))
    assert [one.row.words for one in told.carried] == ["Kết luận 1"]


def test_what_was_marked_as_held_by_mistake_is_to_come_again_until_it_is_concluded(city):
    conference, act = city.conference, {"actor": city.officer, "at": make.AT}
    with pytest.raises(Refused, match="đã họp mà chưa kết luận"):
        unhold_conference(conference=conference, **act)
    hold_conference(conference=conference, **act)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        unhold_conference(conference=conference, actor=make.make_officer("secretary", city.tree.stranger), at=make.AT)
    assert unhold_conference(conference=conference, **act).state == "planned"
    keep_invitee(conference=conference, facts=InviteeFacts(name="Phạm Văn Tám"), **act)
    send_invitations(conference=conference, **act)
    hold_conference(conference=conference, **act)
    assert unhold_conference(conference=conference, **act).state == "invited"
    conclude(city, 1)
    with pytest.raises(Refused, match="đã họp mà chưa kết luận"):
        unhold_conference(conference=conference, **act)
