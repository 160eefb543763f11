"""Django's own Vietnamese formats read 5 June as 6 May and group nothing; ours must not."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.utils import formats
from django.utils.translation import override


@pytest.fixture(params=["vi", "en"])
def language(request):
    with override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("05/06/2026", date(2026, 6, 5)),
        ("21/11/2026", date(2026, 11, 21)),
        ("1/2/2020", date(2020, 2, 1)),
        ("2020-06-25", date(2020, 6, 25)),
    ],
)
def test_the_day_comes_before_the_month_in_both_languages(language, typed, read):
    assert forms.DateField(localize=True).clean(typed) == read


@pytest.mark.parametrize("typed", ["06/25/2020", "31/02/2020", "25/13/2020"])
def test_no_other_order_is_ever_guessed(language, typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField(localize=True).clean(typed)


def test_a_moment_is_read_with_its_day_first(language):
    read = forms.DateTimeField(localize=True).clean("05/06/2026 17:42")
    assert (read.day, read.month, read.hour) == (5, 6, 17)


def test_thousands_are_grouped_and_decimals_parted(language):
    thousands, decimals = (".", ",") if language == "vi" else (",", ".")
    assert formats.number_format(371893, force_grouping=True) == f"371{thousands}893"
    assert formats.number_format(Decimal("86.7")) == f"86{decimals}7"
    assert engines["django"].from_string("{{ n }}").render({"n": 1_462_000}) == f"1{thousands}462{thousands}000"


def test_dates_are_written_in_full_and_in_short():
    with override("vi"):
        assert formats.date_format(date(2020, 6, 25), "SHORT_DATE_FORMAT") == "25/06/2020"
        assert formats.date_format(datetime(2020, 6, 25, 17, 42), "SHORT_DATETIME_FORMAT") == "25/06/2020 17:42"  # noqa: DTZ001
        assert formats.date_format(date(2020, 6, 25)) == "ngày 25 tháng 6 năm 2020"
        assert formats.date_format(date(2020, 6, 25), "YEAR_MONTH_FORMAT") == "tháng 6 năm 2020"
    with override("en"):
        assert formats.date_format(date(2020, 6, 25)) == "25 June 2020"
