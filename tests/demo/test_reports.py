"""The half-year report of the demonstration on its whole way."""

from viecthat.demo.reports import COMMUNE
from viecthat.ledger.models import Posting
from viecthat.reporting.models import Report, ReportCall
from viecthat.reporting.queries.content import content_of


def test_a_commune_its_city_and_the_centre(demo):
    call = ReportCall.objects.get(unit=demo.unit("trung-uong"))
    assert call.closed_at is not None
    commune, city = (Report.objects.get(call=call, unit=demo.unit(code)) for code in (COMMUNE, "ha-noi"))
    assert (commune.state, city.state) == ("accepted", "accepted")
    steps = list(commune.steps.values_list("step", flat=True))
    assert steps == ["signed", "sent", "returned", "signed", "sent", "accepted"]
    (words,) = commune.steps.get(step="returned").lines.values()
    assert "minh hoạ" in words
    first, second = commune.editions.order_by("number")
    (doubt,) = (one for one in content_of(second.content).doubts if one.code == "broken_groups")
    assert doubt.answer
    assert second.previous == first.digest
    assert content_of(city.accepted.content).coverage.accepted == 1
    assert not Posting.objects.filter(key__startswith="bao-cao-").exists()  # the ledger knows nothing of it
