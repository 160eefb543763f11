"""The files in data/: every figure with its source, every kind of work with words for every level and season."""

from datetime import date
from string import Formatter

import pytest

from viecthat.catalogue.readers import rows as catalogue
from viecthat.demo.published import DATASETS, published, read
from viecthat.demo.wording import look_of

FIELDS = {"noi", "ten", "huyen", "thon", "truong", "thcs", "duong", "nam", "so", "sl"}


@pytest.mark.parametrize("name", DATASETS)
def test_every_figure_says_what_the_source_said(name) -> None:
    rows = published(name)
    codes = {row["code"] for row in catalogue("indicators")}
    assert rows.source
    assert rows.note
    for code, figure in rows.figures.items():
        assert code in codes
        assert figure.said
        if figure.n is not None or figure.years or figure.every_unit:
            assert figure.derived or figure.n is None, f"{code}: n and N must say where they come from"


@pytest.mark.parametrize("name", ["hanoi_2017_2020", "centre_2018", "province_002"])
def test_sources_with_a_date_give_it(name) -> None:
    assert published(name).source_date is not None
    assert published(name).known_by <= published(name).source_date


@pytest.mark.parametrize("name", DATASETS)
def test_each_figure_is_split_once_or_posted_as_it_is(name) -> None:
    rows = published(name)
    split = [code for works in rows.works for code in works.figures] + [r.figure for r in rows.registers]
    assert len(split) == len(set(split))
    without = {"outstanding_introduced", "outstanding_admitted"} if name == "centre_2018" else set()
    assert rows.posted_on or set(split) == set(rows.figures) - without


def test_goals_the_source_does_not_give_are_said_to_be_examples() -> None:
    assert published("hanoi_2017_2020").goals["illustrative"] is True
    assert published("hanoi_2022").goals["illustrative"] is False


def test_what_is_posted_as_published_is_whole() -> None:
    """The sums that the province's own figures must bear out."""
    counts = {code: figure.value for code, figure in published("province_002").figures.items()}
    assert counts["standing_members"] * 3 <= counts["committee_members"]
    assert counts["attached_secretaries"] + counts["attached_deputies"] == counts["attached_cadres"]
    assert counts["district_secretaries"] + counts["district_deputies"] <= counts["district_full_time"]


def _templates(kind):
    look = look_of(kind)
    return [text for texts in look.titles.values() for text in texts]


@pytest.mark.parametrize("kind", list(read("kinds")))
def test_the_words_of_a_kind(kind) -> None:
    look = look_of(kind)
    assert len(look.months) == 12
    assert look.findings
    assert look.captions
    for text in [*_templates(kind), *look.findings]:
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= FIELDS, text


@pytest.mark.parametrize("name", DATASETS)
def test_there_is_a_title_for_every_level_season_and_size(name) -> None:
    for works in published(name).works:
        look = look_of(works.kind)
        for level in works.levels:
            assert any(not text.startswith("[") for text in look.titles[level]), f"{works.kind}, {level}"


def test_the_kinds_are_of_the_catalogue_and_speak_in_many_ways() -> None:
    # Those that yield a published figure; others are worked with elsewhere, or not at all.
    assert set(read("kinds")) == {
        *("tree_planting", "youth_work", "uncle_ho_model", "career_advice", "vocational_class", "study_session"),
        *("cadre_training", "skills_method", "startup_support", "youth_loans", "children_care", "swimming_class"),
    }
    assert set(read("kinds")) <= {row["code"] for row in catalogue("activity_kinds")}
    assert sum(len(_templates(kind)) for kind in read("kinds")) >= 100


def test_the_periods() -> None:
    spans = {published(name).code: (published(name).period.start, published(name).period.end) for name in DATASETS}
    assert spans["ha-noi-2017-2020"] == (date(2017, 10, 1), date(2020, 6, 16))
    assert spans["trung-uong-2018"] == (date(2018, 1, 1), date(2018, 7, 1))
