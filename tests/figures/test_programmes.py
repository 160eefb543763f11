"""What came of a programme: groups of targets with their state, means that the ledger holds."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_indicator,
    make_kind,
    make_officer,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.plans.helpers import target_of
from tests.plans.test_programmes import YEAR, item, programme
from viecthat.activities.commands import cancel_activity, record_activity
from viecthat.activities.commands.facts import Facts
from viecthat.figures.commands import record_resource, take_back_resource
from viecthat.figures.queries.programme import group_states, served_figures
from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Verdict
from viecthat.ledger.choices import Grade
from viecthat.ledger.models import Entry
from viecthat.plans.models import Resource
from viecthat.plans.queries.resource import means_of

SOURCES = ("state", "social", "partners", "own")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    for source in SOURCES:
        make_indicator(f"resources_{source}", name=f"Nguồn {source}", unit="đồng", area=7, register="programmes")
    return make_tree()


def body(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_group_of_targets_is_as_well_off_as_its_worst(tree, client):
    boss = make_officer("secretary", tree.city)
    trees, ideas = make_indicator(), make_indicator("ideas_proposed", name="Ý tưởng", unit="ý tưởng")
    good = target_of(tree.city, goal=100, period=YEAR, indicator=trees)
    bad = target_of(tree.city, goal=1000, period=YEAR, indicator=ideas)
    declare(tree.commune, boss, 150, indicator=trees)
    declare(tree.commune, boss, 10, indicator=ideas)
    year = programme(tree.city)
    item(year, "Môi trường", kind="targets", targets=[good.pk])
    item(year, "Chung", kind="targets", targets=[good.pk, bad.pk])
    item(year, "Chưa gắn", kind="targets")
    item(year, "Giáo dục")
    told = group_states(year, TODAY)
    assert [(state.node.item.title, state.verdict, state.reached) for state in told] == [
        ("Môi trường", Verdict.EXCEEDED, 1),
        ("Chung", Verdict.PUSH, 1),
        ("Chưa gắn", Verdict.NOT_YET, 0),
    ]
    sign_in(client, boss)
    page = body(client.get(reverse("results:programme", args=[year.pk])))
    assert "1/2 chỉ tiêu đạt và vượt" in page
    assert "Nhóm này chưa gắn chỉ tiêu nào" in page


def test_a_programme_s_figures_are_those_of_the_work_that_serves_it(tree, client):
    boss = make_officer("secretary", tree.city)
    year, other = programme(tree.city), programme(tree.city, "Chương trình khác")
    task = item(year, "Trồng cây")
    trees = make_indicator()
    kind = make_kind(indicators=[trees])

    def work(title, quantity, *serves):
        return record_activity(
            unit=tree.branch.pk, kind=kind, title=title, day=TODAY, place="Bờ hồ", results={trees.pk: quantity},
            head_count=1, facts=Facts(serves=serves), actor=boss, at=AT,
        )  # fmt: skip

    work("Của cả hai", 120, (year.pk, None), (year.pk, task.pk), (other.pk, None))
    work("Chỉ của một", 30, (year.pk, task.pk))
    work("Không của ai", 999)
    cancel_activity(activity=work("Đã huỷ", 500, (year.pk, None)), reason="Nhầm", actor=boss, at=AT)
    for served, works, quantity in ((year, 2, 150), (other, 1, 120)):
        told = served_figures(served, TODAY)
        assert told.works == works
        assert [(one.indicator, one.row.value) for one in told.figures] == [(trees, quantity)]
    assert served_figures(programme(tree.city, "Chưa ai phục vụ"), TODAY).figures == ()
    sign_in(client, boss)
    page = body(client.get(reverse("results:programme", args=[year.pk])))
    assert "2 việc; mỗi việc chỉ tính một lần" in page
    assert "Chỉ của một" in page
    assert "Đã huỷ" not in page


def test_means_stand_in_the_register_and_in_the_ledger(tree, client):
    boss = sign_in(client, make_officer("secretary", tree.city))
    scheme = programme(tree.city, "Đề án", kind="scheme", budget=100_000_000)
    part = programme(tree.city, "Phần một", kind="scheme", parent=scheme)
    address = reverse("results:enter-resource", args=[scheme.pk])
    sent = {"source": "social", "amount": "25.000.000", "day": "20/03/2026", "giver": "Doanh nghiệp A", "note": "HĐ 01"}
    for wrong, box in (({"amount": "0"}, "amount"), ({"day": "28/03/2026"}, "day"), ({"source": "khac"}, "source")):
        answer = client.post(address, sent | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors[box]
    assert not Entry.objects.exists()
    client.post(address, sent)
    entry = Entry.objects.get()
    assert (entry.quantity, entry.grade, entry.indicator.code) == (25_000_000, Grade.EVIDENCED, "resources_social")
    record_resource(
        programme=part, source="state", amount=5_000_000, day=date(2026, 3, 21), giver="", note="", actor=boss, at=AT
    )
    told = means_of(scheme)
    assert (told.total, told.left, dict(told.of_source)["xã hội hoá"]) == (30_000_000, 70_000_000, 25_000_000)
    page = body(client.get(reverse("results:resources", args=[scheme.pk])))
    assert "30 triệu đồng" in page
    assert "70 triệu đồng" in page
    row = Resource.objects.get(source="social")
    back = reverse("results:take-back-resource", args=[row.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    client.post(back, {"reason": "Ghi nhầm"})
    assert Resource.objects.get().source == "state"
    assert sum(Entry.objects.filter(indicator__code="resources_social").values_list("quantity", flat=True)) == 0


def test_means_of_others_are_not_written(tree, client):
    scheme = programme(tree.city, "Đề án", kind="scheme")
    outsider = make_officer("base_officer", tree.commune)
    given = {"programme": scheme, "source": "own", "amount": 5, "day": TODAY, "giver": "", "note": "", "at": AT}
    with pytest.raises(Refused):
        record_resource(actor=outsider, **given)
    row = record_resource(actor=None, **given)
    with pytest.raises(Refused):
        take_back_resource(resource=row, reason="Thử", actor=outsider, at=AT)
    sign_in(client, outsider)
    assert client.get(reverse("results:enter-resource", args=[scheme.pk])).status_code == 403
    assert client.get(reverse("results:resources", args=[scheme.pk])).status_code == 200
