"""Addresses of reviews: the unit, then the period or the review's short name."""

from django.urls import path

from viecthat.reviews.pages import audit, download, held, review

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
    path("<slug:unit_code>/<str:slug>/", review.review_page, name="review"),
    path("<slug:unit_code>/<str:slug>/tai/<slug:kind>/", download.download_review, name="download"),
]
