"""Reads of kept files, and of pictures before they are kept."""

from viecthat.files.queries.kept import damaged_files, file_with_digest
from viecthat.files.queries.pictures import Claims, claims_of, picture_likeness

__all__ = ["Claims", "claims_of", "damaged_files", "file_with_digest", "picture_likeness"]
