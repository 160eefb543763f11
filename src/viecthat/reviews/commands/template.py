"""A unit's own Word template: put after a look into it, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.reviews.exports.offered import CONTENT_TYPES
from viecthat.reviews.exports.own_template import template_fields
from viecthat.reviews.models import WordTemplate
from viecthat.reviews.rules import may_open_review

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_LONGEST_NAME = 160


@transaction.atomic
def put_template(*, unit: int, file_name: str, content: bytes, actor: Account, at: datetime) -> WordTemplate:
    """Use this file for the unit's reports in Word from now on, in the place of the one before.

    Raises Refused for one with unknown fields, macros, or more inside than is good.
    """
    _may(actor, unit, at)
    fields = template_fields(content)
    kept = keep_document(content=content, content_type=CONTENT_TYPES["docx"], at=at, field="file")
    _take_back(unit, actor, at)
    plain = file_name.replace("\\", "/").rpartition("/")[2]
    template = WordTemplate(
        unit_id=unit,
        file=kept,
        file_name=one_line("".join(c for c in plain if c.isprintable()), 640)[:_LONGEST_NAME] or "mau.docx",
        fields=fields,
        put_by=actor,
        put_at=at,
    )
    save_checked(template, exclude=["taken_back_by", "taken_back_at"])
    return template


@transaction.atomic
def take_back_template(*, unit: int, actor: Account, at: datetime) -> None:
    """Reports in Word are made in our own layout again."""
    _may(actor, unit, at)
    if not _take_back(unit, actor, at):
        raise Refused(gettext_noop("Đơn vị không dùng mẫu riêng nào."))


def _take_back(unit: int, actor: Account, at: datetime) -> bool:
    found = WordTemplate.objects.select_for_update().filter(unit=unit, taken_back_at=None).first()
    if found is None:
        return False
    found.taken_back_by, found.taken_back_at = actor, at
    save_checked(found, exclude=["fields"])
    return True


def _may(actor: Account, unit: int, at: datetime) -> None:
    if not may_open_review(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đặt mẫu văn bản của đơn vị này."), field="file")
