"""Lists cost as many queries for three rows as for one; who sees what; what a person is told and what is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_tree, sign_in, stop_clock
from viecthat.commendations.commands import Nominated, open_dossier
from viecthat.commendations.commands.council import Seat, close_meeting, count_ballots, hold_meeting
from viecthat.commendations.commands.decision import (
    DecisionFacts,
    commend,
    earned_by,
    restore_commendation,
    withdraw_commendation,
)
from viecthat.commendations.commands.drive import DriveFacts, call_drive
from viecthat.commendations.commands.erasing import erase_from_commendations
from viecthat.commendations.commands.upward import send_dossier
from viecthat.commendations.models import Commendation, Dossier, Drive, Nominee
from viecthat.commendations.queries.own import own_section
from viecthat.commendations.rules import form_kinds
from viecthat.kernel.errors import Refused

SEATS = [Seat("Nguyễn Văn An"), Seat("Trần Thị Bình"), Seat("Lê Văn Cường")]


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def commended(commending, number, *, form="merit_province", **nominated):
    """One commendation, from the dossier to the decision."""
    commune, city = commending.tree.commune.pk, commending.tree.city.pk
    nominee = Nominated("Dạy hè cho 120 thiếu nhi", **(nominated or {"name": f"Bùi Văn Nam {number}"}))
    dossier = open_dossier(
        unit=commune, title=f"Hồ sơ {number}", form=form, nominees=[nominee], actor=commending.base, at=AT
    )
    call_drive(
        unit=city, facts=DriveFacts("year", f"Đợt {number}", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 15)),
        actor=commending.city, at=AT,
    )  # fmt: skip
    send_dossier(dossier=dossier, actor=commending.base, at=AT)
    meeting = hold_meeting(unit=city, day=TODAY, place="Hà Nội", seats=SEATS, actor=commending.city, at=AT)
    (row,) = dossier.nominees.all()
    count_ballots(
        meeting=meeting, nominee=row, votes_for=3, votes_against=0, votes_blank=0, actor=commending.city, at=AT
    )
    close_meeting(meeting=meeting, actor=commending.city, at=AT)
    facts = DecisionFacts(f"{number}-QĐKT/TĐTN-VP", TODAY, "Khen thưởng", "Bí thư", "Nguyễn Thu Hà", "Hà Nội")
    return commend(meeting=meeting, facts=facts, actor=commending.city, at=AT)


COSTS = {"drives": 16, "dossiers": 16, "meetings": 14, "decisions": 11, "book": 13}


def test_a_list_costs_the_same_for_one_row_and_for_three(client, commending):
    sign_in(client, commending.city)

    def costs() -> dict[str, int]:
        found = {}
        for name in COSTS:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(f"commendations:{name}")).status_code == 200
            found[name] = len(caught)
        return found

    commended(commending, 1)
    costs()  # what is kept in memory is read once
    one = costs()
    commended(commending, 2)
    commended(commending, 3)
    assert costs() == one == COSTS


def test_what_was_given_again_once_in_a_lifetime_is_not_restored_beside_it(commending, monkeypatch):
    once = {"merit_province": replace(form_kinds()["merit_province"], once=True)}
    monkeypatch.setattr("viecthat.commendations.commands.decision.form_kinds", lambda: once)
    lan = {"person": commending.lan.pk}
    first = commended(commending, 1, **lan).commendations.get()
    facts = {"number": "20-QĐ", "day": TODAY, "why": "Nhầm người"}
    withdraw_commendation(commendation=first, **facts, actor=commending.city, at=AT)
    commended(commending, 2, **lan)
    with pytest.raises(Refused, match="chỉ tặng một lần"):
        restore_commendation(commendation=first, why="Thu hồi nhầm", actor=commending.city, at=AT)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        restore_commendation(commendation=first, why="Thu hồi nhầm", actor=commending.base, at=AT)


def test_who_calls_no_drives_is_not_told_to(client, db):
    tree = make_tree()
    told = {}
    for role in ("secretary", "inspector"):
        sign_in(client, make_officer(role, tree.city))
        told[role] = "Phát động một đợt" in client.get(reverse("commendations:drives")).content.decode()
    assert told == {"secretary": True, "inspector": False}


def test_others_see_no_dossier_and_nobody_decides_from_below(client, commending):
    decision = commended(commending, 1)
    (row,) = Nominee.objects.all()
    neighbour = make_officer("base_officer", commending.tree.neighbour)
    sign_in(client, neighbour)
    assert client.get(reverse("commendations:dossier", args=[row.dossier_id])).status_code == 404
    assert client.get(reverse("commendations:meeting", args=[decision.meeting_id])).status_code == 404
    assert client.get(reverse("commendations:decision", args=[decision.pk])).status_code == 200  # of the unit above
    assert client.get(reverse("commendations:papers", args=[decision.pk])).status_code == 403
    with pytest.raises(Refused, match="chưa được giao quyền"):
        hold_meeting(unit=commending.tree.city.pk, day=TODAY, place="x", seats=SEATS, actor=neighbour, at=AT)


def test_a_person_is_told_all_and_forgotten(commending):
    commended(commending, 1, person=commending.lan.pk, place="Bí thư chi đoàn")
    told = str(own_section(commending.lan.pk, AT).rows)
    assert "1-QĐKT/TĐTN-VP" in told
    assert "Dạy hè" in told
    erase_from_commendations(commending.lan.pk, [], AT)
    assert "Dạy hè" not in str(own_section(commending.lan.pk, AT).rows)
    (kept,) = Commendation.objects.all()
    assert (kept.name, kept.place, kept.number) == ("(đã xoá)", "", 1)


def test_the_search_of_all_finds_who_was_commended_for_who_may_see_the_book(client, commending):
    commended(commending, 1)

    def found(actor, text="bui van nam"):
        sign_in(client, actor)
        return 'id="found-commendations"' in client.get(reverse("home:search"), {"q": text}).content.decode()

    assert found(commending.base)
    assert not found(commending.base, "bui van nem")
    assert not found(make_officer("base_officer", commending.tree.stranger))


@pytest.mark.parametrize("n", [1, 3])
def test_a_units_page_shows_what_it_and_its_people_were_given(client, commending, n):
    tree = commending.tree
    for number in range(n):
        commended(commending, number, unit=tree.commune.pk, form="merit_province")
    withdrawn = Commendation.objects.order_by("pk").last()
    page = reverse("units:unit", args=[tree.commune.code])
    sign_in(client, commending.base)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = client.get(page).content.decode()
    assert sum("commendations_commendation" in one["sql"] for one in asked.captured_queries) == 1
    assert shown.count(reverse("commendations:book") + f"?don-vi={tree.commune.code}") == 1
    for row in Commendation.objects.all():
        assert reverse("commendations:commendation", args=[row.pk]) in shown

    Commendation.objects.filter(pk=withdrawn.pk).update(withdrawn_on=TODAY, withdrawn_why="Sai đối tượng")
    left = client.get(page).content.decode()
    assert reverse("commendations:commendation", args=[withdrawn.pk]) not in left
    # Somebody of another commune reads the page, and not who of this one was commended.
    sign_in(client, make_officer("base_officer", tree.stranger))
    elsewhere = client.get(page)
    assert elsewhere.status_code == 200
    assert "h-commended" not in elsewhere.content.decode()


@pytest.mark.parametrize(
    ("drive", "said"),
    [
        ("Khen thưởng công tác Đoàn năm 2026", "Công tác Đoàn năm 2026"),
        ("Thi đua chào mừng Đại hội", "Thi đua chào mừng Đại hội"),
        ("", "Cứu người đuối nước"),
    ],
)
def test_a_paper_names_the_matter_and_not_that_it_commends(drive, said) -> None:
    dossier = Dossier(title="Cứu người đuối nước", drive=Drive(title=drive) if drive else None)
    assert earned_by(dossier) == said
