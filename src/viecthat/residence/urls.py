"""Addresses of activity at the place of residence."""

app_name = "residence"
urlpatterns: list[object] = []
