"""What people mean by the periods of a question."""

from datetime import date

import pytest

from tests import factories as make
from viecthat.figures.choices import Split
from viecthat.figures.queries.periods import periods_meant
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands import open_term


@pytest.mark.parametrize(
    ("text", "split", "codes"),
    [
        ("2018", Split.WHOLE, ["2018"]),
        ("quý I năm 2018; 2018-Q2 ; Quy I nam 2018", Split.WHOLE, ["2018-Q1", "2018-Q2"]),
        ("6 tháng đầu năm 2018", Split.QUARTERS, ["2018-Q1", "2018-Q2"]),
        ("2018-Q1", Split.MONTHS, ["2018-01", "2018-02", "2018-03"]),
        ("01/12/2017 - 15/06/2019", Split.YEARS, ["2018"]),
    ],
)
def test_periods_are_read_and_cut(text, split, codes):
    assert [period.code for period in periods_meant(None, text, split)] == codes


@pytest.mark.parametrize(
    ("text", "split", "says"),
    [
        (" ; ", Split.WHOLE, "Chưa có kỳ"),
        ("hôm nọ", Split.WHOLE, "không phải là một kỳ"),
        ("01/03/2018 - 15/03/2018", Split.MONTHS, "không có tháng nào trọn vẹn"),
        ("2018-02", Split.QUARTERS, "không có quý nào trọn vẹn"),
        ("2018-H1", Split.YEARS, "không có năm nào trọn vẹn"),
    ],
)
def test_what_names_no_period_is_refused_at_its_field(text, split, says):
    with pytest.raises(Refused, match=says) as refused:
        periods_meant(None, text, split)
    assert refused.value.field == "periods"


@pytest.mark.django_db
def test_a_term_of_the_unit_has_its_own_days():
    city = make.make_unit("Thành đoàn Hà Nội", kind="province")
    span = Period(date(2017, 10, 1), date(2022, 10, 1))
    open_term(unit=city.pk, ordinal=15, period=span, note="", actor=None, at=make.AT)
    assert periods_meant(city.pk, "nhiệm kỳ 2017 – 2022") == (span,)
