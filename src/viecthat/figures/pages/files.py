"""Figures to take along, and the SQL that checks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.documents.xlsx import to_xlsx
from viecthat.figures.exports import csv_lines, file_name, workbook_of
from viecthat.figures.pages.asking import Asked, answered, asked_for, axes_of
from viecthat.figures.queries.answer import Answer
from viecthat.figures.queries.checking import check_sql
from viecthat.figures.queries.pivot import laid_out
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import last_posting
from viecthat.ui.sentences import sentence_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINES_A_PIECE = 200


def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every figure of the question as CSV (streamed) or as a workbook with a sheet that says how it was asked."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    asked, answer = _answered(request)
    if isinstance(answer, HttpResponse):
        return answer
    at = now()
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(
            _in_pieces(csv_lines(answer, at=at, position=last_posting())), content_type="text/csv; charset=utf-8"
        )
    else:
        given = asked.form.cleaned_data
        down, across = axes_of(asked)
        layout = laid_out(answer, down=down, across=across, order=given["order"], text=given["text"])
        lang: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
        address = request.build_absolute_uri(f"../?{asked.address()}")
        try:
            content = to_xlsx(workbook_of(answer, layout, at=at, lang=lang, address=address))
        except Refused as refused:
            return _plain(sentence_of(refused), 422)
        response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(answer, kind)}"'
    return response


def sql(request: HttpRequest) -> HttpResponseBase:
    """The question's first indicator as a statement to be run on the ledger's own tables."""
    _asked, answer = _answered(request)
    if isinstance(answer, HttpResponse):
        return answer
    try:
        return _plain(check_sql(answer, answer.question.indicators[0]))
    except Refused as refused:
        return _plain(sentence_of(refused), 422)


def _answered(request: HttpRequest) -> tuple[Asked, Answer | HttpResponse]:
    at, today = now(), localdate()
    asked = asked_for(request, at, today)
    answer = answered(asked, actor_of(request), at, today)
    if answer is not None:
        return asked, answer
    wrong = " ".join(str(error) for errors in asked.form.errors.values() for error in errors)
    return asked, _plain(wrong or _("Chưa chọn chỉ số nào."), 403 if asked.shut else 422)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _in_pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines joined into pieces worth sending."""
    piece: list[bytes] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _LINES_A_PIECE:
            yield b"".join(piece)
            piece = []
    if piece:
        yield b"".join(piece)
