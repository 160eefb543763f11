"""Addresses of the library and of quizzes."""

from django.urls import path

from viecthat.learning.pages import library, own, quiz

app_name = "learning"
urlpatterns = [
    path("", library.library, name="library"),
    path("tai/<slug:kind>/", library.library_file, name="library-file"),
    path("cua-toi/", own.own, name="own"),
    path("ky/<int:pk>/", own.sign, name="sign"),
    path("lam/<int:pk>/", own.take, name="take"),
    path("tai-lieu/ghi/<slug:code>/", library.material_new, name="material-new"),
    path("tai-lieu/<int:pk>/", library.material, name="material"),
    path("tai-lieu/<int:pk>/da-ky/<slug:code>/", library.signed, name="signed"),
    path("tai-lieu/<int:pk>/kiem-tra/<slug:code>/", library.check_new, name="check-new"),
    path("tai-lieu/<int:pk>/<slug:slug>/", library.material_step, name="material-step"),
    path("kiem-tra/<int:pk>/lay-lai/", library.check_undo, name="check-undo"),
    path("trac-nghiem/", quiz.quizzes, name="quizzes"),
    path("trac-nghiem/tai/<slug:kind>/", quiz.quizzes_file, name="quizzes-file"),
    path("trac-nghiem/lap/<slug:code>/", quiz.quiz_new, name="quiz-new"),
    path("trac-nghiem/<int:pk>/", quiz.quiz, name="quiz"),
    path("trac-nghiem/<int:pk>/<slug:slug>/", quiz.quiz_step, name="quiz-step"),
]
