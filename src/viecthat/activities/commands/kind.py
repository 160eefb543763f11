"""Kinds of work: taken over from the catalogue, added and edited by the central office as dated versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import FieldType
from viecthat.activities.models import ActivityKind, KindVersion
from viecthat.activities.models.kind import ALWAYS
from viecthat.activities.queries.kinds import USUAL, KindField, Need, fields_of, typed_indicators, versions_of
from viecthat.activities.rules import may_keep_kinds
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viecthat.accounts.models import Account

_TYPES = {
    "so": FieldType.NUMBER, "chu": FieldType.TEXT, "ngay": FieldType.DATE, "tien": FieldType.MONEY,
    "chon": FieldType.CHOICE,
}  # fmt: skip
_WORDS = {
    FieldType.NUMBER: "số", FieldType.TEXT: "chữ", FieldType.DATE: "ngày", FieldType.MONEY: "tiền",
    FieldType.CHOICE: "chọn",
}  # fmt: skip


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


@dataclass(frozen=True)
class KindDraft:
    """What the central office wants a kind to ask for from `start` on. boxes: a line each, as `read_boxes` has them."""

    name: str
    name_en: str
    group: str
    start: date
    indicators: Sequence[str]
    boxes: str = ""
    need: Need = USUAL
    verified_by: str = "any"
    minors: str = "yes"
    serves: Sequence[str] = ()
    guidance: str = ""
    offered: bool = True
    reason: str = ""


@transaction.atomic
def write_kind(*, kind: ActivityKind | None, draft: KindDraft, actor: Account, at: datetime) -> KindVersion:
    """Add a kind, or a new version of one, for work done from a day to come; what was recorded keeps its own.

    A name is a name for all of it. Raises Refused.
    """
    if not may_keep_kinds(actor, at):
        raise Refused(gettext_noop("Chỉ cơ quan cấp cao nhất giữ danh mục loại việc."))
    if draft.start < localdate(at) or (kind is not None and draft.start == localdate(at)):
        raise Refused(
            gettext_noop("Bản mới áp dụng từ ngày mai trở đi; việc đã ghi không đổi cách hiểu."), field="start"
        )
    name = one_line(draft.name, 120, field="name")
    known = {code for code, one in typed_indicators().items() if one.unit_id is None}
    if not draft.indicators or any(code not in known for code in draft.indicators):
        raise Refused(gettext_noop("Chọn ít nhất một kết quả mà loại việc này cho ra."), field="indicators")
    clash = ActivityKind.objects.filter(name__iexact=name).exclude(pk=kind.pk if kind else "")
    if not name or clash.exists():
        raise Refused(gettext_noop("Đã có loại việc tên này; mở loại đó để sửa."), field="name")
    before = versions_of(kind.pk)[0] if kind is not None else None
    if kind is None:
        last = ActivityKind.objects.order_by("-position").values_list("position", flat=True).first() or 0
        kind = ActivityKind(code=_new_code(name), position=last + 1)
    kind.name, kind.name_en, kind.group = name, one_line(draft.name_en, 120, field="name_en") or name, draft.group
    save_checked(kind)
    version = KindVersion(
        kind=kind,
        start=draft.start,
        indicators=list(draft.indicators),
        fields=read_boxes(draft.boxes, before),
        evidence={**(before.evidence if before else {}), "evidenced": asdict(draft.need)},
        verified_by=draft.verified_by,
        minors=draft.minors,
        serves=list(draft.serves),
        guidance=draft.guidance.strip(),
        guidance_en=before.guidance_en if before and before.guidance == draft.guidance.strip() else "",
        offered=draft.offered,
        reason=one_line(draft.reason, 300, field="reason"),
        by=actor,
        written_at=at,
    )
    save_checked(version)
    return version


def read_boxes(text: str, before: KindVersion | None = None) -> list[dict[str, Any]]:
    """Boxes from lines "name | type | bắt buộc"; a box that keeps its name keeps its code. Refused at `boxes`."""
    codes = {box.name: box for box in fields_of(before)}
    rows: list[dict[str, Any]] = []
    for line in filter(str.strip, text.splitlines()):
        name, kind, *rest = (part.strip() for part in (line + "|").split("|"))
        word, _colon, choices = kind.partition(":")
        box_type = _TYPES.get(fold(word) or "chu")
        if not name or box_type is None or (box_type == FieldType.CHOICE and not choices.strip()):
            raise Refused(
                gettext_noop("Không đọc được dòng “{line}”; xem lại tên và kiểu của ô."), field="boxes", line=line
            )
        old = codes.get(name)
        row: dict[str, Any] = {"code": old.code if old else _code_of(name), "name": name, "type": str(box_type)}
        if old and old.name_en:
            row["name_en"] = old.name_en
        if box_type == FieldType.CHOICE:
            row["choices"] = [choice.strip() for choice in choices.split(";") if choice.strip()]
        elif box_type == FieldType.NUMBER and choices.strip():
            row["unit"] = choices.strip()
        if any(fold(part) == "bat buoc" for part in rest):
            row["required"] = True
        if any(row["code"] == other["code"] for other in rows):
            raise Refused(gettext_noop("Hai ô cùng tên “{name}”."), field="boxes", name=name)
        rows.append(row)
    return rows


def boxes_written(version: KindVersion) -> str:
    """The boxes of a version as lines that `read_boxes` reads."""
    lines = []
    for box in fields_of(version):
        kind = _WORDS[box.type]
        if box.choices:
            kind += ": " + "; ".join(box.choices)
        elif box.unit:
            kind += f": {box.unit}"
        lines.append(" | ".join([box.name, kind, *(["bắt buộc"] if box.required else [])]))
    return "\n".join(lines)


def _code_of(name: str) -> str:
    return fold(name).replace(" ", "_")[:40] or "o"


def _new_code(name: str) -> str:
    code = _code_of(name)
    taken = set(ActivityKind.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(one for one in chain([code], (f"{code}_{n}" for n in count(2))) if one not in taken)


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
