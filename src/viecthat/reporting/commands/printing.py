"""The print of an edition: made once, kept, and the same bytes ever after."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.documents.extract import PDF
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.reporting.exports.edition import Signed, edition_document
from viecthat.reporting.models import Edition
from viecthat.reporting.queries.content import content_of

if TYPE_CHECKING:
    from viecthat.files.models import KeptFile


@transaction.atomic
def print_edition(*, edition: Edition, at: datetime) -> bytes:
    """The edition's PDF. The first print is kept and served ever after, whatever the layout has become since.

    Whoever may read the edition may print it. Raises Refused when the kept file is gone from the disk or changed.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("printed").get(pk=edition.pk)
    if edition.printed is not None:
        return _kept(edition.printed)
    from viecthat.documents.pdf import to_pdf  # noqa: PLC0415 - who only reads an edition needs no Typst

    signed = Signed(edition.number, edition.signed_at, edition.digest)
    content = to_pdf(edition_document(content_of(edition.content), signed))
    edition.printed = keep_document(content=content, content_type=PDF, at=at)
    Edition.objects.filter(pk=edition.pk, printed__isnull=True).update(printed=edition.printed)
    return content


def _kept(kept: KeptFile) -> bytes:
    try:
        content = kept.path.read_bytes()
    except OSError as gone:
        raise Refused(
            gettext_noop("Bản in đã giữ không còn đọc được trên đĩa; báo người quản trị khôi phục.")
        ) from gone
    if hashlib.sha256(content).hexdigest() != kept.digest:
        raise Refused(gettext_noop("Bản in đã giữ bị đổi trên đĩa nên không đưa ra; báo người quản trị khôi phục."))
    return content
