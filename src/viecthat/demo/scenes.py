"""The scenes that stand for photos of work: a few shapes each, varied by chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

_SKIES = (("#bfdcf2", "#eef6fb"), ("#9cc7ea", "#f3efe2"), ("#c9d6e2", "#eef0f1"), ("#f1d9b6", "#f8efe1"))
_SHIRTS = ("#1c63b7", "#1c63b7", "#1c63b7", "#2b7fd0", "#ffffff", "#d8413a", "#3c8d55")
_SKINS = ("#e9bd97", "#dca97f", "#f0cba8")
_WALLS = ("#f2e7cf", "#e8dcc3", "#dfe7ea", "#f4ecd9", "#e5ead9")
_ROOFS = ("#b4553d", "#8f4535", "#a5655a", "#6f7f8d")
_LEAVES = ("#3f8f4a", "#2f7a3e", "#58a357", "#6bab4d")
_BRIGHT = ("#d8413a", "#2b7fd0", "#3c8d55", "#e0b02f", "#7a5c99")
_SOILS = ("#8fae62", "#9cb56d", "#7fa158", "#b09a6a")


class Canvas:
    """A picture in the making: coordinates are shares of its width and height."""

    def __init__(self, image: Image.Image, random: Random) -> None:
        self.image, self.random = image, random
        self.pen = ImageDraw.Draw(image)
        self.w, self.h = image.size

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, round: float = 0) -> None:
        """A rectangle, its corners rounded by a share of the width."""
        area = (x0 * self.w, y0 * self.h, x1 * self.w, y1 * self.h)
        if round:
            self.pen.rounded_rectangle(area, round * self.w, fill)
        else:
            self.pen.rectangle(area, fill)

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """A circle; the radius is a share of the height."""
        r = radius * self.h
        self.pen.ellipse((x * self.w - r, y * self.h - r, x * self.w + r, y * self.h + r), fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        """A polygon."""
        self.pen.polygon([(x * self.w, y * self.h) for x, y in points], fill)

    def line(self, x0: float, y0: float, x1: float, y1: float, fill: str, width: float) -> None:
        """A line; the width is a share of the height."""
        self.pen.line((x0 * self.w, y0 * self.h, x1 * self.w, y1 * self.h), fill, max(1, round(width * self.h)))

    def one(self, of: tuple[str, ...]) -> str:
        """One of the colours."""
        return self.random.choice(of)

    def sky(self, until: float) -> None:
        """Sky down to the horizon, with a sun or clouds."""
        above, below = self.random.choice(_SKIES)
        self.box(0, 0, 1, until, below)
        for band in range(6):
            self.box(0, until * band / 6, 1, until * (band + 1) / 6, _mixed(above, below, band / 5))
        if self.random.random() < 0.5:
            self.dot(self.random.uniform(0.1, 0.9), self.random.uniform(0.08, 0.2), 0.06, "#fff3c4")
        for _ in range(self.random.randint(0, 3)):
            x, y = self.random.random(), self.random.uniform(0.05, 0.22)
            for shift in (-0.05, 0, 0.05):
                self.dot(x + shift, y + abs(shift) * 0.2, 0.035, "#ffffff")

    def hills(self, horizon: float) -> None:
        """Hills or fields behind."""
        for shade in ("#9dbf9a", "#86b07f"):
            top = [(i / 8, horizon - self.random.uniform(0.02, 0.14)) for i in range(9)]
            self.shape([(0, horizon), *top, (1, horizon)], shade)

    def tree(self, x: float, y: float, height: float) -> None:
        """A tree standing at (x, y)."""
        self.line(x, y, x, y - height * 0.6, "#7a5a3c", height * 0.07)
        leaf = self.one(_LEAVES)
        for dx, dy in ((-0.22, 0.62), (0.22, 0.62), (0, 0.82)):
            self.dot(x + dx * height * 0.75, y - dy * height, height * 0.24, leaf)

    def sapling(self, x: float, y: float, height: float) -> None:
        """A young tree, with its stake and its mound."""
        self.pen.ellipse(
            ((x - 0.02) * self.w, (y - 0.012) * self.h, (x + 0.02) * self.w, (y + 0.018) * self.h), "#6d4f34"
        )
        self.line(x + 0.008, y, x + 0.008, y - height * 0.9, "#c9a777", 0.008)
        self.line(x, y, x, y - height, "#6b7a3a", 0.007)
        for side in (-1, 1):
            for level in (0.55, 0.8, 1.0):
                self.dot(x + side * height * 0.12, y - height * level, height * 0.13, self.one(_LEAVES))

    def person(self, x: float, y: float, height: float, shirt: str = "", *, tool: bool = False) -> None:
        """Somebody standing at (x, y), seen from afar: nobody in particular."""
        shirt, skin, width = shirt or self.one(_SHIRTS), self.one(_SKINS), height * 0.115
        trousers = self.one(("#2b3442", "#3b4657", "#4a4038"))
        for side in (-1, 1):
            self.line(x + side * width * 0.35, y, x + side * width * 0.3, y - height * 0.46, trousers, height * 0.09)
        self.box(x - width * 0.7, y - height * 0.8, x + width * 0.7, y - height * 0.4, shirt, width * 0.25)
        lift = self.random.uniform(0.35, 0.7)
        for side in (-1, 1):
            self.line(
                x + side * width * 0.7,
                y - height * 0.74,
                x + side * width * 1.35,
                y - height * lift,
                shirt,
                height * 0.07,
            )
        if tool:
            self.line(x + width * 1.35, y - height * lift * 1.3, x + width * 1.9, y, "#8a6a45", 0.009)
        self.dot(x, y - height * 0.89, height * 0.095, skin)
        self.pen.pieslice(
            (
                x * self.w - height * 0.1 * self.h,
                (y - height * 1.0) * self.h,
                x * self.w + height * 0.1 * self.h,
                (y - height * 0.8) * self.h,
            ),
            180,
            360,
            self.one(("#20242b", "#2d241f", "#d9b53c")),
        )

    def crowd(self, count: int, y0: float, y1: float, height: float, *, tool: bool = False, shirt: str = "") -> None:
        """People here and there, the farther ones first and smaller."""
        for y in sorted(self.random.uniform(y0, y1) for _ in range(count)):
            scale = 0.75 + 0.25 * (y - y0) / max(y1 - y0, 0.01)
            self.person(
                self.random.uniform(0.06, 0.94), y, height * scale, shirt, tool=tool and self.random.random() < 0.6
            )

    def heads(self, rows: int, y0: float, y1: float, shirt: str = "") -> None:
        """An audience seen from behind."""
        for row in range(rows):
            y = y0 + (y1 - y0) * row / max(rows - 1, 1)
            size = 0.022 + 0.014 * row / max(rows - 1, 1)
            count = 11 - row
            for seat in range(count):
                if self.random.random() < 0.9:
                    x = (seat + 0.5 + self.random.uniform(-0.12, 0.12)) / count
                    self.box(
                        x - size * 1.3,
                        y + size * 0.9,
                        x + size * 1.3,
                        y + size * 5,
                        shirt or self.one(_SHIRTS),
                        size * 0.7,
                    )
                    self.dot(x, y, size, self.one(("#20242b", "#2d241f", "#14171c")))

    def house(self, x: float, y: float, width: float, height: float) -> None:
        """A house with its base at y."""
        self.box(x, y - height, x + width, y, self.one(_WALLS))
        self.shape(
            [(x - 0.02, y - height), (x + width / 2, y - height * 1.5), (x + width + 0.02, y - height)],
            self.one(_ROOFS),
        )
        self.box(x + width * 0.4, y - height * 0.55, x + width * 0.6, y, "#7a5a3c")
        for side in (0.12, 0.7):
            self.box(x + width * side, y - height * 0.7, x + width * (side + 0.18), y - height * 0.4, "#9fc3d8")

    def room(self, floor: float) -> None:
        """A wall and a floor."""
        self.box(0, 0, 1, floor, self.one(_WALLS))
        self.box(0, floor, 1, 1, self.one(("#b9a183", "#c7b79d", "#a9a9a4", "#9c8468")))
        for x in (0.03, 0.85):
            if self.random.random() < 0.7:
                self.box(x, 0.1, x + 0.12, 0.36, "#bcdcee")
                self.line(x + 0.06, 0.1, x + 0.06, 0.36, "#ffffff", 0.012)

    def flag(self, x: float, y: float, width: float) -> None:
        """The flag, hanging flat."""
        height = width * self.w / self.h * 2 / 3
        self.box(x, y, x + width, y + height, "#da251d")
        middle, radius = ((x + width / 2) * self.w, (y + height / 2) * self.h), height * self.h * 0.3
        points = [
            (middle[0] + r * math.sin(i * math.pi / 5), middle[1] - r * math.cos(i * math.pi / 5))
            for i, r in enumerate([radius, radius * 0.382] * 5)
        ]
        self.pen.polygon(points, "#ffdf32")


def _trees(c: Canvas) -> None:
    c.sky(0.5)
    c.hills(0.5)
    c.box(0, 0.48, 1, 1, c.one(_SOILS))
    for _ in range(c.random.randint(2, 6)):
        c.tree(c.random.random(), c.random.uniform(0.5, 0.56), c.random.uniform(0.12, 0.24))
    rows = c.random.randint(2, 3)
    for row in range(rows):
        y, count = 0.6 + row * 0.13, c.random.randint(4, 7)
        for i in range(count):
            c.sapling((i + 0.5) / count + c.random.uniform(-0.02, 0.02), y, 0.1 + row * 0.03)
    c.crowd(c.random.randint(3, 8), 0.66, 0.9, c.random.uniform(0.24, 0.32), tool=True)


def _works(c: Canvas) -> None:
    c.sky(0.55)
    c.box(0, 0.52, 1, 1, c.one(_SOILS))
    for i in range(c.random.randint(2, 4)):
        c.house(0.05 + i * 0.25 + c.random.uniform(-0.03, 0.03), 0.56, c.random.uniform(0.13, 0.19), 0.15)
    middle = c.random.uniform(0.35, 0.65)
    manner = c.random.randrange(3)
    if manner == 0:
        c.shape([(middle - 0.04, 0.55), (middle + 0.04, 0.55), (middle + 0.4, 1), (middle - 0.4, 1)], "#b8bbbd")
        for i in range(4):
            y, reach = 0.6 + i * 0.09, 0.07 + i * 0.08
            for side in (-1, 1):
                c.line(middle + side * reach, y, middle + side * reach, y - 0.16 - i * 0.03, "#5d6a75", 0.009)
                c.dot(middle + side * reach, y - 0.17 - i * 0.03, 0.014, "#ffe9a3")
    elif manner == 1:
        c.line(0.2, 0.62, 0.3, 0.85, "#c8463e", 0.014)
        c.line(0.4, 0.62, 0.3, 0.85, "#2b7fd0", 0.014)
        c.line(0.2, 0.62, 0.4, 0.62, "#e0b02f", 0.014)
        c.shape([(0.6, 0.85), (0.74, 0.62), (0.78, 0.62), (0.9, 0.86)], "#e0b02f")
        c.dot(0.5, 0.8, 0.05, "#3c8d55")
    else:
        c.box(0.08, 0.58, 0.92, 0.78, c.one(_WALLS))
        for i in range(7):
            c.dot(
                0.14 + i * 0.12, c.random.uniform(0.63, 0.73), 0.035, c.one((*_LEAVES, "#d8413a", "#e0b02f", "#2b7fd0"))
            )
    c.crowd(c.random.randint(3, 7), 0.72, 0.9, 0.26, tool=manner != 1)


def _model(c: Canvas) -> None:
    c.room(0.62)
    left = c.random.choice((0.18, 0.3, 0.42))
    for shelf in range(3):
        y = 0.2 + shelf * 0.13
        c.line(left, y + 0.1, left + 0.4, y + 0.1, "#8a6a45", 0.014)
        x = left + 0.01
        while x < left + 0.37:
            width = c.random.uniform(0.012, 0.028)
            c.box(x, y + c.random.uniform(0, 0.03), x + width, y + 0.095, c.one(_BRIGHT))
            x += width + 0.003
    c.flag(left + 0.15, 0.05, 0.1)
    c.box(0.1, 0.72, 0.9, 0.76, "#8a6a45")
    for _ in range(c.random.randint(2, 5)):
        c.dot(c.random.uniform(0.15, 0.85), 0.69, 0.028, c.one(("#e48a8f", "#d8413a", "#e0b02f")))
    c.crowd(c.random.randint(4, 7), 0.82, 0.9, 0.34)


def _school(c: Canvas) -> None:
    c.sky(0.45)
    c.box(0, 0.45, 1, 1, c.one(("#c9bda7", "#bcb8ae", "#c4b193")))
    wall, top = c.one(_WALLS), c.random.uniform(0.14, 0.22)
    c.box(0.08, top, 0.92, 0.5, wall)
    c.box(0.06, top - 0.03, 0.94, top, c.one(_ROOFS))
    for floor in range(2):
        for i in range(8):
            y = top + 0.05 + floor * 0.15
            c.box(0.12 + i * 0.1, y, 0.18 + i * 0.1, y + 0.08, "#8fb6cd")
    c.line(0.5, 0.5, 0.5, 0.06, "#7d7f82", 0.008)
    c.flag(0.502, 0.06, 0.08)
    c.person(c.random.uniform(0.3, 0.7), 0.6, 0.2)
    c.heads(4, 0.62, 0.86, "#ffffff" if c.random.random() < 0.7 else "")


def _class(c: Canvas) -> None:
    c.room(0.6)
    c.box(0.24, 0.12, 0.76, 0.42, c.one(("#2f5d50", "#f7f7f4", "#31506b")))
    for i in range(c.random.randint(3, 5)):
        c.line(0.28, 0.18 + i * 0.045, c.random.uniform(0.45, 0.72), 0.18 + i * 0.045, "#c9d5d0", 0.008)
    c.person(c.random.choice((0.18, 0.82)), 0.64, 0.36)
    for row in range(2):
        for i in range(4):
            x = 0.08 + i * 0.24
            c.box(x, 0.66 + row * 0.15, x + 0.18, 0.69 + row * 0.15, "#8a6a45")
    c.heads(3, 0.62, 0.84)


def _hall(c: Canvas) -> None:
    c.box(0, 0, 1, 0.6, c.one(("#8f1f24", "#a3272b", "#7a1b22", "#1b4f8f")))
    for i in range(14):
        c.line(i / 13, 0, i / 13, 0.6, "#6e1519", 0.006)
    c.box(0.14, 0.1, 0.86, 0.36, c.one(("#c62f2b", "#1c63b7", "#d8413a")))
    for i, width in enumerate((0.5, 0.6, 0.36)):
        c.box(0.5 - width / 2, 0.15 + i * 0.06, 0.5 + width / 2, 0.175 + i * 0.06, "#ffe9a3")
    c.flag(0.03, 0.1, 0.08)
    c.box(0, 0.56, 1, 0.64, "#8a6a45")
    side = c.random.choice((0.22, 0.78))
    c.person(side, 0.6, 0.3)
    c.box(side - 0.05, 0.46, side + 0.05, 0.62, "#a67c4e")
    for i in range(3):
        c.dot(side - 0.03 + i * 0.03, 0.455, 0.018, c.one(("#e48a8f", "#ffdf32", "#ffffff")))
    c.box(0, 0.62, 1, 1, "#4c4440")
    c.heads(5, 0.66, 0.9)


def _project(c: Canvas) -> None:
    c.sky(0.42)
    c.box(0, 0.42, 1, 1, c.one(_SOILS))
    if c.random.random() < 0.55:
        for i in range(3):
            x = 0.04 + i * 0.33
            c.box(x, 0.32, x + 0.28, 0.52, "#dfeee8")
            c.shape([(x, 0.32), (x + 0.14, 0.22), (x + 0.28, 0.32)], "#cfe3dc")
        for row in range(4):
            y = 0.6 + row * 0.09
            for i in range(16):
                c.dot((i + 0.5) / 16 + c.random.uniform(-0.01, 0.01), y, 0.022, c.one(_LEAVES))
    else:
        for i in range(3):
            x, colour = 0.05 + i * 0.32, c.one(("#d8413a", "#1c63b7", "#3c8d55", "#e0b02f"))
            c.shape([(x, 0.4), (x + 0.26, 0.4), (x + 0.23, 0.3), (x + 0.03, 0.3)], colour)
            c.box(x + 0.02, 0.4, x + 0.24, 0.58, "#f7f1e3")
            c.box(x, 0.56, x + 0.26, 0.66, "#8a6a45")
            for fruit in range(6):
                c.dot(x + 0.03 + fruit * 0.04, 0.55, 0.02, c.one((*_LEAVES, "#e0b02f", "#d8413a")))
    c.crowd(c.random.randint(3, 6), 0.76, 0.9, 0.3)


def _children(c: Canvas) -> None:
    c.sky(0.5)
    c.box(0, 0.5, 1, 1, c.one((*_SOILS, "#c9bda7")))
    c.box(0.12, 0.16, 0.88, 0.3, c.one(("#1c63b7", "#d8413a", "#3c8d55")), 0.01)
    c.box(0.25, 0.2, 0.75, 0.225, "#ffffff")
    c.box(0.32, 0.245, 0.68, 0.265, "#ffe9a3")
    for _ in range(c.random.randint(4, 9)):
        x, y = c.random.uniform(0.05, 0.95), c.random.uniform(0.06, 0.4)
        c.line(x, y, x, y + 0.1, "#8b8f94", 0.004)
        c.dot(x, y, 0.03, c.one(("#e0b02f", "#d8413a", "#2b7fd0", "#e48a8f")))
    for i in range(c.random.randint(6, 10)):
        x = 0.06 + i * 0.09
        c.person(x, c.random.uniform(0.72, 0.76), 0.22, c.one(("#ffffff", "#e48a8f", "#e0b02f", "#2b7fd0")))
    for _ in range(c.random.randint(3, 6)):
        x = c.random.uniform(0.05, 0.9)
        c.box(x, 0.8, x + 0.06, 0.86, c.one(("#d8413a", "#e0b02f", "#3c8d55")))
        c.line(x + 0.03, 0.8, x + 0.03, 0.86, "#ffffff", 0.01)
    c.crowd(2, 0.84, 0.9, 0.34, shirt="#1c63b7")


def _pool(c: Canvas) -> None:
    c.sky(0.28)
    c.box(0, 0.26, 1, 1, "#d9d4c7")
    water = c.one(("#4fb3d9", "#3fa3cf", "#5cc0dc"))
    c.shape([(0.08, 0.4), (0.92, 0.4), (1.0, 0.86), (0.0, 0.86)], water)
    for lane in range(1, 5):
        y = 0.4 + lane * 0.09
        for i in range(18):
            c.dot((i + 0.5) / 18, y, 0.008, "#d8413a" if i % 2 else "#ffffff")
    for _ in range(c.random.randint(6, 13)):
        x, y = c.random.uniform(0.1, 0.9), c.random.uniform(0.46, 0.8)
        if c.random.random() < 0.5:
            c.dot(x, y + 0.012, 0.034, c.one(("#e0b02f", "#ff8a3c", "#e48a8f")))
            c.dot(x, y + 0.012, 0.02, water)
        c.dot(x, y, 0.022, c.one(_SKINS))
        c.dot(x, y - 0.012, 0.017, c.one(("#20242b", "#d8413a", "#2b7fd0")))
    for _ in range(c.random.randint(1, 3)):
        c.person(c.random.uniform(0.1, 0.9), 0.43, 0.24)


def _mixed(one: str, other: str, share: float) -> str:
    a, b = (tuple(int(text[i : i + 2], 16) for i in (1, 3, 5)) for text in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


SCENES: dict[str, Callable[[Canvas], None]] = {
    "trees": _trees,
    "works": _works,
    "model": _model,
    "school": _school,
    "class": _class,
    "hall": _hall,
    "project": _project,
    "children": _children,
    "pool": _pool,
}
