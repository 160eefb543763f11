"""What a photo says of itself, and what it looks like."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from PIL import ExifTags, Image, ImageOps

from viecthat.kernel.likeness import ACROSS, DOWN, likeness_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = timezone(timedelta(hours=7))  # a camera that notes no zone was set to the time of Viet Nam
_FORMATS = ["JPEG", "PNG", "WEBP"]
_DEGREES = 3


@dataclass(frozen=True)
class Claims:
    """When and where a camera says the photo was taken. Anybody can write such a thing: claims, not proof."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def claims_of(content: bytes) -> Claims:
    """The claims in a photo's EXIF; none where it holds none or they can't be read."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            exif = picture.getexif()
            taken = _moment(exif.get_ifd(ExifTags.IFD.Exif))
            lat, lon = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:
        return Claims()
    return Claims(taken, lat, lon)


def picture_likeness(content: bytes) -> int | None:
    """What the picture looks like (`kernel.likeness`); None for a plain one or where it can't be read."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            picture.draft("L", (ACROSS * 16, DOWN * 16))
            small = ImageOps.exif_transpose(picture).convert("L").resize((ACROSS, DOWN), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError):
        return None
    return likeness_of(small.tobytes())


def _moment(exif: Mapping[int, Any]) -> datetime | None:
    written = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    if not written:
        return None
    taken = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone is noted apart
    zone = str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    offset = datetime.strptime(zone, "%z").tzinfo if zone else _HERE
    taken = taken.replace(tzinfo=offset)
    return taken if taken < datetime.max.replace(tzinfo=UTC) - timedelta(days=1) else None


def _place(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    lat, lon = gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLongitude)
    if not lat or not lon or len(lat) != _DEGREES or len(lon) != _DEGREES:
        return None, None
    north = -1 if gps.get(ExifTags.GPS.GPSLatitudeRef) == "S" else 1
    east = -1 if gps.get(ExifTags.GPS.GPSLongitudeRef) == "W" else 1
    found = north * _degrees(lat), east * _degrees(lon)
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else (None, None)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return round(degrees + minutes / 60 + seconds / 3600, 6)
