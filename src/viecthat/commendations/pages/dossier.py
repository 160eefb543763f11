"""Dossiers: the list, one with its nominees and its way up, opening, naming, files, opinions, passing on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.activities.queries import people_nameable, people_offered
from viecthat.commendations.choices import VOTED_ON, DossierState
from viecthat.commendations.commands import dossier as commands, upward
from viecthat.commendations.forms import dossier as forms
from viecthat.commendations.models import Dossier, Nominee
from viecthat.commendations.pages.shared import (
    POSTED,
    PROPOSING,
    dossier_or_404,
    links,
    nominee_or_404,
    own_unit,
    tried,
)
from viecthat.commendations.queries import dossier as queries
from viecthat.commendations.queries.drive import own_drives
from viecthat.commendations.queries.quota import quotas_of
from viecthat.commendations.rules import (
    form_kinds,
    may_change_dossier,
    may_decide,
    may_pass_on,
    may_propose,
    may_recall_dossier,
    path_up,
)
from viecthat.plans.pages.shared import Reader, Words, change_page, reader_of, sent
from viecthat.ui.privacy import private
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.people.models import Person

MINE = "cho-toi"
MOST_PEOPLE = 40
MOST_DRIVES = 100


def _register(reader: Reader) -> Register[Dossier]:
    proposes = bool(own_unit(reader, PROPOSING))
    waiting = queries.waiting_for(reader.actor, reader.at)
    here = reverse("commendations:dossiers")
    due = ((_("{n} hồ sơ chờ bạn xét").format(n=waiting), f"{here}?tinh-trang={MINE}"),) if waiting else ()
    return Register(
        title=_("Hồ sơ đề nghị khen thưởng"),
        slug="ho-so-khen-thuong",
        columns=(
            Column(_("Hồ sơ"), "ten", width=40),
            Column(_("Đơn vị đề nghị"), width=28),
            Column(_("Đang ở"), width=28),
            Column(_("Tập thể"), kind="whole", width=10),
            Column(_("Cá nhân"), kind="whole", width=10),
            Column(_("Lập ngày"), "ngay", "day", 12),
        ),
        orders=queries.ORDERS,
        default=queries.NEWEST,
        show=_shown,
        nothing=_("Chưa có hồ sơ nào"),
        what_to_do=_("Lập hồ sơ, thêm tập thể, cá nhân với thành tích, rồi gửi lên cấp trên."),
        links=links(),
        actions=((_("Lập hồ sơ"), reverse("commendations:dossier-new")),) if proposes else (),
        due=due,
    )


def _shown(rows: Sequence[Dossier], today: date) -> list[Shown]:
    return [
        Shown(
            reverse("commendations:dossier", args=[row.dossier.pk]),
            (
                row.dossier.title, row.unit.name, row.desk.name, row.collectives, row.individuals,
                row.dossier.opened_at.date(),
            ),
            note=row.dossier.origin,
            chip=str(row.dossier.get_state_display()),
        )
        for row in queries.listed_dossiers(rows, today)
    ]  # fmt: skip


def _sought(request: HttpRequest, reader: Reader) -> tuple[Asked, Any]:
    states = [(MINE, _("chờ tôi xét")), *DossierState.choices]
    asked = asked_of(request, reader.at, reader.today, capability=Capability.FILES, states=states, years=False)
    state = asked.get("state")
    found = queries.dossiers_found(
        reader.actor, reader.at, asked.units, text=asked.get("text"),
        state="" if state == MINE else state, waiting=state == MINE,
    )  # fmt: skip
    return asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Dossiers, the newest first."""
    reader = reader_of(request)
    return register_page(request, _register(reader), *_sought(request, reader), reader.today)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole."""
    reader = reader_of(request)
    return register_file(request, _register(reader), *_sought(request, reader), reader.today, kind)


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: who is put forward for what and why, what each level said, where it lies."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)
    rows = queries.named_in(shown.nominees.select_related("person"), reader.today)
    passes = may_pass_on(reader.actor, shown, reader.at)
    last = bool(path_up(shown.decider_id, shown.desk_id, reader.today))
    units = units_by_id({shown.unit_id, shown.desk_id, shown.decider_id}, reader.today)
    context = {
        "dossier": shown,
        "unit": units[shown.unit_id],
        "desk": units[shown.desk_id],
        "decider": units[shown.decider_id],
        "rows": rows,
        "quotas": [(row, form_kinds().get(row.form)) for row in quotas_of(shown, reader.today)],
        "steps": queries.steps_of(shown, reader.today),
        "writes": may_change_dossier(reader.actor, shown, reader.at),
        "recalls": may_recall_dossier(reader.actor, shown, reader.at)
        and (shown.drive is None or shown.drive.due >= reader.today)
        and not any(row.nominee.state in VOTED_ON for row in rows),
        "passes": passes,
        "goes_on": passes and not last,
        "to_council": last
        and shown.state == DossierState.SENT
        and may_decide(reader.actor, shown.decider_id, reader.at),
        "trail": _trail(shown),
    }
    return private(render(request, "commendations/dossier.html", context))


@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Open a dossier."""
    reader = reader_of(request)
    start = own_unit(reader, PROPOSING)
    if not start:
        raise PermissionDenied
    drives = [(row.pk, row.title) for row in own_drives(reader.actor, reader.at, reader.today)[:MOST_DRIVES]]
    asked = request.GET.get("dot", "")
    form = forms.DossierForm(sent(request), today=reader.today, drives=drives, initial={**start, "drive": asked})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        decider = data.pop("decider")
        chosen = data.pop("drive")
        row = commands.open_dossier(
            unit=data.pop("unit").id, drive=queries.drive_by_id(chosen) if chosen else None,
            decider=decider.id if decider else None, **data, actor=reader.actor, at=reader.at,
        )  # fmt: skip
        return _("Đã lập hồ sơ; thêm tập thể, cá nhân."), reverse("commendations:dossier", args=[row.pk])

    words = Words(_("Lập hồ sơ đề nghị khen thưởng"), _("Của đơn vị, gửi lên từng cấp"), _("Lập hồ sơ"))
    return change_page(request, form, words, run, back=reverse("commendations:dossiers"), trail=_trail())


