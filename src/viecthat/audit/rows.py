"""Saving a row so that the sentence of whatever forbids it reaches the person who typed."""

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models

from viecthat.kernel.errors import Refused, gettext_noop


def save_checked(row: models.Model, *, exclude: Collection[str] = ()) -> None:
    """Validate with fields and database constraints, then save.

    Raises Refused with the first sentence, at its field.
    """
    try:
        row.full_clean(exclude=list(exclude))
    except ValidationError as wrong:
        field, sentences = next(iter(wrong.message_dict.items()))
        at_field = None if field == NON_FIELD_ERRORS else field
        raise Refused(gettext_noop("{why}"), field=at_field, why=sentences[0]) from wrong
    row.save()


def check_references_at_once() -> None:
    """Check foreign keys row by row for the rest of this transaction; call it before writing thousands of rows.

    The history triggers catch an error for every row, and PostgreSQL goes through all checks still waiting for the
    commit each time one is caught: with the checks left waiting, n rows cost n² steps.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
