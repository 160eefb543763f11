"""A list of many people brought in: read, checked, written and taken back through the product's own commands."""

from __future__ import annotations

import io
import time
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from rich.console import Console

from bench.people.load import AT
from bench.people.names import FAMILY, GIVEN, MIDDLE


def bring_in(rows: int, console: Console) -> dict[str, Any]:
    """Seconds of each step, for a workbook of so many people of one province; the register is as it was after it."""
    from viecthat.accounts.queries import account_named
    from viecthat.people.commands import intake as commands
    from viecthat.people.models import Intake
    from viecthat.people.queries.intake import counts_by_verdict
    from viecthat.units.models import Unit

    actor = account_named("province")
    assert actor is not None
    province = Unit.objects.get(code="t07")
    # What a run that was stopped left behind would keep this one waiting, or be found again in its rows.
    for left in Intake.objects.filter(uploaded_by=actor, state="done"):
        commands.ask_to_take_back(intake=left, reason="bench", actor=actor, at=AT)
        commands.work_on_list(intake=left.pk, at=AT)
    Intake.objects.filter(uploaded_by=actor).exclude(state__in=["done", "undone"]).update(state="uploaded")
    branches = list(Unit.objects.filter(code__startswith="c").order_by("code").values_list("code", flat=True)[:40_000])
    content = _workbook(rows, [code for code in branches if int(code[1:]) % 3_321 % 34 == 7])
    found: dict[str, Any] = {"rows": rows, "megabytes": round(len(content) / 2**20, 1)}

    def step(name: str, call: Any) -> Any:
        began = time.perf_counter()
        given = call()
        found[name] = round(time.perf_counter() - began, 1)
        console.print(f"{name}: {found[name]} s")
        return given

    intake = step(
        "received",
        lambda: commands.receive_list(unit=province.pk, file_name="bench.xlsx", content=content, actor=actor, at=AT),
    )
    commands.settle_columns(
        intake=intake, columns=intake.columns, day_order="dmy", default_since=None, actor=actor, at=AT
    )
    step("checked", lambda: commands.work_on_list(intake=intake.pk, at=AT))
    found |= counts_by_verdict(intake)
    commands.write_checked_list(intake=intake, with_warned=True, actor=actor, at=AT)
    step("written", lambda: commands.work_on_list(intake=intake.pk, at=AT))
    found["state"] = Intake.objects.get(pk=intake.pk).state
    commands.ask_to_take_back(intake=intake, reason="bench", actor=actor, at=AT)
    step("taken back", lambda: commands.work_on_list(intake=intake.pk, at=AT))
    left = Intake.objects.get(pk=intake.pk)
    found["afterwards"] = f"{left.state} {left.failure}".strip()
    console.print(str(found))
    return found


def _workbook(rows: int, branches: list[str]) -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"constant_memory": True})
    page = book.add_worksheet("Danh sách")
    heads = [
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Chi đoàn",
        "Ngày vào Đoàn",
        "Số thẻ",
        "Điện thoại",
        "Quê quán",
    ]
    page.write_row(0, 0, heads)
    for n in range(rows):
        name = f"{FAMILY[n % 30]} {MIDDLE[n // 30 % 30]} {GIVEN[n // 900 % 90]}"
        born = date(1997, 1, 1) + timedelta(days=n * 7 % 4_400)
        joined = date(born.year + 16, 3, 26)
        page.write_row(
            n + 1, 0,
            [n + 1, name, f"{born:%d/%m/%Y}", "Nữ" if n % 2 else "Nam", branches[n % len(branches)],
             f"{joined:%d/%m/%Y}", f"N{n:09}", f"03{n:08}", "Hà Nội"],
        )  # fmt: skip
    book.close()
    return packed.getvalue()
