"""Forms of reports: taken over from the catalogue, made and changed by the units that keep them, as dated versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.readers import day
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.ledger.queries import indicators
from viecthat.ledger.queries.own import check_own
from viecthat.reporting.choices import Breakdown, FormCadence
from viecthat.reporting.models import FormLine, FormSection, ReportCall, ReportForm
from viecthat.reporting.rules import may_keep_form
from viecthat.units.queries import kinds, unit_identity

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator

MOST_LINES = 200
MOST_SECTIONS = 60
_LONGEST_CODE = 64
_HEAD = ("name", "name_en", "cadence", "due_days", "due_earlier", "opens_before", "checked_first", "signing", "note")


@dataclass(frozen=True)
class LineDraft:
    """A figure that a form asks for, by the indicator's code."""

    indicator: str
    breakdown: str = ""
    required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class SectionDraft:
    """A heading of a form."""

    heading: str
    number: str = ""
    level: int = 1
    written: bool = True
    required: bool = False
    area: int | None = None
    hint: str = ""


@dataclass(frozen=True)
class FormDraft:
    """All that a version of a form says. opens_before None: its calls are opened by hand only."""

    name: str
    cadence: str
    kinds: Sequence[str]
    lines: Sequence[LineDraft]
    sections: Sequence[SectionDraft]
    name_en: str = ""
    due_days: int = 5
    due_earlier: int = 2
    opens_before: int | None = None
    checked_first: bool = False
    signing: str = "TM. BAN THƯỜNG VỤ"
    note: str = ""
    directive: int | None = None
    programme: int | None = None


@dataclass(frozen=True)
class CatalogueForm:
    """A version of a form as the catalogue has it."""

    code: str
    start: date
    end: date | None
    draft: FormDraft


def form_read(row: dict[str, Any]) -> CatalogueForm:
    """A row of report_forms.yaml. KeyError, TypeError or ValueError where it can't be read."""
    start = day(row, "start")
    if start is None:
        raise ValueError(f"{row['code']} has no first day")
    FormCadence(row["cadence"])
    lines = [LineDraft(**({"indicator": line} if isinstance(line, str) else _named(line))) for line in row["lines"]]
    draft = FormDraft(
        name=row["name"],
        name_en=row.get("name_en", ""),
        cadence=row["cadence"],
        kinds=tuple(row["kinds"]),
        lines=tuple(lines),
        sections=tuple(SectionDraft(**heading) for heading in row["sections"]),
        due_days=row["due"],
        due_earlier=row.get("earlier", 0),
        opens_before=row.get("opens_before"),
        checked_first=row.get("checked_first", False),
        signing=row.get("signing", "TM. BAN THƯỜNG VỤ"),
        note=row.get("note", ""),
    )
    return CatalogueForm(row["code"], start, day(row, "end"), draft)


def _named(line: Mapping[str, Any]) -> dict[str, Any]:
    Breakdown(line.get("breakdown", Breakdown.CHILDREN))
    return {"indicator": line["code"], **{name: line[name] for name in line if name != "code"}}


@transaction.atomic
def load_forms(*, forms: Iterable[CatalogueForm]) -> int:
    """Take over the catalogue's forms; returns how many versions came new.

    A form that people have changed is left as they made it, and so is a version that calls were opened with.
    """
    rows = sorted(forms, key=lambda row: (row.code, row.start))
    known = {(form.code, form.start): form for form in ReportForm.objects.filter(unit=None)}
    own = {code for (code, _start), form in known.items() if form.written_at is not None}
    used = set(ReportCall.objects.filter(form__unit=None).values_list("form_id", flat=True))
    ids = _ids(indicators())
    new = 0
    for row in rows:
        if row.code in own:
            continue
        form = known.get((row.code, row.start))
        if form is None:
            ReportForm.objects.filter(code=row.code, start__lt=row.start, end__isnull=True).update(end=row.start)
            form = ReportForm(code=row.code, start=row.start)
            new += 1
        elif form.pk in used or _same(form, row.draft):
            continue
        _fill(form, row.draft)
        form.end = row.end
        form.save()
        _write_rows(form, row.draft, ids)
    return new


