"""Addresses of tasks, notices, reminders and calendar addresses."""

from django.urls import path

from viecthat.plans.pages import reminders, task, tasks

app_name = "tasks"
urlpatterns = [
    path("", tasks.listing, name="list"),
    path("tai/<slug:kind>/", tasks.listing_file, name="list-file"),
    path("moi/", tasks.enter, name="enter"),
    path("con-lai/", tasks.backlog, name="backlog"),
    path("con-lai/tai/xlsx/", tasks.backlog_file, name="backlog-file"),
    path("nguon/", tasks.workload, name="workload"),
    path("thong-bao/", reminders.notices, name="notices"),
    path("thong-bao/da-doc/", reminders.read, name="read"),
    path("thong-bao/<int:pk>/", reminders.open_notice, name="open-notice"),
    path("nhac/", reminders.reminders, name="reminders"),
    path("nhac/xac-nhan/<str:token>/", reminders.confirm, name="confirm"),
    path("lich/", reminders.calendars, name="calendars"),
    path("lich/tao/", reminders.make_calendar, name="make-calendar"),
    path("lich/<int:pk>/thu-hoi/", reminders.revoke_calendar, name="revoke-calendar"),
    path("tep/<int:pk>/", task.file, name="file"),
    path("moc/<int:pk>/", task.milestone, name="milestone"),
    path("<int:pk>/", task.task, name="task"),
    path("<int:pk>/sua/", task.correct, name="correct"),
    path("<int:pk>/giao-xuong/", task.parts, name="break-down"),
    path("<int:pk>/chia-se/", task.share, name="share"),
    path("<int:pk>/<slug:name>/", task.step, name="step"),
]
