"""Who came as a sheet, and the certificate that somebody took part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from viecthat.activities.queries.presence import certificate_code
from viecthat.documents.certificates import CertificatePage, certificates_pdf
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.dates import format_date

if TYPE_CHECKING:
    from viecthat.activities.models import Activity, TookPart
    from viecthat.activities.queries.presence import OpenedRollCall
    from viecthat.people.models import Person

_NATION = ("ĐOÀN TNCS HỒ CHÍ MINH",)
_MADE_UP = "Minh hoạ, không có giá trị"


def roll_call_sheet(opened: OpenedRollCall) -> Sheet:
    """Everybody who came, a line each."""
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 28),
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Khách"), "text", 8),
        SheetColumn(gettext("Đến"), "text", 18),
        SheetColumn(gettext("Về"), "text", 18),
        SheetColumn(gettext("Số phút"), "whole", 9),
        SheetColumn(gettext("Cách điểm danh"), "text", 20),
        SheetColumn(gettext("Gửi sau"), "text", 9),
        SheetColumn(gettext("Người làm chứng"), "text", 28),
        SheetColumn(gettext("Được tính"), "text", 10),
    )
    rows = [
        (
            one.row.person.full_name,
            one.unit.name if one.unit else "",
            "x" if one.guest else "",
            f"{localtime(one.row.came_at):%Y-%m-%d %H:%M}",
            f"{localtime(one.row.left_at):%Y-%m-%d %H:%M}" if one.row.left_at else "",
            one.minutes,
            str(one.row.get_way_display()),
            "x" if one.row.late else "",
            one.row.witness.full_name if one.row.witness else "",
            "x" if one.counted else "",
        )
        for one in opened.present
    ]
    return Sheet(gettext("Điểm danh"), columns, rows, opened.call.title)


def took_part_pdf(
    certificate: TookPart, person: Person, activity: Activity, *, unit: str, above: str, address: Callable[[str], str]
) -> bytes:
    """The certificate, in Vietnamese; `address` makes the whole address at which its code is verified."""
    days = format_date(activity.day)
    if activity.last_day != activity.day:
        days += f" – {format_date(activity.last_day)}"
    hours, minutes = divmod(certificate.minutes or 0, 60)
    spent = f"Thời gian có mặt: {hours} giờ {minutes} phút" if certificate.minutes else ""
    page = CertificatePage(
        issuer=(above or _NATION[0], unit),
        title="GIẤY CHỨNG NHẬN THAM GIA",
        name=person.full_name,
        lines=tuple(filter(None, (f"đã tham gia: {activity.title}", f"Ngày {days}, tại {activity.place}", spent))),
        place_and_day=f"Ngày {format_date(localdate(certificate.issued_at))}",
        signer=unit,
        number=f"Số {certificate.pk}",
        code=address(certificate_code(certificate)),
        notice=_MADE_UP if person.example else "",
    )
    return certificates_pdf([page], title="Giấy chứng nhận tham gia")
