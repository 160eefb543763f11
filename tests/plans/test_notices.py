"""Reminders: told once each, to whom it concerns, by mail only to a confirmed address and once a day."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_unit, sign_in, stop_clock
from tests.plans.helpers import enter
from viecthat.kernel.errors import Refused
from viecthat.plans.commands import (
    TaskText,
    confirm_address,
    give_task,
    read_notices,
    remind,
    report_done,
    send_digests,
    send_directive,
    set_reminders,
    share_task,
)
from viecthat.plans.commands.erasing import erase_from_plans
from viecthat.plans.models import Notice, ReminderSetting
from viecthat.plans.tasks import remind_when_due

ADDRESS = "https://viecthat.example"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings):
    stop_clock(monkeypatch)
    settings.VIECTHAT_MAIL = True


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def task_of(unit, days, title="Trồng cây", **other):
    given = {"unit": unit.pk, "text": TaskText(title), "due": TODAY + timedelta(days=days), "actor": None, "at": AT}
    return give_task(**(given | other))


def told(account, kind):
    return [note.task.title for note in Notice.objects.filter(account=account, kind=kind).order_by("pk")]


def wishes(account, *, days_before=3, address="ha@example.vn", confirmed=True):
    set_reminders(address=address, by_mail=True, days_before=days_before, link=f"{ADDRESS}/x/", actor=account, at=AT)
    if confirmed:
        token = re.search(r"/x/(\S+)/", mail.outbox[-1].body)[1]
        confirm_address(token=token, actor=account, at=AT)
    mail.outbox.clear()


def test_the_same_is_noted_once(tree, officer):
    task_of(tree.commune, 2, "Hai ngày nữa")
    task_of(tree.commune, 9, "Chín ngày nữa")
    task_of(tree.commune, -1, "Hôm qua")
    assert remind(at=AT) == 2
    assert remind(at=AT + timedelta(minutes=15)) == 0
    assert told(officer, "soon") == ["Hai ngày nữa"]
    assert told(officer, "late") == ["Hôm qua"]
    assert remind(at=AT + timedelta(days=3)) == 1, "the first is late now; yesterday's is not told each day"
    assert remind(at=AT + timedelta(days=7)) == 2, "a week later it is told again, and the third comes near"


def test_whom_a_task_concerns(tree, officer):
    other = make_officer("base_officer", tree.commune)
    partner = make_officer("base_officer", tree.neighbour)
    boss = make_officer("secretary", tree.city)
    task_of(tree.commune, 1, "Của một người", person=other.pk)
    task_of(tree.commune, 1, "Cùng làm", partners=[tree.neighbour.pk])
    remind(at=AT)
    assert told(officer, "soon") == ["Cùng làm"]
    assert told(other, "soon") == ["Của một người", "Cùng làm"]
    assert told(partner, "soon") == ["Cùng làm"]
    assert told(boss, "soon") == []


def test_days_before_are_ones_own(tree, officer):
    wishes(officer, days_before=10)
    task_of(tree.commune, 9, "Chín ngày nữa")
    remind(at=AT)
    assert told(officer, "soon") == ["Chín ngày nữa"]
    with pytest.raises(Refused) as refused:
        wishes(officer, days_before=31)
    assert refused.value.field == "days_before"


def test_one_mail_a_day(tree, officer):
    wishes(officer)
    task_of(tree.commune, 1, "Trồng cây, hạn mai")
    remind(at=AT)
    assert send_digests(at=AT, address=ADDRESS) == 1
    letter = mail.outbox[0]
    assert letter.to == ["ha@example.vn"]
    assert "Trồng cây, hạn mai (hạn 28/03/2026)" in letter.body
    assert f"{ADDRESS}/nhiem-vu/" in letter.body
    task_of(tree.commune, 1, "Việc thêm")
    assert send_digests(at=AT + timedelta(hours=2), address=ADDRESS) == 0
    assert send_digests(at=AT + timedelta(days=1), address=ADDRESS) == 1
    assert "Việc thêm" in mail.outbox[1].body
    assert "hạn mai" not in mail.outbox[1].body, "what was mailed is not mailed again"
    assert send_digests(at=AT + timedelta(days=2), address=ADDRESS) == 0, "nothing new, no mail"


def test_no_mail_at_night_nor_unconfirmed_nor_unwished(tree, officer, settings):
    wishes(officer, confirmed=False)
    task_of(tree.commune, 1)
    assert send_digests(at=AT, address=ADDRESS) == 0
    ReminderSetting.objects.update(confirmed_at=AT)
    assert send_digests(at=AT.replace(hour=20), address=ADDRESS) == 0, "three in the morning in Viet Nam"
    ReminderSetting.objects.update(by_mail=False)
    assert send_digests(at=AT, address=ADDRESS) == 0
    ReminderSetting.objects.update(by_mail=True)
    settings.VIECTHAT_MAIL = False
    assert send_digests(at=AT, address=ADDRESS) == 0
    assert mail.outbox == []


def test_mail_that_failed_is_tried_again_and_others_go(tree, officer, monkeypatch):
    other = make_officer("base_officer", tree.commune)
    wishes(officer)
    wishes(other, address="khac@example.vn")
    task_of(tree.commune, 1)
    from django.core.mail import EmailMessage

    real = EmailMessage.send

    def broken(self):
        if self.to == ["ha@example.vn"]:
            raise ConnectionRefusedError
        return real(self)

    monkeypatch.setattr(EmailMessage, "send", broken)
    assert send_digests(at=AT, address=ADDRESS) == 1
    monkeypatch.setattr(EmailMessage, "send", real)
    assert send_digests(at=AT, address=ADDRESS) == 1
    assert [letter.to for letter in mail.outbox] == [["khac@example.vn"], ["ha@example.vn"]]


def test_the_link_of_another_confirms_nothing(client, tree, officer):
    sign_in(client, officer)
    page = reverse("tasks:reminders")
    client.post(page, {"days_before": "2", "address": "ha@example.vn", "by_mail": "on"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    other = sign_in(client, make_officer("secretary", tree.city))
    client.post(link)
    assert ReminderSetting.objects.get(account=officer).confirmed_at is None
    assert not ReminderSetting.objects.filter(account=other).exists()
    sign_in(client, officer)
    assert client.get(link).status_code == 200
    assert ReminderSetting.objects.get().confirmed_at is None, "opening the link is not enough"
    client.post(link)
    assert ReminderSetting.objects.get().confirmed_at is not None
    client.post(page, {"days_before": "2", "address": "moi@example.vn", "by_mail": "on"})
    assert ReminderSetting.objects.get().confirmed_at is None, "a new address is confirmed anew"
    client.post(link)
    assert ReminderSetting.objects.get().confirmed_at is None
    for wrong in ({"days_before": "40"}, {"days_before": "x"}, {"days_before": "1", "address": "khong"}):
        assert client.post(page, wrong).status_code == 422


def test_read_and_unread(client, tree, officer):
    task = task_of(tree.commune, 1, giver=tree.city.pk)
    sign_in(client, officer)
    page = reverse("tasks:notices")
    assert "1 chưa đọc" in client.get(page).content.decode()
    assert "1 thông báo mới" in client.get(reverse("home:workbench")).content.decode()
    note = Notice.objects.get(account=officer)
    stranger = make_officer("secretary", tree.stranger)
    read_notices(actor=stranger, notices=[note.pk], at=AT)
    assert client.get(reverse("tasks:open-notice", args=[note.pk])).url == reverse("tasks:task", args=[task.pk])
    assert "0 chưa đọc" in client.get(page).content.decode()
    report_done(task=task, words="xong", actor=officer, at=AT)
    sign_in(client, stranger)
    assert client.get(reverse("tasks:open-notice", args=[note.pk])).status_code == 404


def test_a_department_is_told_of_what_is_shared_with_it(client, tree):
    department = make_unit("Ban Tuyên giáo", parent=tree.city, kind="district", code="hn-tg")
    clerk = make_officer("department_officer", department)
    boss = make_officer("secretary", tree.city)
    task = task_of(tree.commune, 1, "Việc của xã", giver=tree.city.pk)
    sign_in(client, clerk)
    assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 404
    assert share_task(task=task, units=[department.pk], part="informed", actor=boss, at=AT) == 1
    assert share_task(task=task, units=[department.pk], part="informed", actor=boss, at=AT) == 0
    assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 200
    assert "Việc của xã" in client.get(reverse("tasks:list") + "?cua=chia-se").content.decode()
    letter = enter(tree.city, "12-KH/TĐTN-VP", type="KH", open_below=False).directive
    send_directive(directive=letter, units=[department.pk], day=TODAY, actor=boss, at=AT)
    assert [note.kind for note in Notice.objects.filter(account=clerk)] == ["shared", "shared"]
    page = client.get(reverse("tasks:notices")).content.decode()
    assert "12-KH/TĐTN-VP" in page
    note = Notice.objects.get(account=clerk, directive=letter)
    assert client.get(reverse("tasks:open-notice", args=[note.pk])).url == reverse(
        "directives:directive", args=[letter.pk]
    )
    with pytest.raises(Refused):
        share_task(task=task, units=[tree.branch.pk], part="informed", actor=clerk, at=AT)


def test_forgetting_a_person_takes_their_address(tree, officer):
    wishes(officer)
    task_of(tree.commune, 1)
    remind(at=AT)
    erase_from_plans(0, [officer.pk], AT)
    assert not ReminderSetting.objects.exists()
    assert not Notice.objects.filter(account=officer).exists()


def test_the_background_does_both(tree, officer, monkeypatch):
    monkeypatch.setattr("viecthat.plans.tasks.close_old_connections", lambda: None)
    wishes(officer)
    task_of(tree.commune, 1)
    remind_when_due(0)
    assert len(mail.outbox) == 1
    remind_when_due(0)
    assert len(mail.outbox) == 1
