"""Sessions of study: n and N come from the ticked list and the registers, and can't be typed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_kind, make_officer, make_tree, sign_in, stop_clock
from tests.people.cadres import form, give
from tests.people.members import figure, make_member
from viecthat.activities.commands import document_activity, record_activity
from viecthat.activities.commands.study import StudyFacts, record_study
from viecthat.activities.models import Activity
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.ledger.queries import why_not_declarable

pytestmark = pytest.mark.django_db
CODES = ("members_taught_count", "members_to_teach", "cadres_taught_count", "cadres_to_teach")
FACTS = StudyFacts("Học Nghị quyết XIII", TODAY, "Hội trường xã", "Nghị quyết Đại hội XIII", "Đồng chí Lan")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    tree = make_tree()
    counted = [make_indicator(code, name=code, register="attendance", listed=False) for code in CODES]
    fields = [{"code": "document", "name": "Nghị quyết", "name_en": "Document", "type": "text"}]
    make_kind("study_session", name="Học nghị quyết", indicators=counted, fields=fields)
    return tree


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def members(tree):
    return [make_member(tree.branch, name) for name in ("Phùng Thị Lan", "Trần Văn Bình", "Lê Thị Cúc")]


def counts(unit):
    return [figure(unit, code) for code in CODES]


def session(unit, officer, *people, audiences=("members",), **other):
    return record_study(
        unit=unit.pk, facts=replace(FACTS, **other), audiences=audiences, present=[one.pk for one in people],
        actor=officer, at=AT,
    )  # fmt: skip


def test_the_list_gives_both_numbers(client, tree, officer, members):
    sign_in(client, officer)
    address = reverse("activities:study") + "?don-vi=hn-suoi-hai&ngay=27/03/2026&doi-tuong=members"
    page = client.get(address).content.decode()
    assert all(one.full_name in page for one in members)
    given = {"key": "k1", "title": "Học Nghị quyết", "document": "Nghị quyết XIII", "place": "Hội trường"}
    wrong = client.post(address, given)
    assert wrong.status_code == 422
    assert "Chưa đánh dấu ai" in wrong.content.decode()
    for _sent_twice in range(2):
        client.post(address, given | {"present": [members[0].pk, members[1].pk]})
    activity = Activity.objects.get()
    assert activity.details == {"document": "Nghị quyết XIII"}
    assert counts(tree.commune) == [2, 3, 0, 0]
    named = Entry.objects.filter(indicator__code="members_taught_count").values_list("person", flat=True)
    assert set(named) == {members[0].pk, members[1].pk}
    make_member(tree.branch, "Người vào sau", since=TODAY)
    document_activity(activity=activity, photos=(), people=[members[2].pk], actor=officer, at=AT)
    assert counts(tree.commune) == [3, 3, 0, 0], "N is what it was when the session was recorded"


def test_cadres_are_another_population(tree, officer, members):
    chief = make_officer("secretary", tree.centre)
    form(tree.commune, chief)
    cadre = give(tree.commune, chief).post.person
    with pytest.raises(Refused) as refused:
        session(tree.commune, officer, cadre)
    assert refused.value.field == "present"
    session(tree.commune, officer, cadre, members[0], audiences=("members", "cadres"))
    assert counts(tree.commune) == [1, 3, 1, 1]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": date(2020, 1, 1)}, "audiences"),
        ({"document": " "}, "document"),
        ({"audiences": ()}, "audiences"),
        ({"audiences": ("cadres",)}, "audiences"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(tree, officer, members, wrong, field):
    with pytest.raises(Refused) as refused:
        session(tree.commune, officer, members[0], **wrong)
    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_the_pair_is_not_typed(tree, officer, members):
    kind = make_kind("study_session")
    whole = make_indicator("members_to_teach")
    with pytest.raises(Refused, match="Ghi buổi học tập"):
        record_activity(
            unit=tree.commune.pk, kind=kind, title="Học", day=TODAY, place="Xã", results={whole.pk: 9}, head_count=9,
            actor=officer, at=AT,
        )  # fmt: skip
    with pytest.raises(Refused):
        session(tree.neighbour, officer, members[0])
    assert why_not_declarable(make_indicator("members_taught_count")) is not None


def test_who_counts_at_the_roll_call_was_taught(client, tree, officer, members):
    from viecthat.activities.commands.presence import open_roll_call, tick_present

    call = open_roll_call(
        unit=tree.commune.pk, kind=make_kind("study_session"), title="Học Nghị quyết", place="Hội trường",
        starts_at=AT - timedelta(hours=1), ends_at=AT + timedelta(hours=1), actor=officer, at=AT,
    )  # fmt: skip
    tick_present(roll_call=call, people=[members[0].pk, members[2].pk], actor=officer, at=AT)
    sign_in(client, officer)
    sent_on = client.get(reverse("activities:record") + f"?buoi={call.pk}")
    page = client.get(sent_on["Location"])
    assert page.context["ticked"] == {str(members[0].pk), str(members[2].pk)}
    given = {"key": "k1", "title": "Học Nghị quyết", "document": "Nghị quyết XIII", "place": "Hội trường"}
    client.post(sent_on["Location"], given | {"present": [members[0].pk]})
    call.refresh_from_db()
    assert call.activity == Activity.objects.get()
    assert counts(tree.commune) == [2, 3, 0, 0]
