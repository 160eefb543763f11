"""Persons: registered as typed, found as typed, kept with their past."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_person, make_tree
from viecthat.people.commands import PersonDraft, register_people
from viecthat.people.models import Person
from viecthat.people.queries import people_by_id, people_found

pytestmark = pytest.mark.django_db


def test_registered_in_the_order_given():
    drafts = [
        PersonDraft("  Phùng   Thị Lan ", "female", date(2005, 1, 2), None),
        PersonDraft("Đinh Quốc Việt", "male", None, None, example=True),
    ]
    ids = register_people(drafts=drafts)
    first, second = (people_by_id(ids)[pk] for pk in ids)
    assert (first.full_name, first.folded_name, first.birth_date) == (
        "Phùng Thị Lan",
        "phung thi lan",
        date(2005, 1, 2),
    )
    assert (second.full_name, second.example) == ("Đinh Quốc Việt", True)
    assert register_people(drafts=[]) == []


@pytest.mark.parametrize("text", ["lan", "Phùng Thị Lan", "phung thi", " THỊ  lan"])
def test_found_with_and_without_marks(text):
    lan = make_person("Phùng Thị Lan")
    make_person("Đinh Quốc Việt")
    assert list(people_found(text)) == [lan]


def test_in_order_of_the_given_name_and_within_units():
    tree = make_tree()
    names = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Lê Đức An", "Phạm Ân"]
    people = {name: make_person(name, unit=tree.branch) for name in names}
    make_person("Người Khác", unit=tree.sister)
    assert [p.full_name for p in people_found("", [tree.branch.pk])] == [
        "Lê Đức An",
        "Nguyễn Thị Ánh",
        "Phạm Ân",
        "Trần Văn Bình",
    ]
    assert list(people_found("", [])) == []
    assert list(people_found("đức", [tree.branch.pk])) == [people["Lê Đức An"]]


@pytest.mark.parametrize("count", [1, 3])
def test_one_query(django_assert_num_queries, count):
    ids = [make_person(f"Người {n}").pk for n in range(count)]
    with django_assert_num_queries(1):
        assert len(people_by_id(ids)) == count
    with django_assert_num_queries(1):
        assert len(list(people_found("nguoi"))) == count


def test_a_person_has_a_name():
    with pytest.raises(IntegrityError, match="person_has_name"), transaction.atomic():
        Person.objects.create(full_name="")


def test_what_was_changed_is_remembered():
    person = make_person("Phùng Thị Lan")
    Person.objects.filter(pk=person.pk).update(full_name="Phùng Thị Lân")
    assert list(person.events.order_by("pgh_id").values_list("pgh_label", "full_name")) == [
        ("insert", "Phùng Thị Lan"),
        ("update", "Phùng Thị Lân"),
    ]
