"""Addresses of activity at the place of residence."""

from django.urls import path

from viecthat.residence.pages import record, registration, report, turn_out

app_name = "residence"
urlpatterns = [
    path("", registration.listing, name="list"),
    path("tai/<slug:kind>/", registration.download, name="download"),
    path("viec/", registration.work, name="work"),
    path("cua-toi/", record.own, name="own"),
    path("gioi-thieu/<slug:code>/", registration.introduce, name="introduce"),
    path("tiep-nhan/<slug:code>/", registration.receive, name="receive"),
    path("tu-den/<slug:code>/", registration.arrive, name="arrive"),
    path("dang-ky/<int:pk>/", registration.registration, name="registration"),
    path("dang-ky/<int:pk>/<slug:slug>/", registration.step, name="step"),
    path("so-hoat-dong/<slug:code>/", record.log, name="log"),
    path("nhan-xet/<int:pk>/tra-lai/", record.send_back, name="send-back"),
    path("nhan-xet/<slug:code>/", record.remarks, name="remarks"),
    path("xac-nhan/<slug:code>/", record.confirm, name="confirm"),
    path("kien-nghi/", record.requests, name="requests"),
    path("kien-nghi/<int:pk>/", record.one_request, name="request"),
    path("lay-lai/<slug:what>/<int:pk>/", record.undo, name="undo"),
    path("tham-gia/<slug:code>/", turn_out.branches, name="turn-out"),
    path("tham-gia/<slug:code>/tai/<slug:kind>/", turn_out.download, name="turn-out-file"),
    path("bao-cao/<slug:code>/", report.report, name="report"),
    path("bao-cao/<slug:code>/tai/<slug:kind>/", report.download, name="report-file"),
]
