"""Record one piece of work, on a phone, in a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.accounts.queries import actor_of
from viecthat.activities.commands import plan_activity, record_activity
from viecthat.activities.forms.record import RecordForm
from viecthat.activities.pages.choices import (
    MOST_IN_SELECT,
    boxes_of_effort,
    ids_in,
    kind_choices,
    partner_choices,
    people_choices,
    result_boxes,
    unit_choices,
)
from viecthat.activities.pages.study import roll_call_of, study_address
from viecthat.activities.queries import (
    KindVersion,
    kinds_for,
    likeliest_unit,
    listed_when_few,
    recordable_units,
    targets_fed,
)
from viecthat.activities.queries.kinds import effort_of, own_of, results_of, typed_indicators
from viecthat.activities.queries.presence import roll_call_opened, served_heads
from viecthat.activities.queries.recording import programmes_offered, superiors_offered
from viecthat.activities.queries.study import STUDY
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.quantities import unscaled
from viecthat.ui.outbox import from_outbox, not_theirs, refused as told_refused, sentences_of, written
from viecthat.ui.templatetags.ui import number
from viecthat.units.queries import unit_with_code, units_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity, RollCall
    from viecthat.ledger.models import Indicator
    from viecthat.units.queries.scope import UnitScope

MORE_FACTS = (
    "last_day", "begins", "ends", "pin", "task_served", "need_served", "youth_groups", "challenge", "outcome",
    "outcome_words", "serves", "part_of", "outside", "public",
)  # fmt: skip
STEP = "doi"  # the button that only changes the form: without JavaScript the form is filled in steps

PHOTOS_AGAIN = gettext_noop("Chọn lại ảnh: khi trang báo lỗi, trình duyệt không giữ ảnh đã chọn.")


@dataclass(frozen=True)
class Desk:
    """What this reader may record: for whom, and which kinds that yield what."""

    actor: Account
    at: datetime
    units: UnitScope
    unit: int | None
    kinds: Sequence[KindVersion]
    yields: Mapping[str, Sequence[Indicator]]
    effort: Sequence[Indicator]

    @property
    def today(self) -> date:
        """The day of the reader's own clock."""
        return localdate(self.at)

    @cached_property
    def few(self) -> list[int] | None:
        """The units when a select can hold them."""
        return listed_when_few(self.units, self.today, most=MOST_IN_SELECT)

    def form(self, *data: Any, **given: Any) -> RecordForm:
        """The form with these kinds; few units stand in a select, many are searched for."""
        form = RecordForm(*data, kinds=self.kinds, yields=self.yields, effort=self.effort, **given)
        if self.few is not None:
            rows = units_by_id(self.few, self.today)
            form.fields["unit"].widget = forms.Select(choices=[(unit, rows[unit].name) for unit in self.few])
        return form

    def whole_form(self, *data: Any, **given: Any) -> RecordForm:
        """As `form`, with the programmes and the superiors' activities that the unit's work may serve."""
        return self.form(*data, **self.ties(self.unit), **given)

    def ties(self, unit: int | None) -> dict[str, Any]:
        """What work of the unit may serve and be a part of."""
        if unit is None:
            return {}
        return {
            "programmes": programmes_offered(self.actor, unit, self.at),
            "superiors": superiors_offered(unit, self.today),
        }


def open_desk(request: HttpRequest, wanted: object) -> Desk:
    """What the reader may record; the unit is the one wanted, where they may record for it, or else their own."""
    actor, at = actor_of(request), now()
    today = localdate(at)
    units = recordable_units(actor, at)
    given = ids_in(wanted)
    unit = given[0] if given and given[0] in units else likeliest_unit(actor, at)
    kinds = kinds_for(unit, today) if units else []
    known = typed_indicators() if units else {}
    yields = {version.kind_id: results_of(version, known) for version in kinds}
    beside = [*effort_of(known), *own_of(known, unit, today)]
    return Desk(actor, at, units, unit, kinds, yields, beside)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """The form; sent whole it records the activity, sent by a step button it is only shown again."""
    if request.method == "POST":
        desk = open_desk(request, request.POST.get("unit"))
        if STEP in request.POST:
            sent = request.POST
            lists = {
                name: sent.getlist(name) for name in ("people", "partners", "roll_calls", "serves", "youth_groups")
            }
            return _show(request, desk, desk.whole_form(initial=sent.dict() | lists))
        if from_outbox(request) and (answer := not_theirs(request)) is not None:
            return answer
        return _save(request, desk)
    code = request.GET.get("don-vi", "")
    named = unit_with_code(code, localdate()) if code else None
    call = roll_call_of(request, actor_of(request), now())
    desk = open_desk(request, call.unit_id if call else named.id if named else None)
    if not desk.units:
        return render(request, "activities/nothing_to_record.html")
    if STUDY in {request.GET.get("loai"), call.kind_id if call else ""}:
        # Who was taught is ticked in a list of its own: neither number is typed.
        row = units_by_id({desk.unit}, localdate())[desk.unit] if desk.unit is not None else None
        day = localdate(call.starts_at) if call else localdate()
        return redirect(study_address(row.code if row else "", day, call.pk if call else None))
    first = {"key": str(uuid4()), "unit": desk.unit, "kind": request.GET.get("loai", ""), "day": desk.today}
    return _show(request, desk, desk.whole_form(initial=first | _told_by(call, desk.at)))


