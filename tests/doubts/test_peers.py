import numpy as np

from tests.doubts.sheets import PAST, PERIOD, TREES
from viecthat.doubts.combine import doubts_of
from viecthat.doubts.facts import Facts, Sheet, UnitFacts
from viecthat.doubts.peers import choose_peers


def nation(values: np.ndarray, sizes: np.ndarray, history: np.ndarray | None = None) -> Facts:
    units = tuple(UnitFacts(at, f"Xã {at}", "commune", int(size), at // 20) for at, size in enumerate(sizes))
    past = PAST[: len(history)] if history is not None else ()
    return Facts(Sheet(PERIOD, units, (TREES,), values[:, None], past, history))


def test_by_head_and_beside_units_of_its_size():
    rng = np.random.default_rng(3)
    sizes = np.linspace(100, 10_000, 100)
    values = np.round(sizes * rng.lognormal(-1, 0.4, 100))
    assert doubts_of(nation(values, sizes)) == []
    values[5] = values[80]  # ordinary for a unit of 8.000, not for one of 600
    (doubt,) = doubts_of(nation(values, sizes))
    assert (doubt.unit, doubt.code) == (5, "far_from_peers")
    history = np.round(values * np.ones((4, 1)))[:, :, None]
    assert doubts_of(nation(values, sizes, history)) == []  # it has always been so


def test_one_figure_in_many_brothers():
    rng = np.random.default_rng(4)
    sizes = np.full(100, 800)
    values = np.round(rng.lognormal(5, 0.6, 100))
    values[20:28] = 173
    doubts = doubts_of(nation(values, sizes))
    assert {(doubt.unit, doubt.code) for doubt in doubts} == {(unit, "same_in_many") for unit in range(20, 28)}
    assert doubts[0].words().startswith("8 trong 20 đơn vị cùng cấp trên ghi đúng một số 173.")
    quota = np.repeat(values[None, :, None], 2, axis=0)
    quota[:, :20] = quota[:, :20] * 0.9 // 1
    assert doubts_of(nation(values, sizes, quota)) == []  # written so before: an equal share
    everywhere = values.copy()
    everywhere[rng.random(100) < 0.4] = 173
    assert doubts_of(nation(everywhere, sizes)) == []


def test_whom_one_report_is_compared_with():
    units = [UnitFacts(at, f"Xã {at}", "commune" if at % 2 else "branch", 100 + at, at % 10) for at in range(40)]
    chosen = [unit.id for unit in choose_peers(units, units[21], 4)]
    assert chosen == [
        21,
        1,
        11,
        31,
        23,
        19,
        25,
        17,
    ]  # brothers of the kind, then the nearest in size among the kind, once
    nobody = UnitFacts(99, "Xã mới", "commune", None, None)
    assert choose_peers(units, nobody) == [nobody]