@require_http_methods(POSTED)
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody forward."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)
    if not may_change_dossier(reader.actor, shown, reader.at):
        raise PermissionDenied
    text = request.GET.get("q", "")[:120].strip()
    people = people_offered(reader.actor, shown.unit_id, text, reader.at, most=MOST_PEOPLE)
    posted = request.POST.get("person", "")
    if posted.isascii() and posted.isdigit() and len(posted) < 19:
        people += [one for one in people_nameable(reader.actor, [int(posted)], reader.at).values() if one not in people]
    kinds = [(code, str(kind)) for code, kind in commands.offered_forms(shown, reader.at).items()]
    form = forms.NomineeForm(
        sent(request), today=reader.today, kinds=kinds,
        people=[(one.pk, _person_words(one)) for one in people],
    )  # fmt: skip

    def run(data: dict[str, Any]) -> str:
        facts = commands.Nominated(
            achievement=data["achievement"], unit=data["collective"].id if data["collective"] else None,
            person=data["person"], name=data["name"], place=data["place"], collective=data["outside"],
        )  # fmt: skip
        commands.nominate(dossier=shown, form=data["form"], facts=facts, actor=reader.actor, at=reader.at)
        return _("Đã thêm vào hồ sơ.")

    words = Words(_("Thêm tập thể, cá nhân"), shown.title, _("Thêm vào hồ sơ"))
    response = _changed(
        request, shown, form, words, run, template="commendations/nominate.html", extra={"asked": text}
    )  # fmt: skip
    return private(response)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it up."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)
    return tried(
        request, lambda: upward.send_dossier(dossier=shown, actor=reader.actor, at=reader.at), _("Đã gửi hồ sơ lên."),
        "commendations:dossier", pk,
    )  # fmt: skip


@require_http_methods(POSTED)
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass it to the next desk."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)

    def run(data: dict[str, Any]) -> str:
        upward.forward_dossier(dossier=shown, words=data["words"], actor=reader.actor, at=reader.at)
        return _("Đã trình lên cấp trên.")

    form = forms.ForwardForm(sent(request), today=reader.today)
    return _changed(request, shown, form, Words(_("Trình tiếp lên trên"), shown.title, _("Trình")), run)


@require_http_methods(POSTED)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return it with words."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)

    def run(data: dict[str, Any]) -> str:
        upward.return_dossier(dossier=shown, words=data["words"], actor=reader.actor, at=reader.at)
        return _("Đã trả lại để bổ sung.")

    form = forms.BackForm(sent(request), today=reader.today)
    return _changed(request, shown, form, Words(_("Trả lại hồ sơ"), shown.title, _("Trả lại")), run)


