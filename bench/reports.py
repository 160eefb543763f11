"""python -m bench.reports: the last evening of a half-year. Branches sign and send, communes take in.

On a ledger in a database of its own: 20,000 branches in 600 communes, 34 provinces and the centre. First so many
reports by the product's own commands in one process, and the same rows by a bare COPY beside it; then 64 clients
against the real server, who open the report, say a figure, sign and send, while the communes open their lists and take
in. Once at the pace that is promised, where a report begins at its appointed moment whether the server is ready or
not and its first answer is timed from that moment; once without pause, to see how many there could be. Written to
docs/bench/reports.md.
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
WARMING: Final = 32  # reports before anything is timed
REQUESTS: Final = ("open", "page", "say", "sign", "list", "take")
Reply = tuple["HTTPResponse", bytes]
AN_HOUR: Final = 20_000  # reports, at the promised pace
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
    parser.add_argument("--by-commands", type=int, default=30, help="communes whose branches sign and are taken in")
    parser.add_argument("--paced", type=int, default=500, help="reports at the promised pace")
    parser.add_argument("--by-clients", type=int, default=400, help="reports without pause")
    parser.add_argument("--ask", action="store_true", help="wait for Enter between making the ground and measuring")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"VIECTHAT_FILES": f"{home}/files", "VIECTHAT_STORE": f"{home}/store"}
        with own_database(DATABASE):
            ground = _ground(given.branches)
            if given.ask:
                input("The ground is made; Enter begins to measure. ")
            chosen = [n for n, commune in enumerate(ground.commune_of) if commune < given.by_commands]
            written = _by_commands(ground, chosen)
            print(written, flush=True)
            rest = [n for n, commune in enumerate(ground.commune_of) if commune >= given.by_commands]
            paced, free = _by_clients(ground, rest[: given.paced], rest[given.paced :][: given.by_clients])
    page = _page(written, paced, free, given.branches)
    print(page)
    REPORT.write_text(page, encoding="utf-8")


def _ground(count: int) -> Ground:
    from django.db import connection
    from django.utils.timezone import localdate

    from viecthat.accounts.choices import Role
    from viecthat.accounts.models import Account, RoleGrant
    from viecthat.kernel.periods import Period
    from viecthat.ledger.choices import Grade, PostingKind
    from viecthat.ledger.commands import Draft, Line, import_postings, merge_store, open_dataset
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
    # As the queue and the database do by themselves after so much came in.
    merge_store(today=localdate(at), at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Ground(
        call.pk,
        form.lines.count(),
        [(units[f"b{n}"], accounts[n].pk) for n in range(count)],
        [(units[f"c{n}"], accounts[count + n].pk) for n in range(COMMUNES)],
        [n % COMMUNES for n in range(count)],
        at,
    )


def _by_commands(ground: Ground, chosen: Sequence[int]) -> Written:
    from viecthat.accounts.models import Account
    from viecthat.reporting.commands.report import Said, open_report, say_figure
    from viecthat.reporting.commands.steps import accept_reports, sign_report
    from viecthat.reporting.models import Edition, ReportCall

    call = ReportCall.objects.select_related("form").get(pk=ground.call)
    call.form.lines.update(required=False)  # nobody writes prose here; what is asked is how fast figures go up
    call.form.sections.update(required=False)
    typed = call.form.lines.filter(indicator__register="", indicator__measure="flow").first()
    assert typed is not None
    people = Account.objects.in_bulk([account for _unit, account in [*ground.branches, *ground.communes]])
    reports = {}
    for n in chosen:
        unit, account = ground.branches[n]
        report = open_report(call=call, unit=unit, actor=people[account], at=ground.at)
        say_figure(
            report=report, line=typed.pk, said=Said(3, "Sổ của chi đoàn"), revision=0, actor=people[account],
            at=ground.at,
        )  # fmt: skip
        reports[n] = report
    signing = _seconds(
        lambda: [
            sign_report(report=report, actor=people[ground.branches[n][1]], at=ground.at)
            for n, report in reports.items()
        ]
    )
    waiting: dict[int, list[int]] = {}
    for n, report in reports.items():
        waiting.setdefault(ground.commune_of[n], []).append(report.pk)
    accepting = _seconds(
        lambda: [
            accept_reports(reports=ids, actor=people[ground.communes[commune][1]], at=ground.at)
            for commune, ids in waiting.items()
        ]
    )
    rows = [json.dumps(content, ensure_ascii=False) for content in Edition.objects.values_list("content", flat=True)]
    return Written(len(chosen), len(chosen) * ground.lines, signing, accepting, _seconds(lambda: _copied(rows)))


def _copied(rows: Sequence[str]) -> None:
    """The same contents into a table without anything, line by line: what the disk alone would take."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_lines (report bigint, line jsonb)")
        with cursor.copy("COPY bench_lines (report, line) FROM STDIN") as copy:
            for number, row in enumerate(rows):
                for line in json.loads(row)["lines"]:
                    copy.write_row((number, json.dumps(line)))


