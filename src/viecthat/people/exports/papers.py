"""Papers of a member's life in the Union's layout: decision, minutes of the vote, letter of transfer."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from viecthat.documents.model import Column, Figure, Number, OfficialDocument, Paragraph, Signature, Table
from viecthat.kernel.dates import format_date
from viecthat.people.choices.membership import DISCIPLINE, EventKind
from viecthat.units.queries import ancestors_of, units_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.people.models import Admission, MemberEvent, Transfer
    from viecthat.units.queries import UnitRow

_PLACE = re.compile(r"(?:Thành đoàn|Tỉnh đoàn|Đoàn (?:xã|phường|thị trấn|đặc khu)) (\w.*)")
_NO_PLACE = "…………"
# What each paper is called and what it decides, after "… đoàn viên <name>".
_DECISIONS = {
    EventKind.ADMITTED: "chuẩn y kết nạp đoàn viên",
    EventKind.READMITTED: "chuẩn y kết nạp lại đoàn viên",
    EventKind.MATURED: "công nhận trưởng thành Đoàn",
    EventKind.STAYED_ON: "đồng ý ở lại sinh hoạt sau tuổi 30",
    EventKind.STRUCK_OFF: "xoá tên trong danh sách đoàn viên",
    EventKind.REPRIMANDED: "thi hành kỷ luật khiển trách",
    EventKind.WARNED: "thi hành kỷ luật cảnh cáo",
    EventKind.EXPELLED: "thi hành kỷ luật khai trừ",
    EventKind.INTRODUCED: "giới thiệu đoàn viên ưu tú cho Đảng",
    EventKind.CONSIDERED: "công nhận đoàn viên ưu tú",
    EventKind.TEMPORARY: "giới thiệu sinh hoạt tạm thời",
}
# The superior issues these; the branch the others.
_BY_SUPERIOR = {EventKind.ADMITTED, EventKind.READMITTED, EventKind.WARNED, EventKind.EXPELLED}
MADE_UP = "Dữ liệu minh hoạ: người nêu trong giấy này do máy tạo, giấy không có giá trị."


def event_paper(event: MemberEvent) -> OfficialDocument:
    """The decision behind an event."""
    kind = EventKind(event.kind)
    units = units_by_id({event.unit_id, *({event.other_unit_id} if event.other_unit_id else ())}, event.day)
    branch = units[event.unit_id]
    above = ancestors_of(branch.id, event.day)
    issuer = above[-1] if kind in _BY_SUPERIOR and above else branch
    person = event.person
    born = format_date(person.birth_date) if person.birth_date else "…"
    body: list[Paragraph] = []
    if event.present is not None:
        secret = "bằng phiếu kín " if kind in DISCIPLINE else ""
        body.append(
            Paragraph(
                f"Căn cứ kết quả biểu quyết {secret}của {branch.name}: {event.votes_for} đồng ý, "
                f"{event.votes_against} không đồng ý, {event.votes_blank} phiếu trắng trên {event.present} đoàn viên "
                "có mặt,"
            )
        )
    body.append(
        Paragraph(
            (
                f"Nay {_DECISIONS[kind]} đối với ",
                Figure(person.full_name),
                f", sinh ngày {born}, thuộc {branch.name}, từ ngày {format_date(event.day)}.",
            )
        )
    )
    if event.until:
        body.append(Paragraph(f"Thời hạn: đến trước ngày {format_date(event.until)}."))
    if event.party_cell:
        body.append(Paragraph(f"Chi bộ được giới thiệu đến: {event.party_cell}."))
    if event.other_unit_id:
        body.append(Paragraph(f"Nơi sinh hoạt tạm thời: {units[event.other_unit_id].name}."))
    if event.note:
        body.append(Paragraph(f"Lý do: {event.note}."))
    return _paper(
        issuer,
        "QUYẾT ĐỊNH" if event.decision else "GIẤY XÁC NHẬN",
        f"Về việc {_DECISIONS[kind]}",
        event.decision,
        event.day,
        tuple(body),
        example=person.example,
    )


def transfer_paper(letter: Transfer) -> OfficialDocument:
    """The letter that a member carries to the new unit."""
    units = units_by_id({letter.origin_id, letter.destination_id}, letter.sent_on)
    origin, destination = units[letter.origin_id], units[letter.destination_id]
    person = letter.person
    born = format_date(person.birth_date) if person.birth_date else "…"
    paid = letter.last_month_paid
    body = (
        Paragraph((f"Kính gửi: {destination.name}",)),
        Paragraph(
            (
                f"{origin.name} giới thiệu đoàn viên ",
                Figure(person.full_name),
                f", sinh ngày {born}, số thẻ {person.card_number or '…'}, chuyển sinh hoạt Đoàn đến quý đơn vị.",
            )
        ),
        Paragraph(f"Nhận xét: {letter.remark}."),
        Paragraph(f"Đoàn phí đã đóng đến hết tháng {paid.month}/{paid.year}."),
        *([Paragraph(f"Lý do chuyển: {letter.reason}.")] if letter.reason else []),
    )
    return _paper(
        origin,
        "GIẤY GIỚI THIỆU",
        "Chuyển sinh hoạt Đoàn",
        letter.letter,
        letter.sent_on,
        body,
        example=person.example,
    )


def vote_paper(branch: UnitRow, admissions: Sequence[Admission], day: date) -> OfficialDocument:
    """The minutes of the meeting that voted on the admission of these applicants."""
    columns = (
        Column("TT", "center", 0.5),
        Column("Họ và tên", width_share=3),
        Column("Ngày sinh", "center", 1.4),
        Column("Đồng ý", "right", group="Số phiếu"),
        Column("Không", "right", group="Số phiếu"),
        Column("Trắng", "right", group="Số phiếu"),
        Column("Kết quả", width_share=1.6),
    )
    rows = tuple(
        (
            str(number),
            one.person.full_name,
            format_date(one.person.birth_date) if one.person.birth_date else "…",
            Number(one.votes_for),
            Number(one.votes_against),
            Number(one.votes_blank),
            "không đủ phiếu" if one.step == "not_passed" else "đồng ý",
        )
        for number, one in enumerate(admissions, 1)
    )
    present = admissions[0].present if admissions else 0
    body = (
        Paragraph(f"{branch.name} họp ngày {format_date(day)}, có mặt {present} đoàn viên, biểu quyết từng người."),
        Table(columns, rows),
        Paragraph("Người được kết nạp phải có quá nửa số đoàn viên có mặt đồng ý (Điều lệ Đoàn, điều 1)."),
    )
    example = any(one.person.example for one in admissions)
    return _paper(branch, "BIÊN BẢN", "Họp xét kết nạp đoàn viên", "", day, body, example=example)


def _paper(
    issuer: UnitRow,
    type_name: str,
    about: str,
    number: str,
    day: date,
    body: tuple[Paragraph | Table, ...],
    *,
    example: bool,
) -> OfficialDocument:
    above = ancestors_of(issuer.id, day)
    return OfficialDocument(
        issuer=issuer.name.upper(),
        superior=above[-1].name.upper() if above else None,
        type_name=type_name,
        abstract=(about,),
        number=number or None,
        place=_place(issuer, above),
        day=day,
        body=body,
        signature=Signature("TM. BAN CHẤP HÀNH", "BÍ THƯ", ""),
        recipients=("Như trên", "Lưu hồ sơ"),
        notices=(MADE_UP,) if example else (),
    )


def _place(issuer: UnitRow, above: Sequence[UnitRow]) -> str:
    for unit in (issuer, *reversed(above)):
        if found := _PLACE.fullmatch(unit.name):
            return found[1]
    return _NO_PLACE
