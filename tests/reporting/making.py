"""Forms, calls and reports for tests, made by the project's own commands where there are some."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.factories import AT
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import indicator_named
from viecthat.reporting.commands.report import open_report
from viecthat.reporting.models import FormLine, FormSection, Report, ReportCall, ReportForm

YEAR = Period.year(2026)
KINDS = ("branch", "commune", "province", "central")


def form_of(
    codes: Sequence[str] = ("trees_planted", "cadres_trained"), *, code: str = "half_year", **more: object
) -> ReportForm:
    """A form with a line for each indicator and two headings, one to be written under."""
    given = {"name": "Báo cáo 6 tháng", "cadence": "half", "kinds": list(KINDS), "start": date(2020, 1, 1)} | more
    form = ReportForm.objects.create(code=code, **given)
    for place, one in enumerate(codes):
        FormLine.objects.create(form=form, place=place, indicator=indicator_named(one))
    FormSection.objects.create(form=form, place=0, number="I", heading="Kết quả đạt được", written=False)
    FormSection.objects.create(form=form, place=1, number="1", heading="Phong trào tình nguyện", level=2, area=2)
    return form


def call_of(form: ReportForm, unit: object, *, period: Period = YEAR, due: date | None = None) -> ReportCall:
    """The unit calls for the form."""
    return ReportCall.objects.create(
        form=form, unit=unit, start=period.start, end=period.end, due=due or period.end + timedelta(5), opened_at=AT
    )


def report_of(call: ReportCall, unit: object, actor: object) -> Report:
    """The unit's report, begun."""
    return open_report(call=call, unit=unit.pk, actor=actor, at=AT)
