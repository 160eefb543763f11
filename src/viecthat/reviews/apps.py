from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viecthat.organisation.apps import FollowsUnits


class ReviewsConfig(FollowsUnits, AppConfig):
    name = "viecthat.reviews"
    label = "reviews"

    def ready(self) -> None:
        from viecthat.reviews.tabs import ReviewTab, add_tab  # noqa: PLC0415

        add_tab(ReviewTab("figures", _("Số liệu"), "reviews:review", 10, opened_only=False))
        add_tab(ReviewTab("content", _("Lời văn"), "reviews:content", 20))
        add_tab(ReviewTab("limits", _("Hạn chế"), "reviews:limits", 30))
        add_tab(ReviewTab("proposals", _("Kiến nghị"), "reviews:proposals", 40))
        add_tab(ReviewTab("appraisals", _("Ý kiến cấp trên"), "reviews:appraisals", 50))
