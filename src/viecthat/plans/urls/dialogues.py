"""Addresses of dialogues, their questions and answers."""

from django.urls import path

from viecthat.plans.pages import dialogues

app_name = "dialogues"
urlpatterns = [
    path("", dialogues.listing, name="list"),
    path("moi/", dialogues.enter, name="enter"),
    path("cau-hoi/", dialogues.questions, name="questions"),
    path("cau-hoi/tai/<slug:kind>/", dialogues.questions_file, name="questions-file"),
    path("cau-hoi/<int:pk>/", dialogues.question, name="question"),
    path("cau-hoi/<int:pk>/sua/", dialogues.change, name="change"),
    path("cau-hoi/<int:pk>/tra-loi/", dialogues.answer, name="answer"),
    path("cau-hoi/<int:pk>/hen/", dialogues.promise, name="promise"),
    path("cau-hoi/<int:pk>/gat-ra/", dialogues.leave_out, name="leave-out"),
    path("tep/<int:pk>/", dialogues.file, name="file"),
    path("<int:pk>/", dialogues.dialogue, name="dialogue"),
    path("<int:pk>/sua/", dialogues.correct, name="correct"),
    path("<int:pk>/ghi-cau-hoi/", dialogues.note, name="note"),
    path("<int:pk>/gom-nhom/", dialogues.group, name="group"),
    path("<int:pk>/tai/<slug:kind>/", dialogues.report, name="report"),
]
