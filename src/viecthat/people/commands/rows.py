"""Many rows from one screen: every wrong row is told, and nothing is written while one is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from viecthat.kernel.errors import Refused, gettext_noop

Row = TypeVar("Row")
Made = TypeVar("Made")


class RowsRefused(Refused):
    """Some rows can't be; nothing was written. `rows` has the place of each wrong row with its refusal."""

    def __init__(self, rows: dict[int, Refused]) -> None:
        super().__init__(
            gettext_noop("{wrong} dòng chưa được, chưa dòng nào được ghi; sửa các dòng có dấu nhắc rồi gửi lại."),
            wrong=len(rows),
        )
        self.rows = rows


def each_row(rows: Iterable[Row], do: Callable[[Row], Made]) -> list[Made]:
    """`do` every row, within the caller's transaction. Raises RowsRefused with all that is wrong, not the first."""
    made: list[Made] = []
    wrong: dict[int, Refused] = {}
    for place, row in enumerate(rows):
        try:
            made.append(do(row))
        except Refused as refused:
            wrong[place] = refused
    if wrong:
        raise RowsRefused(wrong)
    return made
