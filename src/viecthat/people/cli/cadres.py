"""The report on Conclusions 07 and 08 in the shell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext
from rich.console import Console

from viecthat.documents.docx import to_docx
from viecthat.documents.model import Figure, Lang, Runs
from viecthat.documents.pdf import to_pdf
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.people.exports.cadre_report import check_words, report_document, sentences
from viecthat.people.queries.cadre_report import cadre_report
from viecthat.units.queries import unit_named
from viecthat.units.tree import tree_on


def print_cadres(
    unit: str,
    day: str | None,
    since: str | None,
    *,
    today: date,
    at: datetime,
    files: Mapping[str, Path],
    console: Console,
    lang: str,
) -> list[Path]:
    """Print the report and write the files asked for; returns their paths. Raises Refused."""
    on = parse_date(day) if day else today
    row = unit_named(unit, on)
    if on > today or row.id not in tree_on(on):
        raise Refused(gettext_noop("Ngày ấy đơn vị chưa thành lập, đã kết thúc, hoặc ngày chưa tới."))
    told = cadre_report(row.id, on, parse_date(since) if since else date(on.year, 1, 1))
    language: Lang = "en" if lang == "en" else "vi"
    for section in sentences(told, language).values():
        for runs in section:
            console.print(_plain(runs), markup=False)
    for check in told.checks:
        words = check_words(check, language)
        mark = "✓" if words.holds else "✗"
        console.print(f"{mark} {words.words}: {words.figures}", markup=False)
    if told.made_up:
        console.print(gettext("Dữ liệu minh hoạ: người và chức vụ do máy tạo."), markup=False)
    document = report_document(told, at=at, lang=language) if files else None
    for kind, path in files.items():
        assert document is not None  # noqa: S101 - for the type checker: there are files
        path.write_bytes(to_docx(document) if kind == "docx" else to_pdf(document))
    return list(files.values())


def _plain(runs: Runs) -> str:
    return "".join(run.text if isinstance(run, Figure) else run for run in runs)
