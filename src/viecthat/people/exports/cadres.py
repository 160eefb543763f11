"""The register of cadres and the lists of alerts as sheets: one source for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.people.choices.post import Basis, Destination, Leaving
from viecthat.people.models.person import Sex
from viecthat.people.queries.cadre import ListedCadre

if TYPE_CHECKING:
    from viecthat.people.models.post import Post
    from viecthat.people.queries.over_age import AgeAlert, DueCongress, Missing, Vacancy
    from viecthat.people.queries.post import HeldPost


def _english() -> bool:
    return get_language() == "en"


def cadre_sheet(rows: Iterable[ListedCadre], title: str, notes: tuple[str, ...]) -> Sheet:
    """A line per post; a cadre with several has several, with one number."""
    columns = (
        SheetColumn(gettext("Mã"), "whole", 9),
        SheetColumn(gettext("Họ và tên"), "text", 26),
        SheetColumn(gettext("Ngày sinh"), "day", 12),
        SheetColumn(gettext("Giới tính"), "text", 10),
        SheetColumn(gettext("Chức vụ"), "text", 30),
        SheetColumn(gettext("Cơ quan"), "text", 24),
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Mã đơn vị"), "text", 16),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Hình thức"), "text", 14),
        SheetColumn(gettext("Chuyên trách"), "text", 12),
        SheetColumn(gettext("Số quyết định"), "text", 20),
        SheetColumn(gettext("Quá tuổi từ ngày"), "day", 14),
        SheetColumn(gettext("Dữ liệu minh hoạ"), "text", 10),
    )
    return Sheet(gettext("Cán bộ Đoàn"), columns, _cadre_rows(rows), title, notes, freeze=2, landscape=True)


def alert_sheets(
    alerts: Sequence[AgeAlert], empty: Sequence[Vacancy], due: Sequence[DueCongress], missing: Sequence[Missing]
) -> tuple[Sheet, ...]:
    """The four lists of alerts, a sheet each."""
    over = Sheet(
        gettext("Quá tuổi"),
        (
            SheetColumn(gettext("Họ và tên"), "text", 26),
            SheetColumn(gettext("Ngày sinh"), "day", 12),
            SheetColumn(gettext("Chức vụ"), "text", 26),
            SheetColumn(gettext("Đơn vị"), "text", 34),
            SheetColumn(gettext("Không quá (tuổi)"), "whole", 12),
            SheetColumn(gettext("Quá tuổi từ ngày"), "day", 14),
            SheetColumn(gettext("Phương án"), "text", 30),
            SheetColumn(gettext("Xong trước ngày"), "day", 14),
            SheetColumn(gettext("Số người trong quy hoạch"), "whole", 12),
            SheetColumn(gettext("Theo"), "text", 40),
        ),
        [_alert_row(alert) for alert in alerts],
        gettext("Cán bộ quá tuổi và sắp quá tuổi giữ chức vụ"),
        freeze=1,
        landscape=True,
    )
    vacant = Sheet(
        gettext("Khuyết bí thư"),
        (
            SheetColumn(gettext("Đơn vị"), "text", 40),
            SheetColumn(gettext("Khuyết từ ngày"), "day", 14),
            SheetColumn(gettext("Phó bí thư"), "text", 40),
            SheetColumn(gettext("Số người trong quy hoạch"), "whole", 14),
        ),
        [
            (row.unit.name, row.since, "; ".join(d.post.person.full_name for d in row.deputies), row.candidates)
            for row in empty
        ],
        gettext("Đơn vị có Ban Chấp hành mà khuyết bí thư"),
    )
    congress = Sheet(
        gettext("Hạn đại hội"),
        (
            SheetColumn(gettext("Đơn vị"), "text", 40),
            SheetColumn(gettext("Cơ quan lâm thời từ ngày"), "day", 16),
            SheetColumn(gettext("Đại hội trước ngày"), "day", 16),
            SheetColumn(gettext("Tình trạng"), "text", 14),
        ),
        [
            (row.unit.name, row.body.start, row.body.congress_by, gettext("quá hạn") if row.overdue else "")
            for row in due
        ],
        gettext("Ban Chấp hành lâm thời phải tổ chức đại hội"),
    )
    away = Sheet(
        gettext("Vắng họp"),
        (
            SheetColumn(gettext("Họ và tên"), "text", 26),
            SheetColumn(gettext("Chức vụ"), "text", 26),
            SheetColumn(gettext("Đơn vị"), "text", 40),
            SheetColumn(gettext("Số kỳ vắng liên tiếp"), "whole", 14),
        ),
        [
            (row.post.post.person.full_name, row.post.name(english=_english()), row.post.unit.name, row.times)
            for row in missing
        ],
        gettext("Ủy viên vắng họp liên tiếp không có lý do"),
    )
    return over, vacant, congress, away


def left_sheet(posts: Iterable[HeldPost], title: str) -> Sheet:
    """Where people went, a line per post that ended."""
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 26),
        SheetColumn(gettext("Chức vụ"), "text", 26),
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Từ ngày"), "day", 12),
        SheetColumn(gettext("Thôi từ ngày"), "day", 12),
        SheetColumn(gettext("Lý do"), "text", 24),
        SheetColumn(gettext("Chuyển đến"), "text", 24),
        SheetColumn(gettext("Chức vụ mới"), "text", 34),
        SheetColumn(gettext("Số quyết định"), "text", 20),
    )
    rows = (
        (
            one.post.person.full_name,
            one.name(english=_english()),
            one.unit.name,
            one.post.start,
            one.post.end,
            str(Leaving(one.post.leaving).label),
            str(Destination(one.post.destination).label) if one.post.destination else "",
            one.post.destination_note,
            one.post.leaving_decision,
        )
        for one in posts
    )
    return Sheet(gettext("Nơi đến"), columns, rows, title, freeze=1, landscape=True)


def workbook_bytes(sheets: tuple[Sheet, ...], title: str, day: date) -> bytes:
    """The sheets as one XLSX file."""
    lang: Lang = "en" if _english() else "vi"
    return to_xlsx(Workbook(sheets, title=title, author="Việc Thật", day=day, lang=lang))


def _cadre_rows(rows: Iterable[ListedCadre]) -> Iterator[tuple[SheetCell, ...]]:
    english = _english()
    sexes = {choice.value: str(choice.label) for choice in Sex}
    bases = {choice.value: str(choice.label) for choice in Basis}
    full, part, made_up = gettext("chuyên trách"), gettext("kiêm nhiệm"), "x"
    # Words are settled before the first row: a file is written after the reader's language has been put away.
    return (_cadre_row(row, one, english, sexes, bases, full, part, made_up) for row in rows for one in row.posts)


def _cadre_row(
    row: ListedCadre,
    one: HeldPost,
    english: bool,
    sexes: dict[str, str],
    bases: dict[str, str],
    full: str,
    part: str,
    made_up: str,
) -> tuple[SheetCell, ...]:
    person, post = row.person, one.post
    return (
        person.pk,
        person.full_name,
        person.birth_date,
        sexes.get(person.sex, ""),
        one.name(english=english),
        one.body.name_en if english else one.body.name,
        one.unit.name,
        one.unit.code,
        post.start,
        bases[post.basis],
        full if post.full_time else part,
        post.decision,
        row.alert.over_on if row.alert is not None else None,
        made_up if person.example else "",
    )


def _alert_row(alert: AgeAlert) -> tuple[SheetCell, ...]:
    post: Post = alert.post.post
    plan = alert.placement
    words = "" if plan is None else f"{Destination(plan.destination).label}. {plan.note}".strip()
    return (
        post.person.full_name,
        post.person.birth_date,
        alert.post.name(english=_english()),
        alert.post.unit.name,
        alert.most,
        alert.over_on,
        words,
        plan.due if plan is not None else None,
        alert.candidates,
        alert.limit.article_en if _english() else alert.limit.article,
    )
