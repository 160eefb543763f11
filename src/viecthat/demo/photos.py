"""Pictures for made-up work: drawn, never taken, and marked "ẢNH MINH HOẠ" so that nobody takes them for photos."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

from viecthat.demo.chance import chance
from viecthat.demo.scenes import SCENES, Canvas
from viecthat.files.commands import Drawing, keep_drawn

WIDTH, HEIGHT = 640, 480
PER_SCENE = 44
MARK = "ẢNH MINH HOẠ"
_TWICE = 2  # drawn twice as large and reduced: smooth edges
_QUALITY = 78


class Album:
    """The drawn pictures, kept the first time one is asked for."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._ids: dict[str, list[int]] = {}

    def photos(self, scene: str) -> list[int]:
        """Ids of the kept pictures of a scene."""
        if not self._ids:
            drawings = [draw(name, number) for name in SCENES for number in range(PER_SCENE)]
            ids = keep_drawn(drawings=drawings, at=self._at)
            self._ids = {name: ids[i * PER_SCENE : (i + 1) * PER_SCENE] for i, name in enumerate(SCENES)}
        return self._ids[scene]


def draw(scene: str, number: int) -> Drawing:
    """One picture of a scene; the same number gives the same picture."""
    random = chance("photo", scene, number)
    image = Image.new("RGB", (WIDTH * _TWICE, HEIGHT * _TWICE))
    SCENES[scene](Canvas(image, random))
    image = image.reduce(_TWICE)
    _mark(image)
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", quality=_QUALITY)
    return Drawing(drawn.getvalue(), WIDTH, HEIGHT)


def _mark(image: Image.Image) -> None:
    image.paste(_label(), (0, HEIGHT - _label().height))


@cache
def _label() -> Image.Image:
    with as_file(files("viecthat.documents") / "fonts" / "Tinos-Bold.ttf") as path:
        font = ImageFont.truetype(str(path), 26)
    label = Image.new("RGB", (WIDTH, 42), "#12263f")
    ImageDraw.Draw(label).text((WIDTH / 2, 21), MARK, font=font, fill="white", anchor="mm")
    return label
