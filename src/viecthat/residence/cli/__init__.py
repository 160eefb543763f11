"""The yearly report of residence in the shell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext, override
from rich.console import Console

from viecthat.documents.docx import to_docx
from viecthat.documents.model import Figure, Lang, Runs
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.residence.exports.report import (
    check_words,
    coverage_sentence,
    report_document,
    report_workbook,
    sentences,
)
from viecthat.residence.queries.report import residence_report
from viecthat.units.queries import unit_named
from viecthat.units.tree import tree_on


def print_residence(
    unit: str, year: int, *, today: date, at: datetime, files: Mapping[str, Path], console: Console, lang: str
) -> list[Path]:
    """Print the report and write the files asked for; returns their paths. Raises Refused."""
    if not 2000 <= year <= today.year:
        raise Refused(gettext_noop("Chưa có số liệu nơi cư trú của năm {year}."), year=year)
    told = residence_report(unit_named(unit, today).id, year, today)
    if told.unit.id not in tree_on(told.day):
        raise Refused(gettext_noop("Năm {year} đơn vị chưa thành lập hoặc đã kết thúc."), year=year)
    language: Lang = "en" if lang == "en" else "vi"
    for runs in (*sentences(told, language), *(coverage_sentence(line, language) for line in told.coverage)):
        console.print(_plain(runs), markup=False)
    with override(language):
        for line in told.coverage:
            for row in line.missing:
                console.print(f"  – {row.name} ({row.code})", markup=False)
        for code, left, right in told.checks:
            console.print(f"{'✓' if left == right else '✗'} {check_words(code)}: {left} = {right}", markup=False)
        if told.made_up:
            console.print(gettext("Dữ liệu minh hoạ: có người do máy tạo để trình bày."), markup=False)
    for kind, path in files.items():
        content = (
            report_workbook(told, language) if kind == "xlsx" else to_docx(report_document(told, at=at, lang=language))
        )
        path.write_bytes(content)
    return list(files.values())


def _plain(runs: Runs) -> str:
    return "".join(run.text if isinstance(run, Figure) else run for run in runs)
