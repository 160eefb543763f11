"""Press extracts: figures chosen, released, printed, taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.kernel.errors import Refused
from viecthat.plans.pages.shared import Reader, file_response, reader_of
from viecthat.reporting.queries.content import content_of
from viecthat.reviews.commands.extract import begin_extract, change_extract, drop_extract, release_extract
from viecthat.reviews.exports.extract import extract_handout, line_runs, source_words
from viecthat.reviews.exports.heading import letterhead
from viecthat.reviews.exports.offered import CONTENT_TYPES
from viecthat.reviews.forms.extract import ExtractForm
from viecthat.reviews.models import ExtractState, PressExtract, Review
from viecthat.reviews.pages.limits import POSTED, opened_review
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.extracts import (
    ExtractLine,
    extract_lines,
    extract_numbered,
    figures_to_choose,
    lines_kept,
    signed_edition,
)
from viecthat.reviews.rules import may_open_review
from viecthat.ui.sentences import add_refusal, sentence_of

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.reviews.pages.review import Asked
    from viecthat.reviews.queries import ReviewTable

_PROPOSED = 10


def _table(asked: Asked, review: Review, reader: Reader) -> ReviewTable:
    """As known when the report of the period was signed; without such a report, as known now."""
    edition = signed_edition(review)
    as_known = edition.as_known if edition is not None else None
    return review_table(asked.unit, asked.period, map_name="then", today=reader.today, as_known=as_known, review=review)


@require_POST
def new(request: HttpRequest, unit_code: str, slug: str) -> HttpResponse:
    """A draft with the first targets proposed."""
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    if not may_open_review(reader.actor, review.unit_id, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền soạn bản trích của đơn vị này."))
    figures = figures_to_choose(_table(asked, review, reader))
    proposed = [figure.indicator.code for figure in figures if figure.target is not None][:_PROPOSED]
    title = _("Một số kết quả: {title}").format(title=review.title)[:200]
    made = begin_extract(review=review, title=title, codes=proposed, actor=reader.actor, at=reader.at)
    return redirect("reviews:extract", unit_code, slug, made.number)


def _found(request: HttpRequest, unit_code: str, slug: str, number: int) -> tuple[Asked, PressExtract, Reader, bool]:
    asked, review = opened_review(request, unit_code, slug)
    reader = reader_of(request)
    drafts = may_open_review(reader.actor, review.unit_id, reader.at)
    found = extract_numbered(review, number, drafts=drafts)
    if found is None:
        raise Http404
    return asked, found, reader, drafts


@require_http_methods(POSTED)
def extract(request: HttpRequest, unit_code: str, slug: str, number: int) -> HttpResponse:
    """A draft to choose in; what was released to read and print."""
    asked, found, reader, drafts = _found(request, unit_code, slug, number)
    context: dict[str, Any] = {"asked": asked, "review": found.review, "extract": found}
    if found.state == ExtractState.RELEASED:
        lines = [(line, _told(line, reader)) for line in lines_kept(found.content)]
        context |= {"lines": lines, "source": source_words(found, found.edition, _lang())}
        return render(request, "reviews/extract.html", context)
    if not drafts:
        raise Http404
    table = _table(asked, found.review, reader)
    figures = figures_to_choose(table)
    codes = [figure.indicator.code for figure in figures]
    initial = {"title": found.title, "lead": found.lead, "codes": found.codes}
    form = ExtractForm(request.POST if request.method == "POST" else None, codes=codes, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_extract(extract=found, actor=reader.actor, at=reader.at, **form.cleaned_data)
            if "chuyen" not in request.POST:
                messages.success(request, _("Đã lưu bản nháp."))
                return redirect("reviews:extract", unit_code, slug, number)
            release_extract(extract=found, actor=reader.actor, at=reader.at)
            messages.success(request, _("Đã khoá số liệu và chuyển ban biên tập."))
            return redirect("reviews:extract", unit_code, slug, number)
        except Refused as refused:
            add_refusal(form, refused)
    chosen = set(form["codes"].value() or [])
    shown = {line.code: line for line in _lines(codes, table, found.review, reader)}
    context |= {
        "form": form,
        "areas": [
            (block.area.label, [(shown[f.indicator.code], _told(shown[f.indicator.code], reader)) for f in block.figures
                                if f.indicator.code in shown and f in figures])
            for block in table.areas
        ],
        "chosen": chosen,
        "edition": signed_edition(found.review),
        "synthetic": table.made_up,
    }  # fmt: skip
    return render(request, "reviews/extract_draft.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, unit_code: str, slug: str, number: int) -> HttpResponse:
    """A draft is thrown away."""
    _asked, found, reader, _drafts = _found(request, unit_code, slug, number)
    try:
        drop_extract(extract=found, actor=reader.actor, at=reader.at)
    except Refused as refused:
        messages.error(request, str(sentence_of(refused)))
        return redirect("reviews:extract", unit_code, slug, number)
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("reviews:documents", unit_code, slug)


@require_safe
def file(request: HttpRequest, unit_code: str, slug: str, number: int, kind: str) -> HttpResponse:
    """The extract as Word or PDF; a draft with its figures as they would be locked now."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    asked, found, reader, _drafts = _found(request, unit_code, slug, number)
    table = _table(asked, found.review, reader)
    if found.state == ExtractState.RELEASED:
        lines = lines_kept(found.content)
    else:
        lines = _lines(found.codes, table, found.review, reader)
    lang = _lang()
    handout = extract_handout(
        found,
        lines,
        issuer=letterhead(table, lang).issuer,
        day=reader.today,
        made_up=table.made_up.sentences(lang),
        lang=lang,
    )
    # Who only reads the page needs neither Word nor Typst.
    if kind == "pdf":
        from viecthat.documents.pdf import handout_pdf  # noqa: PLC0415

        content = handout_pdf(handout)
    else:
        from viecthat.documents.docx import handout_docx  # noqa: PLC0415

        content = handout_docx(handout)
    return file_response(content, f"trich-bao-chi-{unit_code}-{slug}-{number}.{kind}", CONTENT_TYPES[kind])


def _lines(codes: list[str], table: ReviewTable, review: Review, reader: Reader) -> tuple[ExtractLine, ...]:
    edition = signed_edition(review)
    signed = {line.code: line for line in content_of(edition.content).lines} if edition is not None else {}
    return extract_lines(codes, table, signed, reader.today)


def _told(line: ExtractLine, reader: Reader) -> str:
    runs = line_runs(line, reader.today, _lang())
    return "".join(run if isinstance(run, str) else run.text for run in runs).partition(": ")[2]


def _lang() -> Lang:
    return "en" if get_language() == "en" else "vi"
