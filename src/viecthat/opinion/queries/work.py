"""What units have open in consultations and surveys, for the floor of the organisation below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Value

from viecthat.kernel.errors import gettext_noop
from viecthat.opinion.choices import DraftState, SurveyState
from viecthat.opinion.models import Draft, Survey
from viecthat.organisation.queries.effects import Held


def open_work_of(units: Collection[int]) -> list[Held]:
    """Consultations and surveys that are not over. One query."""
    here = list(units)
    drafts = Draft.objects.filter(unit__in=here).exclude(state=DraftState.ISSUED).values_list(Value("draft"), "pk")
    running = [SurveyState.DRAFT, SurveyState.OPEN]
    surveys = Survey.objects.filter(unit__in=here, state__in=running).values_list(Value("survey"), "pk")
    found = Counter(what for what, _pk in drafts.union(surveys, all=True))
    return [
        Held(gettext_noop("Lấy ý kiến dự thảo chưa xong: theo sang đơn vị nhận"), found["draft"]),
        Held(gettext_noop("Khảo sát chưa đóng: theo sang đơn vị nhận"), found["survey"]),
    ]
