"""What photos claim of themselves, and which of them look the same."""

import io
from datetime import UTC, datetime

import pytest
from PIL import ExifTags, Image

from viecthat.files.queries import Claims, claims_of, picture_likeness
from viecthat.kernel.likeness import SAME, bands, distance


def scene(seed: int, *, size: tuple[int, int] = (640, 480), quality: int = 90, exif: Image.Exif | None = None) -> bytes:
    picture = Image.effect_mandelbrot((640, 480), (-2 + seed / 9, -1.2, 0.6 + seed / 9, 1.2 - seed / 9), 60)
    sent = io.BytesIO()
    picture.convert("RGB").resize(size).save(sent, "JPEG", quality=quality, exif=exif or Image.Exif())
    return sent.getvalue()


def test_a_photo_resized_and_saved_again_looks_the_same_and_another_does_not() -> None:
    first = picture_likeness(scene(1))
    again = picture_likeness(scene(1, size=(200, 150), quality=35))
    other = picture_likeness(scene(5))
    assert first is not None
    assert again is not None
    assert other is not None
    assert distance(first, again) <= SAME < distance(first, other)
    assert set(bands(first)) & set(bands(again))
    assert -(2**63) <= first < 2**63


def test_a_plain_picture_is_like_no_other() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (50, 50), (20, 90, 40)).save(plain, "PNG")
    assert picture_likeness(plain.getvalue()) is None
    assert picture_likeness(b"no picture") is None


@pytest.mark.parametrize(
    ("zone", "hour"), [("+07:00", 2), ("", 2), ("+00:00", 9)], ids=["with its zone", "without", "another zone"]
)
def test_time_and_place_are_read_as_claims(zone: str, hour: int) -> None:
    exif = Image.Exif()
    taken = {ExifTags.Base.DateTimeOriginal: "2026:03:26 09:15:00"}
    exif[ExifTags.IFD.Exif] = taken | ({ExifTags.Base.OffsetTimeOriginal: zone} if zone else {})
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (21.0, 1.0, 42.6),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (105.0, 51.0, 15.12),
    }

    claims = claims_of(scene(1, exif=exif))

    assert claims.taken_at == datetime(2026, 3, 26, hour, 15, tzinfo=UTC)
    assert (claims.lat, claims.lon) == (21.0285, 105.8542)


@pytest.mark.parametrize("written", ["2026:13:45 00:00:00", "not a date"])
def test_what_cannot_be_read_claims_nothing(written: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: written}
    assert claims_of(scene(1, exif=exif)) == Claims()
    assert claims_of(b"no picture") == Claims()
