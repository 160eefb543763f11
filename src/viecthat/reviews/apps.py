from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "viecthat.reviews"
    label = "reviews"
