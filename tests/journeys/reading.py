"""What pages say, read as a person would read it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


def number(text: str) -> int:
    """The whole number at the head of what a page says, "1.525 cây"; a dash is none."""
    found = re.match(r"—|\d{1,3}(?:\.\d{3})*|\d+", text.strip())
    assert found, text
    return 0 if found[0] == "—" else int(found[0].replace(".", ""))


@dataclass(frozen=True)
class Opened:
    """What the drawer says of one figure at one unit."""

    total: int
    grades: tuple[int, ...]
    units: list[int]  # below it
    lines: list[int]  # its own, the last of them for those that are not shown

    @property
    def adds_up(self) -> bool:
        return sum(self.grades) == self.total == sum(self.units) + sum(self.lines)


def opened(page: Page, unit: str) -> Opened:
    """The drawer once it stands at this unit."""
    drawer = page.locator("#drawer")
    expect(drawer.locator(".here > a")).to_contain_text(unit)
    page.wait_for_load_state()  # without a script it comes with its page, piece by piece
    rows = drawer.locator(".here > ul > li")
    units = rows.filter(has=page.locator("a[href*='mo=']")).locator(".num").all_inner_texts()
    everything = rows.locator(".num").all_inner_texts()
    return Opened(
        number(drawer.locator(".stat-value").inner_text()),
        tuple(number(text) for text in drawer.locator(".stat .proof-key b").all_inner_texts()),
        [number(text) for text in units],
        [number(text) for text in everything[len(units) :]],
    )


def part(page: Page, name: str) -> Locator:
    """One row of the drawer."""
    return page.locator("#drawer .here > ul > li > a", has_text=name)
