"""Two people, one posting, the same second."""

import pytest
from django.db import connection, transaction

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_tree
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, declare_figure, post_entries, reverse_posting
from viecthat.ledger.models import Entry, Posting

pytestmark = pytest.mark.database


@pytest.fixture
def ground(own_database):
    tree = make_tree()
    return tree, make_officer("base_officer", tree.commune)


def wait_until_somebody_waits() -> None:
    """Until another connection stands before a lock of ours."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            # Not pg_stat_activity: a transaction sees one state of that until its end.
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the other connection never came to the lock")


def test_two_reversals_at_once_give_one(ground, elsewhere):
    tree, officer = ground
    posting = declare(tree.branch, officer, 120)

    def reverse(reason):
        return reverse_posting(posting=posting, reason=reason, actor=officer, at=AT)

    other = elsewhere()
    with transaction.atomic():
        mine = reverse("Tôi thấy trước")
        other.start(lambda: reverse("Tôi cũng thấy"))  # finds it unreversed, writes, and waits for us
        wait_until_somebody_waits()
    refused = other.answer()
    assert isinstance(refused, Refused)
    assert str(refused) == "Chứng từ này vừa được người khác đảo hoặc thay; tải lại trang để xem."
    assert Posting.objects.get(reverses=posting) == mine
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 0


def test_a_reversal_that_is_given_up_lets_the_other_through(ground, elsewhere):
    tree, officer = ground
    posting = declare(tree.branch, officer, 120)
    other = elsewhere()

    def give_up():
        with transaction.atomic():
            reverse_posting(posting=posting, reason="a", actor=officer, at=AT)
            other.start(lambda: reverse_posting(posting=posting, reason="b", actor=officer, at=AT))
            wait_until_somebody_waits()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()
    assert other.answer() == Posting.objects.get(reverses=posting, reason="b")


def test_one_form_sent_twice_at_once_is_recorded_once(ground, elsewhere):
    tree, officer = ground
    indicator = make_indicator()

    def send():
        return declare_figure(
            unit=tree.branch.pk, indicator=indicator, quantity=5, day=TODAY, reason="x", actor=officer, at=AT, key="k"
        )

    other = elsewhere()
    with transaction.atomic():
        mine = send()
        other.start(send)
        wait_until_somebody_waits()
    assert other.answer() == mine
    assert Posting.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_tree_that_another_process_changed_is_looked_at_again(ground, known):
    tree, _officer = ground
    line = Line(tree.branch.pk, make_indicator("cay").pk, TODAY, 5, Grade.DECLARED)

    def post():
        return post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[line], actor=None, at=AT)

    def end_by_another_process(end):
        with connection.cursor() as cursor:
            cursor.execute('UPDATE units_unitversion SET "end" = %s WHERE unit_id = %s', [end, tree.branch.pk])
            cursor.execute("UPDATE units_treerevision SET token = gen_random_uuid()")

    if known:
        assert isinstance(post(), Posting)
    end_by_another_process(TODAY)
    with pytest.raises(Refused, match="chưa thành lập hoặc đã kết thúc"):
        post()
    assert Posting.objects.count() == Entry.objects.count() == known
    end_by_another_process(None)
    assert isinstance(post(), Posting)
