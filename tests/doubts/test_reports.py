"""Reports as a whole: copies, round numbers, digits."""

import numpy as np

from tests.doubts.sheets import asked, codes, report

COUNTED = [137, 42, 1_288, 63, 219, 874, 35, 51, 96, 3_471, 128, 77 + 12, 214, 58, 462]


def test_a_report_that_repeats_the_one_before():
    rng = np.random.default_rng(1)
    before = [[round(value * rng.lognormal(0, 0.3)) for value in COUNTED] for _ in range(4)]
    assert codes(report(COUNTED, before)) == []
    copied = [*before[-1][:9], *COUNTED[9:]]
    (doubt,) = asked(report(copied, before))
    assert doubt.code == "copied"
    assert doubt.words().startswith("9 chỉ số ghi đúng bằng 6 tháng cuối năm 2025.")
    quota = [[12.0, 24.0, 36.0, 30.0, 20.0, 15.0]] * 4
    assert codes(report(quota[0], quota)) == []


def test_round_numbers_only_when_most_are():
    assert codes(report(COUNTED)) == []
    assert codes(report([130, 40, 1_300, 63, 219, 870, 35, 51, 96, 3_500, 128, 89])) == []
    rounded = [130, 40, 1_300, 60, 220, 870, 40, 50, 100, 3_500, 130, 90, 210, 60, 463]
    (doubt,) = asked(report(rounded))
    assert (doubt.code, doubt.params["count"], doubt.params["of"]) == ("round_numbers", 14, 15)


def test_repeated_and_running_digits():
    assert codes(report([*COUNTED, 777, 1_234])) == []  # chance strikes somebody
    (doubt,) = asked(report([*COUNTED, 777, 3_333, 12_345]))
    assert doubt.code == "repeated_digits"
    assert "777, 3.333, 12.345" in doubt.words()
    assert codes(report([*COUNTED, 7_777_777])) == ["repeated_digits"]


def test_last_digits_that_gather():
    rng = np.random.default_rng(2)
    counted = rng.integers(100, 5_000, (8, 20)).astype(float)
    assert "last_digits" not in codes(report(counted[-1].tolist(), counted[:-1].tolist()))
    invented = counted // 10 * 10 + rng.choice([3, 7], counted.shape)
    assert "last_digits" in codes(report(invented[-1].tolist(), invented[:-1].tolist()))
    rounded = np.where(rng.random(counted.shape) < 0.5, counted // 10 * 10, counted)
    assert "last_digits" not in codes(report(rounded[-1].tolist(), rounded[:-1].tolist()))
