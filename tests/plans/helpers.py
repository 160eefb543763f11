"""Documents and targets for the tests of plans."""

from datetime import date

from tests.factories import AT, make_indicator
from viecthat.kernel.periods import Period
from viecthat.plans.commands import adopt_target, enter_directive

ISSUED = date(2019, 2, 14)
TERM = Period(date(2018, 1, 1), date(2023, 1, 1))


def enter(unit, number="07-KL/TWĐTN-BTC", *, actor=None, **other):
    """A document in the unit's own register, or of whoever is named."""
    given = {
        "unit": unit.pk,
        "type": number.split("/")[0].split("-")[-1] if "-" in number.split("/")[0] else "KL",
        "number": number,
        "issuer": unit.pk,
        "issuer_name": "",
        "subject": "Nâng cao chất lượng công tác cán bộ Đoàn",
        "issued_on": ISSUED,
        "actor": actor,
        "at": AT,
    } | other
    return enter_directive(**given)


def target_of(unit, *, goal=45_000, indicator=None, period=TERM, actor=None, **other):
    """An adopted target of a term."""
    return adopt_target(
        unit=unit.pk,
        indicator=(indicator or make_indicator()).pk,
        period=period,
        goal=goal,
        actor=actor,
        at=AT,
        **other,
    )
