"""The condition that a column holds one of many ids, as thousands of units ask it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast


class _AnyOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def any_of(column: str, ids: Iterable[int]) -> Q:
    """The condition that a column (also across foreign keys, `body__unit`) holds one of the ids; none: never.

    As `column__in`, but one text instead of one parameter an id, each of which the ORM and the driver would look at
    several times: for the 12,000 units of a province ten milliseconds a query.
    """
    text = ",".join(map(str, ids))
    if not text:
        return Q(pk__in=())
    return Q(_AnyOf(F(column), Cast(Value(f"{{{text}}}"), ArrayField(BigIntegerField()))))
