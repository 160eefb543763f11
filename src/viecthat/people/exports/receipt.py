"""A receipt of the fee to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.documents.model import Column, Figure, Number, OfficialDocument, Paragraph, Signature, Table
from viecthat.kernel.numbers import format_number
from viecthat.people.exports.papers import MADE_UP
from viecthat.units.queries import ancestors_of, units_by_id

if TYPE_CHECKING:
    from viecthat.people.queries.receipt import ShownReceipt


def receipt_document(shown: ShownReceipt) -> OfficialDocument:
    """The receipt in the Union's layout; a cancelled one says so."""
    receipt = shown.receipt
    day = localdate(receipt.issued_at)
    unit = units_by_id({receipt.unit_id}, day)[receipt.unit_id]
    above = ancestors_of(unit.id, day)
    rows = tuple((f"{fee.month:%m/%Y}", f"{fee.paid_on:%d/%m/%Y}", Number(fee.amount)) for fee in shown.fees)
    total = ("Cộng", "", Number(shown.amount))
    notices = []
    if receipt.cancelled_at is not None:
        notices.append(f"ĐÃ HUỶ ngày {localdate(receipt.cancelled_at):%d/%m/%Y}: {receipt.cancelled_reason}")
    if receipt.person.example:
        notices.append(MADE_UP)
    return OfficialDocument(
        issuer=unit.name.upper(),
        superior=above[-1].name.upper() if above else None,
        type_name="BIÊN LAI THU ĐOÀN PHÍ",
        abstract=(f"Số {shown.number}",),
        number=f"{shown.number}/BL",
        place="…………",
        day=day,
        body=(
            Paragraph(
                (
                    "Đã nhận của đoàn viên ",
                    Figure(receipt.person.full_name),
                    " số tiền ",
                    Figure(format_number(shown.amount), "đồng"),
                    ", là đoàn phí các tháng sau:",
                )
            ),
            Table(
                (Column("Tháng", "center"), Column("Ngày nộp", "center"), Column("Đồng", "right")), (*rows, total), True
            ),
        ),
        signature=Signature("NGƯỜI THU", "", receipt.issued_by.full_name),
        recipients=("Người nộp", "Lưu sổ"),
        notices=tuple(notices),
    )