@transaction.atomic
def make_form(*, unit: int | None, draft: FormDraft, start: date, actor: Account, at: datetime) -> ReportForm:
    """A new form that `unit` keeps (None: the whole organisation), used from `start` on. Raises Refused."""
    form = ReportForm(unit_id=unit, start=start, written_at=at)
    if not may_keep_form(actor, form, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị này."))
    name = one_line(draft.name, 200, field="name")
    prefix = f"{unit_identity(unit).code}-" if unit is not None else ""
    form.code = _new_code(f"{prefix}{fold(name).replace(' ', '-') or 'mau'}")
    return _keep(form, draft)


@transaction.atomic
def revise_form(*, form: ReportForm, draft: FormDraft, start: date, actor: Account, at: datetime) -> ReportForm:
    """Change a form: one that calls were opened with gets a new version from `start` on, another is changed in place.

    Calls keep the version they were opened with. Raises Refused.
    """
    form = ReportForm.objects.select_for_update().get(pk=form.pk)
    if not may_keep_form(actor, form, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị này."))
    if form.end is not None:
        raise Refused(gettext_noop("Bản này đã thôi dùng hoặc có bản sau; sửa bản mới nhất."))
    if not ReportCall.objects.filter(form=form).exists():
        form.start, form.written_at = start, at
        return _keep(form, draft)
    if start <= form.start:
        raise Refused(
            gettext_noop("Mẫu đã dùng để mở đợt nên giữ nguyên bản cũ; bản mới dùng từ một ngày sau {day}."),
            field="start",
            day=format_date(form.start),
        )
    form.end, form.written_at = start, at
    save_checked(form)
    return _keep(ReportForm(code=form.code, unit_id=form.unit_id, start=start, written_at=at), draft)


@transaction.atomic
def end_form(*, form: ReportForm, day: date, actor: Account, at: datetime) -> ReportForm:
    """Nobody opens a call with it from `day` on; calls that are open stay. Raises Refused."""
    form = ReportForm.objects.select_for_update().get(pk=form.pk)
    if not may_keep_form(actor, form, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ mẫu báo cáo của đơn vị này."))
    if form.end is not None and form.end <= localdate(at):
        raise Refused(gettext_noop("Mẫu này đã thôi dùng."))
    form.end, form.written_at = day, at
    save_checked(form)
    return form


def _keep(form: ReportForm, draft: FormDraft) -> ReportForm:
    known = kinds()
    if not draft.kinds or any(kind not in known for kind in draft.kinds):
        raise Refused(gettext_noop("Chọn ít nhất một loại đơn vị phải gửi báo cáo này."), field="kinds")
    if not draft.lines and not draft.sections:
        raise Refused(gettext_noop("Mẫu phải có ít nhất một số liệu hoặc một đề mục."))
    if len(draft.lines) > MOST_LINES or len(draft.sections) > MOST_SECTIONS:
        raise Refused(
            gettext_noop("Một mẫu có nhiều nhất {lines} số liệu và {sections} đề mục."),
            lines=MOST_LINES,
            sections=MOST_SECTIONS,
        )
    known_now = indicators()
    ids = _ids(known_now)
    for line in draft.lines:
        if line.indicator not in ids:
            raise Refused(gettext_noop("Không có chỉ số nào mã là “{code}”."), code=line.indicator)
    # The organisation's own forms come from the catalogue, which knows no unit's own indicators.
    if form.unit_id is not None:
        check_own((known_now[ids[line.indicator]] for line in draft.lines), form.unit_id, form.start)
    if len({line.indicator for line in draft.lines}) < len(draft.lines):
        raise Refused(gettext_noop("Một chỉ số đứng hai lần trong mẫu; bỏ bớt một dòng."))
    _check_headings(draft.sections)
    _fill(form, draft)
    save_checked(form)
    _write_rows(form, draft, ids)
    return form


def _ids(known: Mapping[int, Indicator]) -> dict[str, int]:
    return {indicator.code: pk for pk, indicator in known.items()}


def _check_headings(sections: Collection[SectionDraft]) -> None:
    for place, section in enumerate(sections, 1):
        if not section.heading.strip():
            raise Refused(gettext_noop("Đề mục thứ {place} chưa có tên; ghi tên hoặc bỏ dòng đó."), place=place)
        if section.required and not section.written:
            raise Refused(
                gettext_noop("“{name}” chỉ là đề mục lớn, không có phần viết, nên không thể “phải viết”."),
                name=section.heading,
            )


def _fill(form: ReportForm, draft: FormDraft) -> None:
    for name, value in {**{name: getattr(draft, name) for name in _HEAD}, "kinds": list(draft.kinds)}.items():
        setattr(form, name, value)
    form.directive_id, form.programme_id = draft.directive, draft.programme


def _write_rows(form: ReportForm, draft: FormDraft, ids: Mapping[str, int]) -> None:
    form.lines.all().delete()
    form.sections.all().delete()
    lines = [
        FormLine(
            form=form, place=place, indicator_id=ids[line.indicator],
            breakdown=line.breakdown, required=line.required, hint=one_line(line.hint, 300),
        )
        for place, line in enumerate(draft.lines)
    ]  # fmt: skip
    FormLine.objects.bulk_create(lines)
    FormSection.objects.bulk_create(
        FormSection(
            form=form, place=place, number=one_line(one.number, 12), heading=one_line(one.heading, 200),
            level=one.level, written=one.written, required=one.required, area=one.area, hint=one_line(one.hint, 500),
        )
        for place, one in enumerate(draft.sections)
    )  # fmt: skip


def draft_of(form: ReportForm) -> FormDraft:
    """What a version says, to be changed or copied. Two queries."""
    return FormDraft(
        **{name: getattr(form, name) for name in _HEAD},
        kinds=tuple(form.kinds),
        lines=tuple(
            LineDraft(line.indicator.code, line.breakdown, line.required, line.hint)
            for line in form.lines.select_related("indicator")
        ),
        sections=tuple(
            SectionDraft(one.heading, one.number, one.level, one.written, one.required, one.area, one.hint)
            for one in form.sections.all()
        ),
        directive=form.directive_id,
        programme=form.programme_id,
    )


def _same(form: ReportForm, draft: FormDraft) -> bool:
    return draft_of(form) == draft


def _new_code(wanted: str) -> str:
    code = wanted[: _LONGEST_CODE - 4]
    taken = set(ReportForm.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(one for one in chain([code], (f"{code}-{n}" for n in count(2))) if one not in taken)
