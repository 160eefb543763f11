"""Addresses that are read without signing in."""

from django.urls import path

from viecthat.plans.pages import asking, reminders

urlpatterns = [
    path("lich/<slug:token>.ics", reminders.feed, name="calendar"),
    path("hoi/<slug:code>/", asking.ask, name="ask"),
    path("cau-hoi/<slug:code>/", asking.slip, name="slip"),
]
