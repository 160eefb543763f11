"""A table of figures as a department sends it: half-read, with what is to be put right. Nothing of it is in the ledger.

Its figures are made up and its name says so; an officer may write it, or throw it away.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.chance import chance
from viecthat.demo.tree import HANOI
from viecthat.kernel.periods import Period
from viecthat.reporting.commands.table import read_table, settle_mapping
from viecthat.reporting.queries.table import tables_found
from viecthat.units.queries import children_of, unit_with_code

_NAME = "so-lieu-minh-hoa.csv"
_HEADS = ("STT", "Đơn vị", "Cây xanh được trồng", "Ý tưởng, sáng kiến được đề xuất", "Đoàn viên mới kết nạp")
_WRONG = {3: "khoảng 40", 7: "12.5.0"}  # by line: what no reader takes for a number


@transaction.atomic
def settle_table(at: datetime) -> int:
    """The city's officer has sent a table of its communes for this year; how many came new."""
    today = localdate(at)
    city, actor = unit_with_code(HANOI, today), account_named("thanh-doan")
    if city is None or actor is None or tables_found(actor, at).exists():
        return 0
    lines = [_HEADS]
    for place, unit in enumerate(children_of(city.id, today)):
        draw = chance("table", place)
        trees = _WRONG.get(place, str(draw.randint(20, 400)))
        lines.append((str(place + 1), unit.name, trees, str(draw.randint(0, 9)), ""))
    content = "\n".join("\t".join(line) for line in lines).encode()
    table = read_table(
        unit=city.id, period=Period.year(today.year), file_name=_NAME, content=content, actor=actor, at=at
    )
    settle_mapping(table=table, columns=table.columns, way=table.way, actor=actor, at=at)
    return 1