def _told_by(call: RollCall | None, at: datetime) -> dict[str, Any]:
    """What a roll call tells already of the work it was called at."""
    if call is None:
        return {}
    return {
        "kind": call.kind_id,
        "title": call.title,
        "day": localdate(call.starts_at),
        "place": call.place,
        "head_count": roll_call_opened(call, at).heads,
        "roll_calls": [call.pk],
    }


def _save(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = desk.whole_form(request.POST, request.FILES)
    if form.is_valid():
        try:
            activity = _recorded(form, desk)
        except Refused as refused:
            form.refuse(refused)
        else:
            said = _success(activity, form)
            messages.success(request, said)
            if from_outbox(request):
                return written(said, reverse("activities:activity", args=[activity.pk]))
            return redirect("activities:activity", activity.pk)
    if from_outbox(request):
        return told_refused(sentences_of(form))
    if request.FILES and "photos" not in form.errors:
        form.add_error("photos", _(PHOTOS_AGAIN))
    return _show(request, desk, form, status=422)


def _recorded(form: RecordForm, desk: Desk) -> Activity:
    data = form.cleaned_data
    if data["planned"]:
        return plan_activity(
            unit=data["unit"],
            kind=next(kind.kind for kind in desk.kinds if kind.code == data["kind"]),
            title=data["title"],
            day=data["day"],
            last_day=data["last_day"],
            place=data["place"],
            note=data["note"],
            partners=data["partners"],
            facts=form.facts,
            key=f"{desk.actor.pk}:{data['key']}",
            actor=desk.actor,
            at=desk.at,
        )
    return record_activity(
        unit=data["unit"],
        kind=next(kind.kind for kind in desk.kinds if kind.code == data["kind"]),
        title=data["title"],
        day=data["day"],
        last_day=data["last_day"],
        place=data["place"],
        facts=form.facts,
        results=data["results"],
        head_count=data["head_count"],
        note=data["note"],
        people=data["people"],
        partners=data["partners"],
        photos=data["photos"],
        roll_calls=data["roll_calls"],
        # The account stands before the key, so that nobody is led to an activity by a key that is not theirs.
        key=f"{desk.actor.pk}:{data['key']}",
        actor=desk.actor,
        at=desk.at,
    )


def _success(activity: Activity, form: RecordForm) -> str:
    if form.cleaned_data["planned"]:
        return _("Đã đưa “{title}” vào lịch.").format(title=activity.title)
    amounts = []
    for _box, indicator in form.result_fields:
        if quantity := form.cleaned_data["results"].get(indicator.pk):
            amounts.append(f"{number(unscaled(quantity, indicator.decimals))} {indicator.measured_in}")
    return _("Đã ghi “{title}”: {amounts}.").format(title=activity.title, amounts=", ".join(amounts))


def _show(request: HttpRequest, desk: Desk, form: RecordForm, *, status: int = 200) -> HttpResponse:
    return render(request, "activities/record.html", form_context(desk, form, request.POST), status=status)


def form_context(desk: Desk, form: RecordForm, typed: Mapping[str, Any]) -> dict[str, Any]:
    """All that the form's template and each of its parts need."""
    chosen = ids_in(form["unit"].value())
    unit = chosen[0] if chosen and chosen[0] in desk.units else None
    tiles, more = kind_choices(desk.kinds, form.chosen.code if form.chosen else "")
    calls = ids_in(form["roll_calls"].value())
    served = sum(served_heads(calls).values()) if calls else 0
    effort = boxes_of_effort(form, counted=bool(served))
    return {
        "form": form,
        "tiles": tiles,
        "more_tiles": more,
        "more_open": any(choice.chosen for choice in more),
        "boxes": result_boxes(form.result_fields),
        "effort_boxes": result_boxes(effort),
        "effort_open": bool(served) or any(box.value() or box.errors for box, _indicator in effort),
        "served": served,
        "more_facts_open": any(form[name].value() or form[name].errors for name in MORE_FACTS),
        "unit_select": desk.few is not None,
        "units": unit_choices(typed.get("q_unit", ""), unit, desk.units, desk.at) if desk.few is None else [],
        "people": people_choices(desk.actor, unit, typed.get("q_people", ""), ids_in(form["people"].value()), desk.at),
        "partners": partner_choices(unit, typed.get("q_partners", ""), ids_in(form["partners"].value()), desk.at),
        "fed": targets_fed(form.chosen, unit, desk.today) if form.chosen and unit is not None else [],
        "typed": {name: typed.get(name, "") for name in ("q_unit", "q_people", "q_partners")},
        "wrong_fields": [form[name] for name in form.errors if name in form.fields],
    }
