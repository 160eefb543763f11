"""Saving a row so that the sentence of whatever forbids it reaches the person who typed; and thousands at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.apps import apps
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


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table by COPY and number them; constraints and history triggers hold as for any other.

    For thousands of rows that were checked already: nothing is validated here, and a statement of so many values would
    take several times as long to put together and to read.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = [field for field in model._meta.concrete_fields if not field.generated]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, len(rows)],
        )
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
        statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"
        kept = [(field.attname, _plain if type(field) in _PLAIN else field.get_db_prep_save) for field in columns]
        with cursor.copy(statement) as copy:
            for row in rows:
                told = row.__dict__
                copy.write_row([prepared(told[name], connection) for name, prepared in kept])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


# Of these the value is what the database takes as it is.
_PLAIN = frozenset(
    {
        models.AutoField,
        models.BigAutoField,
        models.BooleanField,
        models.CharField,
        models.DateField,
        models.ForeignKey,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.TextField,
    }
)


def _plain(value: Any, _connection: Any) -> Any:
    return value


def check_references_at_once() -> None:
    """Check foreign keys row by row for the rest of this transaction; call it before writing thousands of rows.

    The history triggers catch an error for every row, and PostgreSQL goes through all checks still waiting for the
    commit each time one is caught: with the checks left waiting, n rows cost n² steps.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_over(model: type[models.Model], rows: models.Q, values: Mapping[str, object]) -> None:
    """Write these values over some rows of a tracked table, and over all that its history says of them.

    Only for forgetting a person: nothing else may change what was.
    """
    ids = list(model._default_manager.filter(rows).values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**values)
    past = apps.get_model(model._meta.app_label, f"{model.__name__}Event")._default_manager
    past.filter(pgh_obj_id__in=ids).update(**values)
