import pytest
from django.db import connection

from viecthat.kernel.looking import one_look
from viecthat.units.marks import add_mark, kept, mark
from viecthat.units.models import UnitKind
from viecthat.units.queries import kinds

pytestmark = pytest.mark.django_db


def rename(code: str, name: str) -> None:
    UnitKind.objects.filter(code=code).update(name=name)


def test_what_is_kept_is_read_anew_when_a_row_changes(tree, django_assert_num_queries):
    with one_look():
        before = kinds()["commune"].name
    with django_assert_num_queries(1), one_look():  # the marks of all that is kept
        assert kinds()["commune"].name == before
        assert kinds()["province"].level < kinds()["commune"].level
    rename("commune", "Xã, phường, đặc khu")
    with one_look():
        assert kinds()["commune"].name == "Xã, phường, đặc khu"
    rename("commune", before)
    with one_look():
        assert kinds()["commune"].name == before


def test_outside_a_look_it_is_simply_read(tree, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert kinds().keys() == kinds().keys()


def test_a_mark_made_known_later_is_asked_for_by_itself(django_assert_num_queries):
    with one_look():
        first = mark("units_unitkind")
        late = add_mark("late", "SELECT 41 + 1")
        with django_assert_num_queries(1):
            assert mark(late) == "42"
        with django_assert_num_queries(0):
            assert mark("units_unitkind") == first


def test_of_nothing_the_mark_is_empty_and_what_was_read_stays_read():
    read = []
    name = add_mark("nothing", "SELECT NULL")
    for _ in range(2):
        with one_look():
            assert mark(name) == ""
            kept(name, lambda: read.append(connection.alias))
    assert read == ["default"]
