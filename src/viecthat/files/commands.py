"""Keep a file: its type told by its content, pictures drawn anew so that nothing hides in them."""

import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import get_ident

from django.db import transaction
from django.db.models import ProtectedError
from PIL import Image, ImageOps, UnidentifiedImageError

from viecthat.files.models import KeptFile, path_of
from viecthat.kernel.errors import Refused, gettext_noop

MOST_BYTES = 12 * 2**20
MOST_DOCUMENT_BYTES = 25 * 2**20
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2048
SMALL_SIDE = 480


def keep_image(*, content: bytes, at: datetime, field: str = "photos") -> KeptFile:
    """Keep a photo: turned upright, at most 2.048 px a side, without the private data a camera writes.

    Raises Refused when it is too large or no picture.
    """
    if len(content) > MOST_BYTES:
        raise Refused(gettext_noop("Ảnh nặng quá 12 MB; chụp lại hoặc thu nhỏ rồi gửi."), field=field)
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(gettext_noop("Ảnh lớn quá 60 triệu điểm ảnh; thu nhỏ rồi gửi."), field=field)
            picture.load()
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise Refused(gettext_noop("Tệp này không phải ảnh; chọn ảnh JPEG, PNG hoặc WebP."), field=field) from wrong
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = io.BytesIO()
    upright.save(drawn, "JPEG", quality=82, optimize=True)
    return _keep(drawn.getvalue(), "image/jpeg", at, upright.width, upright.height)


def keep_document(*, content: bytes, content_type: str, at: datetime, field: str = "attached") -> KeptFile:
    """Keep a document byte for byte; `content_type` was told from the content. Refused when empty or too large."""
    if not content:
        raise Refused(gettext_noop("Tệp rỗng; chọn lại tệp."), field=field)
    if len(content) > MOST_DOCUMENT_BYTES:
        raise Refused(gettext_noop("Tệp nặng quá 25 MB; nén hoặc tách ra rồi gửi."), field=field)
    return _keep(content, content_type, at, None, None)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A JPEG picture that the program drew itself."""

    content: bytes
    width: int
    height: int


def keep_drawn(*, drawings: Iterable[Drawing], at: datetime) -> list[int]:
    """Keep many pictures drawn by the program itself, byte for byte; returns their ids in the same order.

    Only for pictures nobody sent: they are not drawn anew.
    """
    rows = []
    for drawing in drawings:
        digest = hashlib.sha256(drawing.content).hexdigest()
        _write(path_of(digest), drawing.content)
        rows.append(
            KeptFile(
                digest=digest,
                content_type="image/jpeg",
                size=len(drawing.content),
                width=drawing.width,
                height=drawing.height,
                kept_at=at,
                drawn=True,
            )
        )
    KeptFile.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    digests = [row.digest for row in rows]
    ids = dict(KeptFile.objects.filter(digest__in=digests).values_list("digest", "pk"))
    return [ids[digest] for digest in digests]


def small_copy(kept: KeptFile) -> Path:
    """Where the picture lies at most 480 px a side; drawn when it is first asked for. It may be deleted at any time."""
    small = kept.path.parent.parent / "small" / kept.digest[:2] / kept.digest
    if not small.exists():
        with Image.open(kept.path, formats=["JPEG"]) as picture:
            picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
            drawn = io.BytesIO()
            picture.save(drawn, "JPEG", quality=78, optimize=True)
        _write(small, drawn.getvalue())
    return small


def erase_files(*, ids: Iterable[int]) -> None:
    """Delete kept files for good, bytes and small copies; one that something still refers to stays."""
    for kept in KeptFile.objects.filter(pk__in=list(ids)):
        path = kept.path
        try:
            with transaction.atomic():
                kept.delete()
        except ProtectedError:
            continue
        transaction.on_commit(lambda path=path: _forget(path))  # type: ignore[misc]


def _forget(path: Path) -> None:
    if KeptFile.objects.filter(digest=path.name).exists():
        return  # the same bytes were sent again meanwhile
    small = path.parent.parent / "small" / path.parent.name / path.name
    for copy in (path, small):
        copy.unlink(missing_ok=True)


def _keep(content: bytes, content_type: str, at: datetime, width: int | None, height: int | None) -> KeptFile:
    digest = hashlib.sha256(content).hexdigest()
    _write(path_of(digest), content)
    kept, _ = KeptFile.objects.get_or_create(
        digest=digest,
        defaults={"content_type": content_type, "size": len(content), "width": width, "height": height, "kept_at": at},
    )
    return kept


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    draft.write_bytes(content)
    draft.replace(path)
