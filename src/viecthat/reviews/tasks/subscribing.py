"""Those who follow a review are told in the morning what moved."""

from django.conf import settings
from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.reviews.commands.subscribing import send_review_mails


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="review-news")
def tell_of_reviews(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Look once a day at each review that somebody follows; what could not be mailed is tried an hour later."""
    close_old_connections()
    send_review_mails(at=now(), address=settings.VIECTHAT_ADDRESS)
    close_old_connections()
