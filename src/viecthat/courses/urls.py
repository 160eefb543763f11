"""Addresses of courses and clubs."""

from django.urls import path

from viecthat.courses.pages import certificate, club, course, figures, learner, own, referral

app_name = "courses"
urlpatterns = [
    path("", course.listing, name="list"),
    path("tai/<slug:kind>/", course.download, name="download"),
    path("mo/<slug:code>/", course.new, name="new"),
    path("cua-toi/", own.own, name="own"),
    path("cua-toi/<int:pk>/", own.sign, name="sign"),
    path("cua-toi/<int:pk>/rut/", own.leave, name="leave"),
    path("tong-hop/", figures.figures, name="figures"),
    path("tong-hop/tai/", figures.download, name="figures-file"),
    path("chung-nhan/<slug:token>/", certificate.verify, name="verify"),
    path("cau-lac-bo/", club.listing, name="clubs"),
    path("cau-lac-bo/tai/<slug:kind>/", club.download, name="clubs-file"),
    path("cau-lac-bo/ghi/<slug:code>/", club.new, name="club-new"),
    path("cau-lac-bo/<int:pk>/", club.club, name="club"),
    path("cau-lac-bo/<int:pk>/thoi/<int:line>/", club.member_leaves, name="club-leaves"),
    path("cau-lac-bo/<int:pk>/lay-lai/<int:line>/", club.meeting_undo, name="club-undo"),
    path("cau-lac-bo/<int:pk>/<slug:slug>/", club.step, name="club-step"),
    path("bao-ve-tre-em/", referral.listing, name="referrals"),
    path("bao-ve-tre-em/tai/<slug:kind>/", referral.download, name="referrals-file"),
    path("bao-ve-tre-em/ghi/<slug:code>/", referral.new, name="referral-new"),
    path("bao-ve-tre-em/<int:pk>/", referral.referral, name="referral"),
    path("bao-ve-tre-em/<int:pk>/<slug:slug>/", referral.step, name="referral-step"),
    path("<int:pk>/", course.course, name="course"),
    path("<int:pk>/danh-sach/", course.roll, name="roll"),
    path("<int:pk>/giay-chung-nhan/", certificate.papers, name="papers"),
    path("<int:pk>/giay-chung-nhan/<int:line>/thu-hoi/", certificate.revoke, name="revoke"),
    path("<int:pk>/bo-buoi/<int:line>/", course.meeting_drop, name="meeting-drop"),
    path("<int:pk>/hoc-vien/<int:line>/", learner.learner, name="learner"),
    path("<int:pk>/hoc-vien/<int:line>/<slug:slug>/", learner.step, name="learner-step"),
    path("<int:pk>/<slug:slug>/", course.step, name="step"),
]
