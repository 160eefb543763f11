from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import MAX_DIGITS, Share, scaled, unscaled

shares = st.builds(Share, st.integers(0, 10**9), st.integers(0, 10**9))


@given(st.lists(shares))
def test_shares_add_term_by_term(parts):
    whole = sum(parts, Share(0, 0))
    assert whole == Share(sum(part.n for part in parts), sum(part.of for part in parts))


@given(shares, shares)
def test_the_share_of_both_lies_between_the_two(one, other):
    ratios = sorted(ratio for ratio in (one.ratio, other.ratio) if ratio is not None)
    if len(ratios) == 2:
        assert ratios[0] <= (one + other).ratio <= ratios[1]


def test_shares_are_not_averaged():
    assert (Share(1, 2) + Share(98, 98)).percent() == Decimal("99.0")


@pytest.mark.parametrize(
    ("share", "decimals", "percent"),
    [
        (Share(262, 200), 1, "131.0"),
        (Share(505_880, 5_000_000), 1, "10.1"),
        (Share(1, 3), 2, "33.33"),
        (Share(2, 3), 0, "67"),
        (Share(1, 8), 0, "13"),
        (Share(1, 2000), 1, "0.1"),
        (Share(-1, 2000), 1, "-0.1"),
        (Share(0, 5), 1, "0.0"),
    ],
)
def test_percent_is_rounded_half_up(share, decimals, percent):
    assert str(share.percent(decimals)) == percent


def test_nothing_to_divide_by():
    assert Share(5, 0).percent() is None
    assert Share(5, 0).ratio is None
    assert Share(1, 2).ratio == Fraction(1, 2)


@given(st.integers(1 - 10**MAX_DIGITS, 10**MAX_DIGITS - 1), st.integers(0, 6))
def test_scaled_undoes_unscaled(value, decimals):
    assert scaled(unscaled(value, decimals), decimals) == value


@given(st.decimals(-(10**9), 10**9, places=3))
def test_unscaled_undoes_scaled(value):
    assert unscaled(scaled(value, 3), 3) == value


@pytest.mark.parametrize(("value", "decimals", "whole"), [("86.7", 1, 867), ("86.70", 1, 867), ("5E+2", 0, 500)])
def test_scaled(value, decimals, whole):
    assert scaled(Decimal(value), decimals) == whole


@pytest.mark.parametrize(
    ("value", "decimals", "sentence"),
    [
        ("86.7", 0, "“86,7” có phần lẻ, mà chỉ số này đếm bằng số nguyên. Hãy ghi số nguyên."),
        (
            "86.75",
            1,
            "“86,75” có nhiều chữ số lẻ quá. Chỉ số này lấy đến 1 chữ số sau dấu phẩy; hãy làm tròn rồi ghi lại.",
        ),
        ("1E+18", 0, "Số này dài quá 18 chữ số. Hãy xem lại có gõ thừa chữ số nào không."),
        ("1E+17", 2, "Số này dài quá 18 chữ số. Hãy xem lại có gõ thừa chữ số nào không."),
        ("1E+999999", 2, "Số này dài quá 18 chữ số. Hãy xem lại có gõ thừa chữ số nào không."),
    ],
)
def test_scaled_refuses_what_would_not_be_exact(value, decimals, sentence):
    with pytest.raises(Refused) as caught:
        scaled(Decimal(value), decimals, field="quantity")
    assert str(caught.value) == sentence
    assert caught.value.field == "quantity"


def test_scaled_is_not_for_infinities():
    with pytest.raises(ValueError, match="finite"):
        scaled(Decimal("Infinity"), 0)


def test_unscaled_keeps_its_places():
    assert str(unscaled(867, 1)) == "86.7"
    assert str(unscaled(-5, 2)) == "-0.05"
    assert str(unscaled(10**30 + 1, 1)) == "1" + "0" * 29 + ".1"
