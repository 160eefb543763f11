"""What a programme or a target serves: resolutions of the Union and the Party, programmes of the Party."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.commands.checks import check_planner, check_programmer
from viecthat.plans.models import Directive, Programme, ProgrammeLink, Served, Target
from viecthat.plans.rules import directives_visible

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST = 20


@transaction.atomic
def serve_programme(*, programme: Programme, directives: Collection[int], actor: Account | None, at: datetime) -> None:
    """The programme, in every version, serves these documents, no others; its items lose what it serves no longer."""
    check_programmer(actor, programme.unit_id, at)
    _check(directives, actor, at)
    gone = Served.objects.filter(programme=programme.root).exclude(directive__in=directives)
    Served.objects.filter(
        item__programme__in=[programme.pk, programme.root], directive__in=gone.values("directive")
    ).delete()
    gone.delete()
    known = set(Served.objects.filter(programme=programme.root).values_list("directive", flat=True))
    Served.objects.bulk_create(
        Served(programme_id=programme.root, directive_id=pk) for pk in directives if pk not in known
    )


@transaction.atomic
def serve_target(*, target: Target, directives: Collection[int], actor: Account | None, at: datetime) -> None:
    """The target, in every version, serves these documents beside the one that adopted it."""
    check_planner(actor, target.unit_id, at)
    _check(directives, actor, at)
    Served.objects.filter(target=target.root).exclude(directive__in=directives).delete()
    known = set(Served.objects.filter(target=target.root).values_list("directive", flat=True))
    Served.objects.bulk_create(Served(target_id=target.root, directive_id=pk) for pk in directives if pk not in known)


@transaction.atomic
def link_programmes(
    *, source: Programme, target: Programme, note: str, actor: Account | None, at: datetime
) -> ProgrammeLink:
    """An own programme carries out one of the Party's that the unit, or one above it, keeps."""
    check_programmer(actor, source.unit_id, at)
    if source.kind == ProgrammeKind.PARTY or target.kind != ProgrammeKind.PARTY:
        raise Refused(gettext_noop("Nối một chương trình của Đoàn với một chương trình của Đảng."), field="target")
    link = ProgrammeLink(source_id=source.root, target_id=target.root, note=normalise(note))
    save_checked(link)
    return link


@transaction.atomic
def unlink_programmes(*, link: ProgrammeLink, actor: Account | None, at: datetime) -> None:
    """Take a link back; the history keeps it."""
    check_programmer(actor, link.source.unit_id, at)
    link.delete()


def _check(directives: Collection[int], actor: Account | None, at: datetime) -> None:
    if len(directives) > MOST:
        raise Refused(gettext_noop("Chọn nhiều nhất {most} văn bản."), field="directives", most=MOST)
    if actor is None or not directives:
        return
    seen = Directive.objects.filter(directives_visible(actor, at), pk__in=directives).count()
    if seen != len(set(directives)):
        raise Refused(gettext_noop("Có văn bản bạn không được xem; chọn lại."), field="directives")
