"""Members by youth group: noted in the file or for a whole branch, told apart in figures, kept back as sex is."""

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.file import GroupedBy
from viecthat.people.commands.file import group_members
from viecthat.people.models import FileAccess, Person, SensitiveFacts
from viecthat.people.queries.composition import composition_of
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db
PAGE = reverse("people:youth-groups")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


def counted(unit):
    found = composition_of(units_by_id({unit.pk}, TODAY)[unit.pk], TODAY, by=GroupedBy.GROUP)
    told = {group.key: n for group, n in zip(found.groups, found.whole.counts or (), strict=True) if n}
    return found.whole.total, told, found.whole.unknown


def test_a_whole_branch_at_once_and_never_over_what_was_noted(tree):
    lan, an = make_member(tree.branch, "Lan"), make_member(tree.branch, "An")
    make_member(tree.sister, "Mai")
    officer = make_officer("base_officer", tree.commune)
    Person.objects.filter(pk=an.pk).update(youth_group="students")
    assert group_members(unit=tree.branch.pk, group="rural", everybody=False, actor=officer, at=AT) == 1
    assert counted(tree.commune) == (3, {"rural": 1, "students": 1}, 1)
    assert group_members(unit=tree.branch.pk, group="industrial", everybody=True, actor=officer, at=AT) == 2
    assert counted(tree.branch) == (2, {"industrial": 2}, 0)
    assert FileAccess.objects.filter(person=lan.pk, kind="changed").count() == 2
    with pytest.raises(Refused) as refused:
        group_members(unit=tree.branch.pk, group="none", everybody=True, actor=officer, at=AT)
    assert refused.value.field == "group"
    with pytest.raises(Refused):
        group_members(unit=tree.neighbour.pk, group="rural", everybody=False, actor=officer, at=AT)


def test_the_page_and_the_explorer_tell_groups_to_those_who_may_see_files(tree, client):
    people = [make_member(tree.branch, f"Đoàn viên {n}") for n in range(5)]
    SensitiveFacts.objects.bulk_create(
        [SensitiveFacts(person=one, ethnicity="Kinh" if n else "Mường") for n, one in enumerate(people)]
    )
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "chỉ ghi cho người chưa có" in text_of(client.get(PAGE))
    assert client.post(PAGE, {"group": ""}).status_code == 422
    assert client.post(PAGE, {"group": "rural"}).status_code == 302
    page = text_of(client.get(PAGE))
    assert "Dân tộc thiểu số: 1 trong 5" in page
    assert "Chi đoàn thôn Đô Trám 5 0 0 0 0 5" in page
    asked = {"cs": "members", "nhom": "doi-tuong", "ky": "2026"}
    assert "thanh niên nông thôn" in text_of(client.get(reverse("figures:explorer", query=asked)))
    opened = client.get(reverse("figures:explorer"), {"so": "members", "mo": tree.commune.code, "nam": "2026"})
    assert "nhom=doi-tuong" in opened.content.decode()
    sign_in(client, make_officer("keeper", tree.city))  # figures, no files
    page = text_of(client.get(PAGE))
    assert "không nêu" in page
    assert "Dân tộc thiểu số" not in page
    assert "Ghi nhóm cho cả đơn vị" not in page
    assert client.post(PAGE, {"group": "forces"}).status_code == 200
    assert not Person.objects.filter(youth_group="forces").exists()
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(PAGE, {"don-vi": tree.commune.code}).status_code == 404
