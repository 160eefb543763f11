"""Documents of reviews made in the background, and taken away when their day is over."""

from django.db import close_old_connections
from django.utils.timezone import now
from procrastinate.contrib.django import app

from viecthat.reviews.commands.order import TASK, forget_orders, make_document


@app.task(name=TASK)
def make(order: int) -> None:
    """Make the document of this order."""
    close_old_connections()
    make_document(order=order, at=now())
    close_old_connections()


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="review documents")
def forget(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Every hour, so that a document is kept a day and not much longer."""
    close_old_connections()
    forget_orders(at=now())
    close_old_connections()
