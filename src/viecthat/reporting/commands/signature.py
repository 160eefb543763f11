"""Detached signatures of an edition's print."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from viecthat.documents.signatures import check_signature, trusted_roots
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.reporting.commands.printing import print_edition
from viecthat.reporting.models import Edition, EditionSignature
from viecthat.reporting.rules import may_write_report

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

CMS = "application/pkcs7-signature"


@transaction.atomic
def attach_signature(*, edition: Edition, content: bytes, actor: Account, at: datetime) -> EditionSignature:
    """Keep a detached signature (CMS, DER or PEM) that fits the edition's print; by whom and how trusted is kept too.

    Raises Refused when the actor may not, with what is wrong of the signature, or when the same one is there already.
    """
    if not may_write_report(actor, edition.report.unit_id, at):
        raise Refused(gettext_noop("Chỉ người làm báo cáo của đơn vị mới gắn được chữ ký số."), field="file")
    printed = print_edition(edition=edition, at=at)
    checked = check_signature(content, printed, trusted_roots(settings.VIECTHAT_TRUSTED_ROOTS), at=at, field="file")
    kept = keep_document(content=content, content_type=CMS, at=at, field="file")
    signature, made = EditionSignature.objects.get_or_create(
        edition=edition,
        file=kept,
        defaults={
            "signer": checked.signer,
            "issuer": checked.issuer,
            "serial": checked.serial,
            "valid": True,
            "trusted": checked.trusted,
            "signed_at": checked.signed_at,
            "added_at": at,
            "added_by": actor,
        },
    )
    if not made:
        raise Refused(gettext_noop("Chữ ký này đã gắn rồi."), field="file")
    return signature
