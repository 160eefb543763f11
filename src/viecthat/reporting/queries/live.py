"""What a report would say if it were signed now, and what the ledger alone says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.filling import filled_report
from viecthat.reporting.queries.form import kept_form
from viecthat.reporting.queries.signing import content_of_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viecthat.reporting.models import Report, ReportFigure
    from viecthat.reporting.queries.content import EditionContent


def draft_content(report: Report, at: datetime) -> EditionContent:
    """The report as it would be signed now, with what is typed and not in the ledger yet.

    Raises Refused when the unit is not in the tree any more.
    """
    return _content(report, {row.line_id: row for row in report.figures.select_related("line__indicator")}, at)


def ledger_content(report: Report, signed: EditionContent, at: datetime) -> EditionContent:
    """The signed words over the ledger's figures of now: for those who may not see what is being written."""
    return replace(_content(report, {}, at), sections=signed.sections)


def _content(report: Report, figures: Mapping[int, ReportFigure], at: datetime) -> EditionContent:
    expected = expected_for(report.call, at)
    if report.unit_id not in expected.tree:
        raise Refused(gettext_noop("Đơn vị không còn trong cơ cấu của kỳ này nên không có số hiện tại để so."))
    report.call.form = kept_form(report.call.form_id)
    filled = filled_report(report.call, report.unit_id, expected=expected, figures=figures)
    return content_of_report(report, expected, filled, {row.section_id: row for row in report.texts.all()})
