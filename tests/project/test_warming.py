"""What a search reads is read into the database's memory when the program starts."""

import pytest
from django.db import connection

from viecthat.project.warming import SEARCHED, warm_searches


@pytest.mark.django_db
def test_every_table_and_index_named_is_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL", [list(SEARCHED)])
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_a_server_that_cannot_do_it_is_left_alone() -> None:
    assert warm_searches() == 0  # the database of the tests has no pg_prewarm
