"""The decision with its annex lists in the Union's layout, and the certificates, one to a page. In Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from viecthat.commendations.choices import NomineeKind
from viecthat.commendations.queries.book import paper_number, token_of
from viecthat.commendations.rules import form_kinds
from viecthat.documents.certificates import CertificatePage, certificates_pdf
from viecthat.documents.model import Annex, Block, Bullets, Column, OfficialDocument, Paragraph, Signature, Table
from viecthat.kernel.dates import format_long_date
from viecthat.units.exports import unit_head
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.commendations.models import Commendation, CommendationDecision

MADE_UP = "Minh hoạ, không có giá trị"
_BASES = (
    "Căn cứ Điều lệ Đoàn TNCS Hồ Chí Minh",
    "Căn cứ Quy chế thi đua, khen thưởng của Đoàn TNCS Hồ Chí Minh",
)


def decision_document(
    decision: CommendationDecision, rows: Sequence[Commendation], *, made_up: bool = False
) -> OfficialDocument:
    """The decision: grounds, articles, and a list for each form with collectives before individuals."""
    head = unit_head(decision.unit_id, decision.day, "vi")
    lists = _lists(rows)
    units = units_by_id({row.home_id for row in rows}, decision.day)
    annexes = []
    articles = []
    for (form, to), group in lists:
        kind = form_kinds().get(form)
        whom = "tập thể" if to == NomineeKind.COLLECTIVE else "cá nhân"
        articles.append(f"Tặng {kind or form} cho {len(group)} {whom} (danh sách kèm theo).")
        table = tuple(
            (str(place), row.name, row.place or units[row.home_id].name, row.why, paper_number(row))
            for place, row in enumerate(group, 1)
        )
        columns = (
            Column("STT", "center", 0.5),
            Column("Tập thể" if to == NomineeKind.COLLECTIVE else "Họ và tên", width_share=2.2),
            Column("Đơn vị, chức vụ", width_share=2.2),
            Column("Đã có thành tích", width_share=2.4),
            Column("Số vào sổ", "center", 1),
        )
        annexes.append(Annex(f"Danh sách {whom} được tặng {kind or form}", (Table(columns, table),)))
    minutes = f" số {decision.meeting.minutes}" if decision.meeting.minutes else ""
    council = f"Xét biên bản họp Hội đồng thi đua, khen thưởng{minutes} {format_long_date(decision.meeting.day)}"
    body: tuple[Block, ...] = (
        *(Paragraph(f"{words};", italic=True) for words in _BASES),
        Paragraph(f"{council};", italic=True),
        Paragraph("QUYẾT ĐỊNH:"),
        Paragraph("Điều 1. Khen thưởng các tập thể, cá nhân đã có thành tích như sau:"),
        Bullets(tuple(articles)),
        Paragraph("Điều 2. Mức tiền thưởng và nguồn chi theo quy định hiện hành."),
        Paragraph(
            "Điều 3. Văn phòng, các ban, đơn vị có liên quan và các tập thể, cá nhân có tên tại Điều 1 "
            "chịu trách nhiệm thi hành Quyết định này."
        ),
    )
    signature = Signature(head.signature.on_behalf, decision.signer_post.upper(), decision.signer)
    return OfficialDocument(
        superior=head.superior, issuer=head.issuer, number=f"Số: {decision.number}", place=decision.place or head.place,
        day=decision.day, type_name="QUYẾT ĐỊNH", abstract=(decision.about,), body=body, signature=signature,
        annexes=tuple(annexes), recipients=("Như Điều 3", "Lưu Văn phòng"), lang="vi",
        notices=(MADE_UP,) if made_up else (),
    )  # fmt: skip


def certificates(
    decision: CommendationDecision,
    rows: Sequence[Commendation],
    *,
    address: Callable[[str], str],
    made_up: bool = False,
) -> bytes:
    """A page for each; `address` makes the whole address a code is verified at."""
    head = unit_head(decision.unit_id, decision.day, "vi")
    day = format_long_date(decision.day)
    pages = []
    for row in rows:
        kind = form_kinds().get(row.form)
        token = token_of(row)
        pages.append(
            CertificatePage(
                issuer=(head.superior or "ĐOÀN TNCS HỒ CHÍ MINH", head.issuer),
                title=kind.paper if kind else row.form,
                name=row.name,
                lines=tuple(filter(None, (row.place, f"Đã có thành tích: {row.why}"))),
                place_and_day=f"{decision.place}, {day}",
                signer=decision.signer_post.upper(),
                signed_by=decision.signer,
                number=f"Quyết định số {decision.number}. Vào sổ số {paper_number(row)}. Mã {token}",
                code=address(token),
                notice=MADE_UP if made_up else "",
            )
        )
    return certificates_pdf(pages, title=decision.about)


def _lists(rows: Sequence[Commendation]) -> list[tuple[tuple[str, str], list[Commendation]]]:
    return [(key, list(group)) for key, group in groupby(rows, key=lambda row: (row.form, row.to))]
