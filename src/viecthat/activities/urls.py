"""Addresses of recording work and of the work recorded."""

from django.urls import path

from viecthat.activities.pages import activity, document, evidence, listing, members_day, record, record_parts

app_name = "activities"
urlpatterns = [
    path("ghi-viec/", record.record, name="record"),
    path("ghi-viec/ket-qua/", record_parts.results, name="record-results"),
    path("ghi-viec/don-vi/", record_parts.units, name="record-units"),
    path("ghi-viec/cua-don-vi/", record_parts.for_unit, name="record-for-unit"),
    path("ghi-viec/nguoi/", record_parts.people, name="record-people"),
    path("ghi-viec/cung-lam/", record_parts.partners, name="record-partners"),
    path("hoat-dong/", listing.activities, name="list"),
    path("hoat-dong/tai/csv/", listing.activities_csv, name="csv"),
    path("hoat-dong/<int:pk>/", activity.activity, name="activity"),
    path("hoat-dong/<int:pk>/bo-sung/", document.document, name="document"),
    path("hoat-dong/<int:pk>/bo-sung/nguoi/", document.people, name="document-people"),
    path("hoat-dong/<int:pk>/xac-minh/", activity.verify, name="verify"),
    path("hoat-dong/<int:pk>/huy/", activity.cancel, name="cancel"),
    path("hoat-dong/<int:pk>/ngay-doan-vien/", members_day.day, name="members-day"),
    path("ngay-doan-vien/", members_day.days, name="members-days"),
    path("minh-chung/<int:pk>/", evidence.evidence, name="evidence"),
    path("minh-chung/<int:pk>/nho/", evidence.thumbnail, name="thumbnail"),
]
