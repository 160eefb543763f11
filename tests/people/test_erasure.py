"""Forgetting a person: nothing of them is left in any table or file, and every figure stays."""

import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from tests.factories import (
    AT,
    PASSWORD,
    TODAY,
    give_role,
    make_indicator,
    make_officer,
    make_photo,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.own import invite, opened, own_account
from tests.people.test_register_pages import text_of
from viecthat.accounts.models import Account
from viecthat.files.commands import small_copy
from viecthat.files.models import KeptFile
from viecthat.kernel.errors import Refused
from viecthat.people.commands.consent import give_consent
from viecthat.people.commands.correction import ask_for_correction
from viecthat.people.commands.duplicate import merge_people, part_people
from viecthat.people.commands.erasure import ask_for_erasure, call_off_erasure, carry_out_erasures
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.fee import collect_fees, take_back_fee
from viecthat.people.commands.file import change_file, change_sensitive_facts
from viecthat.people.commands.life import grant_leave, strike_off
from viecthat.people.commands.party import consider_outstanding
from viecthat.people.models import Erasure, MemberEvent, Person, PersonMerge, SensitiveFacts

pytestmark = pytest.mark.django_db
# Words that stand nowhere else: what may not be found afterwards, in any table.
MARKS = (
    "Quách Thị Xoan", "quach thi xoan", "quách.xoan", "xoan.quach", "0977111222", "Xóm Trại Rừng", "Nghề Đan Lát",
    "Quê Ngã Ba", "Dân Tộc Thử", "001205777888", "Mẹ Xoan", "0966333444", "Lời Riêng Tư", "Giám Hộ Riêng", "XOAN-77",
    "Lý Do Riêng", "Trả Lời Riêng",
)  # fmt: skip


@pytest.fixture
def tree():
    make_member_indicators()
    make_indicator("fees_collected", register="memberships", unit="đồng", area=6)
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def xoan(tree, secretary):
    """A member of whom every table holds something, with a photo, a past, and an account of their own."""
    person = make_member(tree.branch, "Quách Thị Xoan", phone="0977111222", card="XOAN-77")
    facts = {"residence": "Xóm Trại Rừng", "occupation": "Nghề Đan Lát", "hometown": "Quê Ngã Ba"}
    change_file(person=person, facts=facts, photo=make_photo((9, 8, 7)), actor=secretary, at=AT)
    change_file(person=person, facts={"phone": "0977111222"}, photo=make_photo((7, 8, 9)), actor=secretary, at=AT)
    restricted = {
        "ethnicity": "Dân Tộc Thử", "id_number": "001205777888", "family_contact": "Mẹ Xoan",
        "family_phone": "0966333444",
    }  # fmt: skip
    change_sensitive_facts(person=person, facts=restricted, actor=secretary, at=AT)
    grant_leave(
        person=person.pk, day=date(2026, 1, 1), until=date(2026, 2, 1), note="Lời Riêng Tư", actor=secretary, at=AT
    )
    (fee,) = collect_fees(people=[person.pk], month=date(2026, 3, 1), day=TODAY, actor=secretary, at=AT)
    take_back_fee(fee=fee, reason="Lời Riêng Tư", actor=secretary, at=AT)
    considered = consider_outstanding(person=person.pk, day=TODAY, decision="1-NQ/CĐ", actor=secretary, at=AT)
    undo_event(event=considered, reason="Lời Riêng Tư", actor=secretary, at=AT)
    collect_fees(people=[person.pk], month=date(2026, 3, 1), day=TODAY, actor=secretary, at=AT)
    account = opened(invite(person, secretary), person, "xoan.quach")
    ask_for_correction(
        facts={"residence": "Xóm Trại Rừng 2"}, reason="Lý Do Riêng", proof=make_photo((5, 5, 5)), actor=account, at=AT
    )
    give_consent(code="photo_public", actor=account, at=AT)
    return person


def leave(person, secretary, day=TODAY):
    return strike_off(
        person=person.pk, day=day, idle_months=4, note="Lời Riêng Tư", decision="77-QĐ/CĐ", actor=secretary, at=AT
    )


def found(marks=MARKS) -> list[tuple[str, str]]:
    """Where in the whole database a mark stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        hits = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = "\n".join(row for (row,) in cursor.fetchall())
            hits += [(table, mark) for mark in marks if mark in text]
    return hits


def test_nothing_is_left_and_every_figure_stays(xoan, secretary, tree, client, django_capture_on_commit_callbacks):
    client.post(reverse("accounts:sign-in"), {"username": "xoan.quach", "password": "không đúng"})
    account = Account.objects.get(username="xoan.quach")
    leave(xoan, secretary)
    before = {code: figure(tree.branch, code) for code in ("members", "members_struck_off", "fees_collected")}
    assert before == {"members": 0, "members_struck_off": 1, "fees_collected": 2000}
    assert {mark for _table, mark in found()} >= {"Quách Thị Xoan", "Lời Riêng Tư", "xoan.quach", "001205777888"}
    kept = [file.path for file in KeptFile.objects.all()]
    small_copy(KeptFile.objects.earliest("pk"))
    assert len(kept) == 3

    ask_for_erasure(actor=account, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out_erasures(at=AT + timedelta(days=19)) == 0
    assert found()
    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out_erasures(at=AT + timedelta(days=20)) == 1

    assert found() == []
    assert not KeptFile.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.name in {one.name for one in kept}]
    assert {code: figure(tree.branch, code) for code in before} == before
    person = Person.objects.get(pk=xoan.pk)
    assert (person.full_name, person.birth_date, person.sex, person.card_number) == (
        f"(đã xoá, số {xoan.pk})", None, "", None,
    )  # fmt: skip
    assert MemberEvent.objects.get(kind="struck_off").decision == "77-QĐ/CĐ"
    assert not SensitiveFacts.objects.exists()
    account.refresh_from_db()
    assert not account.is_active
    assert not account.check_password(PASSWORD)
    assert carry_out_erasures(at=AT + timedelta(days=21)) == 0


def test_a_second_file_that_went_into_it_is_forgotten_too(xoan, secretary, tree, django_capture_on_commit_callbacks):
    officer = make_officer("secretary", tree.commune)
    second = make_member(tree.branch, "Quách Thị Xoan", phone="0966333444", card="XOAN-77B")
    change_sensitive_facts(person=second, facts={"family_contact": "Mẹ Xoan"}, actor=secretary, at=AT)
    merge_people(keep=xoan.pk, absorb=second.pk, reason="Cùng ngày sinh", actor=officer, at=AT)
    leave(xoan, secretary)
    ask_for_erasure(actor=Account.objects.get(username="xoan.quach"), at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out_erasures(at=AT + timedelta(days=20)) == 1
    assert found() == []
    with pytest.raises(Refused, match="không tách lại được"):
        part_people(merge=PersonMerge.objects.get(), reason="Nhầm", actor=officer, at=AT)


def test_not_while_something_holds(xoan, secretary, tree):
    account = Account.objects.get(username="xoan.quach")
    with pytest.raises(Refused, match="đang là đoàn viên"):
        ask_for_erasure(actor=account, at=AT)
    leave(xoan, secretary)
    give_role(account, "branch_secretary", tree.sister)
    with pytest.raises(Refused, match="còn giữ một vai trò"):
        ask_for_erasure(actor=account, at=AT)
    assert not Erasure.objects.exists()


def test_called_off_by_oneself_and_by_coming_back(xoan, secretary, tree):
    from viecthat.people.commands.event import undo_event

    account = Account.objects.get(username="xoan.quach")
    event = leave(xoan, secretary)
    erasure = ask_for_erasure(actor=account, at=AT)
    with pytest.raises(Refused, match="Đã có đề nghị"):
        ask_for_erasure(actor=account, at=AT)
    for stranger in (secretary, secretary_of(tree.sister)):
        with pytest.raises(Refused, match="Chỉ người đề nghị"):
            call_off_erasure(erasure=erasure, actor=stranger, at=AT)
    call_off_erasure(erasure=erasure, actor=account, at=AT)
    ask_for_erasure(actor=account, at=AT)
    undo_event(event=event, reason="Nhầm người", actor=secretary, at=AT)
    assert carry_out_erasures(at=AT + timedelta(days=30)) == 0
    assert {row.state for row in Erasure.objects.all()} == {"called_off"}
    assert ("people_person", "Quách Thị Xoan") in found(("Quách Thị Xoan",))


def test_on_paper_by_the_last_unit_only(xoan, secretary, tree):
    leave(xoan, secretary)
    for stranger in (
        secretary_of(tree.sister),
        make_officer("keeper", tree.city),
        make_officer("inspector", tree.city),
    ):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            ask_for_erasure(person=xoan.pk, actor=stranger, at=AT)
    row = ask_for_erasure(person=xoan.pk, actor=secretary, at=AT)
    assert row.on_paper
    call_off_erasure(erasure=row, actor=make_officer("base_officer", tree.commune), at=AT)


def test_on_the_pages(client, xoan, secretary, tree, monkeypatch):
    stop_clock(monkeypatch)
    account, mine, listed = Account.objects.get(username="xoan.quach"), reverse("own:data"), reverse("keeping:erasures")
    sign_in(client, account)
    assert "Bạn đang là đoàn viên" in text_of(client.get(mine))
    assert client.post(mine, {}).status_code == 422
    leave(xoan, secretary)
    assert client.post(mine, {}).status_code == 302
    assert "sẽ xoá từ ngày 16/04/2026" in text_of(client.get(mine))
    assert client.post(mine, {"viec": "rut"}).status_code == 302

    sign_in(client, secretary)
    paper = reverse("keeping:erase", args=[xoan.pk])
    assert "theo đơn giấy" in text_of(client.get(reverse("people:person", args=[xoan.pk])))
    assert client.post(paper).status_code == 302
    assert "Quách Thị Xoan" in text_of(client.get(listed))
    sign_in(client, make_officer("keeper", tree.centre))
    said = text_of(client.get(listed))
    assert "đơn giấy" in said
    assert "Quách" not in said
    assert client.get(paper).status_code == 404
    sign_in(client, secretary_of(tree.sister))
    assert "đơn giấy" not in text_of(client.get(listed))


def test_a_copy_of_everything_for_oneself(client, xoan, secretary, tree, monkeypatch):
    stop_clock(monkeypatch)
    other = make_member(tree.branch, "Lê Đức An", born=date(2004, 1, 2), phone="0987654321", sex="male")
    sign_in(client, Account.objects.get(username="xoan.quach"))
    copy = client.get(reverse("own:download", args=["json"]))
    told = json.loads(copy.content)
    said = copy.content.decode()
    for mark in ("Quách Thị Xoan", "0977111222", "001205777888", "Lời Riêng Tư", "Lý Do Riêng", "Nghề Đan Lát"):
        assert mark in said
    assert "Lê Đức An" not in said
    assert told["format"] == "viecthat-own-data/1"
    fees = next(section for section in told["sections"] if section["code"] == "fees")
    assert fees["rows"][0][:3] == ["03/2026", 2000, "2026-03-27"]
    from docx import Document

    document = Document(io.BytesIO(client.get(reverse("own:download", args=["docx"])).content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"001205777888", "0977111222"} <= cells
    assert client.get(reverse("own:download", args=["pdf"])).content.startswith(b"%PDF")
    assert client.get(reverse("own:download", args=["exe"])).status_code == 404
    exported = xoan.accesses.filter(kind="exported").values_list("detail", flat=True)
    assert sorted(exported) == [f"du-lieu-cua-toi-2026-03-27.{kind}" for kind in ("docx", "json", "pdf")]
    sign_in(client, secretary)
    assert client.get(reverse("own:download", args=["json"])).status_code == 404
    sign_in(client, own_account(other, secretary))
    assert "Quách" not in client.get(reverse("own:download", args=["json"])).content.decode()
