"""Addresses of recording work and of the work recorded."""

from django.urls import path

from viecthat.activities.pages import (
    activity,
    check_in,
    document,
    evidence,
    listing,
    members_day,
    record,
    record_parts,
    roll_call,
    study,
    took_part,
)

app_name = "activities"
_presence = [
    path("diem-danh/", roll_call.roll_calls, name="roll-calls"),
    path("diem-danh/moi/", roll_call.new, name="roll-call-new"),
    path("diem-danh/quet/", check_in.scan, name="scan"),
    path("diem-danh/gui/", check_in.send, name="check-in"),
    path("diem-danh/co-mat/", check_in.here, name="here"),
    path("diem-danh/<int:pk>/", roll_call.roll_call, name="roll-call"),
    path("diem-danh/<int:pk>/nguoi/", roll_call.people, name="roll-call-people"),
    path("diem-danh/<int:pk>/ma/", roll_call.screen, name="roll-call-screen"),
    path("diem-danh/<int:pk>/ma/<slug:purpose>/", roll_call.screen_code, name="roll-call-code"),
    path("diem-danh/<int:pk>/tai/csv/", roll_call.roll_call_csv, name="roll-call-csv"),
    path("dd/<slug:code>/", check_in.link, name="code"),
    path("cua-toi/hoat-dong/", took_part.own, name="own-presence"),
    path("cua-toi/hoat-dong/<int:pk>/giay-chung-nhan/", took_part.certificate, name="certificate"),
    path("giay-chung-nhan/<slug:code>/", took_part.verify, name="took-part"),
]
urlpatterns = [
    *_presence,
    path("ghi-viec/", record.record, name="record"),
    path("ghi-viec/hoc-tap/", study.study, name="study"),
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
