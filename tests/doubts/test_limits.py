import pytest

from viecthat.catalogue.readers import rows
from viecthat.doubts.limits import Limits, companions, members_only, shipped, sum_rules


def test_every_limit_gives_its_reason():
    limits = [row for row in rows("doubts") if "limit" in row]
    assert Limits.of(limits) == shipped()
    with pytest.raises(ValueError, match="history_z gives no reason"):
        Limits.of([{**row, "why": ""} if row["limit"] == "history_z" else row for row in limits])
    with pytest.raises(ValueError, match="missing or unknown: history_z"):
        Limits.of(row for row in limits if row["limit"] != "history_z")


def test_indicators_named_are_of_the_catalogue():
    known = {row["code"] for row in rows("indicators")}
    named = {code for rule in companions() for code in (rule.indicator, *rule.any_of)} | members_only()
    assert named | {code for rule in sum_rules() for code in rule.left} <= known
