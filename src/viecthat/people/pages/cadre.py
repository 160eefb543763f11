"""One cadre: posts over time, what was learned, ratings, times elsewhere; and what is written into the file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.cadre_file import (
    add_qualification,
    end_secondment,
    rate_cadre,
    second_cadre,
    withdraw_qualification,
)
from viecthat.people.commands.file import note_access
from viecthat.people.forms.post import EndSecondmentForm, QualificationForm, RateForm, SecondForm, WithdrawForm
from viecthat.people.pages.post_changes import Asked, Page, Words, sent, shown
from viecthat.people.pages.posts import made_up
from viecthat.people.queries.cadre import CadreFile, cadre_file, qualification_of, secondment_of
from viecthat.people.rules.post import may_give_posts

if TYPE_CHECKING:
    from django import forms


def file_or_404(request: HttpRequest, pk: int, at: datetime) -> CadreFile:
    """The file as the reader may see it. Http404 for those who reach none of the person's posts."""
    file = cadre_file(pk, actor_of(request), at, localdate(at))
    if file is None:
        raise Http404
    return file


@require_safe
def cadre(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page; what the reader may not see is not there."""
    at = now()
    file = file_or_404(request, pk, at)
    if file.open:
        note_access(people=[pk], kind=AccessKind.OPENED, detail="Sổ cán bộ", actor=actor_of(request), at=at)
    first = (file.now or file.before)[0]
    context = {
        "file": file,
        "person": file.person,
        "today": localdate(at),
        "trail": [(first.unit.name, reverse("cadres:unit", args=[first.unit.code])), (file.person.full_name, "")],
        "synthetic": made_up([file.person.example]),
        "may_end": {
            one.post.pk for one in (*file.now, *file.before) if may_give_posts(actor_of(request), one.unit.id, at)
        },
    }
    return render(request, "people/posts_cadre.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def qualify(request: HttpRequest, pk: int) -> HttpResponse:
    """A degree or certificate."""
    file, asked = _managed(request, pk)
    form = QualificationForm(sent(request), today=asked.today)
    words = Words(
        _("Thêm văn bằng, chứng chỉ"),
        _("{name}: có số hiệu và ngày cấp.").format(name=file.person.full_name),
        _("Thêm"),
    )

    def run(given: dict[str, Any]) -> str:
        add_qualification(person=pk, **given, actor=asked.actor, at=asked.at)
        return _("Đã thêm vào hồ sơ.")

    return _page(request, pk, asked, form, words, run)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A line is taken out of the file."""
    _file, asked = _managed(request, pk)
    row = qualification_of(line, pk)
    if row is None:
        raise Http404
    form = WithdrawForm(sent(request), today=asked.today)
    words = Words(_("Rút văn bằng, chứng chỉ"), _("Không tính nữa; lịch sử vẫn giữ."), _("Rút"))

    def run(given: dict[str, Any]) -> str:
        withdraw_qualification(row=row, reason=given["reason"], actor=asked.actor, at=asked.at)
        return _("Đã rút.")

    return _page(request, pk, asked, form, words, run)


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """The rating of a year."""
    file, asked = _managed(request, pk)
    units = {one.unit.id: one.unit.name for one in (*file.now, *file.before)}
    places = [(unit, name) for unit, name in units.items() if may_give_posts(asked.actor, unit, asked.at)]
    form = RateForm(sent(request), places=places, today=asked.today, initial={"year": str(asked.today.year - 1)})
    words = Words(
        _("Xếp loại hằng năm"),
        _("{name}. Ghi lại cùng năm thì thay xếp loại cũ, lịch sử vẫn giữ.").format(name=file.person.full_name),
        _("Ghi xếp loại"),
    )

    def run(given: dict[str, Any]) -> str:
        given["unit"] = int(given["unit"])
        rate_cadre(person=pk, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi xếp loại.")

    return _page(request, pk, asked, form, words, run)


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """A time in another unit."""
    file, asked = _managed(request, pk)
    form = SecondForm(sent(request), today=asked.today, initial={"start": asked.today})
    words = Words(
        _("Cử đi cơ sở, luân chuyển"),
        _("{name} vẫn giữ chức vụ ở đơn vị cử đi.").format(name=file.person.full_name),
        _("Ghi"),
    )

    def run(given: dict[str, Any]) -> str:
        place = given.pop("place")
        second_cadre(person=pk, place=place.id, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi đợt cử đi.")

    return _page(request, pk, asked, form, words, run)


@require_http_methods(["GET", "HEAD", "POST"])
def back_from(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """The time elsewhere is over."""
    _file, asked = _managed(request, pk)
    row = secondment_of(line, pk)
    if row is None:
        raise Http404
    form = EndSecondmentForm(sent(request), today=asked.today, initial={"end": asked.today})
    words = Words(_("Kết thúc đợt cử đi"), _("Ghi nhận xét của nơi đến."), _("Kết thúc"))

    def run(given: dict[str, Any]) -> str:
        end_secondment(row=row, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi.")

    return _page(request, pk, asked, form, words, run)


def _managed(request: HttpRequest, pk: int) -> tuple[CadreFile, Asked]:
    """The file of a cadre the reader keeps. Http404 for anybody else's."""
    at = now()
    file = file_or_404(request, pk, at)
    if not file.managed:
        raise Http404
    return file, Asked((file.now or file.before)[0].unit, actor_of(request), localdate(at), at)


def _page(request: HttpRequest, pk: int, asked: Asked, form: forms.Form, words: Words, run: Any) -> HttpResponse:
    where = reverse("cadres:cadre", args=[pk])
    return shown(request, Page(asked, form, words, lambda given: (run(given), where), back=where))
