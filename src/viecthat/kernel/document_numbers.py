"""Numbers of documents: 07-KL/TWĐTN-BTC is the seventh conclusion of the Central Youth Union, drafted by the
organisation department. State bodies write 1042/QĐ-TTg and, for legal texts, 147/2024/NĐ-CP.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from viecthat.kernel.dates import checked_year
from viecthat.kernel.errors import Refused, Sentence, gettext_noop, quoted
from viecthat.kernel.names import fold, one_line

TYPES = frozenset(
    {"NQ", "QĐ", "QĐKT", "CT", "KL", "QC", "QyĐ", "ĐA", "CTr", "KH", "HD", "BC", "TTr", "TB", "TT", "CV", "GM", "BB"}
    | {"NĐ", "TTLT"}
)
# Union and Party bodies, whose numbers run 07-KL/TWĐTN-BTC.
ISSUERS = frozenset(
    {"TWĐTN", "TĐTN", "ĐTN", "TWHSV", "TWHLHTN", "HĐĐTW", "HĐĐ", "HLHTN", "HSV"}
    | {"TW", "VPTW", "BTCTW", "UBKTTW", "BTGTW", "BDVTW", "TU", "HU", "QU", "ĐU"}
)
# State bodies, whose numbers run 1042/QĐ-TTg.
STATE_ISSUERS = frozenset({"CP", "TTg", "BNV", "BGDĐT", "BTC", "UBND", "HĐND", "UBTVQH", "CTN"})

_MAX_SEQUENCE = 99_999
_LONGEST_TEXT = 60
_LABEL = re.compile(r"số\s*:?\s*(?=[0-9])", re.IGNORECASE)
_BODY = r"[^\W\d_][^\W_]{0,11}"
_PARTS = re.compile(
    r"(?P<sequence>[0-9]+)(?P<suffix>[^\W\d_](?=[-/ ]))?(?P<first>[-/ ]?)(?:(?P<year>[0-9]{4})[-/])?"
    rf"(?P<type>[^\W\d_]{{1,6}})(?P<second>[-/ ])(?P<issuer>{_BODY})"
    rf"(?:(?P<third>[-/ ])(?P<department>{_BODY}(?:-{_BODY})*))?"
)
_LAW = re.compile(r"(?P<sequence>[0-9]+)/(?P<year>[0-9]{4})/(?P<issuer>QH[0-9]{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The parts of a document's number. `year` and `state_form` are those of state bodies; `warnings` are sentences
    about a spelling that was understood but should be looked at, and do not count when two numbers are compared.
    `meant` is the known body that an unknown one is a letter away from.
    """

    sequence: int
    suffix: str
    type: str
    issuer: str
    department: str = ""
    year: int | None = None
    state_form: bool = False
    warnings: tuple[Sentence, ...] = field(default=(), compare=False)
    meant: str = field(default="", compare=False)

    @property
    def canonical(self) -> str:
        """The one right spelling, at least two digits for the sequence: "07-KL/TWĐTN-BTC"."""
        body = "-".join(part for part in (self.issuer, self.department) if part)
        sequence = f"{self.sequence:02}{self.suffix}"
        if self.state_form:
            kind = f"{self.type}-{body}" if self.type else body
            return f"{sequence}/{self.year}/{kind}" if self.year else f"{sequence}/{kind}"
        return f"{sequence}-{self.type}/{body}"

    def __str__(self) -> str:
        """The canonical spelling."""
        return self.canonical


