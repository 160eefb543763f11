"""Where questions to a dialogue are sent without signing in, and where their askers read the answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.pages.secrets import behind_door
from viecthat.accounts.queries import actor_of, visitor_of
from viecthat.kernel.errors import Refused
from viecthat.plans.commands import send_question
from viecthat.plans.forms.dialogue import AskForm
from viecthat.plans.models import Dialogue
from viecthat.plans.pages.shared import sent
from viecthat.plans.queries.dialogue import dialogue_behind, listed_dialogues, listed_questions, question_behind
from viecthat.ui.privacy import unlisted
from viecthat.ui.sentences import add_refusal

# A hall of people asks from one place: only a machine sends more than this in ten minutes.
DOOR = Door("ask", most=300, minutes=10)
# Codes that do not hold: whoever guesses is soon sent away.
SLIPS = Door("slip", most=30, minutes=10)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The form behind a dialogue's address."""
    at, visitor = now(), visitor_of(request)
    dialogue: Dialogue = behind_door(request, SLIPS, dialogue_behind, code)
    account = actor_of(request) if request.user.is_authenticated else None
    form = AskForm(sent(request), initial={"asker_name": account.full_name if account else ""})
    slip, status = "", 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                check_door(door=DOOR, visitor=visitor, at=at)
            except Refused:
                form.add_error(None, _("Từ đây vừa gửi quá nhiều câu hỏi; chờ mười phút rồi gửi tiếp."))
                status = 429
            else:
                try:
                    asked = form.asked(account.pk if account else None)
                    sent_code = send_question(dialogue=dialogue, asked=asked, at=at)
                except Refused as refused:
                    add_refusal(form, refused)
                else:
                    # Only how many came from a place, never which: forgotten after a day.
                    note_try(door=DOOR, visitor=visitor, at=at)
                    slip, status = request.build_absolute_uri(reverse("slip", args=[sent_code])), 200
    context = {
        "dialogue": dialogue,
        "row": listed_dialogues([dialogue], localdate(at))[0],
        "form": form,
        "slip": slip,
        "open": localdate(at) <= dialogue.asked_until,
    }
    return unlisted(render(request, "plans/ask.html", context, status=status))


@never_cache
@login_not_required
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The answer, for whoever holds the code of a question."""
    question = behind_door(request, SLIPS, question_behind, code)
    context = {"one": listed_questions([question], localdate())[0], "dialogue": question.dialogue}
    response = unlisted(render(request, "plans/slip.html", context))
    response["Referrer-Policy"] = "no-referrer"  # the address is the secret of whoever asked
    return response
