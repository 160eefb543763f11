"""What is frozen when a report is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.people.queries.own import person_of
from viecthat.people.queries.post import held, in_force, posts_of
from viecthat.reporting.queries.content import ContentSection, EditionContent
from viecthat.reporting.queries.doubting import doubts_on, signed_doubts
from viecthat.reporting.queries.filling import Filled, filled_report
from viecthat.reporting.queries.narrative import read_as
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.reporting.models import Report, ReportFigure, ReportText
    from viecthat.reporting.queries.expected import Expected


def content_to_sign(
    report: Report,
    expected: Expected,
    figures: Mapping[int, ReportFigure],
    texts: Mapping[int, ReportText],
    *,
    signer: Account,
    signed_for: Account | None,
    at: datetime,
) -> EditionContent:
    """The report as it stands now, after what was typed was posted.

    Raises Refused for a figure that must be there and is not.
    """
    filled = filled_report(report.call, report.unit_id, expected=expected, figures=figures, pending=False)
    for line in filled.lines:
        if line.required and not line.has_figure and not line.explanation:
            raise Refused(
                gettext_noop("“{name}” chưa có số: ghi việc, kê khai hoặc giải trình vì sao không có."), name=line.name
            )
    return replace(
        content_of_report(report, expected, filled, texts),
        signer=str(signer),
        signer_post=_post_of(signer, report.unit_id, localdate(at)),
        signed_for=str(signed_for or ""),
        doubts=signed_doubts(doubts_on(report, expected, filled.lines, filled.source, texts, filled.children)),
    )


def _post_of(signer: Account, unit: int, day: date) -> str:
    """What the signer is in the unit on the day, by the register of posts; empty where it does not know them."""
    person = person_of(signer)
    posts = held(posts_of(person.pk).filter(in_force(day), unit=unit), day) if person is not None else []
    return min(posts, key=lambda one: one.kind.rank).name() if posts else ""


def content_of_report(
    report: Report, expected: Expected, filled: Filled, texts: Mapping[int, ReportText]
) -> EditionContent:
    """A report as a print needs it, signed or not. One query."""
    call, form = report.call, report.call.form
    written = {section: row.text for section, row in texts.items()}
    above = list(expected.tree.ancestors(report.unit_id)) if report.unit_id in expected.tree else []
    names = units_by_id([report.unit_id, *above], expected.unit_map.day)
    return EditionContent(
        form=form.code,
        form_name=form.name,
        form_name_en=form.name_en,
        signing=form.signing,
        unit=report.unit_id,
        unit_name=names[report.unit_id].name,
        superior=tuple(names[one].name for one in above),
        start=call.start,
        end=call.end,
        due=expected.due(report.unit_id),
        lines=filled.lines,
        sections=tuple(
            ContentSection(
                section=section.pk,
                number=section.number,
                heading=section.heading,
                level=section.level,
                written=section.written,
                text=written.get(section.pk, ""),
                read_as=read_as(written.get(section.pk, ""), filled.lines),
            )
            for section in form.sections.all()
        ),
        coverage=filled.coverage,
        made_up=str(int(filled.made_up)) if filled.made_up else "",
        kinds=tuple(names[one].kind for one in (*above, report.unit_id)),
    )
