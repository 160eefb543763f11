"""Forms of reports: found, one with its lines, headings and versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Prefetch, QuerySet

from viecthat.kernel.names import fold
from viecthat.ledger.choices import WorkArea
from viecthat.reporting.models import FormLine, FormSection, ReportCall, ReportForm
from viecthat.reporting.queries.calling import forms_on
from viecthat.units.queries import UnitRow, kinds, units_by_id

if TYPE_CHECKING:
    from viecthat.units.queries import UnitKind

# Which versions of a form's rows are there: where each lies and which transaction wrote it; no other state is the same.
_AS_STORED = """
    SELECT md5(concat(
        (SELECT concat_ws(',', ctid, xmin) FROM reporting_reportform WHERE id = %(form)s), '/',
        (SELECT string_agg(concat_ws(',', l.ctid, l.xmin, i.ctid, i.xmin), ' ' ORDER BY l.id)
         FROM reporting_formline l JOIN ledger_indicator i ON i.id = l.indicator_id WHERE l.form_id = %(form)s), '/',
        (SELECT string_agg(concat_ws(',', ctid, xmin), ' ' ORDER BY id)
         FROM reporting_formsection WHERE form_id = %(form)s)
    ))
"""
OWN_OF_ALL = "chung"  # the forms of the whole organisation, in the address


@dataclass(frozen=True)
class ListedForm:
    """A form in force with who keeps it and how much it asks for."""

    form: ReportForm
    keeper: UnitRow | None
    lines: int
    sections: int


def forms_found(text: str, cadence: str, kind: str, keeper: str, day: date) -> list[ReportForm]:
    """The forms in force on a day, by name; keeper: "chung" or the id of a unit."""
    found = forms_on(day)
    if cadence:
        found = found.filter(cadence=cadence)
    if kind:
        found = found.filter(kinds__contains=[kind])
    if keeper == OWN_OF_ALL:
        found = found.filter(unit=None)
    elif keeper:
        found = found.filter(unit=int(keeper))
    wanted = fold(text)
    return [form for form in found.order_by("name") if wanted in fold(f"{form.name} {form.name_en} {form.code}")]


def listed_forms(forms: Sequence[ReportForm], day: date) -> list[ListedForm]:
    """These forms with their keepers and counts. Three queries."""
    ids = [form.pk for form in forms]
    lines = _counts(FormLine.objects.filter(form__in=ids))
    sections = _counts(FormSection.objects.filter(form__in=ids))
    keepers = units_by_id({form.unit_id for form in forms if form.unit_id is not None}, day)
    return [
        ListedForm(
            form,
            keepers.get(form.unit_id) if form.unit_id is not None else None,
            lines.get(form.pk, 0),
            sections.get(form.pk, 0),
        )
        for form in forms
    ]


def keepers_of_forms(day: date) -> list[UnitRow]:
    """The units that keep a form in force on a day."""
    ids = set(forms_on(day).exclude(unit=None).values_list("unit_id", flat=True))
    return sorted(units_by_id(ids, day).values(), key=lambda row: row.name) if ids else []


def form_with_id(pk: int) -> ReportForm | None:
    """The version of a form."""
    return ReportForm.objects.select_related("programme", "directive").filter(pk=pk).first()


def kept_form(pk: int) -> ReportForm:
    """The version of a form with its lines, their indicators and its headings, kept in memory until any changes.

    To be read, never to be changed. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AS_STORED, {"form": pk})
        (stored,) = cursor.fetchone()
    return _kept(str(connection.settings_dict["NAME"]), pk, stored)


@lru_cache(maxsize=64)
def _kept(_database: str, pk: int, _stored: str) -> ReportForm:
    lines = Prefetch("lines", FormLine.objects.select_related("indicator"))
    return ReportForm.objects.prefetch_related(lines, "sections").get(pk=pk)


def versions_of_form(code: str) -> QuerySet[ReportForm]:
    """All versions, the newest first, each with how many calls were opened with it."""
    return ReportForm.objects.filter(code=code).annotate(used=Count("calls")).order_by("-start")


def is_used(form: ReportForm) -> bool:
    """Whether calls were opened with this version."""
    return ReportCall.objects.filter(form=form).exists()


def lines_by_area(form: ReportForm) -> list[tuple[str, list[FormLine]]]:
    """The figures a form asks for, under the blocks they belong to, in the form's order."""
    blocks: list[tuple[int, list[FormLine]]] = []
    for line in form.lines.select_related("indicator"):
        if not blocks or blocks[-1][0] != line.indicator.area:
            blocks.append((line.indicator.area, []))
        blocks[-1][1].append(line)
    return [(str(WorkArea(area).label), lines) for area, lines in blocks]


def kinds_named(codes: Iterable[str] | None = None) -> list[UnitKind]:
    """These kinds of units, or all, the highest level first."""
    wanted = None if codes is None else set(codes)
    found = (kind for code, kind in kinds().items() if wanted is None or code in wanted)
    return sorted(found, key=lambda kind: (kind.level, kind.code))


def _counts(rows: QuerySet[FormLine] | QuerySet[FormSection]) -> dict[int, int]:
    return dict(rows.order_by().values_list("form").annotate(n=Count("pk")))
