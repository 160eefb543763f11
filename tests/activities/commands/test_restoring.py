"""A cancellation taken back: the same figures in a new posting, the cancellation still to be read."""

from datetime import timedelta

import pytest

from tests.activities.commands.test_activity import live_entries, rows
from tests.factories import AT, TODAY, make_activity, make_kind, make_officer, make_photo
from viecthat.activities.choices import State
from viecthat.activities.commands import cancel_activity, plan_activity, verify_activity
from viecthat.activities.commands.restoring import restore_activity
from viecthat.activities.queries import activity_opened
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry, Posting

LATER, LATEST = AT + timedelta(hours=1), AT + timedelta(hours=2)


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


def test_work_cancelled_by_mistake_counts_again_and_the_cancellation_stays_to_be_read(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary, photos=[make_photo()])
    before = live_entries(activity)
    cancel_activity(activity=activity, reason="Nhầm việc", actor=secretary, at=LATER)

    restore_activity(activity=activity, reason=" Huỷ nhầm   việc ", actor=secretary, at=LATEST)

    activity.refresh_from_db()
    assert activity.state == State.RECORDED
    assert live_entries(activity) == before != []
    assert sum(Entry.objects.values_list("quantity", flat=True)) == sum(n for _code, n, _grade in before)
    assert Posting.objects.count() == 3
    opened = activity_opened(activity.pk, secretary, LATEST)
    assert opened is not None
    assert opened.counts
    told = [(event.what, event.words) for event in opened.events]
    assert told == [("restored", "Huỷ nhầm việc"), ("cancelled", "Nhầm việc"), ("recorded", "")]


def test_what_was_verified_is_verified_still_and_may_be_cancelled_once_more(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    verify_activity(activity=activity, finding="Đúng", actor=make_officer("inspector", tree.city), at=AT)
    before = live_entries(activity)
    cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=LATER)

    restore_activity(activity=activity, reason="Huỷ nhầm", actor=secretary, at=LATEST)

    activity.refresh_from_db()
    assert activity.state == State.VERIFIED
    assert live_entries(activity) == before
    cancel_activity(activity=activity, reason="Đúng là phải huỷ", actor=secretary, at=LATEST)
    assert live_entries(activity) == []


def test_planned_work_that_was_called_off_is_planned_again(tree, secretary) -> None:
    activity = plan_activity(
        unit=tree.branch.pk, kind=make_kind(), title="Dọn kênh", day=TODAY + timedelta(days=9), place="Kênh Nhiêu Lộc",
        actor=secretary, at=AT,
    )  # fmt: skip
    cancel_activity(activity=activity, reason="Mưa bão", actor=secretary, at=AT)

    restore_activity(activity=activity, reason="Trời đã tạnh", actor=secretary, at=LATER)

    activity.refresh_from_db()
    assert (activity.state, activity.note) == (State.PLANNED, "Mưa bão\nTrời đã tạnh")
    assert Posting.objects.count() == 0


def test_restoring_needs_a_reason_a_right_and_something_cancelled(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    with pytest.raises(Refused, match="không phải đã huỷ"):
        restore_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)
    cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)
    before = rows()

    with pytest.raises(Refused, match="vì sao khôi phục") as refused:
        restore_activity(activity=activity, reason=" ", actor=secretary, at=AT)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="chưa được giao quyền đính chính"):
        restore_activity(activity=activity, reason="Nhầm", actor=make_officer("base_officer", tree.neighbour), at=AT)
    assert rows() == before
