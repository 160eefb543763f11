"""Turn-out by residential branch: n of N residents, each once, only while they were registered there."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_activity, make_officer, sign_in, stop_clock
from tests.people.test_register_pages import text_of
from tests.residence.residents import make_place, registered
from viecthat.residence.commands.registration import change_branch
from viecthat.residence.queries.turn_out import turn_out
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def told(unit, year=2026):
    return turn_out(units_by_id({unit.pk}, TODAY)[unit.pk], year, TODAY)


def test_who_came_of_those_who_live_there(client):
    place = make_place()
    an, binh, chi = registered(place, "An", "Bình", "Chi")
    make_activity(place.village, place.commune, title="Dọn ngõ", people=[an.person, binh.person])
    make_activity(place.tree.neighbour, place.commune, title="Trồng cây", people=[an.person])
    make_activity(place.village, place.commune, title="Trước khi đến", day=date(2026, 3, 1), people=[chi.person])
    found = told(place.tree.neighbour)
    (row,) = found.rows
    assert (row.branch.id, row.residents, row.came, row.times) == (place.village.pk, 3, 2, 3)
    assert (found.residents, found.came, found.times) == (3, 2, 3)
    assert told(place.tree.city, 2025).rows == ()
    assert told(place.tree.commune).rows == ()  # where they are members, not where they live
    sign_in(client, place.commune)
    page = reverse("residence:turn-out", args=[place.tree.neighbour.code])
    with CaptureQueriesContext(connection) as one:
        assert "2 trong 3 đoàn viên" in text_of(client.get(page, {"nam": "2026"}))
    moved = change_branch(registration=chi, branch=place.other_village.pk, day=TODAY, actor=place.commune, at=AT)
    assert moved.branch_id == place.other_village.pk
    with CaptureQueriesContext(connection) as two:
        assert "Chi đoàn thôn Yên Thành" in text_of(client.get(page, {"nam": "2026"}))
    assert len(one) == len(two)
    assert told(place.tree.neighbour).residents == 3
    assert client.get(reverse("residence:turn-out-file", args=[place.tree.neighbour.code, "csv"])).status_code == 200
    sign_in(client, make_officer("secretary", place.tree.stranger))
    assert client.get(page).status_code == 404
