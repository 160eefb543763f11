"""Addresses of targets: a unit's list, one target, how it is shared out."""

from django.urls import path

from viecthat.plans.pages import balance, judging, targets

app_name = "targets"
urlpatterns = [
    path("", targets.listing, name="list"),
    path("cach-xet/", judging.judging, name="judging"),
    path("cach-xet/dat/", judging.enter, name="set-judging"),
    path("cach-xet/<int:pk>/bo/", judging.drop, name="drop-judging"),
    path("dat/<slug:code>/", targets.enter, name="enter"),
    path("tu-van-ban/<int:pk>/", targets.from_clause, name="from-clause"),
    path("dot-chia/<int:pk>/giao/", balance.decide_all, name="decide-run"),
    path("de-nghi/<int:pk>/", balance.answer, name="answer"),
    path("<int:pk>/", targets.target, name="target"),
    path("<int:pk>/thong-qua/", targets.adopt, name="adopt"),
    path("<int:pk>/dieu-chinh/", targets.revise, name="revise"),
    path("<int:pk>/bo/", targets.drop, name="drop"),
    path("<int:pk>/giai-trinh/", targets.explain, name="explain"),
    path("<int:pk>/phuc-vu/", judging.serve, name="serve"),
    path("<int:pk>/phan-bo/<slug:code>/", balance.balance, name="balance"),
    path("<int:pk>/phan-bo/<slug:code>/tai/xlsx/", balance.balance_file, name="balance-file"),
    path("<int:pk>/phan-bo/<slug:code>/nhap-tay/", balance.by_hand, name="by-hand"),
    path("<int:pk>/phan-bo/<slug:code>/nhap-bang/", balance.sheet, name="sheet"),
    path("<int:pk>/phan-bo/<slug:code>/lay-y-kien/", balance.propose, name="propose"),
    path("<int:pk>/phan-bo/<slug:code>/giao/", balance.decide, name="decide"),
    path("<int:pk>/phan-bo/<slug:code>/bo/", balance.drop, name="drop-sharing"),
    path("<int:pk>/dang-ky/<slug:code>/", balance.own_figure, name="own-figure"),
    path("<int:pk>/dong-y/<slug:code>/", balance.accept, name="accept"),
]
