"""Addresses of reports: forms, calls, single reports."""

from django.urls import path

from viecthat.reporting.pages import calls, form_editing, forms
from viecthat.reporting.urls import report

app_name = "reports"
urlpatterns = [
    path("", calls.calls, name="calls"),
    path("tai/<slug:kind>/", calls.calls_file, name="calls-file"),
    path("dot/moi/", calls.new, name="call-new"),
    path("dot/<int:pk>/", calls.call, name="call"),
    path("dot/<int:pk>/tai/<slug:kind>/", calls.call_file, name="call-file"),
    path("dot/<int:pk>/nhac/", calls.remind, name="remind"),
    path("dot/<int:pk>/sua/", calls.change, name="call-change"),
    path("dot/<int:pk>/khep/", calls.close, name="call-close"),
    path("mau/", forms.forms, name="forms"),
    path("mau/moi/", form_editing.new, name="form-new"),
    path("mau/<int:pk>/", forms.form, name="form"),
    path("mau/<int:pk>/sua/", form_editing.edit, name="form-edit"),
    path("mau/<int:pk>/sao/", form_editing.copy, name="form-copy"),
    path("mau/<int:pk>/thoi/", form_editing.end, name="form-end"),
    path("mau/<int:pk>/tai/", forms.form_xlsx, name="form-xlsx"),
    *report.urlpatterns,
]
