"""What people mean by a period."""

from datetime import date

import pytest

from tests import factories as make
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands import open_term
from viecthat.reviews.models import Review
from viecthat.reviews.queries.period import period_meant
from viecthat.units.queries import unit_with_code

pytestmark = pytest.mark.django_db
MID_TERM = Period.between(date(2017, 10, 1), date(2020, 6, 15))
TERM = Period(date(2017, 10, 1), date(2022, 10, 1))


@pytest.fixture
def city():
    tree = make.make_tree()
    open_term(unit=tree.city.pk, ordinal=15, period=TERM, note="", actor=None, at=make.AT)
    Review.objects.create(
        unit=tree.city,
        slug="giua-nhiem-ky-2017-2020",
        kind="mid_term",
        title="x",
        start=MID_TERM.start,
        end=MID_TERM.end,
    )
    return unit_with_code("hn", make.TODAY)


@pytest.mark.parametrize(
    ("text", "period", "held"),
    [
        ("giua-nhiem-ky-2017-2020", MID_TERM, True),
        ("Giữa nhiệm kỳ 2017 – 2020", MID_TERM, True),
        ("2017-2020", MID_TERM, True),
        ("2017-10-01..2020-06-15", MID_TERM, True),
        ("nhiệm kỳ 2017 – 2022", TERM, False),
        ("2017-2022", TERM, False),
        ("6 tháng đầu năm 2018", Period.half(2018, 1), False),
        ("2022", Period.year(2022), False),
    ],
)
def test_period_meant(city, text, period, held):
    found, review = period_meant(city, text)
    assert (found, review is not None) == (period, held)


def test_what_names_no_period_is_refused_with_a_sentence(city):
    with pytest.raises(Refused) as refused:
        period_meant(city, "hôm kia")
    assert refused.value.field == "period"
