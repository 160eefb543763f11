"""The training programme of a branch for a year: one page, each step with those who are at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands import training as commands
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.forms.training import OwnReviewForm, PeopleForm, RateForm, RegisterYearForm, TakeBackForm
from viecthat.people.pages.branch_choice import branch_choice
from viecthat.people.pages.life import made_up, tell_rows
from viecthat.people.queries.admission import may_follow_admissions
from viecthat.people.queries.beside import rating_notes
from viecthat.people.queries.training import classes_given, training_of, year_of_member
from viecthat.people.rules.membership import may_keep_members
from viecthat.people.rules.training import member_classes
from viecthat.ui.sentences import add_refusal, sentence_of
from viecthat.units.queries import UnitRow, unit_with_code

FIRST_YEAR = 2000
FORMS: dict[str, type[PeopleForm]] = {"register": RegisterYearForm, "review": OwnReviewForm, "rate": RateForm}


def _branch_or_404(request: HttpRequest, code: str, at: datetime) -> UnitRow:
    unit = unit_with_code(code, localdate(at))
    if unit is None or not may_follow_admissions(actor_of(request), unit.id, at):
        raise Http404
    return unit


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The branches whose programme one keeps."""
    kept = branch_choice(request)
    if kept.only is not None:
        return redirect("people:training", kept.only.code)
    return render(request, "people/training_branches.html", {"kept": kept})


@require_http_methods(["GET", "HEAD", "POST"])
def training(request: HttpRequest, code: str) -> HttpResponse:
    """Register, review oneself, be rated: each section lists those who are at it."""
    at, actor, today = now(), actor_of(request), localdate()
    unit, year = _branch_or_404(request, code, at), _year(request, today.year)
    may_do = may_keep_members(actor, unit.id, at)
    rows = training_of(unit.id, year)
    asked = request.POST.get("viec", "") if request.method == "POST" else ""
    if asked and (asked not in FORMS or not may_do):
        raise PermissionDenied
    forms = {}
    for step, shape in FORMS.items():
        people = [row.person for row in rows if row.step == step]
        sent = request.POST if step == asked else None
        forms[step] = shape(sent, today=today, people=people, prefix=step, initial={"day": today})
    form = forms.get(asked)
    if form is not None and form.is_valid() and _done(request, asked, form, year, at):
        return redirect(reverse("people:training", args=[code]) + f"?nam={year}")
    known = member_classes(today)
    counts = classes_given(rows)
    notes = rating_notes([row.person.pk for row in rows], year, today)
    context = {
        "notes": [
            (row.person, note.words, sentence_of(note.lacks) if note.lacks else "")
            for row in rows
            for note in notes.get(row.person.pk, ())
        ]
        + [
            (row.person, _("Đã lấy lại xếp loại: {why}").format(why=row.year.taken_back_why), "")
            for row in rows
            if row.year is not None and row.year.taken_back_why and not row.year.given_class
        ],
        "unit": unit,
        "year": year,
        "years": [today.year + 1, today.year, today.year - 1, today.year - 2],
        "forms": forms,
        "rated": [(row, known.get(row.year.given_class)) for row in rows if row.year and row.year.given_class],
        "counts": [(known[code_], counts[code_]) for code_ in known if counts[code_]],
        "members": len(rows),
        "registered": sum(row.year is not None for row in rows),
        "may_do": may_do,
        "synthetic": made_up(row.person for row in rows),
    }
    return render(request, "people/training.html", context, status=422 if asked else 200)


def _done(request: HttpRequest, asked: str, form: Any, year: int, at: datetime) -> bool:
    """Give the command; False when it was refused, with the sentences in the form."""
    actor, day = actor_of(request), form.cleaned_data["day"]
    names = {person.pk: person.full_name for person in form.people}
    try:
        if asked == "register":
            people = form.ticked
            contents = form.cleaned_data["contents"]
            commands.register_for_training(people=people, year=year, contents=contents, day=day, actor=actor, at=at)
        elif asked == "review":
            people = list(form.given)
            commands.record_own_reviews(classes=form.given, year=year, day=day, actor=actor, at=at)
        else:
            people = [rating.person for rating in form.given]
            commands.rate_members(ratings=form.given, year=year, day=day, actor=actor, at=at)
    except RowsRefused as refused:
        tell_rows(form, refused, [names[pk] for pk in people])
        return False
    except Refused as refused:
        add_refusal(form, refused)
        return False
    said = ngettext("Đã ghi cho {n} người.", "Đã ghi cho {n} người.", len(people))
    messages.success(request, said.format(n=len(people)))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A rating was wrong."""
    at, actor = now(), actor_of(request)
    unit = _branch_or_404(request, code, at)
    row = year_of_member(pk, unit.id)
    if row is None:
        raise Http404
    if not may_keep_members(actor, unit.id, at):
        raise PermissionDenied
    form = TakeBackForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if form.is_bound and form.is_valid():
        try:
            commands.take_back_rating(year_of_member=row, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lấy lại; số liệu đã được đảo trong sổ việc."))
            return redirect(reverse("people:training", args=[code]) + f"?nam={row.year}")
    words = {"title": _("Lấy lại xếp loại"), "lede": row.person.full_name, "button": _("Lấy lại")}
    context = {"form": form, "person": row.person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


def _year(request: HttpRequest, this_year: int) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    if not FIRST_YEAR <= year <= this_year + 1:
        raise Http404
    return year
