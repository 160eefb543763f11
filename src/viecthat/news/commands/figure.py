"""Figures of the ledger in an article: put in, taken out, fixed when it is approved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.suppression import LEAST
from viecthat.ledger.rules import may_see_figures
from viecthat.news.choices import ArticleState
from viecthat.news.commands.picture import article_to_fill
from viecthat.news.models import Article, ArticleFigure
from viecthat.news.queries.differences import looked_at_beside
from viecthat.news.queries.figures import asked_now, by_number, figures_read, rows_of
from viecthat.news.queries.words import FIGURE, figures_in
from viecthat.plans.queries.target import may_use_indicator

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period

MOST_IN_ARTICLE = 20
EMPTY = gettext_noop("[số {n}] chưa có trong sổ việc; chọn kỳ, đơn vị khác hoặc bỏ số ấy khỏi bài.")
MISSING = gettext_noop("Bài nhắc [số {n}] mà bài không có số ấy; thêm số hoặc sửa lời.")
TOO_NEAR = gettext_noop(
    "[số {n}] đặt cạnh {others}: lấy trừ đi còn chưa đến {least}, người đọc biết về quá ít người. "
    "Bỏ [số {n}] khỏi bài, hoặc lấy đơn vị, kỳ khác."
)
_ONE_AT_A_TIME = 7_303  # ours among the advisory locks of the database


@transaction.atomic
def place_figure(
    *, article: Article, indicator: int, unit: int, period: Period, actor: Account, at: datetime
) -> ArticleFigure:
    """A figure that the actor may open stands in the article as its next; in a public one it is fixed at once.

    Raises Refused.
    """
    row = article_to_fill(article, actor, at)
    if not may_see_figures(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem số liệu của đơn vị này."), field="unit")
    if not may_use_indicator(unit, indicator, period.start):
        raise Refused(gettext_noop("Đơn vị này không có chỉ số ấy."), field="indicator")
    last = ArticleFigure.objects.filter(article=row).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_IN_ARTICLE:
        raise Refused(gettext_noop("Một bài có nhiều nhất {most} số."), field="indicator", most=MOST_IN_ARTICLE)
    made = ArticleFigure(
        article=row, number=last + 1, indicator_id=indicator, unit_id=unit, start=period.start, end=period.end,
        placed_by=actor, placed_at=at,
    )  # fmt: skip
    save_checked(made)
    if row.state == ArticleState.APPROVED:
        _fill(made, at)
        _one_at_a_time()
        _keep([made], looked_at_beside([made], at).grades)
    return made


@transaction.atomic
def take_figure_out(*, article: Article, number: int, actor: Account, at: datetime) -> None:
    """It stands there no longer. Raises Refused while a public article's words name it."""
    row = article_to_fill(article, actor, at)
    if row.state == ArticleState.APPROVED and number in figures_in(row.body):
        raise Refused(gettext_noop("Bài đã đăng còn nhắc số này; đính chính lời trước."))
    ArticleFigure.objects.filter(article=row, number=number).delete()


def fix_figures(article: Article, at: datetime, *, read: Collection[int] = ()) -> None:
    """What the words name stays from now on what the ledger says; `read` are the figures that everybody reads already.

    Raises Refused, also when a figure taken from others that are published would tell of too few people. Where only its
    grades of proof would, they are left out; of an article that is published again they stay what they were.
    """
    named, rows = set(figures_in(article.body)), {row.number: row for row in rows_of(article)}
    if missing := sorted(named - rows.keys()):
        raise Refused(MISSING, field="body", n=missing[0])
    new = [row for number, row in rows.items() if row.known_at is None and number in named]
    for row in new:
        _fill(row, at)
    _one_at_a_time()
    beside = looked_at_beside([rows[number] for number in sorted(named - set(read))], at)
    if (near := beside.near) is not None:
        raise Refused(TOO_NEAR, field="body", n=near.number, others=near.said, least=LEAST)
    _keep(new, beside.grades)


def with_figures(article: Article) -> str:
    """The words with their figures written out, as a version keeps them."""
    if not figures_in(article.body):
        return article.body
    figures = by_number(figures_read(article))
    return FIGURE.sub(lambda found: figures[int(found[1])].words, article.body)


def _one_at_a_time() -> None:
    # Two approvals at one moment would not see one another's figures.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _fill(row: ArticleFigure, at: datetime) -> None:
    asked = asked_now(row, at)
    if asked is None:
        raise Refused(EMPTY, field="body", n=row.number)
    row.known_at, row.value, row.of, row.reported_by = at, asked.value, asked.of, asked.reported_by
    row.declared, row.evidenced, row.verified = asked.grades.declared, asked.grades.evidenced, asked.grades.verified


def _keep(rows: Sequence[ArticleFigure], without_grades: Collection[int]) -> None:
    for row in rows:
        if row.number in without_grades:
            row.declared = row.evidenced = row.verified = 0
        save_checked(row)
