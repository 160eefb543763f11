"""A review is opened once, by those who plan for the unit, over a time that fits its conference."""

from datetime import date

import pytest

from tests.factories import AT, make_officer, make_tree
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands import register_directive
from viecthat.reviews.commands import open_review
from viecthat.reviews.models import Review, ReviewKind

YEAR = Period.year(2025)


@pytest.fixture
def tree(db):
    return make_tree()


def opened(tree, **change) -> Review:
    given = {
        "unit": tree.city.pk,
        "slug": "nam-2025",
        "kind": ReviewKind.YEAR,
        "title": "Tổng kết  năm 2025",
        "period": YEAR,
        "conference_on": date(2026, 1, 9),
        "directives": [],
        "source": "",
        "actor": None,
        "at": AT,
    }
    return open_review(**(given | change))


def test_a_review_is_kept_with_the_documents_it_answers_for(tree) -> None:
    directive, _ = register_directive(
        issuer=tree.city.pk,
        number="07-KL/TWĐTN-BTC",
        type="KL",
        subject="Công tác cán bộ Đoàn",
        issued_on=None,
        force=(None, None),
        term=None,
        source="",
        actor=None,
        at=AT,
    )
    review = opened(tree, directives=[directive], source="Báo, 2026")
    assert (review.title, review.start, review.end) == ("Tổng kết năm 2025", YEAR.start, YEAR.end)
    assert list(review.directives.all()) == [directive]


def test_once(tree) -> None:
    opened(tree)
    with pytest.raises(Refused, match="đã mở"):
        opened(tree, title="Lần nữa")
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"conference_on": date(2024, 12, 31)}, "conference_on"),
        ({"title": "x" * 201}, "title"),
        ({"slug": "năm 2025"}, "slug"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(tree, change, field) -> None:
    with pytest.raises(Refused) as refused:
        opened(tree, **change)
    assert refused.value.field == field
    assert not Review.objects.exists()


def test_only_those_who_plan_for_the_unit_open_it(tree) -> None:
    inspector = make_officer("inspector", tree.city)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        opened(tree, actor=inspector)
    officer = make_officer("department_officer", tree.city)
    assert opened(tree, actor=officer).unit_id == tree.city.pk
