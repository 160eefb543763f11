"""What shows the work: photos with what they claim and look like, papers, addresses; who in them must be shielded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import PAPERS, EvidenceKind
from viecthat.activities.models import Activity, Evidence
from viecthat.activities.queries.guardian import minors_there
from viecthat.activities.rules import may_document_activity
from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document, keep_image
from viecthat.files.queries import claims_of, picture_likeness
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.likeness import bands
from viecthat.kernel.names import normalise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Photo:
    """A photo as it was sent; `minors`: children can be recognised in it."""

    content: bytes
    caption: str = ""
    minors: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper as it was sent: minutes, a list, a decision."""

    content: bytes
    kind: str
    caption: str = ""


def add_photos(activity: Activity, photos: Sequence[Photo], at: datetime, *, start: int = 0) -> None:
    """Keep the photos as evidence of the activity: drawn anew, with what the camera claimed beside them.

    Where minors took part they are taken to be in the photos until somebody who looked says that they are not.
    """
    young = bool(photos) and minors_there(activity)
    for position, photo in enumerate(photos, start=start):
        kept = keep_image(content=photo.content, at=at)
        claims, likeness = claims_of(photo.content), picture_likeness(photo.content)
        save_checked(
            Evidence(
                activity=activity,
                file=kept,
                caption=normalise(photo.caption),
                position=position,
                taken_at=claims.taken_at,
                lat=claims.lat,
                lon=claims.lon,
                likeness=likeness,
                bands=bands(likeness) if likeness is not None else [],
                minors=photo.minors or young,
            )
        )


def add_paper(activity: Activity, paper: Paper, position: int, at: datetime) -> None:
    """Keep a paper as evidence. Raises Refused when it is no PDF, DOCX or plain text."""
    if paper.kind not in PAPERS:
        raise Refused(gettext_noop("Chọn loại giấy tờ: biên bản, danh sách hoặc quyết định."), field="paper_kind")
    kept = keep_document(
        content=paper.content, content_type=kind_of(paper.content, field="paper"), at=at, field="paper"
    )
    save_checked(
        Evidence(activity=activity, file=kept, kind=paper.kind, caption=normalise(paper.caption), position=position)
    )


def add_link(activity: Activity, link: str, position: int) -> None:
    """Note an address at which the work is shown. Raises Refused when it is none."""
    save_checked(Evidence(activity=activity, link=link, kind=EvidenceKind.LINK, position=position))


@transaction.atomic
def shield_evidence(*, evidence: Evidence, minors: bool, consent: str, actor: Account, at: datetime) -> None:
    """Say whether children can be recognised in a photo, and who allowed it to be shown in public, and how.

    Raises Refused when the actor may not, or somebody's consent is noted for nobody.
    """
    evidence = Evidence.objects.select_for_update().select_related("activity").get(pk=evidence.pk)
    if not may_document_activity(actor, evidence.activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    consent = normalise(consent)
    if consent and not minors:
        raise Refused(gettext_noop("Đánh dấu có mặt trẻ em trước, rồi mới ghi ai đồng ý cho đăng."), field="consent")
    evidence.minors, evidence.consent = minors, consent
    save_checked(evidence)
