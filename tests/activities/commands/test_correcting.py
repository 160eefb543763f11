"""Corrections reverse and record anew; what is planned becomes work; kinds, minors, programmes, partners keep rules."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.activities.commands.test_activity import live_entries, rows
from tests.factories import (
    AT,
    TODAY,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_photo,
)
from viecthat.activities.choices import PartnerState, State
from viecthat.activities.commands import plan_activity, record_activity, verify_activity
from viecthat.activities.commands.correcting import correct_activity
from viecthat.activities.commands.facts import Facts, Outside
from viecthat.activities.commands.joint import agree_shares, answer_partnership
from viecthat.activities.commands.proof import shield_evidence
from viecthat.activities.models import Activity, ActivityPartner, KindVersion
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade
from viecthat.ledger.models import Entry, Posting

BOXES = [
    {"code": "species", "name": "Loài cây", "type": "text", "required": True},
    {"code": "height", "name": "Cao", "type": "number", "unit": "m"},
    {"code": "site", "name": "Đất", "type": "choice", "choices": ["ven hồ", "rừng"]},
    {"code": "look", "name": "Ngày xem lại", "type": "date"},
    {"code": "price", "name": "Giá", "type": "money"},
]


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


def correct(activity, actor, *, reason="Đếm lại", results=None, facts=None, **change):
    activity = Activity.objects.get(pk=activity.pk)
    told = {
        "revision": activity.revision, "title": activity.title, "day": activity.day, "place": activity.place,
        "head_count": activity.head_count, "note": activity.note,
        "partners": list(activity.partners.values_list("unit", flat=True)),
    }  # fmt: skip
    results = {make_indicator().pk: 120} if results is None else results
    return correct_activity(
        activity=activity, results=results, facts=facts or Facts(), reason=reason, actor=actor, at=AT, **told | change
    )


def test_other_figures_are_a_reversal_and_a_new_posting_to_be_verified_again(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary, photos=[make_photo()])
    verify_activity(activity=activity, finding="Đủ", actor=make_officer("inspector", tree.city), at=AT)
    trees = make_indicator()

    correct(activity, secretary, results={trees.pk: 110}, day=TODAY - timedelta(days=1))

    activity.refresh_from_db()
    assert (activity.state, activity.revision) == (State.RECORDED, 1)
    assert live_entries(activity) == [("trees_planted", 110, Grade.EVIDENCED)]
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 110
    assert Posting.objects.filter(reverses__isnull=False).last().reason == "Đếm lại"


def test_other_words_change_no_figure_and_need_no_reason(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    correct(activity, secretary, title="Trồng cây bờ nam", reason="", partners=[tree.sister.pk])
    activity.refresh_from_db()
    assert (activity.title, Posting.objects.count()) == ("Trồng cây bờ nam", 1)
    assert activity.partners.get().state == PartnerState.ASKED


def test_a_correction_that_may_not_be_is_refused(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    before = rows()
    for change, field in (
        ({"results": {make_indicator().pk: 1}, "reason": " "}, "reason"),
        ({"revision": 7}, None),
        ({"facts": Facts(outcome="done")}, None),
        ({"facts": Facts(lat=48.8, lon=2.3)}, None),
        ({"facts": Facts(begins=time(10), ends=time(9))}, None),
        ({"facts": Facts(part_of=activity.pk)}, "part_of"),
        ({"facts": Facts(serves=[(1, None)])}, "serves"),
    ):
        with pytest.raises(Refused) as refused:
            correct(activity, secretary, **change)
        assert refused.value.field == field, change
    with pytest.raises(Refused):
        correct(activity, make_officer("branch_secretary", tree.sister))
    assert rows() == before


def test_what_is_planned_enters_the_ledger_when_it_is_done(tree, secretary) -> None:
    trees, planned_for = make_indicator(), TODAY + timedelta(days=3)
    told = {"unit": tree.branch.pk, "kind": make_kind(), "title": "Tết trồng cây", "place": "Hồ", "actor": secretary}
    with pytest.raises(Refused) as refused:
        plan_activity(day=TODAY - timedelta(days=1), at=AT, **told)
    assert refused.value.field == "day"
    activity = plan_activity(day=planned_for, at=AT, facts=Facts(begins=time(7, 30), public=True), **told)
    assert (activity.state, Posting.objects.count()) == (State.PLANNED, 0)

    correct(activity, secretary, results={}, place="Hồ Suối Hai")
    assert Activity.objects.get(pk=activity.pk).state == State.PLANNED
    correct(activity, secretary, results={trees.pk: 40}, day=TODAY, reason="")

    activity.refresh_from_db()
    assert (activity.state, live_entries(activity)) == (State.RECORDED, [("trees_planted", 40, Grade.DECLARED)])


def test_boxes_of_a_kind_are_read_by_the_version_of_the_day(tree, secretary) -> None:
    kind = make_kind(fields=BOXES, minors="no")
    KindVersion.objects.create(kind=kind, start=TODAY + timedelta(days=1), indicators=["trees_planted"], fields=[])
    young = make_person("Em", unit=tree.branch, birth_date=date(TODAY.year - 17, 1, 1))
    told = {
        "unit": tree.branch.pk, "kind": kind, "title": "Cây", "day": TODAY, "place": "Hồ", "head_count": 3,
        "results": {make_indicator().pk: 5}, "actor": secretary, "at": AT,
    }  # fmt: skip
    given = {"species": " Keo ", "height": "1.5", "site": "rừng", "look": date(2027, 1, 5), "price": "20000", "x": "y"}
    for wrong, field in (
        ({}, "detail_species"), ({"height": "cao"}, "detail_height"), ({"site": "biển"}, "detail_site"),
        ({"price": "1.5"}, "detail_price"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            record_activity(facts=Facts(details=({"species": "Keo"} if wrong else {}) | wrong), **told)
        assert refused.value.field == field
    with pytest.raises(Refused, match="Em chưa đủ tuổi"):
        record_activity(facts=Facts(details=given), people=[young.pk], **told)
    activity = record_activity(facts=Facts(details=given), **told)
    assert activity.details == {"species": "Keo", "height": 1.5, "site": "rừng", "look": "2027-01-05", "price": 20000}


def test_proof_that_a_kind_asks_for_makes_the_grade(tree, secretary) -> None:
    make_kind(evidence={"evidenced": {"photos": 2, "names": 1, "all": True}}, verified_by="above")
    lan = make_person("Lan", unit=tree.branch)
    bare = make_activity(tree.branch, secretary, title="Một ảnh", photos=[make_photo((1, 2, 3))], people=[lan])
    whole = make_activity(
        tree.branch, secretary, title="Hai ảnh", photos=[make_photo((4, 5, 6)), make_photo((7, 8, 9))], people=[lan]
    )
    assert live_entries(bare)[0][2] == Grade.DECLARED
    assert live_entries(whole)[0][2] == Grade.EVIDENCED
    with pytest.raises(Refused, match="do cấp trên"):
        verify_activity(activity=whole, finding="Đủ", actor=make_officer("secretary", tree.branch), at=AT)
    verify_activity(activity=whole, finding="Đủ", actor=make_officer("secretary", tree.city), at=AT)


def test_partners_answer_and_shares_touch_no_figure(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary, partners=[tree.sister, tree.stranger])
    sister = make_officer("branch_secretary", tree.sister)
    unit = tree.sister.pk
    with pytest.raises(Refused) as refused:
        agree_shares(activity=activity, shares={unit: 60, tree.stranger.pk: 40}, links={}, actor=secretary, at=AT)
    assert refused.value.field == "shares"
    answer_partnership(activity=activity, unit=unit, took_part=True, words="", actor=sister, at=AT)
    agree_shares(activity=activity, shares={unit: 30}, links={unit: "regions"}, actor=secretary, at=AT)
    row = ActivityPartner.objects.get(unit=unit)
    assert (row.state, row.share, row.link) == (PartnerState.ASKED, 30, "regions")
    with pytest.raises(Refused, match="trả lời thay"):
        answer_partnership(activity=activity, unit=unit, took_part=True, words="", actor=secretary, at=AT)
    with pytest.raises(Refused) as refused:
        answer_partnership(activity=activity, unit=unit, took_part=False, words=" ", actor=sister, at=AT)
    assert refused.value.field == "words"
    answer_partnership(activity=activity, unit=unit, took_part=False, words="Hôm đó bận", actor=sister, at=AT)
    row.refresh_from_db()
    assert (row.state, row.share) == (PartnerState.DECLINED, None)
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 120


def test_ties_are_kept_by_name_and_go_when_they_are_no_longer_named(tree, secretary) -> None:
    city = make_officer("secretary", tree.city)
    above = make_activity(tree.city, city, title="Ngày chủ nhật xanh")
    own = make_activity(tree.branch, secretary)
    facts = Facts(
        part_of=above.pk, challenge="hard", outcome="done", outcome_words="Hết rác", youth_groups=["rural"],
        outside=[Outside("Công ty Cây xanh", "Giống cây", "fields"), Outside(" ")],
    )  # fmt: skip
    correct(own, secretary, facts=facts)
    own.refresh_from_db()
    assert (own.part_of_id, own.outcome, own.youth_groups) == (above.pk, "done", ["rural"])
    assert [(one.name, one.gave, one.link) for one in own.outside.all()] == [
        ("Công ty Cây xanh", "Giống cây", "fields")
    ]
    correct(own, secretary, facts=replace(facts, outside=[]))
    assert not own.outside.exists()


def test_a_child_keeps_a_photo_from_the_public_until_somebody_allows_it(tree, secretary) -> None:
    photo = make_activity(tree.branch, secretary, photos=[make_photo()]).evidence.get()
    told = {"evidence": photo, "actor": secretary, "at": AT}
    with pytest.raises(Refused) as refused:
        shield_evidence(minors=False, consent="Mẹ em", **told)
    assert refused.value.field == "consent"
    for minors, consent, public in ((True, "", False), (True, "Mẹ em Nam, giấy ngày 1/6", True), (False, "", True)):
        shield_evidence(minors=minors, consent=consent, **told)
        photo.refresh_from_db()
        assert photo.may_be_public is public
