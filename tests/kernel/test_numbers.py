from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import format_number, format_percent, parse_number, parse_ordinal, parse_whole, roman
from viecthat.kernel.quantities import Share

UNCLEAR = "“{}” chưa rõ là số nào. Viết phần lẻ sau dấu phẩy (1,5) và ngăn hàng nghìn bằng dấu chấm (1.500)."
NOT_A_NUMBER = "“{}” không phải là số. Chỉ dùng chữ số, dấu chấm và dấu phẩy, ví dụ 1.500 hoặc 1,5."


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (371893, None, "371.893", "371,893"),
        (5_000_000, None, "5.000.000", "5,000,000"),
        (0, None, "0", "0"),
        (-1500, None, "−1.500", "−1,500"),
        (Decimal("86.7"), None, "86,7", "86.7"),
        (Decimal("86.70"), None, "86,70", "86.70"),
        (Decimal("1234.5"), 2, "1.234,50", "1,234.50"),
        (Decimal("0.25"), 1, "0,3", "0.3"),
        (Decimal("-0.04"), 1, "0,0", "0.0"),
        (12, 1, "12,0", "12.0"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (10**40, 1, "1" + "0" + ".000" * 13 + ",0", "1" + "0" + ",000" * 13 + ".0"),
    ],
)
def test_format_number(value, decimals, vi, en):
    assert format_number(value, decimals) == vi
    assert format_number(value, decimals, lang="en") == en


def test_format_number_is_not_for_infinities():
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal("NaN"))


@given(st.integers(1 - 10**18, 10**18 - 1))
def test_whole_numbers_survive_writing_and_reading(value):
    assert parse_whole(format_number(value)) == value


@given(st.decimals(-(10**9), 10**9, places=4))
def test_decimals_survive_writing_and_reading(value):
    assert parse_number(format_number(value)) == value


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 3))
def test_writing_rounds_by_half_a_step_at_most(value, decimals):
    assert abs(parse_number(format_number(value, decimals)) - value) <= Decimal(1).scaleb(-decimals) / 2


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (Share(867, 1000), 1, "86,7\u00a0%", "86.7%"),
        (Share(505_880, 5_000_000), 1, "10,1\u00a0%", "10.1%"),
        (Fraction(1, 10), 0, "10\u00a0%", "10%"),
        (Decimal("79.6"), 1, "79,6\u00a0%", "79.6%"),
        (Share(3_000, 2), 0, "150.000\u00a0%", "150,000%"),
        (Share(1, 0), 1, "—", "—"),
        (None, 1, "—", "—"),
    ],
)
def test_format_percent(value, decimals, vi, en):
    assert format_percent(value, decimals) == vi
    assert format_percent(value, decimals, lang="en") == en


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("371.893", "371893"),
        ("86,7", "86.7"),
        ("1 462", "1462"),
        ("1\u00a0462", "1462"),
        ("1\u202f462", "1462"),
        (" 1.234.567,89 ", "1234567.89"),
        ("1,234", "1.234"),
        ("007", "7"),
        ("0", "0"),
        ("-5", "-5"),
        ("− 1.500,5", "-1500.5"),
        ("999.999.999.999.999.999", "999999999999999999"),
    ],
)
def test_parse_number(text, value):
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1.5", UNCLEAR),
        ("1,234.5", UNCLEAR),
        ("12.34", UNCLEAR),
        ("1.234 567", UNCLEAR),
        ("1234.567", UNCLEAR),
        ("0.500", UNCLEAR),
        ("1,2,3", UNCLEAR),
        ("1,", UNCLEAR),
        (",5", UNCLEAR),
        ("1 46", UNCLEAR),
        ("abc", NOT_A_NUMBER),
        ("12 cây", NOT_A_NUMBER),
        ("1e5", NOT_A_NUMBER),
        ("--5", NOT_A_NUMBER),
        ("-", NOT_A_NUMBER),
        ("١٢", NOT_A_NUMBER),
        ("NaN", NOT_A_NUMBER),
        ("86,7 %", "“{}”: chỉ ghi số, không ghi dấu %. Ví dụ: 86,7."),
        ("  ", "Chưa có số. Hãy ghi một số, ví dụ 1.500 hoặc 1,5; không có thì ghi 0."),
        (
            "1" * 19,
            "“{}” dài quá 18 chữ số. Hãy xem lại có gõ thừa chữ số nào không, hoặc ghi ít chữ số lẻ hơn.",
        ),
    ],
)
def test_parse_number_says_how_to_write_it(text, sentence):
    with pytest.raises(Refused) as caught:
        parse_number(text, field="quantity")
    assert str(caught.value) == sentence.format(text)
    assert caught.value.field == "quantity"


def test_a_book_pasted_into_a_number_field_is_refused():
    with pytest.raises(Refused, match="dài quá 60 ký tự") as caught:
        parse_number("9" * 1_000_000, field="quantity")
    assert caught.value.field == "quantity"


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_sentence(text):
    try:
        assert parse_number(text).is_finite()
    except Refused as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right, and both are looked at


def test_parse_whole_refuses_a_fraction():
    assert parse_whole("1.500") == 1500
    with pytest.raises(Refused, match=r"^“1,500” không phải số nguyên\. .*thay bằng dấu chấm") as caught:
        parse_whole("1,500", field="people")
    assert caught.value.field == "people"
    with pytest.raises(Refused, match="không phải là số") as caught:
        parse_whole("mười", field="people")
    assert caught.value.field == "people"


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (15, "XV"), (49, "XLIX"), (1944, "MCMXLIV")])
def test_roman(number, numeral):
    assert roman(number) == numeral


def test_roman_numerals_are_all_different_and_bounded():
    assert len({roman(number) for number in range(1, 4000)}) == 3999
    for number in (0, 4000):
        with pytest.raises(ValueError, match="Roman"):
            roman(number)


def test_which_in_a_row_is_read_in_either_way():
    assert all(parse_ordinal(roman(number)) == parse_ordinal(str(number)) == number for number in range(1, 1000))
    assert (parse_ordinal(" xvi "), parse_ordinal("16")) == (16, 16)
    for typed in ("IIX", "XVIa", "IIII"):
        with pytest.raises(Refused, match="không phải là số"):
            parse_ordinal(typed)