@require_http_methods(POSTED)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit calls it back, saying why."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)
    if not may_propose(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied

    def run(data: dict[str, Any]) -> str:
        upward.recall_dossier(dossier=shown, words=data["words"], actor=reader.actor, at=reader.at)
        return _("Đã thu lại hồ sơ; sửa rồi gửi lên lần nữa.")

    form = forms.BackForm(sent(request), today=reader.today)
    return _changed(request, shown, form, Words(_("Thu lại hồ sơ"), shown.title, _("Thu lại")), run)


@require_http_methods(POSTED)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit no longer proposes it."""
    reader = reader_of(request)
    shown = dossier_or_404(pk, reader)

    def run(data: dict[str, Any]) -> str:
        upward.drop_dossier(dossier=shown, words=data["words"], actor=reader.actor, at=reader.at)
        return _("Đã thôi đề nghị; hồ sơ vẫn được giữ.")

    form = forms.BackForm(sent(request), today=reader.today)
    return _changed(request, shown, form, Words(_("Thôi đề nghị"), shown.title, _("Thôi đề nghị")), run)


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A nominee's achievement said anew."""
    reader = reader_of(request)
    row = nominee_or_404(pk, reader)
    values = {"place": row.place, "achievement": row.achievement}
    form = forms.AchievementForm(sent(request), today=reader.today, initial=values)

    def run(data: dict[str, Any]) -> str:
        commands.change_nominee(nominee=row, **data, actor=reader.actor, at=reader.at)
        return _("Đã lưu thành tích.")

    return _changed(request, row.dossier, form, Words(_("Sửa thành tích"), _name(row, reader), _("Lưu")), run)


@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A nominee is taken out."""
    reader = reader_of(request)
    row = nominee_or_404(pk, reader)
    return tried(
        request, lambda: commands.leave_out(nominee=row, actor=reader.actor, at=reader.at), _("Đã bỏ khỏi hồ sơ."),
        "commendations:dossier", row.dossier_id,
    )  # fmt: skip


@require_http_methods(POSTED)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that shows it."""
    reader = reader_of(request)
    row = nominee_or_404(pk, reader)
    data = sent(request)
    form = forms.AttachForm(data, request.FILES if data is not None else None, today=reader.today)

    def run(given: dict[str, Any]) -> str:
        file = given["attached"]
        commands.attach_file(nominee=row, content=file.read(), name=file.name, actor=reader.actor, at=reader.at)
        return _("Đã kèm tệp.")

    return _changed(request, row.dossier, form, Words(_("Kèm minh chứng"), _name(row, reader), _("Kèm tệp")), run)


@require_http_methods(POSTED)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """What the desk says."""
    reader = reader_of(request)
    row = nominee_or_404(pk, reader)
    if not may_pass_on(reader.actor, row.dossier, reader.at):
        raise PermissionDenied
    form = forms.OpinionForm(sent(request), today=reader.today)

    def run(data: dict[str, Any]) -> str:
        upward.say_opinion(nominee=row, **data, actor=reader.actor, at=reader.at)
        return _("Đã ghi ý kiến.")

    return _changed(request, row.dossier, form, Words(_("Ý kiến về đề nghị"), _name(row, reader), _("Ghi")), run)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a nominee, to keep."""
    reader = reader_of(request)
    found = queries.file_shown(pk, reader.actor, reader.at)
    if found is None or not found.file.path.exists():
        raise Http404
    response = HttpResponse(found.file.path.read_bytes(), content_type=found.file.content_type)
    # Never shown by the browser itself: whatever is inside stays inside.
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return private(response)


def _person_words(person: Person) -> str:
    return f"{person.full_name}, {person.birth_date:%d/%m/%Y}" if person.birth_date else person.full_name


def _name(row: Nominee, reader: Reader) -> str:
    (named,) = queries.named_in([row], reader.today)
    return named.name


def _changed(
    request: HttpRequest,
    shown: Dossier,
    form: Any,
    words: Words,
    run: Callable[[dict[str, Any]], str],
    **more: Any,
) -> HttpResponse:
    back = reverse("commendations:dossier", args=[shown.pk])
    trail = [*_trail(), (shown.title, back)]
    return change_page(request, form, words, lambda data: (run(data), back), back=back, trail=trail, **more)


def _trail(shown: Dossier | None = None) -> list[tuple[str, str]]:
    trail = [
        (_("Thi đua, khen thưởng"), reverse("commendations:drives")),
        (_("Hồ sơ đề nghị"), reverse("commendations:dossiers")),
    ]
    return [*trail, (shown.title, "")] if shown is not None else trail
