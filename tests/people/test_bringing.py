"""Members of the paper book come into the register: every wrong row told, none written while one is wrong."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, make_tree, sign_in, stop_clock
from tests.people.members import BORN, figure, make_member, make_member_indicators, secretary_of
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.bringing import Known, bring_in_members
from viecthat.people.commands.person import PersonDraft
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


def known(tree, name, *, born=BORN, since=date(2024, 3, 26), card=None, phone=""):
    return Known(PersonDraft(name, "male", born, tree.branch.pk, card_number=card, phone=phone), since)


def test_every_wrong_row_is_told(tree):
    make_member(tree.branch, "Lê Đức An")
    make_member(tree.branch, "Người Cùng Sổ", card="HN-1")
    make_member(tree.sister, "Người Bên Cạnh", card="HN-3")
    rows = [
        known(tree, "Trần Bình", card="HN-2"),
        known(tree, "lê  đức an"),
        known(tree, "Vũ Cường", since=date(2020, 5, 4)),
        known(tree, "Đỗ Dũng", since=date(2026, 3, 28)),
        known(tree, "Hà Em", since=date(1999, 12, 31), born=date(1980, 1, 1)),
        known(tree, "Trần Bình"),
        known(tree, "Lý Giang", card="HN-1"),
        known(tree, "Mai Hà", card="HN-2"),
        known(tree, "Ngô Khoa", phone="12"),
        known(tree, "Bùi Linh", card="HN-3"),  # a card of the branch beside: who may not see it is told nothing
    ]
    with pytest.raises(RowsRefused) as wrong:
        bring_in_members(unit=tree.branch.pk, members=rows, actor=secretary_of(tree.branch), at=AT)
    assert {place: refused.field for place, refused in wrong.value.rows.items()} == {
        1: "full_name", 2: "since", 3: "since", 4: "since", 5: "full_name", 6: "card_number", 7: "card_number",
        8: "phone",
    }  # fmt: skip
    assert Person.objects.count() == 3


def test_only_into_a_branch_and_by_its_keepers(tree):
    one = [known(tree, "Trần Bình")]
    with pytest.raises(Refused, match="chưa được giao quyền"):
        bring_in_members(unit=tree.branch.pk, members=one, actor=secretary_of(tree.sister), at=AT)
    with pytest.raises(Refused, match="thuộc về chi đoàn"):
        bring_in_members(unit=tree.commune.pk, members=one, actor=secretary_of(tree.commune), at=AT)


def test_on_the_screen(client, tree, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:bring-in", args=[tree.branch.code])
    assert client.get(address).status_code == 200
    row = {"full_name": "Trần Bình", "birth_date": "04/05/2005", "sex": "male", "since": "26/03/2024"}
    sent = {"nguoi-TOTAL_FORMS": "2", "nguoi-INITIAL_FORMS": "0", **{f"nguoi-0-{k}": v for k, v in row.items()}}
    wrong = client.post(address, {**sent, "nguoi-0-since": "01/01/2020"})
    assert wrong.status_code == 422
    assert "trước khi đủ 15 tuổi" in text_of(wrong)
    assert client.post(address, sent).status_code == 302
    assert figure(tree.branch, "members") == 1
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
