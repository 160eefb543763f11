"""Addresses of reviews: the unit, then the period or the review's short name."""

from django.urls import path

from viecthat.reviews.pages import appraisals, audit, carrying, download, held, limits, proposals, review

app_name = "reviews"
urlpatterns = [
    path("", held.held_reviews, name="list"),
    path("ra-soat/", audit.rounds, name="audits"),
    path("ra-soat/mo/<slug:code>/", audit.enter, name="open-round"),
    path("ra-soat/dot/<int:pk>/", audit.round_page, name="round"),
    path("ra-soat/dot/<int:pk>/tai/xlsx/", audit.round_file, name="round-file"),
    path("ra-soat/don-vi/<int:pk>/", audit.audit, name="audit"),
    path("ra-soat/don-vi/<int:pk>/ky/", audit.sign, name="sign-audit"),
    path("ra-soat/don-vi/<int:pk>/tra-loi/", audit.answer, name="answer-audit"),
    path("han-che/", limits.register, name="limit-register"),
    path("han-che/tai/xlsx/", limits.register_file, name="limit-register-file"),
    path("han-che/tep/<int:pk>/", limits.file, name="limit-file"),
    path("han-che/<int:pk>/", limits.limit, name="limit"),
    path("han-che/<int:pk>/sua/", limits.correct, name="limit-correct"),
    path("han-che/<int:pk>/<slug:name>/", limits.step, name="limit-step"),
    path("kien-nghi/", proposals.register, name="proposal-register"),
    path("kien-nghi/tai/xlsx/", proposals.register_file, name="proposal-register-file"),
    path("kien-nghi/gui/<slug:unit_code>/", proposals.enter, name="proposal-enter"),
    path("kien-nghi/<int:pk>/", proposals.proposal, name="proposal"),
    path("kien-nghi/<int:pk>/tiep-nhan/", proposals.take_up, name="proposal-take-up"),
    path("kien-nghi/<int:pk>/tra-loi/", proposals.answer, name="proposal-answer"),
    path("kien-nghi/<int:pk>/chuyen-len/", proposals.pass_on, name="proposal-pass-on"),
    path("kien-nghi/<int:pk>/rut/", proposals.withdraw, name="proposal-withdraw"),
    path("kien-nghi/<int:pk>/buoi-lam-viec/", proposals.to_session, name="proposal-to-session"),
    path("y-kien/<int:pk>/dinh-chinh/", appraisals.correct, name="appraisal-correct"),
    path("y-kien/tep/<int:pk>/", appraisals.paper, name="appraisal-paper"),
    path("chuyen-nhiem-ky/<slug:unit_code>/", carrying.carry, name="carry-over"),
    path("<slug:unit_code>/<str:slug>/", review.review_page, name="review"),
    path("<slug:unit_code>/<str:slug>/han-che/", limits.review_limits, name="limits"),
    path("<slug:unit_code>/<str:slug>/han-che/ghi/", limits.enter, name="limit-enter"),
    path("<slug:unit_code>/<str:slug>/han-che/goi-y/", limits.suggestions, name="limit-suggestions"),
    path("<slug:unit_code>/<str:slug>/kien-nghi/", proposals.review_proposals, name="proposals"),
    path("<slug:unit_code>/<str:slug>/kien-nghi/gui/", proposals.enter_in_review, name="proposal-enter-in-review"),
    path("<slug:unit_code>/<str:slug>/y-kien/", appraisals.review_appraisals, name="appraisals"),
    path("<slug:unit_code>/<str:slug>/y-kien/ghi/", appraisals.enter, name="appraisal-enter"),
    path("<slug:unit_code>/<str:slug>/tai/<slug:kind>/", download.download_review, name="download"),
]
