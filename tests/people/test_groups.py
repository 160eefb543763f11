"""Everybody's group is kept in memory and carried on by the history, whoever writes at the same time."""

from __future__ import annotations

from datetime import date

from django.db import connection

from tests.factories import TODAY
from viecthat.people.choices.file import GroupedBy
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.models import Person
from viecthat.people.queries import groups as kept
from viecthat.people.queries.groups import people_groups

FEMALE, MALE, NOT_KNOWN = 0, 1, 2
_INSERT = """
    INSERT INTO people_person (full_name, folded_name, sort_key, birth_date, sex, example, phone, hometown, residence,
                               occupation, paid, schooling)
    VALUES ('Lê Văn Bình', 'le van binh', 'b', '2000-01-01', 'male', false, '', '', '', '', false, '') RETURNING id
"""


def group_of(person: int) -> int:
    """As the next question would have it."""
    codes = people_groups(GroupedBy.SEX).on(TODAY)
    return int(codes[person]) if person < len(codes) else NOT_KNOWN


def registered(sex: str) -> int:
    (pk,) = register_people(drafts=[PersonDraft("Phùng Thị Lan", sex, date(2005, 5, 4), None)])
    return pk


def test_a_smaller_number_that_appears_later_is_not_missed(own_database):
    first = registered("female")
    assert group_of(first) == FEMALE
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(_INSERT)
            slow = cursor.fetchone()[0]
            quick = registered("female")
            assert (group_of(quick), group_of(slow)) == (FEMALE, NOT_KNOWN)
            assert (group_of(quick), group_of(slow)) == (FEMALE, NOT_KNOWN)
            cursor.execute("COMMIT")
        assert group_of(slow) == MALE
        Person.objects.filter(pk=quick).update(sex="")
        assert (group_of(quick), group_of(slow), group_of(first)) == (NOT_KNOWN, MALE, FEMALE)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_person WHERE id = %s", [first])
        assert group_of(first) == NOT_KNOWN
    finally:
        beside.close()


def test_read_anew_only_when_it_must(own_database, monkeypatch):
    first = registered("female")
    assert group_of(first) == FEMALE
    reads = []
    whole = kept._told_by
    monkeypatch.setattr(kept, "_told_by", lambda cursor: reads.append(1) or whole(cursor))
    second = registered("male")
    assert [group_of(one) for one in (first, second)] == [FEMALE, MALE]
    assert reads == []
    monkeypatch.setattr(kept, "_MOST_CHANGED", 0)
    third = registered("male")
    assert (group_of(third), reads) == (MALE, [1])
