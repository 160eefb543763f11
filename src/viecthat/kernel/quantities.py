"""Whole numbers that add up exactly: shares that keep both their terms, and decimals held as scaled integers."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from viecthat.kernel.errors import Refused, gettext_noop

# A ledger quantity is a signed 64-bit integer; 18 digits always fit and leave room for sums.
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Share:
    """`n` out of `of`. Shares add term by term and are divided once, at the end; they are never averaged."""

    n: int
    of: int

    def __add__(self, other: "Share") -> "Share":
        """Return the share of both wholes together."""
        return Share(self.n + other.n, self.of + other.of)

    @property
    def ratio(self) -> Fraction | None:
        """n/of exactly; None when there is nothing to divide by."""
        return Fraction(self.n, self.of) if self.of else None

    def percent(self, decimals: int = 1) -> Decimal | None:
        """Return 100·n/of rounded half up (away from zero) to `decimals` places; None when `of` is 0."""
        if not self.of:
            return None
        whole = abs(self.of)
        rounded = (200 * abs(self.n) * 10**decimals + whole) // (2 * whole)
        return unscaled(-rounded if (self.n < 0) != (self.of < 0) else rounded, decimals)


def scaled(value: Decimal, decimals: int, *, field: str | None = None) -> int:
    """Return `value` counted in units of 10^-decimals ("86.7", 1 → 867).

    Refused when `value` has more decimals than that, or more digits than the ledger holds.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    exact = Fraction(value) * 10**decimals if abs(value.adjusted()) < 10 * MAX_DIGITS else None
    if exact is None or abs(exact) >= 10**MAX_DIGITS:
        message = gettext_noop("Số này dài quá {digits} chữ số. Hãy xem lại có gõ thừa chữ số nào không.")
        raise Refused(message, field=field, digits=MAX_DIGITS)
    if exact.denominator == 1:
        return int(exact)
    typed = f"{value:f}".replace(".", ",")
    if decimals == 0:
        message = gettext_noop("“{value}” có phần lẻ, mà chỉ số này đếm bằng số nguyên. Hãy ghi số nguyên.")
        raise Refused(message, field=field, value=typed)
    message = gettext_noop(
        "“{value}” có nhiều chữ số lẻ quá. Chỉ số này lấy đến {decimals} chữ số sau dấu phẩy; hãy làm tròn rồi ghi lại."
    )
    raise Refused(message, field=field, value=typed, decimals=decimals)


def unscaled(value: int, decimals: int) -> Decimal:
    """Return the decimal that `scaled` turned into `value`, exactly, with `decimals` places (867, 1 → 86.7)."""
    if not decimals:
        return Decimal(value)
    digits = tuple(int(digit) for digit in str(abs(value)))
    return Decimal((int(value < 0), digits, -decimals))
