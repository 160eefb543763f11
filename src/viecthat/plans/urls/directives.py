"""Addresses of documents: the register, one document, a unit's books."""

from django.urls import path

from viecthat.plans.pages import books, directive, directives

app_name = "directives"
urlpatterns = [
    path("", directives.register, name="register"),
    path("tai/<slug:kind>/", directives.register_file, name="register-file"),
    path("ghi/", directives.enter, name="enter"),
    path("tep/<int:pk>/", directives.file, name="file"),
    path("noi/<int:pk>/bo/", directive.unlink, name="unlink"),
    path("so/<slug:code>/", books.book, name="book"),
    path("so/<slug:code>/tai/xlsx/", books.book_file, name="book-file"),
    path("so/<slug:code>/danh-so/", books.numbering, name="numbering"),
    path("nhiem-vu/<slug:code>/", books.tasks, name="tasks"),
    path("<int:pk>/", directive.directive, name="directive"),
    path("<int:pk>/sua/", directives.correct, name="correct"),
    path("<int:pk>/noi/", directive.link, name="link"),
    path("<int:pk>/gui/", directive.send, name="send"),
    path("<int:pk>/nhan/", directive.receive, name="receive"),
    path("<int:pk>/xac-nhan/", directive.acknowledge, name="acknowledge"),
    path("<int:pk>/nhiem-vu/", directive.task, name="task"),
    path("<int:pk>/trien-khai/", directive.cascade, name="cascade"),
    path("<int:pk>/trien-khai/tai/xlsx/", directive.cascade_file, name="cascade-file"),
]
