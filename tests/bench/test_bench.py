"""The bench in small: its facts are what it says, and all who need no server agree with `ask()` to the unit."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bench.agree import Disagreement, answers, check, compare
from bench.columns import PeerData
from bench.generate import make_news, make_world
from bench.goals import median_of
from bench.measure import Timing, is_steady
from bench.questions import TEXTS, answer_of, draw_questions, put
from bench.run import PEERS, peer_named
from bench.sizes import ATTENDANCE, SIZES, YEAR
from bench.store import make_generation, source_of
from viecthat.rollup.facts import Facts
from viecthat.rollup.question import months_of
from viecthat.rollup.scan import MemorySource
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.tail import Tail

TINY = replace(SIZES["tiny"], months=(5, 6, 7, 8))
NO_SERVER = [name for name in PEERS if not name.startswith("postgres") and name != "packed_rows"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return PeerData(make_world(TINY, tmp_path_factory.mktemp("bench")))


@pytest.fixture(scope="module")
def facts(data):
    return joined(data.world.batches())


@pytest.fixture(scope="module")
def draws(data):
    return draw_questions(data, 2)


@pytest.fixture(scope="module")
def expected(data, facts, draws):
    return answers(draws, data, MemorySource(facts))


def joined(batches):
    batches = list(batches)
    return Facts(*(np.concatenate([getattr(batch, column.name) for batch in batches]) for column in fields(Facts)))


def test_the_same_facts_every_time(data, facts, tmp_path):
    again = joined(make_world(TINY, tmp_path).batches())
    for column in fields(Facts):
        assert (getattr(again, column.name) == getattr(facts, column.name)).all()


def test_facts_are_of_the_kind_that_is_promised(data, facts):
    count = data.world.count()
    assert count["lines"] == len(facts)
    assert count["attendances"] == (facts.indicator == ATTENDANCE).sum()
    assert (np.diff(facts.entry) == 1).all()
    assert 0.01 < (facts.quantity < 0).mean() < 0.02
    late = facts.recorded / 86_400e6 - (facts.day - 719_163)
    assert (late > 0).all()
    assert (late > 60).any()
    assert set(facts.grade.tolist()) == {1, 2, 3}
    taken_back = facts.quantity[facts.quantity < 0].sum()
    assert abs(taken_back) < facts.quantity.sum() / 20


def test_every_unit_stands_somewhere_under_both_maps(data):
    assert (data.today.places >= 0).all()
    assert (data.historic.places >= 0).all()
    old, new = data.historic.map.tree, data.today.map.tree
    assert len(old.units_of_kind("province")) == TINY.old_provinces
    assert len(new.units_of_kind("province")) == TINY.provinces
    assert not new.units_of_kind("district")


def test_a_subtree_of_today_is_one_range_of_spots_and_of_yore_a_few(data):
    today, historic = data.today, data.historic
    for province in today.map.tree.units_of_kind("province"):
        assert len(today.spans(province)) == 1
    pieces = [len(historic.spans(province)) for province in historic.map.tree.units_of_kind("province")]
    assert max(pieces) > 1


def test_questions_differ_from_draw_to_draw(draws):
    assert {draw.question for draw in draws} == set(TEXTS)
    assert len({(draw.units, draw.indicators, draw.months, draw.question) for draw in draws}) > len(TEXTS) + 5


def test_the_store_agrees_with_the_plain_scan(data, draws, expected):
    source = source_of(make_generation(data.world))
    for draw in draws:
        compare("store", draw, answer_of(put(draw, data, source), draw), expected[draw.name])


@pytest.mark.parametrize("name", NO_SERVER)
def test_peers_agree_to_the_unit(name, data, draws, expected):
    try:
        peer = peer_named(name)
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is installed by make bench only")
    peer.load(data)
    peer.open(data)
    try:
        assert any(peer.can(draw) for draw in draws)
        check(peer, draws, expected)
    finally:
        peer.close()


def test_another_answer_is_told(draws, expected):
    draw = draws[0]
    wrong = expected[draw.name].copy()
    wrong[0, 3] += 1
    with pytest.raises(Disagreement, match=r"1 figures of Q1\.0"):
        compare("peer", draw, wrong, expected[draw.name])


@pytest.mark.parametrize("taken_back", [False, True])
def test_news_are_of_the_last_months(data, taken_back):
    news = make_news(data.world, 1000, taken_back=taken_back)
    generation = make_generation(data.world)
    draw = next(draw for draw in draw_questions(data, 1) if draw.question == "Q1")
    before = answer_of(put(draw, data, source_of(generation)), draw)
    after = answer_of(put(draw, data, StoreSource(Tail.of(generation, news))), draw)
    assert len(news) == 1000
    assert after.sum() - before.sum() == news.quantity[news.indicator != ATTENDANCE].sum()
    months, lines = np.unique(months_of(news.day), return_counts=True)
    assert months.tolist() == [YEAR * 12 + month - 1 for month in ((5, 6, 7, 8) if taken_back else (7, 8))]
    assert lines[-1] > 0.85 * len(news)
    assert (news.person != 0).sum() > 0
    assert (news.quantity < 0).any() == taken_back


def test_medians_are_over_the_draws_of_a_question():
    times = {name: Timing(ms, ms, ms, 5) for name, ms in (("Q1.0", 1.0), ("Q1.1", 3.0), ("Q1.2", 2.0), ("Q10.0", 9.0))}
    assert median_of(times, "Q1") == 2.0
    assert median_of(times, "Q1", ["Q1.1"]) == 3.0
    assert median_of(times, "Q2") is None
    assert is_steady([1.0, 1.39])
    assert not is_steady([1.0, 1.1, 1.5])
