"""Addresses of contests."""

from django.urls import path

from viecthat.contests.pages import desk, jury, public, rounds, works

app_name = "contests"
urlpatterns = [
    path("", public.contests, name="list"),
    path("<int:pk>/", public.contest, name="contest"),
    path("<int:pk>/the-le/", public.rules_file, name="rules-file"),
    path("<int:pk>/du-thi/", public.enter, name="enter"),
    path("vong/<int:pk>/binh-chon/", public.vote, name="vote"),
    path("bai/<str:code>/", public.own_work, name="own-work"),
    path("bai/<str:code>/tep/<int:pk>/", public.own_file, name="own-file"),
    path("tep/<int:pk>/", public.shown_file, name="file"),
    path("cham/", jury.judging, name="judging"),
    path("cham/<int:pk>/", jury.judge, name="judge"),
    path("cham/<int:pk>/tai/", jury.works_zip, name="judge-works"),
    path("cham/<int:pk>/<int:number>/", jury.mark, name="mark"),
    path("so/", desk.register, name="register"),
    path("so/tai/<slug:kind>/", desk.register_as_file, name="register-file"),
    path("so/lap/<slug:code>/", desk.new, name="new"),
    path("so/vong/<int:pk>/", rounds.round_page, name="round"),
    path("so/vong/<int:pk>/bai/", rounds.works_zip, name="round-works"),
    path("so/vong/<int:pk>/bien-ban/<int:number>/<slug:kind>/", rounds.minutes_file, name="minutes-file"),
    path("so/vong/<int:pk>/ket-qua/<slug:slug>/", rounds.close, name="close"),
    path("so/vong/<int:pk>/<slug:slug>/", desk.round_step, name="round-step"),
    path("so/giam-khao/<int:pk>/thoi/", desk.juror_drop, name="juror-drop"),
    path("so/giam-khao/<int:pk>/truong-ban/", desk.juror_chair, name="juror-chair"),
    path("so/giai/<int:pk>/trao/", rounds.award_new, name="award-new"),
    path("so/giai/<int:pk>/thu-lai/", rounds.award_back, name="award-back"),
    path("so/bai/<int:pk>/", works.work, name="work"),
    path("so/bai/<int:pk>/<slug:slug>/", works.work_step, name="work-step"),
    path("so/giam-ho/<int:pk>/", works.guardian, name="guardian"),
    path("so/<int:pk>/", desk.desk, name="desk"),
    path("so/<int:pk>/bai/", works.works, name="works"),
    path("so/<int:pk>/bai/tai/<slug:kind>/", works.works_file, name="works-file"),
    path("so/<int:pk>/khen-thuong/", rounds.propose, name="propose"),
    path("so/<int:pk>/<slug:slug>/", desk.step, name="step"),
]
