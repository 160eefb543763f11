"""Reads of kept files."""

from viecthat.files.models import KeptFile


def file_with_digest(digest: str) -> KeptFile | None:
    """The file with this SHA-256, if it is kept."""
    return KeptFile.objects.filter(digest=digest).first()
