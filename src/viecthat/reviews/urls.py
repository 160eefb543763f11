"""Addresses of reviews: the unit, then the period or the review's short name."""

from django.urls import path

from viecthat.reviews.pages import download, held, review

app_name = "reviews"
urlpatterns = [
    path("", held.held_reviews, name="list"),
    path("<slug:unit_code>/<str:slug>/", review.review_page, name="review"),
    path("<slug:unit_code>/<str:slug>/tai/<slug:kind>/", download.download_review, name="download"),
]
