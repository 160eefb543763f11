"""Documents asked for: made at once for a small unit, in the background for a large one, kept for a day."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from viecthat.files.commands import erase_files, keep_document
from viecthat.jobs.alone import alone_at
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period
from viecthat.reviews.exports.material import Material
from viecthat.reviews.exports.offered import CONTENT_TYPES, document_name, made, offered, steps_of
from viecthat.reviews.models import AT_WORK, DocumentOrder, OrderState, Review
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.documents import file_in_use, orders_at_work, orders_over, template_in_force
from viecthat.reviews.rules import may_read_review
from viecthat.units.queries import units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.documents.model import Lang

TASK = "reviews.make_document"
MOST_AT_WORK = 3
# With more units directly below a long document is left to the background.
AT_ONCE = 40
_ONE_WORKER = 760_308  # class of the advisory locks, one for each order
_log = logging.getLogger(__name__)


@transaction.atomic
def order_document(
    *,
    review: Review,
    what: str,
    kind: str,
    lang: str,
    map_name: str = "then",
    as_known: datetime | None = None,
    actor: Account,
    at: datetime,
) -> DocumentOrder:
    """Ask for a document; the background makes it. Raises Refused where it is not offered or too much is asked for."""
    if not may_read_review(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem số liệu của đơn vị này."), field="what")
    if offered(what, kind) is None:
        raise Refused(gettext_noop("Không có tài liệu này; chọn trong danh sách."), field="what")
    if orders_at_work(actor) >= MOST_AT_WORK:
        raise Refused(gettext_noop("Bạn đang chờ ba tài liệu; đợi một tài liệu xong rồi lấy tiếp."), field="what")
    order = DocumentOrder.objects.create(
        review=review,
        what=what,
        kind=kind,
        lang="en" if lang == "en" else "vi",
        map_name=map_name,
        as_known=as_known,
        asked_by=actor,
        asked_at=at,
    )
    # In this transaction: the job is there exactly when the order is.
    app.configure_task(TASK, allow_unknown=True).defer(order=order.pk)
    return order


def is_long(review: Review, what: str, kind: str, at: datetime) -> bool:
    """Whether a document takes so long that one should not wait for it."""
    found = offered(what, kind)
    if found is None or not found.long:
        return False
    tree = map_on(min(review.last_day, localdate(at))).tree
    return review.unit_id in tree and len(tree.children(review.unit_id)) > AT_ONCE


def make_now(
    *, review: Review, what: str, kind: str, lang: str, map_name: str, as_known: datetime | None, at: datetime
) -> tuple[bytes, str]:
    """A short document and its name. Raises Refused when the unit does not stand in the map asked for."""
    material = _material(review, lang, map_name, as_known, at)
    content = made(material, what, kind, template=_template(review, what, kind))
    return content, document_name(material, what, kind)


def make_document(*, order: int, at: datetime) -> None:
    """Make what was asked for; asked twice, it is made once. What can't be made says why."""
    with alone_at(_ONE_WORKER, order) as alone:
        found = DocumentOrder.objects.select_related("review").filter(pk=order).first()
        if not alone or found is None or found.state not in AT_WORK:
            return
        try:
            _make(found, at)
        except Refused as refused:
            _fail(found, str(refused))
        except Exception:
            _log.exception("document %s", found.pk)
            _fail(found, gettext_noop("Máy chủ gặp lỗi khi làm tài liệu; thử lại, vẫn lỗi thì báo người quản trị."))


def _make(order: DocumentOrder, at: datetime) -> None:
    """Progress is written as it goes, outside any transaction, so that the page can see it."""
    row = DocumentOrder.objects.filter(pk=order.pk)
    row.update(state=OrderState.MAKING, done=0)
    material = _material(order.review, order.lang, order.map_name, order.as_known, at)
    done, total = 0, steps_of(material)
    row.update(total=total)

    def step() -> None:
        nonlocal done
        done = min(done + 1, total)
        row.update(done=done)

    content = made(
        material, order.what, order.kind, step=step, template=_template(order.review, order.what, order.kind)
    )
    with transaction.atomic():
        kept = keep_document(content=content, content_type=CONTENT_TYPES[order.kind], at=at)
        name = document_name(material, order.what, order.kind)
        row.update(state=OrderState.READY, done=total, file=kept, file_name=name, made_at=at)


def _fail(order: DocumentOrder, why: str) -> None:
    DocumentOrder.objects.filter(pk=order.pk).update(state=OrderState.FAILED, failure=why[:500])


def _material(review: Review, lang: str, map_name: str, as_known: datetime | None, at: datetime) -> Material:
    today = localdate(at)
    unit = units_by_id([review.unit_id], today)[review.unit_id]
    period = Period(review.start, review.end)
    table = review_table(unit, period, map_name=map_name, today=today, as_known=as_known, review=review)
    written: Lang = "en" if lang == "en" else "vi"
    return Material(table, at=at, lang=written)


def _template(review: Review, what: str, kind: str) -> bytes | None:
    if (what, kind) != ("report", "docx"):
        return None
    own = template_in_force(review.unit_id)
    return own.file.path.read_bytes() if own is not None else None


def forget_orders(*, at: datetime) -> int:
    """Take away the documents whose day is over, with their files; returns how many."""
    over = list(orders_over(at))
    files = [order.file_id for order in over if order.file_id is not None]
    DocumentOrder.objects.filter(pk__in=[order.pk for order in over]).delete()
    kept = file_in_use(files)
    erase_files(ids=[file for file in files if file not in kept])
    return len(over)
