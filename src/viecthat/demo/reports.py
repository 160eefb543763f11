"""One half-year report on its whole way, made up and saying so: a commune's, the city's above it, the centre that
called. One figure was given back and answered, one question about a number too. Nothing of it enters the ledger.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.calls import FORM, last_half
from viecthat.demo.tree import CENTRE, HANOI, unit_code
from viecthat.reporting.commands.call import close_call, open_call
from viecthat.reporting.commands.doubt import answer_doubt
from viecthat.reporting.commands.report import Said, open_report, say_figure, write_section
from viecthat.reporting.commands.steps import accept_report, return_report, sign_report
from viecthat.reporting.queries.call import CallFilter, calls_found
from viecthat.reporting.queries.calling import version_on
from viecthat.reporting.queries.doubting import doubts_on
from viecthat.reporting.queries.report import report_by_id, report_shown
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.reporting.models import Report

COMMUNE = unit_code("09694")
_SINCE = date(2025, 7, 8)  # a week after the roles of the demonstration begin
_WORDS = "Đợt báo cáo minh hoạ, đã xong và đã khép."
_ILLUSTRATED = "Lời viết minh hoạ."
_ODD = "Có 190/1.1887 thanh niên dự học tập (minh hoạ)."  # groups of digits that nobody writes: it is asked about
_NONE = "Minh hoạ: trong kỳ không phát sinh."


@transaction.atomic
def settle_reports(at: datetime) -> int:
    """The centre calls for the half-year that ended last; a commune and its city send, and are taken in. How many
    calls came new.
    """
    today = localdate(at)
    period, form = last_half(today), version_on(FORM, today)
    units = [unit_with_code(code, today) for code in (CENTRE, HANOI, COMMUNE)]
    actors = [account_named(name) for name in ("trung-uong", "bi-thu-ha-noi", "bi-thu-tan-linh")]
    if today < _SINCE or form is None or None in units or None in actors:
        return 0
    centre, city, commune = (unit.id for unit in units if unit is not None)
    above, middle, below = (actor for actor in actors if actor is not None)
    if calls_found(CallFilter(form=FORM, period=period), above, at).filter(unit=centre).exists():
        return 0
    days = [at - timedelta(days=before) for before in range(7, 0, -1)]
    call = open_call(form=form, unit=centre, period=period, words=_WORDS, actor=above, at=days[0])
    first = open_report(call=call, unit=commune, actor=below, at=days[1])
    _write(first, below, days[1], odd=True)
    sign_report(report=first, actor=below, at=days[1])
    line = call.form.lines.order_by("place").values_list("pk", flat=True)[0]
    return_report(
        report=first, lines={line: "Số này gồm cả phần làm chung với xã bên không? (minh hoạ)"}, actor=middle,
        at=days[2],
    )  # fmt: skip
    row = first.figures.get(line=line)
    say_figure(
        report=first, line=line,
        said=Said(explanation=row.explanation, answer="Chỉ phần của xã; phần làm chung xã bên đã báo cáo (minh hoạ)."),
        revision=row.revision, actor=below, at=days[3],
    )  # fmt: skip
    sign_report(report=first, actor=below, at=days[3])
    accept_report(report=first, actor=middle, at=days[4])
    second = open_report(call=call, unit=city, actor=middle, at=days[4])
    _write(second, middle, days[4])
    sign_report(report=second, actor=middle, at=days[5])
    accept_report(report=second, actor=above, at=days[6])
    close_call(call=call, actor=above, at=at)
    return 1


def _write(report: Report, actor: Account, at: datetime, *, odd: bool = False) -> None:
    """What must be there, and in one report a number that is asked about, with its answer."""
    found = report_by_id(report.pk)
    if found is None:
        raise RuntimeError("it was just begun")
    sections = [one for one in found.call.form.sections.all() if one.written]
    for place, section in enumerate(sections):
        if section.required or place == 0:
            text = _ODD if odd and place == 0 else _ILLUSTRATED
            write_section(report=found, section=section.pk, text=text, revision=0, actor=actor, at=at)
    shown = report_shown(found, drafts=True, at=at)
    for line in shown.lines:
        if line.missing:
            say_figure(
                report=found, line=line.pk, said=Said(explanation=_NONE), revision=0, actor=actor, at=at
            )  # fmt: skip
    if not odd:
        return
    for doubt in doubts_on(found, shown.expected, shown.content_lines, shown.filled.source, shown.texts):
        if doubt.doubt.code == "broken_groups":
            answer_doubt(report=found, key=doubt.doubt.key, answer=doubt.ready[0], actor=actor, at=at)
