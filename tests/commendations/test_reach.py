"""No page shows a way that is shut to who reads it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.commendations.test_lists import commended
from tests.commendations.test_way import called, post
from tests.factories import declare, make_indicator, make_officer, sign_in, stop_clock


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def links(client, name, *args) -> set[str]:
    page = client.get(reverse(f"commendations:{name}", args=args)).content.decode()
    return {unescape(found) for found in re.findall(r'<a[^>]* href="([^"]+)"', page)}


def test_the_council_is_opened_from_a_decision_by_those_over_its_unit(client, commending):
    decision = commended(commending, 1)
    meeting = reverse("commendations:meeting", args=[decision.meeting_id])
    for actor, opens in ((commending.city, True), (commending.base, False)):
        sign_in(client, actor)
        assert (meeting in links(client, "decision", decision.pk)) is opens
        assert (client.get(meeting).status_code == 200) is opens


def test_a_drive_leads_each_to_the_figures_in_their_reach_and_only_proposers_to_a_dossier(client, commending):
    tree = commending.tree
    trees = make_indicator()
    declare(tree.commune, commending.base, 80)
    declare(tree.neighbour, commending.city, 30)
    sign_in(client, commending.city)
    drive = called(client)
    post(client, "target", drive.pk, indicator=trees.pk, goal="100", each="50")
    post(client, "criterion", drive.pk, words="Trồng cây", points="40", by="figure", indicator=trees.pk, bar="60")

    every = {tree.city.code, tree.commune.code, tree.neighbour.code}
    seen = {"city": (commending.city, every, True), "base": (commending.base, {tree.commune.code}, True)}
    seen["inspector"] = (make_officer("inspector", tree.city), every, False)
    for actor, units, proposes in seen.values():
        sign_in(client, actor)
        shown = links(client, "drive", drive.pk)
        figures = {one for one in shown if one.startswith(reverse("figures:explorer") + "?cs=")}
        assert {re.search("dv=([^&]+)", one)[1] for one in figures} == units
        assert {client.get(one).status_code for one in figures} == {200}
        dossier = reverse("commendations:dossier-new")
        assert any(one.startswith(dossier) for one in shown) is proposes
        assert (client.get(dossier).status_code == 200) is proposes
