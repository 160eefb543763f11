"""Registrations: the list of both sides, letters out and in, arrivals, one registration and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.looking import one_look
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.file import note_access
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.pages.life import made_up
from viecthat.people.queries.membership import open_members
from viecthat.people.rules.file import may_see_file
from viecthat.residence.choices import TAKEN_IN, RegistrationState
from viecthat.residence.commands import registration as commands
from viecthat.residence.commands.commendation import commend_resident
from viecthat.residence.commands.request import send_request
from viecthat.residence.exports.listing import list_file
from viecthat.residence.forms import record as record_forms, registration as forms
from viecthat.residence.pages.shared import (
    branch_choices,
    change_page,
    kept_or_404,
    registration_or_404,
    sent,
    tell_rows,
    year_asked,
)
from viecthat.residence.queries.registration import (
    NEWEST,
    ORDERS,
    due_of,
    introduced_already,
    letters_to,
    listed,
    listed_in_chunks,
    registrations_found,
    sides_of,
)
from viecthat.residence.queries.request import commendations_of, requests_of, requests_seen
from viecthat.residence.queries.taking_part import remarks_of, took_part
from viecthat.residence.queries.units import named_in_order, units_kept
from viecthat.residence.rules import (
    groups,
    is_home,
    knows_home,
    levels,
    may_keep_residents,
    may_receive,
    may_see_contact,
    may_send_request,
    near,
)
from viecthat.ui.privacy import private
from viecthat.ui.sentences import add_refusal
from viecthat.units.forms import unit_label
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.residence.models import Registration
    from viecthat.units.forms import DatedForm

ON_PAGE = 50
MOST_TAKEN = 20_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _asked(request: HttpRequest, at: datetime) -> tuple[forms.ListForm, QuerySet[Registration]]:
    """Read the address. Http404 for a unit out of reach."""
    today, actor = localdate(at), actor_of(request)
    query = request.GET.copy()
    form = forms.ListForm(query, today=today)
    valid = form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    unit = given.get("unit")
    sides = sides_of(actor, at, within=unit.id if unit else None)
    if unit is not None:
        if not sides:
            raise Http404
        query[form.add_prefix("unit")] = unit_label(unit.name, unit.code)
        form.data = query
    order = request.GET.get("xep", NEWEST)
    found = registrations_found(
        sides,
        side=given.get("side", ""),
        state=given.get("state", ""),
        group=given.get("group", ""),
        text=given.get("text", ""),
        order=order if order in ORDERS else NEWEST,
    )
    return form, found if valid else found.none()


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Registrations of both sides, fifty to a page, and what waits."""
    at, actor, today = now(), actor_of(request), localdate()
    form, found = _asked(request, at)
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("trang"))
    rows = listed(list(page.object_list), today)
    query = request.GET.copy()
    query.pop("trang", None)
    known = groups(today)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, known.get(row.registration.group)) for row in rows],
        "query": query.urlencode(),
        "due": due_of(actor, at),
        "overdue": requests_seen(actor, at, today, state="qua-han").count(),
        "narrowed": any(request.GET.get(name) for name in forms.ListForm.parameters.values()),
        "default_order": NEWEST,
        "synthetic": made_up(row.registration.person for row in rows),
    }
    return private(render(request, "residence/list.html", context))


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole; noted in every file it names."""
    at, today = now(), localdate()
    if kind not in TYPES:
        raise Http404
    _form, found = _asked(request, at)
    people = list(found.order_by().values_list("person_id", flat=True)[: MOST_TAKEN + 1])
    if len(people) > MOST_TAKEN:
        sentence = _("Danh sách dài quá {most} người; chọn một đơn vị rồi tải.").format(most=MOST_TAKEN)
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    name = f"noi-cu-tru-{today:%Y-%m-%d}.{kind}"
    note_access(people=set(people), kind=AccessKind.EXPORTED, detail=name, actor=actor_of(request), at=at)
    content = list_file(listed_in_chunks(found, today), kind, today)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@require_safe
@one_look()
def work(request: HttpRequest) -> HttpResponse:
    """Where to begin: branches to introduce from, communes to receive for, branches where people live.

    Each of the three has its own pages; a name narrows all.
    """
    at, today, text = now(), localdate(), request.GET.get("q", "")[:120].strip()
    kept = units_kept(actor_of(request), at, text)

    def part(units: list[int], param: str) -> Page[int]:
        page = Paginator(units, ON_PAGE).get_page(request.GET.get(param))
        page.object_list = named_in_order(page.object_list, today)  # type: ignore[assignment, arg-type]
        return page

    context = {
        "homes": part(kept.homes, "trang-cd"),
        "communes": part(kept.communes, "trang-xa"),
        "living": part(kept.living, "trang-kdc"),
        "any": bool(kept),
        "asked": text,
    }
    return render(request, "residence/work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def introduce(request: HttpRequest, code: str) -> HttpResponse:
    """A branch introduces many of its members with one letter."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = kept_or_404(request, code, at)
    people = [member.person for member in open_members([unit.id])]
    already = introduced_already([person.pk for person in people])
    people = [person for person in people if person.pk not in already]
    form = forms.IntroduceForm(sent(request), today=today, people=people, contacts=True, initial={"day": today})
    if form.is_bound and form.is_valid():
        given = form.given
        facts = {name: form.cleaned_data[name] for name in ("kind", "until", "letter", "day")}
        names = {person.pk: person.full_name for person in people}
        try:
            commands.introduce_members(
                people=given, commune=form.cleaned_data["commune"].id, **facts, actor=actor, at=at
            )
        except RowsRefused as refused:
            tell_rows(form, refused, [names[one.person] for one in given])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã giới thiệu {n} đoàn viên.", "Đã giới thiệu {n} đoàn viên.", len(given))
            messages.success(request, said.format(n=len(given)))
            return redirect("residence:list")
    context = {"unit": unit, "form": form, "already": len(already), "synthetic": made_up(people)}
    return private(render(request, "residence/introduce.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """The commune takes in those whose letters wait, each into a branch."""
    at, actor, today = now(), actor_of(request), localdate()
    unit = kept_or_404(request, code, at, commune=True)
    letters = list(letters_to(unit.id))
    form = forms.ReceiveForm(
        sent(request), today=today, residents=letters, branches=branch_choices(unit.id, today), initial={"day": today}
    )
    if form.is_bound and form.is_valid():
        given = form.given
        names = {row.pk: row.person.full_name for row in letters}
        try:
            commands.receive_members(placed=given, day=form.cleaned_data["day"], actor=actor, at=at)
        except RowsRefused as refused:
            tell_rows(form, refused, [names[one.registration] for one in given])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("Đã nhận {n} đoàn viên.", "Đã nhận {n} đoàn viên.", len(given))
            messages.success(request, said.format(n=len(given)))
            return redirect("residence:receive", code)
    homes = units_by_id({row.home_id for row in letters}, today)
    known = groups(today)
    rows = [(row, homes[row.home_id], known.get(row.group), boxes) for row, boxes in form.rows]
    context = {"unit": unit, "form": form, "rows": rows, "synthetic": made_up(row.person for row in letters)}
    return private(render(request, "residence/receive.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest, code: str) -> HttpResponse:
    """The commune writes down who comes without a letter."""
    at, today = now(), localdate()
    unit = kept_or_404(request, code, at, commune=True)
    branches = branch_choices(unit.id, today)
    form = forms.ArriveForm(sent(request), today=today, branches=branches, initial={"day": today})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        given["branch"] = int(given["branch"])
        try:
            row = commands.record_arrival(commune=unit.id, **given, actor=actor_of(request), at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã ghi; nơi đoàn viên sinh hoạt được báo để xác nhận."))
            return redirect("residence:registration", row.pk)
    words = {
        "title": _("Đoàn viên tự đến"),
        "lede": unit.name,
        "about": _("Chưa có giấy giới thiệu. Nơi đoàn viên sinh hoạt xác nhận rồi mới tính vào số liệu."),
        "button": _("Ghi vào sổ"),
    }
    return change_page(request, form, back=reverse("residence:work"), people=(), **words)


@require_safe
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration with everything recorded under it."""
    at, actor, today = now(), actor_of(request), localdate()
    row = registration_or_404(request, pk, at)
    units = units_by_id({unit for unit in (row.home_id, row.commune_id, row.branch_id) if unit}, today)
    year = year_asked(request, today)
    known = levels(today)
    home = knows_home(actor, row, at)
    # The home unit reads what is confirmed; the branch and the commune also what is on its way.
    inside = row.branch_id is not None and (
        may_keep_residents(actor, row, at) or may_receive(actor, row.commune_id, at)
    )
    remarks = [one for one in remarks_of(row) if inside or one.confirmed_on is not None]
    context = {
        "row": row,
        "home": units[row.home_id] if home else None,
        "commune": units[row.commune_id],
        "branch": units.get(row.branch_id or 0),
        "group": groups(today).get(row.group),
        "contact": may_see_contact(actor, row, at) and home,
        "sees_file": may_see_file(actor, row.person, at),
        "took": took_part([row], year, today)[row.pk] if row.state in TAKEN_IN else [],
        "year": year,
        "years": [one for one in range(today.year, today.year - 3, -1) if row.start and one >= row.start.year],
        "remarks": [(one, known.get(one.level)) for one in remarks],
        "commendations": [
            (one, units_by_id([one.unit_id], today)[one.unit_id], inside) for one in commendations_of(row)
        ],
        "requests": requests_of(row) if near(actor, at).sees(row) else None,
        "may_keep": inside,
        "steps": [step for step in STEPS.values() if step.fits(actor, row, at)],
        "today": today,
        "synthetic": made_up([row.person]),
    }
    return private(render(request, "residence/registration.html", context))


@dataclass(frozen=True)
class Step:
    """Something one side may do with a registration: its words, form and command."""

    slug: str
    icon: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[DatedForm]
    run: Callable[[Registration, dict[str, Any], Account, datetime], object]
    fits: Callable[[Account, Registration, datetime], bool]
    branches: bool = False


def _decline_fits(actor: Account, row: Registration, at: datetime) -> bool:
    if row.state == RegistrationState.ARRIVED:
        return is_home(actor, row, at)
    return row.state == RegistrationState.WAITING and may_receive(actor, row.commune_id, at)


def _withdraw_fits(actor: Account, row: Registration, at: datetime) -> bool:
    if row.state == RegistrationState.ARRIVED:
        return may_receive(actor, row.commune_id, at)
    return row.state == RegistrationState.WAITING and is_home(actor, row, at)


def _registered(row: Registration) -> bool:
    return row.state == RegistrationState.REGISTERED


STEPS = {
    step.slug: step
    for step in (
        Step(
            "xac-nhan", "check", gettext_lazy("Xác nhận, ghi giấy giới thiệu"), gettext_lazy("Xác nhận"),
            gettext_lazy("Đã xác nhận; tính từ ngày đoàn viên đến."), forms.ConfirmArrivalForm,
            lambda row, given, actor, at: commands.confirm_arrival(registration=row, **given, actor=actor, at=at),
            lambda actor, row, at: row.state == RegistrationState.ARRIVED and is_home(actor, row, at),
        ),
        Step(
            "tra-lai", "x", gettext_lazy("Không nhận"), gettext_lazy("Không nhận"),
            gettext_lazy("Đã trả lời kèm lý do."), forms.AnswerForm,
            lambda row, given, actor, at: commands.decline_member(registration=row, **given, actor=actor, at=at),
            _decline_fits,
        ),
        Step(
            "thu-lai", "undo", gettext_lazy("Rút lại"), gettext_lazy("Rút lại"), gettext_lazy("Đã rút lại."),
            forms.AnswerForm,
            lambda row, given, actor, at: commands.withdraw_letter(registration=row, **given, actor=actor, at=at),
            _withdraw_fits,
        ),
        Step(
            "kien-nghi", "edit", gettext_lazy("Ghi kiến nghị"), gettext_lazy("Ghi kiến nghị"),
            gettext_lazy("Đã ghi; nơi cư trú trả lời trong hạn."), record_forms.RequestForm,
            lambda row, given, actor, at: send_request(registration=row, **given, actor=actor, at=at),
            lambda actor, row, at: may_send_request(actor, row, None, at),
        ),
        Step(
            "khen", "award", gettext_lazy("Khen thưởng, biểu dương"), gettext_lazy("Ghi khen thưởng"),
            gettext_lazy("Đã ghi; thành tích vào hồ sơ đoàn viên."), record_forms.CommendForm,
            lambda row, given, actor, at: commend_resident(registration=row, **given, actor=actor, at=at),
            lambda actor, row, at: row.state in TAKEN_IN and may_keep_residents(actor, row, at),
        ),
        Step(
            "doi-chi-doan", "right", gettext_lazy("Đổi chi đoàn trong xã"), gettext_lazy("Đổi chi đoàn"),
            gettext_lazy("Đã đổi chi đoàn."), forms.ChangeBranchForm,
            lambda row, given, actor, at: commands.change_branch(
                registration=row, branch=int(given["branch"]), day=given["day"], actor=actor, at=at
            ),
            lambda actor, row, at: _registered(row) and may_receive(actor, row.commune_id, at), branches=True,
        ),
        Step(
            "thoi", "flag", gettext_lazy("Thôi sinh hoạt nơi cư trú"), gettext_lazy("Ghi thôi sinh hoạt"),
            gettext_lazy("Đã ghi."), forms.EndForm,
            lambda row, given, actor, at: commands.end_registration(registration=row, **given, actor=actor, at=at),
            lambda actor, row, at: _registered(row)
            and (may_keep_residents(actor, row, at) or is_home(actor, row, at)),
        ),
        Step(
            "lay-lai", "undo", gettext_lazy("Lấy lại việc nhận"), gettext_lazy("Lấy lại"),
            gettext_lazy("Đã lấy lại; số liệu đã được đảo trong sổ việc."), forms.ReasonForm,
            lambda row, given, actor, at: commands.take_back_reception(registration=row, **given, actor=actor, at=at),
            lambda actor, row, at: _registered(row) and may_receive(actor, row.commune_id, at),
        ),
    )
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with a registration."""
    at, actor, today = now(), actor_of(request), localdate()
    row = registration_or_404(request, pk, at)
    deed = STEPS.get(slug)
    if deed is None:
        raise Http404
    if not deed.fits(actor, row, at):
        raise PermissionDenied
    more: dict[str, Any] = {"branches": branch_choices(row.commune_id, today)} if deed.branches else {}
    form = deed.form(sent(request), today=today, initial={"day": today}, **more)
    if form.is_bound and form.is_valid():
        try:
            deed.run(row, dict(form.cleaned_data), actor, at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, str(deed.done))
            return redirect("residence:registration", pk)
    back = reverse("residence:registration", args=[pk])
    words = {"title": deed.title, "lede": row.person.full_name, "button": deed.button}
    return change_page(request, form, back=back, people=[row.person], **words)
