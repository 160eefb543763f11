"""Addresses of consultations and surveys."""

from django.urls import path

from viecthat.opinion.pages import doors, drafts, summary, surveys

app_name = "opinion"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("tai/<slug:kind>/", drafts.drafts_file, name="drafts-file"),
    path("du-thao/ghi/<slug:code>/", drafts.draft_new, name="draft-new"),
    path("du-thao/<int:pk>/", drafts.draft, name="draft"),
    path("du-thao/<int:pk>/tep/", drafts.draft_file, name="draft-file"),
    path("du-thao/<int:pk>/dieu/<int:clause>/", drafts.clause, name="clause"),
    path("du-thao/<int:pk>/y-kien/<int:comment>/gat/", drafts.comment_hide, name="comment-hide"),
    path("du-thao/<int:pk>/tong-hop/", summary.summary, name="summary"),
    path("du-thao/<int:pk>/tong-hop/tai/<slug:kind>/", summary.summary_file, name="summary-file"),
    path("du-thao/<int:pk>/tong-hop/gop/<int:clause>/", summary.group, name="group"),
    path("du-thao/<int:pk>/tong-hop/<int:opinion>/<slug:slug>/", summary.opinion_step, name="opinion-step"),
    path("du-thao/<int:pk>/<slug:slug>/", drafts.draft_step, name="draft-step"),
    path("khao-sat/", surveys.surveys, name="surveys"),
    path("khao-sat/tai/<slug:kind>/", surveys.surveys_file, name="surveys-file"),
    path("khao-sat/lap/<slug:code>/", surveys.survey_new, name="survey-new"),
    path("khao-sat/<int:pk>/", surveys.survey, name="survey"),
    path("khao-sat/<int:pk>/mau/", surveys.draw, name="draw"),
    path("khao-sat/<int:pk>/ma/", surveys.codes, name="codes"),
    path("khao-sat/<int:pk>/tai/<slug:kind>/", surveys.results_file, name="results-file"),
    path("khao-sat/<int:pk>/<slug:slug>/", surveys.survey_step, name="survey-step"),
    path("gop-y/", doors.drafts_open, name="open"),
    path("gop-y/<slug:code>/", doors.say, name="say"),
    path("tra-loi/", doors.code, name="code"),
    path("tra-loi/<slug:code>/", doors.answer, name="answer"),
    path("phieu/<slug:code>/", doors.sheet, name="sheet"),
    path("ket-qua/", doors.published, name="published"),
    path("ket-qua/<int:pk>/", doors.results, name="results"),
]
