"""Addresses of the registers of advice, coordination and visits."""

from django.urls import path

from viecthat.plans.pages import registers

app_name = "registers"
urlpatterns = [
    path("", registers.advice_list, name="advice"),
    path("tai/xlsx/", registers.advice_file, name="advice-file"),
    path("ghi/<slug:code>/", registers.advice_enter, name="advice-enter"),
    path("<int:pk>/sua/", registers.advice_correct, name="advice-correct"),
    path("<int:pk>/ket-qua/", registers.advice_outcome, name="advice-outcome"),
    path("phoi-hop/", registers.coordination_list, name="coordination"),
    path("phoi-hop/tai/xlsx/", registers.coordination_file, name="coordination-file"),
    path("phoi-hop/ghi/<slug:code>/", registers.coordination_enter, name="coordination-enter"),
    path("phoi-hop/<int:pk>/sua/", registers.coordination_correct, name="coordination-correct"),
    path("phoi-hop/<int:pk>/ket-qua/", registers.coordination_result, name="coordination-result"),
    path("di-co-so/", registers.visit_list, name="visits"),
    path("di-co-so/tai/xlsx/", registers.visit_file, name="visits-file"),
    path("di-co-so/ghi/<slug:code>/", registers.visit_enter, name="visits-enter"),
]
