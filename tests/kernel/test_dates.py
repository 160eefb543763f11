from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    format_date,
    format_long_date,
    format_moment,
    month_name,
    month_number,
    parse_date,
    weekday_name,
)
from viecthat.kernel.errors import Refused

HANOI = timezone(timedelta(hours=7))
days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@given(days, st.sampled_from(["vi", "en"]))
def test_dates_survive_writing_and_reading(day, lang):
    assert parse_date(format_date(day, lang)) == day
    assert parse_date(format_long_date(day, lang)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    ["25/06/2020", "25/6/2020", "25-06-2020", "25.6.2020", "2020-06-25", " 25/06/2020 ", "Ngày 25 tháng 6 năm 2020"],
)
def test_parse_date(text):
    assert parse_date(text) == date(2020, 6, 25)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Chưa có ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."),
        ("hôm qua", "“hôm qua” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."),
        ("25/06/20", "“25/06/20” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."),
        ("25/06-2020", "“25/06-2020” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."),
        ("25 Brumaire 2020", "“25 Brumaire 2020” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 25/06/2020."),
        ("30/02/2020", "Không có ngày 30/2/2020: tháng 2 năm 2020 có 29 ngày. Hãy sửa lại."),
        ("00/06/2020", "Không có ngày 0/6/2020: tháng 6 năm 2020 có 30 ngày. Hãy sửa lại."),
        ("06/25/2020", "“06/25/2020”: không có tháng 25. Hãy ghi ngày trước, tháng sau, ví dụ 25/06/2020."),
        ("25/06/0202", "Năm 202 chắc là gõ nhầm. Hãy ghi một năm từ 1900 đến 2199."),
        ("9" * 70, "“" + "9" * 39 + "…” dài quá 60 ký tự. Hãy viết ngắn lại."),
    ],
)
def test_parse_date_says_what_is_wrong(text, sentence):
    with pytest.raises(Refused) as caught:
        parse_date(text, field="date")
    assert str(caught.value) == sentence
    assert caught.value.field == "date"


def test_short_dates():
    assert format_date(date(2020, 6, 5)) == "05/06/2020"
    assert format_date(date(2020, 6, 5), "en") == "5 Jun 2020"


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2020, 6, 25), "ngày 25 tháng 6 năm 2020", "25 June 2020"),
        (date(2020, 2, 5), "ngày 05 tháng 02 năm 2020", "5 February 2020"),
        (date(2021, 1, 31), "ngày 31 tháng 01 năm 2021", "31 January 2021"),
        (date(2021, 3, 1), "ngày 01 tháng 3 năm 2021", "1 March 2021"),
    ],
)
def test_long_dates_are_padded_as_in_official_documents(day, vi, en):
    assert format_long_date(day) == vi
    assert format_long_date(day, "en") == en


def test_moments_are_written_by_their_own_clock():
    assert format_moment(datetime(2020, 6, 25, 7, 2, tzinfo=HANOI)) == "25/06/2020 07:02"
    assert format_moment(datetime(2020, 6, 25, 17, 42, tzinfo=HANOI), "en") == "25 Jun 2020 17:42"


def test_weekdays_and_months_have_names():
    assert weekday_name(date(2020, 6, 25)) == "thứ Năm"
    assert weekday_name(date(2020, 6, 28)) == "Chủ nhật"
    assert weekday_name(date(2020, 6, 28), "en") == "Sunday"
    assert month_name(3) == "tháng 3"
    assert month_name(3, "en") == "March"
    assert [month_number(month_name(month, "en")) for month in range(1, 13)] == list(range(1, 13))
    assert month_number("SEP") == 9
    assert month_number("Sept") is None
