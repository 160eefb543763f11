"""What consultations and surveys hold of a person, for their own page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from viecthat.opinion.models import Comment, Invited
from viecthat.people.queries.own import OwnCell, OwnSection, account_of


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - as every own section is called
    """What they commented under their account, and surveys they were drawn for; whether they answered is not known
    (`VIECTHAT_OWN_DATA`). Three queries.
    """
    heads = (gettext("Ngày"), gettext("Loại"), gettext("Tên"), gettext("Nội dung"))
    rows: list[tuple[OwnCell, ...]] = []
    held = account_of(person)
    if held is not None:
        said = Comment.objects.filter(account=held.account_id).select_related("draft").order_by("-pk")
        rows += [
            (one.sent_on, gettext("Góp ý dự thảo"), one.draft.title, one.words or str(one.get_stance_display()))
            for one in said
        ]
    drawn = Invited.objects.filter(person=person).select_related("survey").order_by("-pk")
    rows += [(one.survey.drawn_on, gettext("Được mời khảo sát"), one.survey.title, "") for one in drawn]
    return OwnSection("opinion", gettext("Góp ý, khảo sát"), heads, tuple(rows))
