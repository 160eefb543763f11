"""Small true works for tests, made by the project's own commands."""

from datetime import date, timedelta

from tests.factories import AT, TODAY, make_indicator
from viecthat.catalogue.readers import rows
from viecthat.ledger.models import Entry
from viecthat.works.commands.recognition import inspect_work, recognise_work
from viecthat.works.commands.work import Plan, approve_plan, record_costs, register_work
from viecthat.works.models import YouthWork

START = date(2026, 2, 1)


def make_work_indicators() -> None:
    for row in rows("indicators"):
        if row.get("register") == "works":
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register="works")


def plan_of(title: str = "Đường hoa thôn Đô Trám", **changed) -> Plan:
    given = {
        "content": "Trồng hoa hai bên đường", "place": "Thôn Đô Trám", "start": START,
        "due": TODAY + timedelta(days=30), "money": {"social": 20_000_000}, **changed,
    }  # fmt: skip
    return Plan(title, **given)


def make_work(unit, actor, title: str = "Đường hoa thôn Đô Trám", *, approver=None, **changed) -> YouthWork:
    """Registered; and approved when somebody is named who does."""
    work = register_work(unit=unit.pk, plan=plan_of(title, **changed), actor=actor, at=AT)
    if approver is not None:
        approve_plan(work=work, actor=approver, at=AT)
        work.refresh_from_db()
    return work


def recognised(unit, actor, approver, title: str = "Đường hoa thôn Đô Trám", **changed) -> YouthWork:
    """Inspected and recognised by its superior."""
    work = make_work(unit, actor, title, approver=approver, **changed)
    record_costs(work=work, money={"social": 18_000_000, "own": 2_000_000}, actor=actor, at=AT)
    inspect_work(work=work, day=TODAY, finding="Đủ 300 mét, hoa sống tốt", passed=True, actor=approver, at=AT)
    recognise_work(work=work, day=TODAY, number="12-QĐ/ĐTN", actor=approver, at=AT)
    work.refresh_from_db()
    return work


def counted(code: str) -> int:
    """What the ledger holds of an indicator."""
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))
