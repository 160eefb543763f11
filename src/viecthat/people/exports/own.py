"""Everything the registers hold about a person, for that person: as data and as a document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext

from viecthat.documents.model import Block, Column, Heading, OfficialDocument, Paragraph, Signature, Table
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.people.queries.own import OwnCell, OwnSection

FORMAT = "viecthat-own-data/1"


def own_json(person: Person, sections: Sequence[OwnSection], *, at: datetime) -> bytes:
    """Sections with their columns and rows; days as ISO 8601, amounts as numbers."""
    told = {
        "format": FORMAT,
        "person": person.pk,
        "written_at": localtime(at).isoformat(timespec="seconds"),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "columns": list(section.heads),
                "rows": [[_plain(cell) for cell in row] for row in section.rows],
            }
            for section in sections
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def own_document(person: Person, sections: Sequence[OwnSection], *, unit: str, at: datetime) -> OfficialDocument:
    """The same to be read and printed."""
    english = get_language() == "en"
    lang = "en" if english else "vi"
    blocks: list[Block] = [
        Paragraph(
            gettext(
                "Mọi điều các sổ ghi về người nêu tên trong giấy này, lấy ra theo yêu cầu của người ấy ngày {day}."
            ).format(day=format_date(localdate(at), lang=lang))
        )
    ]
    for number, section in enumerate(sections, 1):
        blocks.append(Heading(2, f"{number}. {section.title}"))
        if not section.rows:
            blocks.append(Paragraph(gettext("Không ghi gì.")))
            continue
        rows = tuple(tuple(_words(cell, lang) for cell in row) for row in section.rows)
        blocks.append(Table(tuple(Column(head) for head in section.heads), rows))
    return OfficialDocument(
        issuer=unit.upper(),
        type_name=gettext("BẢN SAO DỮ LIỆU CÁ NHÂN"),
        abstract=(person.full_name,),
        place="…………",
        day=localdate(at),
        body=tuple(blocks),
        signature=Signature(gettext("NGƯỜI YÊU CẦU"), "", person.full_name),
        lang="en" if english else "vi",
    )


def _plain(cell: OwnCell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _words(cell: OwnCell, lang: str) -> str:
    if isinstance(cell, date):
        return format_date(cell, lang=lang)
    if isinstance(cell, int):
        return format_number(cell, lang=lang)
    return cell or "—"
