"""Reads of kept files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from viecthat.files.models import KeptFile, path_of
from viecthat.kernel.errors import Sentence, gettext_noop

_CHUNK = 2**20


def file_with_digest(digest: str) -> KeptFile | None:
    """The file with this SHA-256, if it is kept."""
    return KeptFile.objects.filter(digest=digest).first()


def damaged_files() -> Iterator[tuple[str, Sentence | None]]:
    """Every kept file's digest with what is wrong with its bytes on disk, None when they are whole. Reads them all."""
    files = KeptFile.objects.order_by("pk").values_list("digest", "size")
    for digest, size in files.iterator(chunk_size=2000):
        yield digest, _damage(path_of(digest), digest, size)


def _damage(path: Path, digest: str, size: int) -> Sentence | None:
    told = hashlib.sha256()
    try:
        if path.stat().st_size != size:
            return Sentence(gettext_noop("kích thước khác lúc nhận"))
        with path.open("rb") as content:
            while part := content.read(_CHUNK):
                told.update(part)
    except FileNotFoundError:
        return Sentence(gettext_noop("không còn trên đĩa"))
    except OSError:
        return Sentence(gettext_noop("không đọc được"))
    return None if told.hexdigest() == digest else Sentence(gettext_noop("nội dung khác lúc nhận"))
