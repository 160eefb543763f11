"""Every document of a review: what it is, in which kinds it comes, how it is made step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from viecthat.reviews.exports.charts import has_trend
from viecthat.reviews.exports.children import SHEET_COLUMNS, children_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from viecthat.reviews.exports.material import Material

CONTENT_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
}
KIND_NAMES: dict[str, str] = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "pptx": "PowerPoint", "csv": "CSV"}
Step = Callable[[], None]


@dataclass(frozen=True)
class Offered:
    """A document: `name` in its file's name, a line of what it is. long: made in the background for a large unit."""

    key: str
    label: str | Promise
    about: str | Promise
    kinds: tuple[str, ...]
    name: str
    long: bool = False


DOCUMENTS: tuple[Offered, ...] = (
    Offered(
        "report",
        _("Báo cáo"),
        _("Theo thể thức văn bản của Đoàn: lời văn, biểu đồ, phụ lục chỉ tiêu, số liệu từng đơn vị, đơn vị thiếu."),
        ("docx", "pdf"),
        "bao-cao",
        long=True,
    ),
    Offered(
        "slides",
        _("Trình chiếu hội nghị"),
        _("Mỗi mặt công tác một trang, biểu đồ và bảng sửa được, lời nói trong phần ghi chú."),
        ("pptx",),
        "trinh-chieu",
        long=True,
    ),
    Offered("brief", _("Tóm tắt một trang"), _("Một trang A4 để phát cho đại biểu."), ("pdf", "docx"), "tom-tat"),
    Offered("wall", _("Bảng chỉ tiêu treo tường"), _("Mọi chỉ tiêu trên một trang A3 nằm ngang."), ("pdf",), "bang-a3"),
    Offered(
        "workbook",
        _("Bảng tính"),
        _("Mỗi mặt công tác một bảng; tổng và tỷ lệ là công thức, sửa số thì tự tính lại."),
        ("xlsx",),
        "bang-tinh",
        long=True,
    ),
    Offered("lines", _("Số liệu thô"), _("Một dòng mỗi số liệu, cho chương trình khác đọc."), ("csv",), "so-lieu"),
)


def offered(key: str, kind: str) -> Offered | None:
    """The document of this key, if it comes in this kind."""
    return next((one for one in DOCUMENTS if one.key == key and kind in one.kinds), None)


def steps_of(material: Material) -> int:
    """How many steps making a long document takes: a step for each chart over time, three more, and the setting."""
    return sum(has_trend(figure) for figure in material.table.targeted) + 4


def made(material: Material, key: str, kind: str, *, step: Step = lambda: None, template: bytes | None = None) -> bytes:
    """The document's bytes; `step` is called after each part. `template`: the unit's own Word file for its report.

    LookupError for a document that is not offered.
    """
    if offered(key, kind) is None:
        raise LookupError(f"{key}.{kind}")
    if key in {"report", "slides"}:
        for figure in material.table.targeted:
            if has_trend(figure):
                material.trend(figure)
                step()
        _asked = material.beside.placed
        step()
    return _MAKERS[key](material, kind, step, template)


def document_name(material: Material, key: str, kind: str) -> str:
    """A name that says what it is, plain ASCII: bao-cao-ha-noi-giua-nhiem-ky-2017-2020.docx."""
    table = material.table
    slug = table.review.slug if table.review is not None else table.period.code.lower().replace("..", "-den-")
    found = next(one for one in DOCUMENTS if one.key == key)
    return f"{found.name}-{table.unit.code}-{slug}{'-en' if material.lang == 'en' else ''}.{kind}"


# Who only looks at figures needs no Word, Excel, PowerPoint or Typst: each is loaded where it is used.


def _report(material: Material, kind: str, step: Step, template: bytes | None) -> bytes:
    from viecthat.reviews.exports.report import review_document  # noqa: PLC0415

    children = children_of(material.table)
    step()
    document = review_document(material.table, children, at=material.at, lang=material.lang, material=material)
    step()
    if kind == "pdf":
        from viecthat.documents.pdf import to_pdf  # noqa: PLC0415

        return to_pdf(document)
    if template is not None:
        from viecthat.reviews.exports.own_template import filled  # noqa: PLC0415

        return filled(template, document, material)
    from viecthat.documents.docx import to_docx  # noqa: PLC0415

    return to_docx(document)


def _slides(material: Material, _kind: str, step: Step, _template: bytes | None) -> bytes:
    from viecthat.documents.slides import to_pptx  # noqa: PLC0415
    from viecthat.reviews.exports.slides import review_deck  # noqa: PLC0415

    deck = review_deck(material)
    step()
    return to_pptx(deck)


def _brief(material: Material, kind: str, _step: Step, _template: bytes | None) -> bytes:
    from viecthat.reviews.exports.handouts import brief  # noqa: PLC0415

    handout = brief(material)
    if kind == "pdf":
        from viecthat.documents.pdf import handout_pdf  # noqa: PLC0415

        return handout_pdf(handout)
    from viecthat.documents.docx import handout_docx  # noqa: PLC0415

    return handout_docx(handout)


def _wall(material: Material, _kind: str, _step: Step, _template: bytes | None) -> bytes:
    from viecthat.documents.pdf import handout_pdf  # noqa: PLC0415
    from viecthat.reviews.exports.handouts import wall  # noqa: PLC0415

    return handout_pdf(wall(material))


def _workbook(material: Material, _kind: str, step: Step, _template: bytes | None) -> bytes:
    from viecthat.documents.xlsx import to_xlsx  # noqa: PLC0415
    from viecthat.reviews.exports.workbook import review_workbook  # noqa: PLC0415

    children = children_of(material.table, SHEET_COLUMNS, shares=True)
    step()
    return to_xlsx(review_workbook(material.table, children, at=material.at, lang=material.lang))


def _lines(material: Material, _kind: str, _step: Step, _template: bytes | None) -> bytes:
    from viecthat.reviews.exports.as_csv import to_csv  # noqa: PLC0415

    return to_csv(material.table)


_MAKERS: dict[str, Callable[[Material, str, Step, bytes | None], bytes]] = {
    "report": _report,
    "slides": _slides,
    "brief": _brief,
    "wall": _wall,
    "workbook": _workbook,
    "lines": _lines,
}
