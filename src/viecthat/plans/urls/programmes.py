"""Addresses of programmes, terms, themes, plans of a year."""

from django.urls import path

from viecthat.plans.pages import items, plan, programmes, projects, terms

app_name = "programmes"
urlpatterns = [
    path("", programmes.listing, name="list"),
    path("tai/<slug:kind>/", programmes.listing_file, name="list-file"),
    path("du-an/", projects.projects, name="projects"),
    path("du-an/tai/<slug:kind>/", projects.projects_file, name="projects-file"),
    path("<int:pk>/giai-doan/", projects.stage, name="stage"),
    path("nhiem-ky/", terms.clock, name="clock"),
    path("nhiem-ky/<slug:code>/ghi/", terms.term, name="term"),
    path("chu-de/", terms.themes, name="themes"),
    path("chu-de/<slug:code>/dat/", terms.theme, name="theme"),
    path("chu-de/<int:pk>/bo/", terms.drop, name="drop-theme"),
    path("cua-dang/", programmes.mapping, name="mapping"),
    path("gan-ket/", items.alignments, name="alignments"),
    path("gan-ket/<int:pk>/tra-loi/", items.answer, name="answer"),
    path("ke-hoach/<slug:code>/", plan.plan, name="plan"),
    path("ke-hoach/<slug:code>/tai/<slug:kind>/", plan.plan_file, name="plan-file"),
    path("lap/<slug:code>/", programmes.enter, name="enter"),
    path("muc/<int:pk>/", items.change, name="change-item"),
    path("muc/<int:pk>/bo/", items.drop, name="drop-item"),
    path("muc/<int:pk>/cap-tren/", items.align, name="align"),
    path("moc/<int:pk>/", programmes.reach, name="reach"),
    path("moc/<int:pk>/bo/", programmes.drop_step, name="drop-milestone"),
    path("noi/<int:pk>/bo/", programmes.unlink, name="unlink"),
    path("<int:pk>/", programmes.programme, name="programme"),
    path("<int:pk>/sua/", programmes.correct, name="correct"),
    path("<int:pk>/bo/", programmes.drop, name="drop"),
    path("<int:pk>/dieu-chinh/", programmes.adapt, name="adapt"),
    path("<int:pk>/so-sanh/", programmes.compare, name="compare"),
    path("<int:pk>/phuc-vu/", programmes.serve, name="serve"),
    path("<int:pk>/cua-dang/", programmes.link, name="link"),
    path("<int:pk>/them/", items.add, name="add-item"),
    path("<int:pk>/moc/", programmes.milestone, name="milestone"),
    path("<int:pk>/tien-do/", programmes.progress, name="progress"),
]
