"""Programmes: what is refused, versions that overwrite nothing, what units set under their superior's items."""

from datetime import date
from fractions import Fraction

import pytest

from tests.factories import AT, TODAY, make_indicator, make_officer
from tests.plans.helpers import enter, target_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands import (
    ItemFacts,
    ProgrammeFacts,
    adapt_programme,
    add_item,
    add_milestone,
    align_item,
    answer_alignment,
    change_item,
    correct_programme,
    drop_item,
    drop_programme,
    link_programmes,
    note_progress,
    open_programme,
    open_term,
    reach_milestone,
    serve_programme,
    serve_target,
    set_theme,
)
from viecthat.plans.models import (
    Alignment,
    ItemTarget,
    Programme,
    ProgrammeItem,
    ProgrammeLink,
    Served,
    Term,
    YearTheme,
)
from viecthat.plans.queries import term_of
from viecthat.plans.queries.clock import clocks_of
from viecthat.plans.queries.plan import year_plan
from viecthat.plans.queries.programme import compared, items_of, mapping_of, serving
from viecthat.plans.queries.theme import themes_in
from viecthat.units.queries import units_by_id

YEAR = Period.year(2026)


def programme(unit, title="Chương trình công tác năm 2026", *, kind="year", period=YEAR, actor=None, **other):
    facts = ProgrammeFacts(kind=kind, title=title, period=period, **other)
    return open_programme(unit=unit.pk, facts=facts, actor=actor, at=AT)


def item(of, title="Giáo dục lý tưởng", *, kind="group", actor=None, **other):
    return add_item(programme=of, facts=ItemFacts(kind=kind, title=title, **other), actor=actor, at=AT)


def test_the_year_of_a_term_is_counted_from_its_congress(tree):
    for line, ordinal, start, end, body in (
        ("union", 11, date(2017, 12, 10), date(2022, 12, 14), ""),
        ("party", 12, date(2016, 1, 20), date(2021, 1, 25), "Đảng Cộng sản Việt Nam"),
    ):
        open_term(
            unit=tree.centre.pk, ordinal=ordinal, period=Period(start, end), note="", line=line, body=body,
            actor=None, at=AT,
        )  # fmt: skip
    union, party = clocks_of(tree.commune.pk, date(2018, 8, 2))
    assert (union.nth, union.years, party.nth, party.years) == (1, 6, 3, 6)
    assert union.gone == Fraction(
        (date(2018, 8, 3) - date(2017, 12, 10)).days, (date(2022, 12, 14) - date(2017, 12, 10)).days
    )
    assert clocks_of(tree.commune.pk, date(2022, 12, 14)) == []
    assert term_of(tree.centre.pk, Period.year(2018)).line == "union", "targets belong to terms of the Union"


def test_a_term_of_the_party_needs_its_body_and_terms_do_not_overlap(tree):
    given = {"unit": tree.city.pk, "note": "", "actor": None, "at": AT}
    with pytest.raises(Refused) as told:
        open_term(ordinal=17, period=Period.term(2020, 2025), line="party", **given)
    assert told.value.field == "body"
    open_term(ordinal=15, period=Period.term(2017, 2022), **given)
    with pytest.raises(Refused) as told:
        open_term(ordinal=16, period=Period.term(2021, 2026), **given)
    assert told.value.field == "start"
    assert Term.objects.count() == 1


def test_a_theme_is_one_for_each_level_line_and_year(tree):
    given = {"year": 2021, "actor": None, "at": AT}
    set_theme(unit=tree.city.pk, line="union", text="Tiên phong", **given)
    set_theme(unit=tree.city.pk, line="union", text="“Tiên phong, sáng tạo”", **given)
    set_theme(unit=tree.city.pk, line="party", text="Kỷ cương", **given)
    set_theme(unit=tree.stranger.pk, line="union", text="Của nơi khác", **given)
    assert YearTheme.objects.count() == 3
    seen = themes_in(tree.commune.pk, 2021, TODAY)
    assert [(row.theme.text, row.own) for row in seen] == [("Tiên phong, sáng tạo", False), ("Kỷ cương", False)]
    for wrong in ({"text": " "}, {"year": 1800}, {"line": "khac"}):
        with pytest.raises(Refused):
            set_theme(**{"unit": tree.city.pk, "line": "union", "text": "Chủ đề"} | given | wrong)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "khac"}, "kind"),
        ({"kind": "party"}, "body"),
        ({"budget": -1}, "budget"),
        ({"budget": 10**16}, "budget"),
    ],
)
def test_what_a_programme_cannot_be(tree, wrong, field):
    with pytest.raises(Refused) as told:
        programme(tree.city, **wrong)
    assert told.value.field == field
    assert not Programme.objects.exists()


