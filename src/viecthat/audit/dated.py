"""Half-open date ranges as the database sees them."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F as Column, Func, Q


class DateRange(Func):
    """The half-open range of two date columns, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def ends_after_start() -> Q:
    """The condition every dated row keeps."""
    return Q(end__isnull=True) | Q(end__gt=Column("start"))
