"""A real LibreOffice for the documents of a review; the city they are of is in `standing.py`."""

from tests.documents.conftest import convert

__all__ = ["convert"]
