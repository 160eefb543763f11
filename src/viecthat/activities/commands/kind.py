"""Kinds of work: taken over from the catalogue, added and edited by the central office as dated versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.activities.models import ActivityKind, KindVersion
from viecthat.activities.models.kind import ALWAYS
from viecthat.activities.queries.kinds import KindField, Need

if TYPE_CHECKING:
    from collections.abc import Mapping


@transaction.atomic
def load_activity_kinds(*, kinds: Iterable[tuple[ActivityKind, KindVersion]]) -> None:
    """Take over the catalogue's kinds of activity. What the central office wrote itself is left as it is."""
    rows = list(kinds)
    own = set(KindVersion.objects.exclude(written_at=None).values_list("kind", flat=True))
    found_by = ["name", "name_en", "icon", "position", "group"]
    named = {kind.code: kind for kind, _version in rows}
    ActivityKind.objects.bulk_create(
        [kind for kind in named.values() if kind.code not in own],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=found_by,
    )
    asks = ["indicators", "fields", "evidence", "verified_by", "minors", "serves", "guidance", "guidance_en", "offered"]
    known = {(one.kind_id, one.start): one for one in KindVersion.objects.all()}
    for kind, version in rows:
        before = known.get((kind.code, version.start))
        if before is None:
            version.kind_id = kind.code
            version.save()
        elif before.written_at is None and any(getattr(before, name) != getattr(version, name) for name in asks):
            KindVersion.objects.filter(pk=before.pk).update(**{name: getattr(version, name) for name in asks})


def version_read(row: Mapping[str, Any]) -> KindVersion:
    """A version as a row of the catalogue has it, `from` a day or always. KeyError, ValueError where unreadable."""
    boxes = row.get("fields", [])
    for box in boxes:
        KindField.read(box)
    evidence = row.get("evidence", {})
    for need in evidence.values():
        Need.read(need)
    given = {name: row[name] for name in ("verified_by", "minors", "guidance", "guidance_en", "offered") if name in row}
    return KindVersion(
        start=row.get("from") or ALWAYS,
        indicators=row["indicators"],
        fields=boxes,
        evidence=evidence,
        serves=row.get("serves", []),
        **given,
    )
