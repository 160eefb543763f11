"""Numbers as Vietnamese readers write them: 371.893 and 86,7 %. English pages show 371,893 and 86.7%."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import one_line
from viecthat.kernel.quantities import MAX_DIGITS, Share, unscaled

NO_FIGURE = "\u2014"
_NBSP = "\u00a0"
_MINUS = "\u2212"
_LONGEST_TEXT = 60

_THOUSANDS = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_FRACTION = re.compile(r"[0-9]+")
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def format_number(value: int | Decimal, decimals: int | None = None, lang: str = "vi") -> str:
    """Return `value` with grouped thousands ("371.893"; English "371,893").

    `decimals` None keeps the places the value has; otherwise it is rounded half up to that many.
    """
    if isinstance(value, int) and not decimals:
        # Most figures are whole, and a page has thousands of them.
        grouped = f"{abs(value):,}"
        grouped = grouped.replace(",", ".") if lang == "vi" else grouped
        return _MINUS + grouped if value < 0 else grouped
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value}")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=200))
    # copy_abs, because abs() would round to the precision of the thread's decimal context.
    digits = f"{number.copy_abs():,f}"
    if lang == "vi":
        digits = digits.translate({ord(","): ".", ord("."): ","})
    return _MINUS + digits if number < 0 else digits


def format_percent(value: Share | Fraction | Decimal | None, decimals: int = 1, lang: str = "vi") -> str:
    """Return "86,7 %" with a no-break space (English "86.7%").

    A Share or a Fraction is a ratio (1/10 is 10 %); a Decimal is already in percent. Nothing to divide by: a dash.
    """
    if isinstance(value, Fraction):
        value = Share(value.numerator, value.denominator)
    if isinstance(value, Share):
        value = value.percent(decimals)
    if value is None:
        return NO_FIGURE
    return format_number(value, decimals, lang) + (f"{_NBSP}%" if lang == "vi" else "%")


def parse_number(text: str, *, field: str | None = None) -> Decimal:
    """Read a number written the Vietnamese way ("371.893" → 371893, "86,7" → 86.7, "1 462" → 1462).

    Refused, with the right way to write it, when the text is empty, too long, no number, or could be read two ways.
    """
    typed = one_line(text, _LONGEST_TEXT, field=field)
    if not typed:
        raise Refused(
            gettext_noop("Chưa có số. Hãy ghi một số, ví dụ 1.500 hoặc 1,5; không có thì ghi 0."), field=field
        )
    negative = typed[0] in f"-{_MINUS}"
    body = typed[1:].lstrip() if negative else typed
    whole, comma, fraction = body.partition(",")
    if not _THOUSANDS.fullmatch(whole) or (comma and not _FRACTION.fullmatch(fraction)):
        raise Refused(_why_not(body), field=field, text=quoted(typed))
    digits = re.sub(r"[. ]", "", whole)
    if len(digits) + len(fraction) > MAX_DIGITS:
        message = gettext_noop(
            "“{text}” dài quá {digits} chữ số. Hãy xem lại có gõ thừa chữ số nào không, hoặc ghi ít chữ số lẻ hơn."
        )
        raise Refused(message, field=field, text=quoted(typed), digits=MAX_DIGITS)
    value = int(digits + fraction)
    return unscaled(-value if negative else value, len(fraction))


def parse_whole(text: str, *, field: str | None = None) -> int:
    """Read a whole number ("371.893" → 371893); Refused as `parse_number`, and when there is a fraction."""
    number = parse_number(text, field=field)
    if number.as_tuple().exponent:
        message = gettext_noop(
            "“{text}” không phải số nguyên. Hãy ghi số nguyên, không có phần lẻ; "
            "nếu dấu phẩy là để ngăn hàng nghìn thì thay bằng dấu chấm (1.500)."
        )
        raise Refused(message, field=field, text=quoted(text.strip()))
    return int(number)


def roman(number: int) -> str:
    """Return a whole number from 1 to 3999 in Roman numerals (15 → "XV"); ValueError outside that."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def parse_ordinal(text: str, *, field: str | None = None) -> int:
    """Read which in a row, as congresses are counted ("XVI" → 16), or as any whole number."""
    numeral, number = text.strip().upper(), 0
    for value, letters in _ROMAN:
        while numeral.startswith(letters):
            numeral, number = numeral[len(letters) :], number + value
    # Only what we would write ourselves: "IIX" means two things.
    if not numeral and 1 <= number <= 3999 and roman(number) == text.strip().upper():
        return number
    return parse_whole(text, field=field)


def _why_not(body: str) -> str:
    if "%" in body:
        return gettext_noop("“{text}”: chỉ ghi số, không ghi dấu %. Ví dụ: 86,7.")
    if re.fullmatch(r"[0-9., ]+", body):
        return gettext_noop(
            "“{text}” chưa rõ là số nào. Viết phần lẻ sau dấu phẩy (1,5) và ngăn hàng nghìn bằng dấu chấm (1.500)."
        )
    return gettext_noop("“{text}” không phải là số. Chỉ dùng chữ số, dấu chấm và dấu phẩy, ví dụ 1.500 hoặc 1,5.")
