"""How far the review of a unit's cadres has come."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PersonnelState(TextChoices):
    """Where the form of one unit is."""

    ASKED = "asked", pgettext_lazy("personnel", "đang rà soát")
    SENT = "sent", pgettext_lazy("personnel", "đã gửi, chờ cấp trên nhận")
    RETURNED = "returned", pgettext_lazy("personnel", "trả lại để bổ sung")
    ACCEPTED = "accepted", pgettext_lazy("personnel", "cấp trên đã nhận")
