"""What both renderings share in words: cleaning, numbers and dates of a document, the fixed words of the layout."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from viecthat.documents.model import Figure, Lang, Number, OfficialDocument, ProofBar
from viecthat.kernel.dates import format_long_date
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share

NBSP = "\u00a0"

# XML 1.0 has no place for these; a text pasted from Word or an old database may carry them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words the layout itself prints."""

    union: str
    number: str
    recipients: str
    annex: str
    enclosed: str
    verified: str
    evidenced: str
    declared: str
    no_figure: str = "–"


WORDS: dict[Lang, Words] = {
    "vi": Words(
        union="ĐOÀN TNCS HỒ CHÍ MINH",
        number="Số:",
        recipients="Nơi nhận:",
        annex="PHỤ LỤC",
        enclosed="Kèm theo",
        verified="đã xác minh",
        evidenced="có minh chứng",
        declared="kê khai",
    ),
    "en": Words(
        union="HO CHI MINH COMMUNIST\nYOUTH UNION",
        number="No.:",
        recipients="Recipients:",
        annex="ANNEX",
        enclosed="Enclosed with",
        verified="verified",
        evidenced="evidenced",
        declared="declared",
    ),
}


def clean(text: str) -> str:
    """NFC, without characters a document cannot hold; Word's own line break (vertical tab) becomes a newline."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))


def keep_spaces(text: str) -> str:
    """Runs of spaces as no-break spaces, so that room left to be filled in by hand is not folded away."""
    return re.sub(" {2,}", lambda run: NBSP * len(run.group()), text)


def number_line(document: OfficialDocument) -> str:
    word = WORDS[document.lang].number
    number = clean(document.number or "").strip()
    if number.casefold().startswith(("số:", "no.:")):
        number = number.partition(":")[2]
        return keep_spaces(f"{word}{number}" if number.startswith(" ") else f"{word} {number}")
    return keep_spaces(f"{word} {number or ' ' * 12}")


def place_and_day(document: OfficialDocument) -> str:
    place, day = clean(document.place), document.day
    blank = "ngày      tháng      năm 20    " if document.lang == "vi" else "        20  "
    return keep_spaces(f"{place}, {format_long_date(day, document.lang) if day else blank}")


def number_text(number: Number, lang: Lang) -> str:
    if number.value is None:
        return WORDS[lang].no_figure
    decimals = 1 if number.decimals is None else number.decimals
    if isinstance(number.value, Share):
        return format_percent(number.value, decimals, lang)
    if number.unit == "%":
        return format_percent(Decimal(number.value), decimals, lang)
    text = format_number(number.value, number.decimals, lang)
    return f"{text}{NBSP}{clean(number.unit)}" if number.unit else text


def figure_unit(figure: Figure) -> str:
    """The unit as it follows the figure: never parted from it by a line end."""
    return f"{NBSP}{clean(figure.unit)}" if figure.unit else ""


def recipient_lines(document: OfficialDocument) -> tuple[str, ...]:
    """Write "- Ban Bí thư Trung ương Đoàn;" … the last one ends with a full stop."""
    names = [clean(name).strip().lstrip("-– ").rstrip(";., ") for name in document.recipients]
    names = [name for name in names if name]
    return tuple(
        f"- {name}{'.' if left == 0 else ';'}" for left, name in zip(reversed(range(len(names))), names, strict=True)
    )


def annex_head(document: OfficialDocument, position: int) -> str:
    """Return "PHỤ LỤC 2"; an only annex carries no number."""
    word = WORDS[document.lang].annex
    return f"{word} {position}" if len(document.annexes) > 1 else word


def annex_origin(document: OfficialDocument) -> str:
    """Return "(Kèm theo Báo cáo số 07-BC/TĐTN-VP ngày 25 tháng 6 năm 2020)", as far as number and day are known."""
    parts = [WORDS[document.lang].enclosed, clean(document.type_name).capitalize()]
    if document.number:
        number = number_line(document)
        parts.append(number[0].lower() + number[1:].replace(":", "", 1))
    if document.day:
        parts.append(format_long_date(document.day, document.lang))
    return f"({' '.join(parts)})"


def proof_description(bar: ProofBar, lang: Lang) -> str:
    """The bar in words, for those who hear the document."""
    words = WORDS[lang]
    parts = ((words.verified, bar.verified), (words.evidenced, bar.evidenced), (words.declared, bar.declared))
    return ", ".join(f"{name} {format_number(value, None, lang)}" for name, value in parts)


def proof_parts(bar: ProofBar, width: int) -> tuple[int, int, int]:
    """Lengths of verified, evidenced and declared that fill `width` exactly.

    A part that is there at all keeps a visible hundredth; all are 0 when the bar is empty.
    """
    values = (bar.verified, bar.evidenced, bar.declared)
    if not bar.total:
        return (0, 0, 0)
    least = max(1, width // 100)
    lengths = [max(least, int(value * width / bar.total)) if value else 0 for value in values]
    longest = lengths.index(max(lengths))
    lengths[longest] += width - sum(lengths)
    return (lengths[0], lengths[1], lengths[2])
