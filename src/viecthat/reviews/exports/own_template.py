"""The fields a unit's own Word template may hold, and its report made with it (docs/reviews-templates.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viecthat.documents import text
from viecthat.documents.model import Block, Heading
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from viecthat.documents.model import OfficialDocument
    from viecthat.documents.templating import FieldSet
    from viecthat.reviews.exports.material import Material

WORDS = (
    "cap_tren", "co_quan", "don_vi", "so", "noi_ngay", "loai", "tieu_de", "trich_yeu", "ky", "den_ngay", "thay_mat",
    "chuc_vu", "nguoi_ky", "so_chi_tieu", "so_don_vi", "so_don_vi_co_so_lieu",
)  # fmt: skip
TARGET_PARTS = ("stt", "ten", "don_vi_tinh", "de_ra", "ket_qua", "ty_le", "danh_gia")
BLOCKS = ("noi_dung", "phu_luc")


def known_fields() -> FieldSet:
    """Everything a template may name; of figures every indicator there is today."""
    from viecthat.documents.templating import FieldSet  # noqa: PLC0415 - loads Word and Jinja

    return FieldSet(
        words=frozenset(WORDS),
        lists={"chi_tieu": frozenset(TARGET_PARTS), "noi_nhan": frozenset()},
        groups={"so_lieu": frozenset(indicator.code for indicator in indicators().values())},
        blocks=frozenset(BLOCKS),
    )


def template_fields(content: bytes) -> list[str]:
    """The fields of an uploaded template. Raises Refused for one that can't be taken."""
    from viecthat.documents.templating import fields_in  # noqa: PLC0415 - loads Word and Jinja

    return fields_in(content, known_fields())


def filled(template: bytes, document: OfficialDocument, material: Material) -> bytes:
    """The report in the unit's own file."""
    from viecthat.documents.templating import fill_template  # noqa: PLC0415 - loads Word and Jinja

    annexes: list[Block] = []
    for place, annex in enumerate(document.annexes, 1):
        annexes += [Heading(1, f"{text.annex_head(document, place)}. {annex.title}"), *annex.blocks]
    blocks = {"noi_dung": document.body, "phu_luc": tuple(annexes)}
    return fill_template(template, _values(document, material), blocks, material.lang)


def _values(document: OfficialDocument, material: Material) -> dict[str, Any]:
    table, lang, sign = material.table, material.lang, document.signature
    figures = {figure.indicator.code: words.cell_words(figure.row, figure.indicator, lang) for figure in table.figures}
    return {
        "cap_tren": (document.superior or "").replace("\n", " "),
        "co_quan": document.issuer.replace("\n", " "),
        "don_vi": material.head.unit.name,
        "so": text.number_line(document),
        "noi_ngay": text.place_and_day(document),
        "loai": document.type_name,
        "tieu_de": material.head.title,
        "trich_yeu": " ".join(document.abstract),
        "ky": material.head.period,
        "den_ngay": format_date(material.last_day, lang),
        "thay_mat": sign.on_behalf,
        "chuc_vu": sign.post,
        "nguoi_ky": sign.name,
        "so_chi_tieu": format_number(len(table.targeted), lang=lang),
        "so_don_vi": format_number(table.children, lang=lang),
        "so_don_vi_co_so_lieu": format_number(table.children_reporting, lang=lang),
        "noi_nhan": list(text.recipient_lines(document)),
        "chi_tieu": [_target(place, material) for place in range(len(table.targeted))],
        # A figure the period does not have reads as a dash.
        "so_lieu": {code: figures.get(code, words.NONE) for code in known_fields().groups["so_lieu"]},
    }


def _target(place: int, material: Material) -> dict[str, str]:
    figure, lang = material.table.targeted[place], material.lang
    return {
        "stt": str(place + 1),
        "ten": words.name_words(figure.indicator, lang),
        "don_vi_tinh": "%" if figure.indicator.is_share else words.unit_words(figure.indicator, lang),
        "de_ra": material.speaker.goal_text(figure),
        "ket_qua": words.cell_words(figure.row, figure.indicator, lang),
        "ty_le": "" if figure.reached is None else words.share_words(figure.reached, lang),
        "danh_gia": words.verdict_words(figure.verdict, lang),
    }
