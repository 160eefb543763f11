"""docs/bench/doubts.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean

from bench.doubts.judge import FIGURE_KINDS, FIGURE_TESTS, Judged
from bench.doubts.times import Times
from bench.doubts.world import INDICATORS, PAST

FILE = Path(__file__).parents[2] / "docs" / "bench" / "doubts.md"
RECALL, PRECISION = 0.9, 0.8


def write_report(judged: list[Judged], times: Times, seeds: list[int], each: int) -> None:
    """Write and print the tables."""
    text = (
        "\n".join([*_head(judged, seeds, each), *_all(judged), *_kinds(judged), *_tests(judged), *_times(times)]) + "\n"
    )
    FILE.write_text(text, encoding="utf-8")
    print(text)


def _head(judged: list[Judged], seeds: list[int], each: int) -> list[str]:
    nations = f"{len(seeds)} made-up nations (seeds {', '.join(map(str, seeds))}; limits were set with seeds 1 and 2)"
    size = f"{judged[0].reports:,} communes × {INDICATORS} indicators × {PAST + 1} quarters"
    return [
        "# The bench of the doubts",
        "",
        f"By `python -m bench.doubts`. {nations},",
        f"each of {size}, with their works, marks, texts, recordings,",
        "attendances and pictures. Honest figures have seasons, growth, movements of the whole nation, sizes,",
        "over-dispersed counts, campaigns of three to ten times, sudden good quarters, merged and new units, quotas,",
        f"and habits of rounding. Then {each} faults of each kind are planted, no two in one report.",
        "",
        "All of it is made up by those who made the tests, so real reports will fare worse; what the numbers show is",
        "that seasons, size and habits are told from faults. A doubt is right when it means the planted fault, at its",
        "figure; everything else it says is wrong, also of a sudden good quarter that nobody proved.",
        "",
    ]


def _all(judged: list[Judged]) -> list[str]:
    planted = _sum(one.planted for one in judged)
    every, figures = sum(planted.values()), sum(planted[kind] for kind in FIGURE_KINDS)
    reports = sum(one.reports for one in judged)
    found = _sum(one.found for one in judged)
    right = sum(_sum(one.right for one in judged).values())
    wrong = sum(_sum(one.wrong for one in judged).values())
    single = Counter({kind: number for kind, number in found.items() if kind in FIGURE_KINDS})
    of_figures = (
        sum(_sum(one.right for one in judged)[code] for code in FIGURE_TESTS),
        sum(_sum(one.wrong for one in judged)[code] for code in FIGURE_TESTS),
    )
    recall, precision = sum(found.values()) / every, right / (right + wrong)
    kept = "kept" if recall >= RECALL and precision >= PRECISION else "**not kept**"
    lines = [
        "## All together",
        "",
        "| way | found: all faults | found: single figures | right of what it says | wrong per 1,000 reports |",
        "|---|---:|---:|---:|---:|",
        _row("**doubts**", found, every, figures, right, wrong, reports),
        _row("doubts, of single figures only", single, every, figures, *of_figures, reports),
    ]
    for name in judged[0].rivals_found:
        theirs = _sum(one.rivals_found[name] for one in judged)
        rights, wrongs = (sum(of[name] for of in ways) for ways in _rivals(judged))
        lines.append(_row(name, theirs, every, figures, rights, wrongs, reports))
    ungraded = [fmean(one.without_grades[at] for one in judged) for at in (0, 1)]
    honest = 1_000 * sum(one.honest for one in judged) / reports
    return [
        *lines,
        "",
        f"Promised: {RECALL:.2f} found at {PRECISION:.2f} right: {recall:.3f} at {precision:.3f}, {kept}.",
        "Without the grades of proof, which campaigns mostly have and faults mostly lack:",
        f"{ungraded[0]:.3f} at {ungraded[1]:.3f}. Where nothing is planted: {honest:.1f} doubts per 1,000 reports",
        f"of {INDICATORS} figures.",
        "",
        f"What is called wrong of single figures ({of_figures[1] / len(judged):.0f} a nation) are made-up campaigns",
        "and good quarters of five to sixty times the usual that little proves: a secretary would be asked about them",
        "as well, and answers once.",
        "",
        "The others look at single figures only; of a report that is faulty as a whole any figure they flag counts as",
        "found and right. DHIS2 publishes z-score, modified z-score (threshold 3) and min–max; the figure asked about",
        "was kept out of its own mean and deviation.",
        "",
    ]


def _rivals(judged: list[Judged]) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    return [one.rivals_right for one in judged], [one.rivals_wrong for one in judged]


def _row(name: str, found: Counter[str], every: int, figures: int, right: int, wrong: int, reports: int) -> str:
    single = sum(found[kind] for kind in FIGURE_KINDS)
    return (
        f"| {name} | {sum(found.values()) / every:.3f} | {single / figures:.3f} | {right / max(right + wrong, 1):.3f} |"
        f" {1000 * wrong / reports:,.1f} |"
    )


def _kinds(judged: list[Judged]) -> list[str]:
    planted, found = _sum(one.planted for one in judged), _sum(one.found for one in judged)
    rivals = {name: _sum(one.rivals_found[name] for one in judged) for name in judged[0].rivals_found}
    short = ["z > 3", "mean ± 3 SD", "modified z"]
    lines = [
        "## Found, by kind of fault",
        "",
        f"| fault | planted | found | {' | '.join(short)} |",
        "|---|---:|---:|" + "---:|" * len(short),
    ]
    rows = [
        f"| {kind} | {number} | {found[kind] / number:.2f} |"
        + "".join(f" {of[kind] / number:.2f} |" for of in rivals.values())
        for kind, number in planted.items()
    ]
    return [*lines, *rows, ""]


def _tests(judged: list[Judged]) -> list[str]:
    right, wrong = _sum(one.right for one in judged), _sum(one.wrong for one in judged)
    lines = ["## Right, by test", "", "| test | says | right |", "|---|---:|---:|"]
    for code in sorted(right.keys() | wrong.keys()):
        says = right[code] + wrong[code]
        lines.append(f"| `{code}` | {says} | {right[code] / says:.2f} |")
    return [*lines, ""]


def _times(times: Times) -> list[str]:
    return [
        "## Time and memory",
        "",
        f"{times.machine}.",
        "",
        "| asked | units | seconds of one core |",
        "|---|---:|---:|",
        f"| one report with its chosen peers (median; most {1_000 * times.report_most:.0f} ms) | some 180 |"
        f" {times.report:.3f} |",
        f"| all communes of the largest province | {times.province_units} | {times.province:.2f} |",
        f"| all communes of the nation | {times.level_units:,} | {times.level:.2f} |",
        "",
        f"For the nation, {times.level_memory / 2**20:.0f} MB at most beside the {times.level_given / 2**20:.0f} MB of"
        " figures handed in.",
        "",
        f"Of the doubts about single reports, {100 * times.report_same:.0f} % are told both when the report is asked",
        "about with its chosen peers and among all.",
    ]


def _sum(of: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in of:
        total.update(one)
    return total
