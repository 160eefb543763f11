"""What tests of congresses begin with."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from tests.factories import (
    AT,
    TODAY,
)
from viecthat.congress.commands.congress import (
    CongressFacts,
    open_congress,
    record_step,
)
from viecthat.congress.models import Congress
from viecthat.congress.queries.checks import checks_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.plans.commands.directive import SentFile

PAPER = SentFile("y-kien.txt", "Ban Thường vụ Đảng ủy đồng ý.".encode())
HELD = date(2026, 3, 20)


def facts(**changed) -> CongressFacts:
    given = CongressFacts(
        line="union",
        form="delegates",
        name="Đại hội đại biểu Đoàn xã Suối Hai lần thứ XII",
        ordinal=12,
        first_year=2026,
        last_year=2031,
        planned_on=HELD,
    )
    return replace(given, **changed)


def opened(unit, actor, **changed) -> Congress:
    return open_congress(unit=unit.pk, facts=facts(**changed), actor=actor, at=AT)


def agreed(congress, actor) -> None:
    for kind, day, body in (
        ("plan", date(2026, 1, 5), ""),
        ("papers", date(2026, 1, 20), ""),
        ("scheme", date(2026, 2, 1), ""),
        ("party_consent", date(2026, 2, 10), "Ban Thường vụ Đảng ủy xã"),
        ("dossier", date(2026, 2, 20), ""),
        ("superior_consent", date(2026, 3, 1), "Ban Thường vụ Thành đoàn"),
    ):
        given = {"verdict": "agreed", "file": PAPER} if body else {}
        record_step(congress=congress, kind=kind, day=day, body=body, **given, actor=actor, at=AT)


def refused(run, **given) -> str:
    with pytest.raises(Refused) as why:
        run(**given, at=AT)
    return str(why.value)


def counted(code: str) -> int:
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def told(congress, matter) -> list[tuple[str, bool | None]]:
    return [(one.sentence, one.kept) for one in checks_of(congress, TODAY) if one.matter == matter]
