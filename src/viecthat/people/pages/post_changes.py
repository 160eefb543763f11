"""Changing bodies and posts: each page reads one form and gives one command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from viecthat.accounts.queries import actor_of
from viecthat.catalogue.posts import post_kinds
from viecthat.kernel.errors import Refused
from viecthat.people.commands.body import close_body, extend_congress, form_body, record_session
from viecthat.people.commands.post import end_post, give_post, move_post, posts_ending_with
from viecthat.people.commands.post_undo import take_back_post, taken_back_with
from viecthat.people.forms.course import CourseReasonForm
from viecthat.people.forms.post import (
    BodyForm,
    CloseBodyForm,
    EndForm,
    ExtendForm,
    GiveForm,
    MoveForm,
    SessionForm,
    english,
)
from viecthat.people.models.person import Person
from viecthat.people.pages.post_unit import trail_to, unit_or_404
from viecthat.people.queries.post import (
    bodies_of,
    body_by_id,
    body_kinds_for,
    held,
    kinds_for,
    post_by_id,
    sessions_of,
)
from viecthat.people.queries.post_check import Finding, findings_on_post
from viecthat.people.rules.post import may_give_posts, units_with_visible_cadres
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, kinds as unit_kinds, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models.body import Body
    from viecthat.people.models.post import Post
    from viecthat.people.queries.post import HeldPost


@dataclass(frozen=True)
class Asked:
    """Who asks for a change in which unit, when."""

    unit: UnitRow
    actor: Account
    today: date
    at: datetime


@dataclass(frozen=True)
class Words:
    """What a page of change says: its title, what it does, its button."""

    title: str
    lede: str
    button: str


@dataclass
class Page:
    """A form to fill in, with what surrounds it; `run` gives the command and returns (what is said, where to go)."""

    asked: Asked
    form: forms.Form
    words: Words
    run: Callable[[dict[str, Any]], tuple[str, str]]
    back: str = ""
    template: str = "people/posts_change.html"
    extra: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """A body of the unit for a new term."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    level = unit_kinds()[asked.unit.kind].level
    initial = {"start": asked.today, "kind": request.GET.get("co-quan", "")}
    box = BodyForm(sent(request), bodies=body_kinds_for(level), today=asked.today, initial=initial)
    words = Words(
        _("Lập cơ quan lãnh đạo, khoá mới"),
        _("Khoá trước của cùng cơ quan kết thúc vào ngày này, người trong khoá ấy thôi giữ chức vụ; rồi giao chức vụ."),
        _("Lập"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        form_body(unit=asked.unit.id, **given, actor=asked.actor, at=asked.at)
        return _("Đã lập; giao chức vụ cho từng người."), unit_url(asked.unit)

    return shown(request, Page(asked, box, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    """A post in the unit."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    box = _give_form(request, asked, request.POST if request.method == "POST" else None)
    words = Words(
        _("Giao chức vụ"),
        _("Điều gì Điều lệ, Quy chế không cho thì bị từ chối kèm điều khoản; điều chỉ lưu ý thì hiện bên dưới."),
        _("Giao"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        assert isinstance(box, GiveForm)  # noqa: S101 - for the type checker
        who = box.who
        if who is None:
            raise Http404
        names = ("kind", "start", "basis", "decision", "full_time", "title")
        made = give_post(unit=asked.unit.id, person=who, **{n: given[n] for n in names}, actor=asked.actor, at=asked.at)
        for finding in made.warnings:
            messages.warning(request, said(finding))
        name = Person.objects.get(pk=made.post.person_id).full_name
        post = post_kinds()[made.post.kind].called(asked.unit.kind, english=english())
        return _("Đã giao chức vụ {post} cho {name}.").format(post=post, name=name), unit_url(asked.unit)

    page = Page(asked, box, words, run, template="people/posts_give.html")
    page.extra = {"findings": _findings(box, asked)}
    return shown(request, page)


@require_POST
def give_check(request: HttpRequest, code: str) -> HttpResponse:
    """htmx: what stands against what is typed so far. Nothing is written."""
    asked = asked_at(request, unit_or_404(code, localdate()))
    box = _give_form(request, asked, request.POST)
    box.is_valid()
    return render(request, "people/parts/post_findings.html", {"findings": _findings(box, asked)})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A post is held no longer."""
    one, asked = post_asked(request, pk)
    box = EndForm(sent(request), today=asked.today, initial={"end": asked.today})
    words = Words(
        _("Thôi giữ chức vụ {post}").format(post=one.name(english=english())),
        _("{name}, {unit}.").format(name=one.post.person.full_name, unit=asked.unit.name),
        _("Ghi thôi giữ"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        ended = end_post(post=one.post, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi: thôi {count} chức vụ.").format(count=len(ended)), unit_url(asked.unit)

    ending = held(posts_ending_with(one.post, whole=False), asked.today)
    return shown(request, Page(asked, box, words, run, extra={"also": [o for o in ending if o.post.pk != pk]}))


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written by mistake: that the post ended, or that it was given."""
    one, asked = post_asked(request, pk)
    box = CourseReasonForm(sent(request), today=asked.today)
    name = {"post": one.name(english=english()), "name": one.post.person.full_name}
    if one.post.end is None:
        title = _("Lấy lại việc giao chức vụ {post}").format(**name)
        lede = _("{name} coi như chưa được giao; số liệu trong sổ việc được tính lại. Người giữ xong thì ghi thôi giữ.")
    else:
        title = _("Lấy lại việc thôi giữ {post}").format(**name)
        lede = _("{name} lại đang giữ chức vụ này; số liệu trong sổ việc được tính lại.")
    also = [o.name(english=english()) for o in held(taken_back_with(one.post), asked.today) if o.post.pk != pk]
    told = _("Cùng lấy lại: {posts}.").format(posts=", ".join(also)) if also else ""
    words = Words(title, f"{lede.format(**name)} {told}".strip(), _("Lấy lại"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        taken = take_back_post(post=one.post, **given, actor=asked.actor, at=asked.at)
        return _("Đã lấy lại {count} chức vụ.").format(count=len(taken)), unit_url(asked.unit)

    return shown(request, Page(asked, box, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder goes on to another post."""
    one, asked = post_asked(request, pk)
    initial = {"day": asked.today, "to": asked.unit}
    box = MoveForm(sent(request), today=asked.today, initial=initial)
    words = Words(
        _("Chuyển sang chức vụ khác"),
        _("{name} thôi {post} và giữ chức vụ mới cùng ngày, một quyết định.").format(
            name=one.post.person.full_name, post=one.name(english=english())
        ),
        _("Chuyển"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        to: UnitRow = given.pop("to")
        made = move_post(post=one.post, unit=to.id, **given, actor=asked.actor, at=asked.at)
        for finding in made.warnings:
            messages.warning(request, said(finding))
        return _("Đã chuyển."), unit_url(to)

    return shown(request, Page(asked, box, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A body is no more."""
    body, asked = body_asked(request, pk)
    box = CloseBodyForm(sent(request), today=asked.today, initial={"end": asked.today})
    words = Words(_("Kết thúc khoá"), _("Mọi chức vụ trong khoá này thôi cùng ngày."), _("Kết thúc"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        count = close_body(body=body, **given, actor=asked.actor, at=asked.at)
        return _("Đã kết thúc; {count} chức vụ thôi theo.").format(count=count), unit_url(asked.unit)

    return shown(request, Page(asked, box, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A later congress."""
    body, asked = body_asked(request, pk)
    box = ExtendForm(sent(request), today=asked.today, initial={"congress_by": body.congress_by})
    words = Words(_("Kéo dài hạn đại hội"), _("Chỉ khi cấp ủy Đảng đồng ý, không quá nửa nhiệm kỳ."), _("Ghi hạn mới"))

    def run(given: dict[str, Any]) -> tuple[str, str]:
        extend_congress(body=body, **given, actor=asked.actor, at=asked.at)
        return _("Đã ghi hạn đại hội mới."), unit_url(asked.unit)

    return shown(request, Page(asked, box, words, run))


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session was held."""
    body, asked = body_asked(request, pk)
    state = next((one for one in bodies_of(asked.unit.id, asked.today) if one.body.pk == pk), None)
    people = {one.post.person_id: one.post.person.full_name for one in (state.posts if state else ())}
    box = SessionForm(sent(request), members=list(people.items()), today=asked.today, initial={"day": asked.today})
    words = Words(
        _("Ghi kỳ họp"),
        _("Vắng ba kỳ liên tiếp không có lý do thì Điều lệ quy định xóa tên; hệ thống nhắc, không tự xóa."),
        _("Ghi kỳ họp"),
    )

    def run(given: dict[str, Any]) -> tuple[str, str]:
        absent = {int(one): False for one in given["absent"]} | {int(one): True for one in given["excused"]}
        record_session(body=body, day=given["day"], title=given["title"], absent=absent, actor=asked.actor, at=asked.at)
        return _("Đã ghi kỳ họp."), unit_url(asked.unit)

    return shown(request, Page(asked, box, words, run, extra={"sessions": sessions_of(body)}))


# what the pages share


def asked_at(request: HttpRequest, unit: UnitRow) -> Asked:
    """Who asks. PermissionDenied for those who don't keep the unit's cadres."""
    at, actor = now(), actor_of(request)
    if not may_give_posts(actor, unit.id, at):
        raise PermissionDenied(_("Bạn chưa được giao quyền quản lý cán bộ của đơn vị này."))
    return Asked(unit, actor, localdate(), at)


def post_asked(request: HttpRequest, pk: int) -> tuple[HeldPost, Asked]:
    """The post and who asks. Http404 for a post out of reach: it is not said that it is there."""
    post: Post | None = post_by_id(pk)
    if post is None or not may_give_posts(actor_of(request), post.unit_id, now()):
        raise Http404
    (one,) = held([post], localdate())
    return one, asked_at(request, one.unit)


def body_asked(request: HttpRequest, pk: int) -> tuple[Body, Asked]:
    """The body and who asks. Http404 for one out of reach."""
    body = body_by_id(pk)
    if body is None or not may_give_posts(actor_of(request), body.unit_id, now()):
        raise Http404
    return body, asked_at(request, units_by_id([body.unit_id], localdate())[body.unit_id])


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent: a form with every box blank is an answer too, and must be refused as one."""
    return request.POST if request.method == "POST" else None


def shown(request: HttpRequest, page: Page) -> HttpResponse:
    """Run what was asked, or show the form again with the sentence at its box."""
    if page.form.is_bound and page.form.is_valid():
        try:
            done, where = page.run(dict(page.form.cleaned_data))
        except Refused as refused:
            add_refusal(page.form, refused)
        else:
            messages.success(request, done)
            return redirect(where)
    context = {
        "unit": page.asked.unit,
        "trail": trail_to(page.asked.unit, page.asked.today, page.asked.actor, page.asked.at),
        "form": page.form,
        "words": page.words,
        "back": page.back or unit_url(page.asked.unit),
        "also": [],
        "sessions": [],
        **page.extra,
    }
    return render(request, page.template, context, status=422 if page.form.is_bound else 200)


def unit_url(unit: UnitRow) -> str:
    """The page of the unit's bodies."""
    return reverse("cadres:unit", args=[unit.code])


def said(finding: Finding) -> str:
    """A finding with its article, in the reader's language."""
    words = finding.sentence.translated(_)
    article = finding.article_en if english() else finding.article
    return f"{words} ({article})" if article else words


def _give_form(request: HttpRequest, asked: Asked, given: QueryDict | None) -> GiveForm:
    level = unit_kinds()[asked.unit.kind].level
    return GiveForm(
        given,
        kinds=kinds_for(asked.unit.kind, level),
        unit_kind=asked.unit.kind,
        unit=asked.unit.id,
        today=asked.today,
        units=units_with_visible_cadres(asked.actor, asked.at),
        initial={"start": asked.today, "kind": request.GET.get("chuc-vu", "")},
    )


def _findings(box: GiveForm, asked: Asked) -> list[tuple[Finding, str]]:
    """What stands against what is typed so far, as sentences."""
    if not box.is_bound:
        return []
    box.is_valid()
    data = box.cleaned_data
    kind, start = post_kinds().get(data.get("kind", "")), data.get("start")
    who = box.who
    if kind is None or start is None or who is None:
        return []
    person = (
        Person.objects.get(pk=who)
        if isinstance(who, int)
        else Person(full_name=who.full_name, birth_date=who.birth_date, sex=who.sex)
    )
    found = findings_on_post(unit=asked.unit, kind=kind, person=person, start=start, today=asked.today)
    return [(finding, said(finding)) for finding in found]
