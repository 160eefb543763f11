"""Addresses of editions, of what is taken along, and of drafts to print."""

from django.urls import path

from viecthat.reporting.pages import editions

app_name = "editions"
urlpatterns = [
    path("<int:pk>/ban/<int:number>/", editions.edition, name="edition"),
    path("<int:pk>/ban/<int:number>/bao-cao.<slug:kind>", editions.edition_file, name="file"),
    path("<int:pk>/ban/<int:number>/chu-ky/<int:signature>/", editions.signature_file, name="signature"),
    path("<int:pk>/ban-thao.<slug:kind>", editions.draft_file, name="draft"),
    path("<int:pk>/so-sanh/", editions.compare, name="compare"),
]
