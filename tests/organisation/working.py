"""Work of a unit, recorded by its own secretary."""

from datetime import date

from tests.factories import make_activity, make_officer


def work(unit, *, day: date, title: str = "Trồng cây ven hồ"):
    """An activity of the unit on the day."""
    return make_activity(unit, make_officer("branch_secretary", unit), day=day, title=title)
