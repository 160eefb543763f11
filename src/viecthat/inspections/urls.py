"""Addresses of inspections of policies and law."""

from django.urls import path

from viecthat.inspections.pages import groups, inspections, noted, recommendations, team

app_name = "inspections"
urlpatterns = [
    path("", inspections.inspections, name="list"),
    path("tai/<slug:kind>/", inspections.inspections_file, name="list-file"),
    path("lap/<slug:code>/", inspections.new, name="new"),
    path("kien-nghi/", recommendations.recommendations, name="recommendations"),
    path("kien-nghi/tai/<slug:kind>/", recommendations.recommendations_file, name="recommendations-file"),
    path("kien-nghi/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path("kien-nghi/<int:pk>/<slug:slug>/", recommendations.recommendation_step, name="recommendation-step"),
    path("to-cong-tac/", groups.groups, name="groups"),
    path("to-cong-tac/tai/<slug:kind>/", groups.groups_file, name="groups-file"),
    path("to-cong-tac/ghi/<slug:code>/", groups.group_new, name="group-new"),
    path("to-cong-tac/<int:pk>/", groups.group, name="group"),
    path("to-cong-tac/<int:pk>/<slug:slug>/", groups.group_step, name="group-step"),
    path("tep/<slug:what>/<int:pk>/", inspections.paper, name="paper"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
    path("<int:pk>/tai/<slug:kind>/", inspections.conclusion, name="conclusion"),
    path("<int:pk>/ban/<int:number>/", noted.earlier, name="earlier"),
    path("<int:pk>/doan/", team.team, name="team"),
    path("<int:pk>/doan/<int:member>/rut/", team.team_drop, name="team-drop"),
    path("<int:pk>/sua/<slug:what>/<int:noted>/", noted.noted_change, name="noted-change"),
    path("<int:pk>/xoa/<slug:what>/<int:noted>/", noted.noted_drop, name="noted-drop"),
    path("<int:pk>/<slug:slug>/", inspections.step, name="step"),
]
