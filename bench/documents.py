"""How long a nation's report takes: sixty pages with forty charts as PDF and Word. `python -m bench.documents`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from tests.documents.big import CHARTS, big_document
from viecthat.documents.docx import to_docx
from viecthat.documents.pdf import to_pdf

RUNS = 5
PROMISED = 10.0
RESULT = Path(__file__).parents[1] / "docs" / "bench" / "documents.md"


def seconds(make: Callable[[], bytes]) -> list[float]:
    """Of each run, the first without anything warm."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        make()
        taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    """Measure, and write the table."""
    document = big_document()
    rows = []
    for name, make in (("PDF", to_pdf), ("Word", to_docx)):
        taken = seconds(lambda make=make: make(document))
        kept = "yes" if max(taken) < PROMISED else "no"
        rows.append(f"| {name} | {taken[0]:.2f} | {statistics.median(taken):.2f} | {max(taken):.2f} | {kept} |")
    with pypdfium2.PdfDocument(to_pdf(document)) as pdf:
        pages = len(pdf)
    RESULT.write_text(
        "# The bench of documents\n\n"
        f"A report of {pages} pages with {CHARTS} charts and tables of 500 rows, {RUNS} runs in one process, "
        "2 cores. By `python -m bench.documents`.\n\n"
        f"| what | first, s | median, s | longest, s | under {PROMISED:.0f} s |\n"
        "| --- | ---: | ---: | ---: | :---: |\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
