"""Drawn pictures: small, marked, the same each time, and no two alike."""

import io

import pytest
from PIL import Image

from viecthat.demo.photos import HEIGHT, WIDTH, draw
from viecthat.demo.published import read
from viecthat.demo.scenes import SCENES


@pytest.mark.parametrize("scene", list(SCENES))
def test_a_scene(scene) -> None:
    one, again, other = draw(scene, 1), draw(scene, 1), draw(scene, 2)
    assert one.content == again.content != other.content
    assert len(one.content) < 80_000
    with Image.open(io.BytesIO(one.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
        # The band at the foot: dark, with the white words "ẢNH MINH HOẠ" in its middle.
        band = picture.convert("L").crop((200, HEIGHT - 42, WIDTH - 200, HEIGHT))
        shades = sorted(band.tobytes())
        assert shades[len(shades) // 2] < 60
        assert shades[-1] > 230


def test_every_kind_of_work_has_its_scene() -> None:
    assert {row["scene"] for row in read("kinds").values()} == set(SCENES)
