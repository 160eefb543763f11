"""The minutes of a round in the Union's layout, and the works of a round as one ZIP without names. In Vietnamese."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.contests.rules import JUDGED_BY_VOTE, judged_by
from viecthat.documents.extract import EXTENSIONS
from viecthat.documents.model import Block, Bullets, Column, OfficialDocument, Paragraph, Signature, Table
from viecthat.kernel.dates import format_date, format_long_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.units.exports import unit_head

if TYPE_CHECKING:
    from viecthat.contests.models import Attachment, Juror, Minutes, MinutesLine, Round, Submission

MOST_BYTES = 500 * 1024 * 1024  # of one ZIP: what a phone's network still carries


def minutes_document(
    round_: Round, minutes: Minutes, lines: Sequence[MinutesLine], jury: Sequence[Juror]
) -> OfficialDocument:
    """One minutes of a round: who judged, how the works stood by number, who goes on. Names of entrants stay out."""
    contest, how = round_.contest, judged_by(round_)
    day = localdate(minutes.closed_at)
    head = unit_head(contest.unit_id, day, "vi")
    got = "Lượt bình chọn" if how == JUDGED_BY_VOTE else "Điểm"
    columns = (
        Column("Hạng", "center", 0.6), Column("Bài số", "center", 0.8), Column("Tác phẩm", width_share=3),
        Column("Bảng", width_share=1.4), Column(got, "right", 1), Column("Đi tiếp", "center", 0.8),
    )  # fmt: skip
    rows = tuple(
        (
            str(one.place), str(one.submission.number), one.submission.title,
            one.submission.category.name if one.submission.category else "",
            _got(one), "x" if one.passed else "",
        )
        for one in lines
    )  # fmt: skip
    body: list[Block] = [
        Paragraph(f"Cuộc thi: {contest.title}. Ban tổ chức: {contest.organisers}."),
        Paragraph(
            f"Vòng: {round_.name} ({str(round_.get_kind_display()).lower()}), "
            f"từ {format_date(round_.start)} đến hết {format_date(round_.last_day)}."
        ),
    ]
    if minutes.why:
        body.append(Paragraph(f"Biên bản này thay bản thứ {minutes.number - 1}. Vì sao đính chính: {minutes.why}"))
    if jury:
        body += [Paragraph("Giám khảo đã chấm:"), Bullets(tuple(_juror(one, minutes) for one in jury))]
    passed = sum(one.passed for one in lines)
    body += [
        Paragraph(f"Kết quả {len(lines)} bài{f', trong đó {passed} bài đi tiếp' if passed else ''}:"),
        Table(columns, rows),
    ]
    body += [Paragraph(line) for line in minutes.words.splitlines() if line.strip()]
    by = minutes.closed_by.full_name if minutes.closed_by is not None else "…………"
    body.append(Paragraph(f"Biên bản lập {format_long_date(day)}, người lập: {by}."))
    chair = minutes.chair
    return OfficialDocument(
        superior=head.superior, issuer=head.issuer, place=head.place, day=day, type_name="BIÊN BẢN",
        abstract=(f"{round_.name}, cuộc thi {contest.title}",), body=tuple(body),
        signature=Signature(
            "TM. BAN GIÁM KHẢO" if chair is not None else "TM. BAN TỔ CHỨC",
            "TRƯỞNG BAN", chair.account.full_name if chair is not None else "",
        ),
        recipients=("Ban tổ chức cuộc thi", "Lưu Văn phòng"), lang="vi",
    )  # fmt: skip


def works_zip(works: Sequence[Submission], files: Mapping[int, Sequence[Attachment]]) -> IO[bytes]:
    """A folder for each work by its number: what was written and its files, never who. Raises Refused."""
    if sum(one.file.size for work in works for one in files[work.pk]) > MOST_BYTES:
        raise Refused(gettext_noop("Tệp của các bài quá lớn để gói một lần; mở từng bài để xem."))
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    # Pictures and PDFs are packed already: stored as they are, which costs no time.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for work in works:
            folder = f"bai-{work.number}"
            words = "\n\n".join(filter(None, (work.title, work.words)))
            archive.writestr(f"{folder}/noi-dung.txt", words.encode())
            for place, one in enumerate(files[work.pk], 1):
                if one.file.path.exists():
                    ending = EXTENSIONS.get(one.file.content_type, "jpg")
                    archive.write(one.file.path, f"{folder}/tep-{place}.{ending}")
    packed.seek(0)
    return packed


def _got(line: MinutesLine) -> str:
    if line.votes is not None:
        return format_number(line.votes)
    return "—" if line.points is None else f"{line.points / 100:.2f}".replace(".", ",")


def _juror(one: Juror, minutes: Minutes) -> str:
    role = "trưởng ban" if minutes.chair_id == one.pk else ""
    return ", ".join(filter(None, (one.account.full_name, one.title, role)))
