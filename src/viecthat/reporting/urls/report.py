"""Addresses of one report, of those that wait to be taken in, and of who signs in whose place."""

from django.urls import path

from viecthat.reporting.pages import answering, report, steps, taking

urlpatterns = [
    path("nhan/", taking.taking, name="taking"),
    path("uy-quyen/", steps.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/thoi/", steps.end, name="delegation-end"),
    path("<int:call>/<int:unit>/", report.opened, name="open"),
    path("<int:pk>/", answering.report, name="report"),
    path("<int:pk>/so/<int:line>/", answering.line, name="line"),
    path("<int:pk>/muc/<int:section>/", answering.section, name="section"),
    path("<int:pk>/nen-xem/", answering.doubts, name="doubts"),
    path("<int:pk>/tra-lai/", steps.give_back, name="return"),
    path("<int:pk>/buoc/<slug:step>/", steps.step, name="step"),
]
