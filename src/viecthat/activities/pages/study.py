"""Record a session of study of resolutions: the list of whom it was for, ticked."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import Audience
from viecthat.activities.commands.study import StudyFacts, record_study
from viecthat.activities.forms.study import StudyForm, StudyListForm
from viecthat.activities.pages.choices import ids_in
from viecthat.activities.queries import likeliest_unit, recordable_units
from viecthat.activities.queries.presence import people_at, roll_call_held
from viecthat.activities.queries.study import MOST_ON_A_LIST, pupils_listed, to_be_taught
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import RollCall


@require_http_methods(["GET", "HEAD", "POST"])
def study(request: HttpRequest) -> HttpResponse:
    """First whose list, then who of it was there; n and N follow from it."""
    actor, at = actor_of(request), now()
    today = localdate(at)
    units = recordable_units(actor, at)
    if not units:
        raise PermissionDenied(_("Bạn chưa được giao quyền ghi việc ở đơn vị nào."))
    asked = StudyListForm(_asked(request, likeliest_unit(actor, at), today), today=today)
    whom: dict[str, dict[int, int]] = {}
    if asked.is_valid():
        unit, day = asked.cleaned_data["unit"], asked.cleaned_data["day"]
        if unit.id not in units:
            asked.add_error("unit", _("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
        elif day > today:
            asked.add_error("day", _("Ngày học chưa tới; học xong rồi mới ghi vào sổ."))
        else:
            whom = {audience: to_be_taught(unit.id, day, audience) for audience in asked.cleaned_data["audiences"]}
    everybody = {pk: unit for people in whom.values() for pk, unit in people.items()}
    # What is too long to tick is not read from the database either.
    rows = pupils_listed(everybody, asked.cleaned_data["day"]) if 0 < len(everybody) <= MOST_ON_A_LIST else []
    call = roll_call_of(request, actor, at)
    first: dict[str, Any] = {"key": str(uuid4())}
    if call is not None:
        there = [person.pk for person in people_at([call.pk])]
        first |= {"title": call.title, "place": call.place, "present": there}
    form = StudyForm(request.POST if request.method == "POST" else None, today=today, initial=first)
    form.fields["present"].choices = [(row.person.pk, row.person.full_name) for row in rows]  # type: ignore[attr-defined]
    if form.is_bound and rows and form.is_valid() and (made := _recorded(form, asked, call, actor, at)) is not None:
        messages.success(request, _("Đã ghi buổi học; số đã học và số phải học lấy từ danh sách."))
        return redirect("activities:activity", made)
    context = {
        "asked": asked,
        "form": form,
        "rows": rows,
        "ticked": set(map(str, form["present"].value() or ())),
        "counts": [(Audience(audience).label, len(people)) for audience, people in whom.items()],
        "too_many": len(everybody) if len(everybody) > MOST_ON_A_LIST else 0,
        "nobody": bool(whom) and not everybody,
        "most": MOST_ON_A_LIST,
        "query": request.GET.urlencode(),
    }
    return render(request, "activities/study.html", context, status=422 if form.is_bound else 200)


def roll_call_of(request: HttpRequest, actor: Account, at: datetime) -> RollCall | None:
    """The roll call that the address names, for somebody who holds it and as long as it belongs to no work."""
    wanted = ids_in(request.GET.get("buoi"))
    call = roll_call_held(wanted[0], actor, at) if wanted else None
    return call if call is not None and call.activity_id is None else None


def study_address(unit: str = "", day: date | None = None, call: int | None = None) -> str:
    """Where a session is recorded, for this unit and day when they are known, from this roll call."""
    query = {"don-vi": unit, "ngay": f"{day:%d/%m/%Y}", "doi-tuong": Audience.MEMBERS} if unit and day else {}
    if call is not None:
        query["buoi"] = str(call)
    address = reverse("activities:study")
    return f"{address}?{urlencode(query)}" if query else address


def _asked(request: HttpRequest, own: int | None, today: date) -> Any:
    if request.GET:
        return request.GET
    row = units_by_id({own}, today)[own] if own is not None else None
    given = request.GET.copy()
    given["don-vi"] = row.code if row is not None else ""
    given["ngay"] = f"{today:%d/%m/%Y}"
    given.setlist("doi-tuong", [Audience.MEMBERS])
    return given


def _recorded(form: StudyForm, asked: StudyListForm, call: RollCall | None, actor: Account, at: datetime) -> int | None:
    given, where = form.cleaned_data, asked.cleaned_data
    try:
        activity = record_study(
            unit=where["unit"].id,
            facts=StudyFacts(given["title"], where["day"], given["place"], given["document"], given["speaker"]),
            audiences=where["audiences"],
            present=given["present"],
            roll_calls=[call.pk] if call is not None else [],
            actor=actor,
            at=at,
            # The account stands before the key, so that nobody is led to an activity by a key that is not theirs.
            key=f"{actor.pk}:{given['key']}",
        )
    except Refused as refused:
        add_refusal(form, refused)
        return None
    return activity.pk
