"""An emulation bloc as a workbook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.workbook import Sheet, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.organisation.queries.bloc import OpenBloc


def bloc_xlsx(opened: OpenBloc, day: date) -> bytes:
    """A sheet of members with their points and places, a sheet of the key tasks."""
    title = str(opened.bloc)
    roles = {"head": gettext("Khối trưởng"), "deputy": gettext("Khối phó"), "member": gettext("Thành viên")}
    places = {unit.id: rank.place for unit, rank in opened.ranks}
    members = Sheet(
        gettext("Thành viên"),
        (
            SheetColumn(gettext("Mã đơn vị"), "text", 18),
            SheetColumn(gettext("Đơn vị"), "text", 40),
            SheetColumn(gettext("Vai trò"), "text", 14),
            SheetColumn(gettext("Điểm tự chấm"), "decimal", 12, decimals=1),
            SheetColumn(gettext("Điểm chấm chéo"), "decimal", 12, decimals=2),
            SheetColumn(gettext("Số đơn vị chấm"), "whole", 12),
            SheetColumn(gettext("Thứ hạng"), "whole", 10),
        ),
        [
            (one.unit.code, one.unit.name, roles[one.role], one.own, one.cross, one.scorers, places.get(one.unit.id))
            for one in opened.members
        ],
        title,
        freeze=2,
        landscape=True,
    )
    tasks = Sheet(
        gettext("Nhiệm vụ trọng tâm"),
        (
            SheetColumn(gettext("Số"), "whole", 6),
            SheetColumn(gettext("Nhiệm vụ"), "text", 60),
            SheetColumn(gettext("Đơn vị"), "text", 34),
            SheetColumn(gettext("Đã làm được gì"), "text", 60),
            SheetColumn(gettext("Hoàn thành"), "text", 12),
            SheetColumn(gettext("Ngày báo"), "day", 12),
        ),
        [
            (one.task.position, one.task.words, unit.name, row.note, "x" if row.done else "", row.reported_on)
            for one in opened.tasks
            for unit, row in one.progress
        ],
        title,
        freeze=2,
        landscape=True,
    )
    products = Sheet(
        gettext("Sản phẩm"),
        (
            SheetColumn(gettext("Phong trào chủ lực"), "text", 40),
            SheetColumn(gettext("Sản phẩm"), "text", 40),
            SheetColumn(gettext("Đơn vị"), "text", 34),
            SheetColumn(gettext("Dùng vào đâu, kết quả"), "text", 60),
            SheetColumn(gettext("Ngày ra mắt"), "day", 12),
        ),
        [
            (opened.flagship.movement if opened.flagship else "", row.title, unit.name, row.words, row.day)
            for unit, row in opened.products
        ],
        title,
        freeze=1,
        landscape=True,
    )
    lang: Lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((members, tasks, products), title=title, author="Việc Thật", day=day, lang=lang))
