"""python -m bench.reports: the last evening of a half-year. Branches sign and send, communes take in.

On a ledger in a database of its own: 20,000 branches in 600 communes, 34 provinces and the centre. First so many
reports by the product's own commands in one process, and the same rows by a bare COPY beside it; then 64 clients
against the real server, who open the report, say a figure, sign and send, while the communes open their lists and take
in. Written to docs/bench/reports.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.database import own_database
from bench.serving import Answered, all_at_once, got, posted, served, sessions_for

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

DATABASE: Final = "viecthat_bench_reports"
REPORT: Final = Path(__file__).parent.parent / "docs" / "bench" / "reports.md"
BEGIN: Final = date(2000, 1, 1)
PROVINCES: Final = 34
COMMUNES: Final = 600
CLIENTS: Final = 64
A_HANDFUL: Final = 5  # a commune looks at its list after so many reports
Reply = tuple["HTTPResponse", bytes]
LINES_OF_THE_NATION: Final = 6_000_000
EVENING_HOURS: Final = 5


@dataclass(frozen=True)
class Ground:
    """The call, its form's number of lines, and per branch its unit, its commune's place and its secretary."""

    call: int
    lines: int
    branches: list[tuple[int, int]]  # unit, account
    communes: list[tuple[int, int]]
    commune_of: list[int]
    at: datetime


@dataclass(frozen=True)
class Written:
    """So many reports by commands, in seconds; the COPY of the same rows beside it."""

    reports: int
    lines: int
    signing: float
    accepting: float
    copying: float


def main() -> None:
    """Make the ground, sign and take in by commands, then through the server; write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--branches", type=int, default=20_000)
    parser.add_argument("--by-commands", type=int, default=1_000)
    parser.add_argument("--by-clients", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["VIECTHAT_FILES"] = home
        with own_database(DATABASE):
            ground = _ground(given.branches)
            written = _by_commands(ground, given.by_commands)
            print(written, flush=True)
            answered = _by_clients(ground, given.by_commands, given.by_clients) if given.by_clients else {}
    page = _page(written, answered, given.branches)
    print(page)
    if answered:
        REPORT.write_text(page, encoding="utf-8")


def _ground(count: int) -> Ground:
    from viecthat.accounts.choices import Role
    from viecthat.accounts.models import Account, RoleGrant
    from viecthat.kernel.periods import Period
    from viecthat.ledger.choices import Grade, PostingKind
    from viecthat.ledger.commands import Draft, Line, import_postings, open_dataset
    from viecthat.ledger.queries import indicators
    from viecthat.project.catalogue import load_catalogue
    from viecthat.reporting.models import ReportCall, ReportForm
    from viecthat.units.commands import UnitSpan, import_tree
    from viecthat.units.models import Unit

    at = datetime.now(UTC)
    load_catalogue()
    spans = [UnitSpan("tw", "Trung ương Đoàn", "central", None, BEGIN, None)]
    spans += [UnitSpan(f"p{n}", f"Tỉnh đoàn {n}", "province", "tw", BEGIN, None) for n in range(PROVINCES)]
    spans += [UnitSpan(f"c{n}", f"Đoàn xã {n}", "commune", f"p{n % PROVINCES}", BEGIN, None) for n in range(COMMUNES)]
    spans += [UnitSpan(f"b{n}", f"Chi đoàn {n}", "branch", f"c{n % COMMUNES}", BEGIN, None) for n in range(count)]
    import_tree(spans=spans, successions=[], decision="")
    units = dict(Unit.objects.values_list("code", "pk"))
    codes = [f"b{n}" for n in range(count)] + [f"c{n}" for n in range(COMMUNES)]
    accounts = Account.objects.bulk_create(
        (Account(username=f"bench-{code}", full_name=code, opened_at=at, password="!") for code in codes),
        batch_size=5_000,
    )
    RoleGrant.objects.bulk_create(
        (
            RoleGrant(
                account=account, unit_id=units[code], start=BEGIN,
                role=Role.BRANCH_SECRETARY if code[0] == "b" else Role.SECRETARY,
            )
            for account, code in zip(accounts, codes, strict=True)
        ),
        batch_size=5_000,
    )  # fmt: skip
    form = ReportForm.objects.filter(code="half_year").order_by("-start").first()
    assert form is not None
    half = Period.half(at.year, 1 if at.month <= 6 else 2)
    call = ReportCall.objects.create(
        form=form, unit_id=units["tw"], start=half.start, end=half.end, due=half.end, opened_at=at
    )
    plain = [row for row in indicators().values() if row.measure == "flow" and not row.register][:6]
    dataset, _new = open_dataset(
        code="bench", title="bench", source="bench", source_date=None, synthetic=True, note="", at=at
    )
    for begin in range(0, count, 5_000):
        drafts = [
            Draft(
                units[f"b{n}"],
                PostingKind.IMPORT,
                tuple(
                    Line(units[f"b{n}"], row.pk, half.start, 7 + (n * 31 + k) % 90, Grade.EVIDENCED)
                    for k, row in enumerate(plain)
                ),
                at,
                f"bench-{n}",
            )
            for n in range(begin, min(begin + 5_000, count))
        ]
        import_postings(drafts=drafts, dataset=dataset, at=at)
    return Ground(
        call.pk,
        form.lines.count(),
        [(units[f"b{n}"], accounts[n].pk) for n in range(count)],
        [(units[f"c{n}"], accounts[count + n].pk) for n in range(COMMUNES)],
        [n % COMMUNES for n in range(count)],
        at,
    )


def _by_commands(ground: Ground, count: int) -> Written:
    from viecthat.accounts.models import Account
    from viecthat.reporting.commands.report import Said, open_report, say_figure
    from viecthat.reporting.commands.steps import accept_report, sign_report
    from viecthat.reporting.models import Edition, ReportCall

    call = ReportCall.objects.select_related("form").get(pk=ground.call)
    call.form.lines.update(required=False)  # nobody writes prose here; what is asked is how fast figures go up
    call.form.sections.update(required=False)
    typed = call.form.lines.filter(indicator__register="", indicator__measure="flow").first()
    assert typed is not None
    people = Account.objects.in_bulk([account for _unit, account in [*ground.branches[:count], *ground.communes]])
    reports = []
    for unit, account in ground.branches[:count]:
        report = open_report(call=call, unit=unit, actor=people[account], at=ground.at)
        say_figure(
            report=report, line=typed.pk, said=Said(3, "Sổ của chi đoàn"), revision=0, actor=people[account],
            at=ground.at,
        )  # fmt: skip
        reports.append(report)
    signing = _seconds(
        lambda: [
            sign_report(report=report, actor=people[account], at=ground.at)
            for report, (_unit, account) in zip(reports, ground.branches, strict=False)
        ]
    )
    accepting = _seconds(
        lambda: [
            accept_report(report=report, actor=people[ground.communes[commune][1]], at=ground.at)
            for report, commune in zip(reports, ground.commune_of, strict=False)
        ]
    )
    rows = [json.dumps(content, ensure_ascii=False) for content in Edition.objects.values_list("content", flat=True)]
    return Written(count, count * ground.lines, signing, accepting, _seconds(lambda: _copied(rows)))


def _copied(rows: Sequence[str]) -> None:
    """The same contents into a table without anything, line by line: what the disk alone would take."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_lines (report bigint, line jsonb)")
        with cursor.copy("COPY bench_lines (report, line) FROM STDIN") as copy:
            for number, row in enumerate(rows):
                for line in json.loads(row)["lines"]:
                    copy.write_row((number, json.dumps(line)))


def _by_clients(ground: Ground, first: int, count: int) -> dict[str, Answered]:
    from viecthat.reporting.models import ReportCall

    call = ReportCall.objects.select_related("form").get(pk=ground.call)
    typed = call.form.lines.filter(indicator__register="", indicator__measure="flow").first()
    assert typed is not None
    chosen = list(range(first, first + count))
    keys = sessions_for([ground.branches[n][1] for n in chosen] + [account for _unit, account in ground.communes])
    times: dict[str, list[float]] = {name: [] for name in ("open", "page", "say", "sign", "list", "take")}

    def timed(name: str, request: Callable[[], Reply], *wanted: int) -> Reply:
        begun = time.perf_counter()
        reply = request()
        times[name].append(time.perf_counter() - begun)
        assert reply[0].status in wanted, (name, reply[0].status, reply[1][:2000].decode())
        return reply

    def one(connection: HTTPConnection, n: int) -> None:
        unit, account = ground.branches[n]
        mine = keys[account]
        reply = timed("open", lambda: posted(connection, f"/bao-cao/{ground.call}/{unit}/", {}, mine), 302)
        page = str(reply[0].headers["Location"])
        timed("page", lambda: got(connection, page, mine), 200)
        box = f"so-{typed.pk}"
        told = {f"{box}-typed": "3", f"{box}-reason": "Sổ của chi đoàn", f"{box}-revision": "0"}
        timed("say", lambda: posted(connection, f"{page}so/{typed.pk}/", told, mine, part=True), 200)
        timed("sign", lambda: posted(connection, f"{page}buoc/ky/", {"gui": "1"}, mine), 302)
        if n % A_HANDFUL == A_HANDFUL - 1:
            theirs = keys[ground.communes[ground.commune_of[n]][1]]
            listed = timed("list", lambda: got(connection, "/bao-cao/nhan/", theirs), 200)[1].decode()
            chosen_now = re.findall(r'name="chon" value="(\d+)"', listed)
            assert chosen_now, "a commune with a report just sent up has it in its list"
            # Refused when somebody else of the commune was first.
            timed("take", lambda: posted(connection, "/bao-cao/nhan/", {"chon": chosen_now}, theirs), 302, 422)

    with served() as port:
        whole = all_at_once(port, chosen, one, CLIENTS)
    return {name: Answered(each, whole) for name, each in times.items()}


def _seconds(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _page(written: Written, answered: dict[str, Answered], branches: int) -> str:
    per_second = written.lines / (written.signing + written.accepting)
    evening = per_second * EVENING_HOURS * 3600
    lines = [
        "# The bench of reports",
        "",
        f"{branches:,} branches in {COMMUNES} communes; 2 cores, embedded PostgreSQL. By `python -m bench.reports`.",
        "",
        f"By commands, one process: {written.reports:,} reports of {written.lines // written.reports} lines signed in"
        f" {written.signing:.1f} s and taken in in {written.accepting:.1f} s, {per_second:,.0f} lines a second; at that"
        f" rate {evening / 1e6:.1f} M lines in an evening of {EVENING_HOURS} hours (6 M promised:"
        f" {'yes' if evening >= LINES_OF_THE_NATION else '**no**'}). A bare COPY of the same lines into a table without"
        f" keys: {written.copying:.2f} s, {written.lines / written.copying:,.0f} lines a second; ratio"
        f" {written.copying / (written.signing + written.accepting):.3f}.",
        "",
    ]
    if answered:
        lines += [
            "| request | times | P50 ms | P95 ms | promised | kept |",
            "| --- | ---: | ---: | ---: | --- | :---: |",
        ]
        for name, got in answered.items():
            cuts = statistics.quantiles([1000 * one for one in got.each], n=20)
            kept = "yes" if cuts[18] <= 300 else "**no**"
            lines.append(f"| {name} | {len(got.each):,} | {cuts[9]:.0f} | {cuts[18]:.0f} | 300 ms | {kept} |")
        sent = len(answered["sign"].each)
        an_hour = 3600 * sent / answered["sign"].whole
        lines += ["", f"{an_hour:,.0f} reports an hour by {CLIENTS} clients that never pause:"]
        lines += ["the server is full, so the milliseconds are those of a queue of as many requests as clients.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