def test_whose_programmes_one_may_make(tree):
    outsider = make_officer("secretary", tree.neighbour)
    with pytest.raises(Refused):
        programme(tree.city, actor=outsider)
    own = make_officer("base_officer", tree.commune)
    assert programme(tree.commune, actor=own).unit_id == tree.commune.pk
    with pytest.raises(Refused):
        programme(tree.commune, "Khác", actor=make_officer("inspector", tree.commune))


def test_items_stand_where_they_may_and_are_numbered(tree):
    year = programme(tree.city)
    group = item(year)
    second = item(year, "Phong trào")
    task = item(year, "Học tập nghị quyết", kind="task", parent=group)
    work = item(year, "Hội nghị", kind="work", parent=task)
    targets = item(year, "Nhóm chỉ tiêu 1", kind="targets")
    for wrong in (
        {"kind": "group", "parent": group},
        {"kind": "task", "parent": task},
        {"kind": "task", "parent": targets},
        {"kind": "targets", "parent": group},
        {"kind": "task", "parent": item(programme(tree.city, "Khác"))},
        {"kind": "work", "parent": work},
    ):
        with pytest.raises(Refused) as told:
            item(year, "Sai chỗ", **wrong)
        assert told.value.field == "parent"
    with pytest.raises(Refused) as told:
        item(year, "Xong rồi", kind="task", parent=group, done_on=date(2026, 3, 28))
    assert told.value.field == "done_on"
    top = items_of([year])[year.pk]
    assert [(node.label, node.item) for one in top for node in one.every()] == [
        ("1", group), ("1.1", task), ("1.1.1", work), ("2", second), ("1", targets),
    ]  # fmt: skip


def test_an_item_answers_for_own_targets_and_what_the_programme_serves(tree):
    nq = enter(tree.city, "", type="NQ", subject="Nghị quyết XVI").directive
    other = enter(tree.city, "", type="NQ", subject="Nghị quyết khác").directive
    year, own = programme(tree.city), target_of(tree.city)
    strange = target_of(tree.neighbour)
    with pytest.raises(Refused) as told:
        item(year, targets=[strange.pk])
    assert told.value.field == "targets"
    with pytest.raises(Refused) as told:
        item(year, serves=[nq.pk])
    assert told.value.field == "serves"
    serve_programme(programme=year, directives=[nq.pk, other.pk], actor=None, at=AT)
    group = item(year, targets=[own.pk], serves=[nq.pk])
    serve_programme(programme=year, directives=[other.pk], actor=None, at=AT)
    assert set(Served.objects.values_list("directive", "item")) == {(other.pk, None)}, "the item let go of it too"
    assert ItemTarget.objects.get().item == group


def test_a_party_resolution_is_served_by_programmes_and_targets(tree):
    party = enter(
        tree.city, "", type="NQ", issuer=None, issuer_name="Đại hội Đảng bộ thành phố Hà Nội", subject="Nghị quyết XVII"
    ).directive
    year, own = programme(tree.city), target_of(tree.city)
    serve_programme(programme=year, directives=[party.pk], actor=None, at=AT)
    serve_target(target=own, directives=[party.pk], actor=None, at=AT)
    reader = make_officer("secretary", tree.city)
    assert serving(party, reader, AT) == ([year], [own])
    assert serving(party, make_officer("secretary", tree.stranger), AT) == ([], [])
    with pytest.raises(Refused):
        serve_target(target=own, directives=[party.pk], actor=make_officer("secretary", tree.neighbour), at=AT)


