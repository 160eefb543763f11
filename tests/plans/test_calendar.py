"""Calendar feeds: only with the secret, only what is due for whoever holds it, right for a program that reads it."""

import re
from datetime import date, time, timedelta

import icalendar
import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, give_role, make_officer, sign_in, stop_clock
from viecthat.accounts.models import DoorTry, RoleGrant
from viecthat.plans.commands import (
    Marked,
    SessionFacts,
    TaskText,
    cancel_task,
    confirm_task,
    extend_task,
    give_task,
    keep_session,
    make_calendar_key,
    report_done,
)
from viecthat.plans.models import CalendarKey
from viecthat.plans.pages.reminders import DOOR

SOON = TODAY + timedelta(days=10)
PAGE = reverse("tasks:calendars")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def feed(client, token, **headers):
    return client.get(reverse("calendar", args=[token]), **headers)


def events(client, token):
    answer = feed(client, token)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content).events
    return {str(one["SUMMARY"]): one for one in found}


def task_of(unit, title="Trồng cây", **other):
    return give_task(**({"unit": unit.pk, "text": TaskText(title), "due": SOON, "actor": None, "at": AT} | other))


def test_the_page_shows_a_new_address_once(client, tree, officer):
    sign_in(client, officer)
    answer = client.post(reverse("tasks:make-calendar"), {"don-vi": ""})
    token = re.search(r"/lich/([\w-]+)\.ics", answer.content.decode())[1]
    assert f'href="webcal://testserver/lich/{token}.ics"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert token not in client.get(PAGE).content.decode()
    assert not CalendarKey.objects.filter(digest__contains=token).exists()
    client.logout()
    assert feed(client, token).status_code == 200
    sign_in(client, officer)
    client.post(reverse("tasks:make-calendar"), {"don-vi": ""})
    assert feed(client, token).status_code == 404, "a new address ends the one before"
    key = CalendarKey.objects.get(revoked_at=None)
    sign_in(client, make_officer("secretary", tree.city))
    client.post(reverse("tasks:revoke-calendar", args=[key.pk]))
    assert CalendarKey.objects.filter(revoked_at=None).exists(), "nobody ends another's"
    sign_in(client, officer)
    client.post(reverse("tasks:revoke-calendar", args=[key.pk]))
    assert not CalendarKey.objects.filter(revoked_at=None).exists()


def test_what_is_due_for_me_and_nothing_else(client, tree, officer):
    other = make_officer("base_officer", tree.commune)
    task_of(tree.commune, "Của đơn vị, không nêu ai")
    task_of(tree.commune, "Của tôi", person=officer.pk, milestones=[Marked(TODAY, "Dự thảo")])
    task_of(tree.commune, "Của người khác", person=other.pk)
    task_of(tree.neighbour, "Của xã bên")
    task_of(tree.commune, "Đề xuất", proposed=True)
    task_of(tree.commune, "Không hạn", due=None)
    task_of(tree.commune, "Đã lâu", due=TODAY - timedelta(days=200))
    token = make_calendar_key(unit=None, actor=officer, at=AT)
    found = events(client, token)
    assert set(found) == {"Hạn: Của đơn vị, không nêu ai", "Hạn: Của tôi", "Mốc: Dự thảo"}
    assert found["Mốc: Dự thảo"].start == TODAY
    unit_token = make_calendar_key(unit=tree.commune.pk, actor=officer, at=AT)
    assert "Hạn: Của người khác" in events(client, unit_token)


def test_uid_stays_and_sequence_grows(client, tree, officer):
    task = task_of(tree.commune, "Việc", person=officer.pk)
    token = make_calendar_key(unit=None, actor=officer, at=AT)
    first = events(client, token)["Hạn: Việc"]
    extend_task(task=task, due=SOON + timedelta(days=5), words="Mưa", actor=None, at=AT)
    second = events(client, token)["Hạn: Việc"]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    assert (first.start, second.start) == (SOON, SOON + timedelta(days=5))
    report_done(task=task, words="Xong", actor=officer, at=AT)
    confirm_task(task=task, actor=None, at=AT)
    done = events(client, token)["✓ Việc"]
    assert (done["UID"], done["STATUS"]) == (first["UID"], "CONFIRMED")
    dropped = task_of(tree.commune, "Thôi", person=officer.pk)
    cancel_task(task=dropped, words="Không cần nữa", actor=None, at=AT)
    assert events(client, token)["Hạn: Thôi"]["STATUS"] == "CANCELLED"


def test_sessions_stand_at_their_hour(client, tree, officer):
    facts = SessionFacts("Làm việc với xã", date(2026, 4, 2), "Bí thư Thành đoàn", begins=time(8, 0), place="Trụ sở xã")
    keep_session(unit=tree.city.pk, facts=facts, parties=[tree.commune.pk], actor=None, at=AT)
    token = make_calendar_key(unit=None, actor=officer, at=AT)
    meeting = events(client, token)["Làm việc với xã"]
    assert meeting.start.isoformat() == "2026-04-02T08:00:00+07:00"
    assert meeting["LOCATION"] == "Trụ sở xã"


def test_an_address_ends_with_its_holders_reach(client, tree, officer):
    token = make_calendar_key(unit=tree.commune.pk, actor=officer, at=AT)
    assert feed(client, token).status_code == 200
    RoleGrant.objects.filter(account=officer).update(end=TODAY)
    assert feed(client, token).status_code == 404
    give_role(officer, "base_officer", tree.commune, start=TODAY)
    assert feed(client, token).status_code == 200
    officer.is_active = False
    officer.save()
    assert feed(client, token).status_code == 404


def test_what_did_not_change_is_not_sent_again(client, tree, officer):
    task_of(tree.commune)
    token = make_calendar_key(unit=None, actor=officer, at=AT)
    etag = feed(client, token)["ETag"]
    again = feed(client, token, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_guessing_is_slowed_down_and_reading_is_not(client, tree, officer):
    token = make_calendar_key(unit=None, actor=officer, at=AT)
    for _ in range(DOOR.most):
        assert feed(client, "khong-dung").status_code == 404
    assert DoorTry.objects.filter(door=DOOR.code).count() == DOOR.most
    assert feed(client, "khong-dung").status_code == 429
    DoorTry.objects.all().delete()
    for _ in range(DOOR.most + 2):
        assert feed(client, token).status_code == 200


def test_only_units_in_reach_have_an_address(client, tree, officer):
    sign_in(client, officer)
    client.post(reverse("tasks:make-calendar"), {"don-vi": "hn-tan-linh"})
    client.post(reverse("tasks:make-calendar"), {"don-vi": "khong-co"})
    assert not CalendarKey.objects.exists()
