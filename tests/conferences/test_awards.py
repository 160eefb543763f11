"""The list of a decision of commendation is taken over for the stage, once."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.commendations.conftest import Commending
from tests.commendations.test_lists import commended
from viecthat.commendations.models import Commendation
from viecthat.conferences.commands import drop_row, take_awards
from viecthat.conferences.models import Award
from viecthat.kernel.errors import Refused


@pytest.fixture
def decision(city):
    for code in ("commended_collectives", "commended_individuals", "merit_province_given"):
        make.make_indicator(code, name=code, unit="lượt", area=6, register="commendations")
    base = make.make_officer("base_officer", city.tree.commune)
    commending = Commending(city.tree, base, city.officer, make.make_person(unit=city.tree.branch))
    return commended(commending, 1, name="Bùi Văn Nam", place="Bí thư chi đoàn")


def test_a_decision_is_taken_over_once_and_only_who_still_holds_it(city, decision, client):
    make.sign_in(client, city.officer)
    rows = reverse("conferences:rows", args=[city.conference.pk, "khen-thuong"])
    page = reverse("conferences:awards", args=[city.conference.pk])
    assert page in client.get(rows).content.decode()
    assert decision.number in client.get(page).content.decode()
    assert client.post(page, {"decision": "", "handed_by": ""}).status_code == 422
    sent = client.post(page, {"decision": decision.pk, "handed_by": "Bí thư Thành đoàn"})
    assert sent.headers["Location"] == rows
    award = Award.objects.get()
    assert (award.to, award.name, award.decision, award.handed_by, award.unit_id) == (
        "person", "Bùi Văn Nam, Bí thư chi đoàn", decision.number, "Bí thư Thành đoàn", city.tree.commune.pk,
    )  # fmt: skip
    assert "đã có trong danh sách" in client.post(page, {"decision": decision.pk}).content.decode()
    assert Award.objects.count() == 1

    drop_row(row=award, actor=city.officer, at=make.AT)
    Commendation.objects.update(withdrawn_on=make.TODAY, withdrawn_why="Sai đối tượng")
    with pytest.raises(Refused, match="đã có trong danh sách"):
        take_awards(conference=city.conference, decision=decision, actor=city.officer, at=make.AT)
    assert not Award.objects.exists()


def test_who_does_not_keep_the_conference_takes_nothing_over(city, decision, client):
    stranger = make.make_officer("secretary", city.tree.stranger)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        take_awards(conference=city.conference, decision=decision, actor=stranger, at=make.AT)
    make.sign_in(client, stranger)
    assert client.get(reverse("conferences:awards", args=[city.conference.pk])).status_code in {403, 404}
    assert not Award.objects.exists()