def _by_clients(
    ground: Ground, paced: Sequence[int], free: Sequence[int]
) -> tuple[dict[str, Answered], dict[str, Answered]]:
    """The same way of a report for both lists of branches: at the promised pace, then without pause."""
    from viecthat.reporting.models import ReportCall

    call = ReportCall.objects.select_related("form").get(pk=ground.call)
    typed = call.form.lines.filter(indicator__register="", indicator__measure="flow").first()
    assert typed is not None
    keys = sessions_for(
        [ground.branches[n][1] for n in [*paced, *free]] + [account for _unit, account in ground.communes]
    )
    times: dict[str, list[float]] = {}

    def timed(name: str, request: Callable[[], Reply], *wanted: int, since: float | None = None) -> Reply:
        begun = time.perf_counter() if since is None else since
        reply = request()
        times.setdefault(name, []).append(time.perf_counter() - begun)
        assert reply[0].status in wanted, (name, reply[0].status, reply[1][:2000].decode())
        return reply

    def one(connection: HTTPConnection, item: tuple[int, float | None]) -> None:
        n, due = item
        unit, account = ground.branches[n]
        mine = keys[account]
        if due is not None:
            time.sleep(max(0.0, due - time.perf_counter()))
        reply = timed("open", lambda: posted(connection, f"/bao-cao/{ground.call}/{unit}/", {}, mine), 302, since=due)
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

    def answered(port: int, items: Sequence[tuple[int, float | None]]) -> dict[str, Answered]:
        times.clear()
        whole = all_at_once(port, items, one, CLIENTS)
        return {name: Answered(list(times[name]), whole) for name in REQUESTS}

    with served() as port:
        all_at_once(port, [(n, None) for n in free[:WARMING]], one, CLIENTS)  # every worker has read tree and ledger
        begun = time.perf_counter() + 1
        kept = answered(port, [(n, begun + 3600 / AN_HOUR * place) for place, n in enumerate(paced)])
        return kept, answered(port, [(n, None) for n in free[WARMING:]])


def _seconds(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _page(written: Written, paced: dict[str, Answered], free: dict[str, Answered], branches: int) -> str:
    signing, accepting, copying = (
        written.lines / each for each in (written.signing, written.accepting, written.copying)
    )
    evening = accepting * EVENING_HOURS * 3600
    whole = written.lines / (written.signing + written.accepting) * EVENING_HOURS * 3600
    an_hour = 3600 * len(free["sign"].each) / free["sign"].whole
    lines = [
        "# The bench of reports",
        "",
        f"{branches:,} branches in {COMMUNES} communes; 2 cores, embedded PostgreSQL. By `python -m bench.reports`.",
        "",
        f"By commands, one process: {written.reports:,} reports of {written.lines // written.reports} lines.",
        "",
        "| step | lines a second | in an evening of 5 hours | beside a bare COPY |",
        "| --- | ---: | ---: | ---: |",
        f"| signed, one after the other | {signing:,.0f} | {signing * EVENING_HOURS * 3.6e-3:,.1f} M"
        f" | {signing / copying:.3f} |",
        f"| taken in, a commune's at once | {accepting:,.0f} | {evening / 1e6:,.1f} M | {accepting / copying:.3f} |",
        f"| both | {whole / EVENING_HOURS / 3600:,.0f} | {whole / 1e6:,.1f} M | |",
        f"| COPY of the same lines into a table without keys | {copying:,.0f} | | 1 |",
        "",
        f"Taken in in one evening: {evening / 1e6:,.0f} M lines of the {LINES_OF_THE_NATION / 1e6:.0f} M promised"
        f" ({'kept' if evening >= LINES_OF_THE_NATION else '**not kept**'}).",
        "",
        f"## {AN_HOUR:,} reports an hour, {CLIENTS} clients",
        "",
        "A report begins every 0.18 s, whether the server is ready or not; its first answer is timed from that moment.",
        "",
        *_table(paced),
        "",
        "## As many as there can be",
        "",
        f"{CLIENTS} clients that never pause send {an_hour:,.0f} reports an hour; the milliseconds are then those of a",
        "queue of as many requests as clients.",
        "",
        *_table(free, promised=False),
        "",
    ]
    return "\n".join(lines)


def _table(answered: dict[str, Answered], *, promised: bool = True) -> list[str]:
    more = (" promised | kept |", " --- | :---: |") if promised else ("", "")
    lines = [f"| request | times | P50 ms | P95 ms |{more[0]}", f"| --- | ---: | ---: | ---: |{more[1]}"]
    for name, each in answered.items():
        cuts = statistics.quantiles([1000 * one for one in each.each], n=20)
        kept = f" 300 ms | {'yes' if cuts[18] <= 300 else '**no**'} |" if promised else ""
        lines.append(f"| {name} | {len(each.each):,} | {cuts[9]:.0f} | {cuts[18]:.0f} |{kept}")
    return lines


if __name__ == "__main__":
    main()
