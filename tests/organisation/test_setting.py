"""A province settles which kinds of units it uses: founding offers and takes only those, from its day on."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, sign_in
from tests.people.test_post_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.setting import settle_kinds
from viecthat.organisation.models import UnitKindsUsed
from viecthat.organisation.queries.setting import kinds_used_at


@pytest.fixture
def secretary(tree):
    return make_officer("secretary", tree.city)


def settle(unit, actor, *kinds, start=TODAY, decision="05-QĐ/TĐTN"):
    return settle_kinds(unit=unit.pk, kinds=kinds, start=start, decision=decision, actor=actor, at=AT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": ("central",)}, "kinds"),
        ({"kinds": ("no_such_kind",)}, "kinds"),
        ({"start": date(2026, 3, 1)}, "start"),
        ({"decision": "theo họp"}, "decision"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(tree, secretary, changed, field):
    given = {"kinds": ("commune", "branch"), **changed}
    with pytest.raises(Refused) as refused:
        settle(tree.city, secretary, *given.pop("kinds"), **given)
    assert refused.value.field == field


def test_only_who_organises_the_unit(tree):
    with pytest.raises(Refused):
        settle(tree.city, make_officer("base_officer", tree.commune), "commune")


def test_the_nearest_one_holds_from_its_day_on(tree, secretary):
    city = settle(tree.city, secretary, "commune", "branch", "base_union")
    commune = settle(tree.commune, secretary, "branch", start=date(2026, 4, 1))
    assert kinds_used_at(tree.commune.pk, TODAY) == city
    assert kinds_used_at(tree.commune.pk, date(2026, 4, 1)) == commune
    assert kinds_used_at(tree.neighbour.pk, date(2026, 4, 1)) == city
    assert kinds_used_at(tree.stranger.pk, TODAY) is None


def test_a_new_one_ends_the_one_before(tree, secretary):
    first = settle(tree.city, secretary, "commune", "branch")
    settle(tree.city, secretary, "commune", start=date(2026, 5, 1))
    first.refresh_from_db()
    assert first.end == date(2026, 5, 1)
    with pytest.raises(Refused) as refused:
        settle(tree.city, secretary, "branch", start=date(2026, 4, 1))
    assert refused.value.field == "start"


def test_founding_offers_and_takes_only_what_is_used(tree, secretary, client):
    sign_in(client, secretary)
    page = reverse("organisation:setting", args=["hn"])
    assert "Mọi loại trong danh mục chung" in text_of(client.get(page))
    wrong = client.post(page, {"kinds": ["commune"], "start": "01/01/2026", "decision": "05-QĐ/TĐTN"})
    assert wrong.status_code == 422
    done = client.post(page, {"kinds": ["commune", "base_union"], "start": "27/03/2026", "decision": "05-QĐ/TĐTN"})
    assert done.status_code == 302
    text = text_of(client.get(reverse("organisation:setting", args=["hn-suoi-hai"])))
    assert "Theo quy định của Thành đoàn Hà Nội" in text
    found = reverse("organisation:found", args=["hn-suoi-hai"])
    html = client.get(found).content.decode()
    assert '<option value="base_union">' in html
    assert '<option value="branch">' not in html
    sign_in(client, make_officer("inspector", tree.city))
    assert "Quy định mới" not in text_of(client.get(page))
    assert client.post(page, {"kinds": ["branch"], "start": "28/03/2026", "decision": "06-QĐ/TĐTN"}).status_code == 200
    assert UnitKindsUsed.objects.count() == 1
    sign_in(client, make_officer("base_officer", tree.stranger))
    assert client.get(page).status_code == 403


def test_a_kind_that_is_not_used_is_not_founded_by_a_typed_one(tree, secretary):
    from viecthat.organisation.choices import ReorganisationKind
    from viecthat.organisation.commands.reorganisation import carry_out
    from viecthat.organisation.queries.plan import NewUnit, Plan

    settle(tree.city, secretary, "commune")
    plan = Plan(
        kind=ReorganisationKind.FOUNDED, unit=tree.commune.pk, day=TODAY, decision="12-QĐ/TĐTN",
        founded=(NewUnit("moi", "Chi đoàn Mới", "branch", tree.commune.pk, on_paper=True),),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        carry_out(plan=plan, actor=secretary, at=AT)
    assert refused.value.field == "kind"
