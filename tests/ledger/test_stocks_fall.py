"""A register may let a stock fall; nothing else has negative lines, whoever writes them."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, reverse_posting
from viecthat.ledger.models import Entry

pytestmark = pytest.mark.django_db


def fall(tree, indicator, kind=PostingKind.REGISTER):
    line = Line(tree.branch.pk, indicator.pk, TODAY, -1, Grade.EVIDENCED)
    return post_entries(kind=kind, unit=tree.branch.pk, lines=[line], actor=None, at=AT)


def test_a_register_lets_a_stock_fall_and_that_can_be_taken_back():
    tree, stock = make_tree(), make_indicator("members", measure="stock", register="memberships")
    posting = fall(tree, stock)

    officer = make_officer("secretary", tree.city)
    reversal = reverse_posting(posting=posting, reason="Ghi nhầm người", actor=officer, at=AT)

    assert list(Entry.objects.filter(posting__in=[posting, reversal]).order_by("pk").values_list("quantity")) == [
        (-1,),
        (1,),
    ]


@pytest.mark.parametrize(
    ("measure", "kind"),
    [("flow", PostingKind.REGISTER), ("people", PostingKind.REGISTER), ("stock", PostingKind.ACTIVITY)],
)
def test_nothing_else_falls(measure, kind):
    tree, indicator = make_tree(), make_indicator("members", measure=measure)
    with pytest.raises(Refused, match="lớn hơn 0"):
        fall(tree, indicator, kind)


@pytest.mark.parametrize(("measure", "kind"), [("flow", "register"), ("stock", "import")])
def test_the_database_says_no_as_well(measure, kind):
    from viecthat.ledger.models import Posting

    tree, indicator = make_tree(), make_indicator("members", measure=measure)
    posting = Posting.objects.create(kind=kind, unit=tree.branch, recorded_at=AT)
    with pytest.raises(IntegrityError, match="Số âm"), transaction.atomic():
        Entry.objects.create(
            posting=posting, unit=tree.branch, indicator=indicator, day=TODAY, quantity=-1, grade=Grade.EVIDENCED
        )
