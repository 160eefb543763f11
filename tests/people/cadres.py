"""Small true cadres for tests, made by the project's own commands."""

from datetime import date

from tests.factories import AT, make_indicator, make_person

BORN = date(1993, 5, 20)  # 32 years old on the day of the tests
TERM = date(2022, 10, 1)
DECISION = "12-QĐ/TĐTN-TCKT"


def figures(*codes):
    """The indicators that the register of posts holds, as far as a test looks at them."""
    return {code: make_indicator(code, name=code, measure="stock", register="posts", unit="người") for code in codes}


def form(unit, actor, kind="committee", *, start=TERM, at=AT, **given):
    """A body of the unit."""
    from viecthat.people.commands.body import form_body

    return form_body(unit=unit.pk, kind=kind, start=start, decision=DECISION, actor=actor, at=at, **given)


def give(unit, actor, kind="committee_member", person=None, *, name="Lê Văn An", born=BORN, start=TERM, at=AT, **given):
    """A post for a person, new unless named."""
    from viecthat.people.commands.post import give_post

    who = person or make_person(name, unit=unit, birth_date=born)
    asked = {"basis": "elected", "decision": DECISION, **given}
    return give_post(unit=unit.pk, kind=kind, person=who.pk, start=start, actor=actor, at=at, **asked)


def end(post, actor, day, *, leaving="transferred", at=AT, **given):
    """The post ends."""
    from viecthat.people.commands.post import end_post

    return end_post(post=post, end=day, leaving=leaving, decision=DECISION, actor=actor, at=at, **given)


def stock(unit, code, day):
    """What the ledger says of the figure at the end of `day`, under that day's map, the units below included."""
    from datetime import timedelta

    from viecthat.kernel.periods import Period
    from viecthat.ledger.models import Entry
    from viecthat.units.tree import map_on

    unit_map = map_on(day)
    lo, hi = unit_map.tree.span(unit.pk)
    until = Period(day, day + timedelta(days=1)).end
    rows = Entry.objects.filter(indicator__code=code, day__lt=until).values_list("unit", "quantity")
    places = {u: unit_map.stands_at(u)[0] for u, _q in rows}
    return sum(q for u, q in rows if places[u] is not None and lo <= unit_map.tree.position(places[u]) < hi)
