"""What an edition holds: everything a print needs, in plain values that no later change of a name can reach."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, by child unit or group of people; `value`, or `n` of `of`."""

    name: str
    value: int | None = None
    n: int | None = None
    of: int | None = None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A figure as it was signed. Quantities are in the indicator's smallest unit (`decimals` places).

    grades: declared, evidenced, verified; they add to `value` or to `n`. typed (typed_of): what of it was declared on
    the report itself, for `reason`. below, below_of: the sum of the editions accepted from below, where it adds up.
    reported_by: units with entries behind it; entries: 0 means that there is no figure, which is not zero.
    """

    line: int
    code: str
    name: str
    name_en: str
    measured_in: str
    measured_in_en: str
    measure: str
    decimals: int
    area: int
    value: int | None
    n: int | None
    of: int | None
    entries: int
    reported_by: int
    grades: tuple[int, int, int] = (0, 0, 0)
    turns: int | None = None
    required: bool = False
    register: str = ""
    typed: int | None = None
    typed_of: int | None = None
    reason: str = ""
    explanation: str = ""
    below: int | None = None
    below_of: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def has_figure(self) -> bool:
        """Whether anything was recorded, be it nought."""
        return bool(self.entries)

    @property
    def is_share(self) -> bool:
        """Shown as n of `of`."""
        return self.measure in {"ratio", "coverage"}


@dataclass(frozen=True, slots=True)
class ContentSection:
    """A heading and what was written under it: as typed, with its fields, and as read."""

    section: int
    number: str
    heading: str
    level: int
    written: bool
    text: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the units that report straight here were taken in; the missing by name."""

    expected: int = 0
    accepted: int = 0
    sent: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedDoubt:
    """A doubt that stood when the report was signed, with what the unit said to it."""

    code: str
    line: int | None
    score: int
    sentence: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class EditionContent:
    """A whole report. superior: the names above the unit, the nearest last; made_up: how much of it is an example.

    kinds: of the units in `superior` and, last, of the unit itself. signed_for: in whose place `signer` signed;
    signer_post: what the signer was in the unit, empty where no register says.
    """

    form: str
    form_name: str
    form_name_en: str
    signing: str
    unit: int
    unit_name: str
    superior: tuple[str, ...]
    start: date
    end: date
    due: date
    lines: tuple[ContentLine, ...]
    sections: tuple[ContentSection, ...]
    coverage: Coverage = field(default_factory=Coverage)
    doubts: tuple[SignedDoubt, ...] = ()
    made_up: str = ""
    signer: str = ""
    signer_post: str = ""
    signed_for: str = ""
    kinds: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `content_of` reads them back."""
        told = asdict(self)
        told |= {name: getattr(self, name).isoformat() for name in ("start", "end", "due")}
        return told

    def line_of(self, code: str) -> ContentLine | None:
        """The line of an indicator."""
        return next((line for line in self.lines if line.code == code), None)


def content_of(told: Mapping[str, Any]) -> EditionContent:
    """What `as_json` wrote. A part that an older version did not know yet is as empty as it was then."""
    return EditionContent(
        **{
            **told,
            "superior": tuple(told["superior"]),
            "kinds": tuple(told.get("kinds", ())),
            **{name: date.fromisoformat(told[name]) for name in ("start", "end", "due")},
            "lines": tuple(
                ContentLine(
                    **{
                        **line,
                        "grades": tuple(line["grades"]),
                        "parts": tuple(Part(**part) for part in line["parts"]),
                    }
                )
                for line in told["lines"]
            ),
            "sections": tuple(ContentSection(**section) for section in told["sections"]),
            "coverage": Coverage(**{**told["coverage"], "missing": tuple(told["coverage"]["missing"])}),
            "doubts": tuple(SignedDoubt(**doubt) for doubt in told["doubts"]),
        }
    )


def digest_of(content: Mapping[str, Any], previous: str) -> str:
    """SHA-256 of a content and the digest before it, in hexadecimal; the order of keys makes no difference."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{told}".encode()).hexdigest()
