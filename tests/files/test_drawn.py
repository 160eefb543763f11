"""Pictures the program draws itself are kept byte for byte, once."""

import pytest

from tests.factories import AT, make_photo
from viecthat.files.commands import Drawing, keep_drawn
from viecthat.files.models import KeptFile


@pytest.mark.django_db
def test_drawings_are_kept_in_their_order_and_once() -> None:
    green, red = (Drawing(make_photo(colour), 64, 48) for colour in ((60, 120, 70), (200, 40, 40)))
    ids = keep_drawn(drawings=[green, red, green], at=AT)
    assert ids[0] == ids[2] != ids[1]
    assert keep_drawn(drawings=[red], at=AT) == [ids[1]]
    assert KeptFile.objects.count() == 2
    kept = KeptFile.objects.get(pk=ids[1])
    assert kept.path.read_bytes() == red.content
    assert (kept.size, kept.content_type, kept.width, kept.height) == (len(red.content), "image/jpeg", 64, 48)
