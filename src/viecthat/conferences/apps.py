from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    name = "viecthat.conferences"
    label = "conferences"

    def ready(self) -> None:
        from viecthat.reviews.asides import add_aside  # noqa: PLC0415 - as below
        from viecthat.reviews.tabs import ReviewTab, add_tab  # noqa: PLC0415 - as those of the floors below

        add_tab(ReviewTab("conference", _("Hội nghị"), "conferences:conference", 60))
        add_tab(ReviewTab("conclusions", _("Kết luận"), "conferences:conclusions", 70))
        add_aside("viecthat.conferences.queries.conclusions.told_beside")
