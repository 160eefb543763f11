from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viecthat.organisation.apps import FollowsUnits


class ReviewsConfig(FollowsUnits, AppConfig):
    name = "viecthat.reviews"
    label = "reviews"

    def ready(self) -> None:
        from viecthat.reviews.asides import add_aside  # noqa: PLC0415
        from viecthat.reviews.tabs import ReviewTab, add_tab, has_office, is_of_bloc  # noqa: PLC0415

        add_tab(ReviewTab("figures", _("Số liệu"), "reviews:review", 10, opened_only=False))
        add_tab(ReviewTab("content", _("Lời văn"), "reviews:content", 20))
        add_tab(ReviewTab("limits", _("Hạn chế"), "reviews:limits", 30))
        add_tab(ReviewTab("proposals", _("Kiến nghị"), "reviews:proposals", 40))
        add_tab(ReviewTab("appraisals", _("Ý kiến cấp trên"), "reviews:appraisals", 50))
        add_aside("viecthat.reviews.queries.limits.told_beside")
        add_aside("viecthat.reviews.queries.appraisals.told_beside")
        add_tab(ReviewTab("documents", _("Tài liệu"), "reviews:documents", 80))
        add_tab(ReviewTab("bloc", _("Khối thi đua"), "reviews:bloc", 15, fits=is_of_bloc))
        add_tab(ReviewTab("office", _("Ban, đơn vị cơ quan"), "reviews:office", 16, fits=has_office))
        add_tab(ReviewTab("directives", _("Từng văn bản"), "reviews:directives", 24))