def test_an_adapted_programme_keeps_what_was_before(tree):
    campaign = programme(tree.city, "Chiến dịch hè", kind="campaign", budget=500_000_000)
    group = item(campaign, "Ôn tập tập trung")
    task = item(campaign, "Lớp ôn tập", kind="task", parent=group, targets=[target_of(tree.city).pk])
    item(campaign, "Tiếp sức mùa thi", kind="task", parent=group)
    add_milestone(programme=campaign, item=task, title="Mở 30 lớp", due=date(2026, 6, 1), actor=None, at=AT)
    given = {"programme": campaign, "directive": None, "actor": None, "at": AT}
    for wrong in ({"reason": " "}, {"adopted_on": date(2026, 3, 28)}, {"adopted_on": date(2025, 12, 31)}):
        with pytest.raises(Refused):
            adapt_programme(**{"reason": "Dịch Covid-19", "adopted_on": TODAY} | given | wrong)
    new = adapt_programme(reason="Dịch Covid-19", adopted_on=TODAY, **given)
    campaign.refresh_from_db()
    assert (new.version, new.root, campaign.superseded_on) == (2, campaign.pk, TODAY)
    with pytest.raises(Refused):
        adapt_programme(reason="Lần nữa", adopted_on=TODAY, **given)
    with pytest.raises(Refused):
        item(campaign, "Vào bản cũ")
    copy = ProgrammeItem.objects.get(programme=new, first=task)
    assert (copy.parent.first_id, copy.targets.count(), copy.milestones.get().title) == (group.pk, 1, "Mở 30 lớp")
    change_item(
        item=copy, facts=ItemFacts(kind="task", title="Lớp ôn tập trực tuyến", parent=copy.parent), actor=None, at=AT
    )
    drop_item(item=ProgrammeItem.objects.get(programme=new, title="Tiếp sức mùa thi"), actor=None, at=AT)
    item(new, "Tổ Covid cộng đồng", kind="task", parent=copy.parent)
    told = compared(campaign, new)
    assert told.counts == {"added": 1, "dropped": 1, "changed": 1}
    assert {row.old.item.title: row.fields for row in told.rows if row.what == "changed"} == {
        "Lớp ôn tập": frozenset({"title", "targets"})
    }
    assert campaign.items.count() == 3, "the version before stays as it was"


def test_a_programme_of_the_party_has_own_ones_beside_it(tree):
    party = programme(tree.city, "Chương trình 01 của Thành ủy", kind="party", body="Thành ủy Hà Nội")
    scheme = programme(tree.commune, "Đề án tuổi trẻ xây dựng Đảng", kind="scheme")
    lone = programme(tree.commune, "Đề án khác", kind="scheme")
    link_programmes(source=scheme, target=party, note="Phần 2", actor=None, at=AT)
    with pytest.raises(Refused):
        link_programmes(source=scheme, target=party, note="", actor=None, at=AT)
    with pytest.raises(Refused):
        link_programmes(source=scheme, target=lone, note="", actor=None, at=AT)
    told = mapping_of(tree.commune.pk, TODAY)
    assert [(row.party, [own for _link, own in row.own]) for row in told.rows] == [(party, [scheme])]
    assert (told.covered, told.alone) == (1, (lone,))
    adapted = adapt_programme(programme=scheme, reason="Bão lũ", adopted_on=TODAY, directive=None, actor=None, at=AT)
    assert mapping_of(tree.commune.pk, TODAY).rows[0].own[0][1] == adapted, "the link holds on through versions"
    with pytest.raises(Refused):
        drop_programme(programme=party, actor=None, at=AT)
    assert ProgrammeLink.objects.count() == 1


def test_a_unit_sets_its_item_under_its_superiors_and_gets_an_answer(tree):
    above = item(programme(tree.city))
    own = item(programme(tree.commune))
    secretary = make_officer("secretary", tree.commune)
    given = {"item": own, "feasibility": "Có đội hình 30 người", "actor": secretary, "at": AT}
    for wrong in ({"superior_item": item(programme(tree.neighbour))}, {"superior_item": own}):
        with pytest.raises(Refused) as told:
            align_item(**given | wrong)
        assert told.value.field == "superior_item"
    with pytest.raises(Refused) as told:
        align_item(**given | {"superior_item": above, "feasibility": " "})
    assert told.value.field == "feasibility"
    asked = align_item(superior_item=above, **given)
    city = make_officer("secretary", tree.city)
    with pytest.raises(Refused):
        answer_alignment(alignment=asked, approve=True, answer="", actor=secretary, at=AT)
    with pytest.raises(Refused) as told:
        answer_alignment(alignment=asked, approve=False, answer="", actor=city, at=AT)
    assert told.value.field == "answer"
    answer_alignment(alignment=asked, approve=True, answer="", actor=city, at=AT)
    with pytest.raises(Refused):
        answer_alignment(alignment=asked, approve=True, answer="", actor=city, at=AT)
    assert Alignment.objects.get().state == "approved"
    with pytest.raises(Refused):
        drop_item(item=above, actor=None, at=AT)
    again = align_item(superior_item=above, **given)
    assert again.state == "waiting"


