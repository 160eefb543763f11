"""Addresses that are read without signing in."""

from django.urls import path

from viecthat.plans.pages import reminders

urlpatterns = [path("lich/<slug:token>.ics", reminders.feed, name="calendar")]
