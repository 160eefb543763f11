"""Where units stand in a drive, as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn

if TYPE_CHECKING:
    from viecthat.commendations.models import Drive
    from viecthat.commendations.queries.standing import DriveStanding


def standing_sheet(drive: Drive, standing: DriveStanding) -> Sheet:
    """A line a unit: its place, points by each criterion, figures of each target."""
    first = standing.rows[0] if standing.rows else None
    points = first.points if first is not None else ()
    columns = [
        SheetColumn(gettext("Hạng"), "whole", 8),
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Tổng điểm"), "decimal", 12, decimals=1),
        *(SheetColumn(one.criterion.words[:60], "decimal", 18, decimals=1) for one in points),
        *(
            SheetColumn(f"{one.target.indicator} ({one.target.indicator.measured_in})", "decimal", 18, decimals=1)
            for one in standing.whole
        ),
    ]
    lines: list[tuple[SheetCell, ...]] = [
        (
            row.place, row.unit.name, row.total, *(one.points for one in row.points),
            *(one.amount for one in row.reached),
        )
        for row in standing.rows
    ]  # fmt: skip
    return Sheet(gettext("Thi đua"), tuple(columns), lines, drive.title, freeze=2, landscape=True)