def test_nobody_answers_what_they_asked_themselves(tree):
    above, own = item(programme(tree.city)), item(programme(tree.commune))
    city = make_officer("secretary", tree.city)
    asked = align_item(item=own, superior_item=above, feasibility="Làm được", actor=city, at=AT)
    with pytest.raises(Refused):
        answer_alignment(alignment=asked, approve=True, answer="", actor=city, at=AT)


def test_milestones_and_progress_are_not_of_days_to_come(tree):
    scheme = programme(tree.city, "Đề án", kind="scheme")
    step = add_milestone(programme=scheme, item=None, title="Trình đề án", due=date(2026, 5, 1), actor=None, at=AT)
    with pytest.raises(Refused):
        reach_milestone(milestone=step, done_on=date(2026, 4, 1), note="", actor=None, at=AT)
    reach_milestone(milestone=step, done_on=TODAY, note="Sớm", actor=None, at=AT)
    for wrong in ({"day": date(2026, 4, 1)}, {"text": " "}, {"percent": 101}):
        with pytest.raises(Refused):
            note_progress(
                **{"programme": scheme, "day": TODAY, "percent": 40, "text": "Xong bước một", "actor": None, "at": AT}
                | wrong
            )
    note_progress(programme=scheme, day=TODAY, percent=40, text="Xong bước một", actor=None, at=AT)
    with pytest.raises(Refused):
        drop_programme(programme=scheme, actor=None, at=AT)


def test_a_correction_keeps_parts_out_of_themselves(tree):
    whole = programme(tree.city, "Chiến dịch", kind="campaign")
    part = programme(tree.city, "Mũi 1", kind="campaign", parent=whole)
    assert part.parent_id == whole.pk
    for parent in (part, whole):
        facts = ProgrammeFacts(kind="campaign", title="Chiến dịch", period=YEAR, parent=parent)
        with pytest.raises(Refused) as told:
            correct_programme(programme=whole, facts=facts, actor=None, at=AT)
        assert told.value.field == "parent"


def test_the_plan_of_a_year_gathers_everything(tree, django_assert_num_queries):
    set_theme(unit=tree.city.pk, year=2026, line="union", text="Tuổi trẻ sáng tạo", actor=None, at=AT)
    year = programme(tree.city)
    group = item(year, lead="Ban Tuyên giáo")
    item(year, "Hội nghị quán triệt", kind="work", parent=group, due=date(2026, 4, 20), lead="Văn phòng")
    item(year, "Việc năm sau", kind="work", parent=group, due=date(2027, 4, 20), lead="Văn phòng")
    campaign = programme(tree.city, "Tháng Thanh niên", kind="campaign", period=Period.month(2026, 3))
    add_milestone(programme=campaign, item=None, title="Ra quân", due=date(2026, 3, 1), actor=None, at=AT)
    own = target_of(tree.city, period=YEAR, indicator=make_indicator())
    unit = units_by_id({tree.city.pk}, TODAY)[tree.city.pk]
    with django_assert_num_queries(20):
        plan = year_plan(unit, 2026, TODAY)
    assert (plan.main.programme, [one.programme for one in plan.others], plan.targets) == (year, [campaign], (own,))
    assert [(entry.title, entry.day.month) for entry in plan.calendar] == [("Ra quân", 3), ("Hội nghị quán triệt", 4)]
    assert [(doer.name, len(doer.leads)) for doer in plan.doers] == [("Ban Tuyên giáo", 1), ("Văn phòng", 2)]
    assert year_plan(unit, 2020, TODAY).empty