def parse_document_number(text: str, *, issuers: Collection[str] = ISSUERS, field: str | None = None) -> DocumentNumber:
    """Read a document number however its separators are placed; `issuers` are the known Union and Party bodies.

    Refused when the sequence, the type or the issuer is missing. Doubtful parts are kept as typed, with a warning.
    """
    typed = one_line(text, _LONGEST_TEXT, field=field)
    if not typed:
        raise Refused(gettext_noop("Chưa có số văn bản. Hãy ghi như 07-KL/TWĐTN-BTC."), field=field)
    bare = _LABEL.sub("", re.sub("[\u2010-\u2015\u2212]", "-", typed), count=1)
    bare = re.sub(r" ?([-/]) ?", r"\1", bare)
    if match := _LAW.fullmatch(bare):
        return DocumentNumber(
            sequence=_sequence(match["sequence"], field),
            suffix="",
            type="",
            issuer=match["issuer"].upper(),
            year=checked_year(int(match["year"]), field=field),
            state_form=True,
        )
    match = _PARTS.fullmatch(bare)
    if match is None:
        message = gettext_noop(
            "“{text}” không phải là số văn bản. Hãy ghi đủ số, loại và cơ quan ban hành, như 07-KL/TWĐTN-BTC."
        )
        raise Refused(message, field=field, text=quoted(typed))
    issuer = _as_known(match["issuer"], [*issuers, *STATE_ISSUERS])
    meant = None if issuer in issuers or issuer in STATE_ISSUERS else _one_letter_away(issuer, issuers)
    # The state's order of separators is a slip only where a Union or Party body is meant.
    ours = issuer in issuers or meant is not None
    state_form = not ours and match["first"] == "/" and match["second"] == "-"
    year = checked_year(int(match["year"]), field=field) if state_form and match["year"] else None
    number = DocumentNumber(
        sequence=_sequence(match["sequence"], field),
        suffix=(match["suffix"] or "").lower(),
        type=_as_known(match["type"], TYPES),
        issuer=issuer,
        department=(match["department"] or "").upper(),
        year=year,
        state_form=state_form,
    )
    return replace(number, warnings=tuple(_warnings(number, match, meant)), meant=meant or "")


def _warnings(number: DocumentNumber, match: re.Match[str], meant: str | None) -> Iterator[Sentence]:
    separators = match["first"], match["second"], match["third"] or "-"
    if not number.state_form and (match["year"] or separators != ("-", "/", "-")):
        message = gettext_noop("Số văn bản này thường viết là {canonical}. Hãy xem lại thứ tự và dấu gạch.")
        yield Sentence(message, canonical=number.canonical)
    if number.type not in TYPES:
        likely = next((known for known in sorted(TYPES) if fold(known) == fold(number.type)), None)
        if likely:
            message = gettext_noop("Chưa có loại văn bản nào viết tắt là “{type}”; có phải {meant}?")
            yield Sentence(message, type=number.type, meant=likely)
        else:
            message = gettext_noop(
                "Chưa có loại văn bản nào viết tắt là “{type}”. Hãy xem lại; "
                "các loại thường dùng: NQ, QĐ, KL, CTr, KH, HD, BC."
            )
            yield Sentence(message, type=number.type)
    if meant:
        message = gettext_noop("Chưa có cơ quan ban hành nào viết tắt là “{issuer}”; có phải {meant}?")
        yield Sentence(message, issuer=number.issuer, meant=meant)


def _sequence(digits: str, field: str | None) -> int:
    sequence = int(digits)
    if not 1 <= sequence <= _MAX_SEQUENCE:
        message = gettext_noop("Không có văn bản số {sequence}. Hãy ghi số thứ tự từ 1 đến {most}.")
        raise Refused(message, field=field, sequence=quoted(digits), most=_MAX_SEQUENCE)
    return sequence


def _as_known(typed: str, known: Collection[str]) -> str:
    same = next((code for code in known if code.lower() == typed.lower()), None)
    if same:
        return same
    return typed.upper() if typed.islower() else typed


def _one_letter_away(typed: str, known: Collection[str]) -> str | None:
    # Codes of two letters are one letter away from too many others to be worth asking about.
    near = [code for code in known if len(code) > 2 and _differs_by_one_letter(typed.upper(), code.upper())]
    return min(near, key=lambda code: (-_common_start(typed.upper(), code.upper()), code), default=None)


def _differs_by_one_letter(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    at = _common_start(shorter, longer)
    if len(shorter) == len(longer):
        return one != other and shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]


def _common_start(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
