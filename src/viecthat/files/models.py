"""Kept files."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    """Bytes kept under their own digest; the same bytes are kept once. Owned by `commands`."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the kept bytes, in hexadecimal")
    content_type = models.CharField(max_length=100, help_text="told from the content, never from the name")
    size = models.PositiveBigIntegerField(help_text="bytes")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    kept_at = models.DateTimeField()
    drawn = models.BooleanField(
        default=False,
        help_text="by the program itself, for made-up work: nobody took it",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="kept_file_not_empty",
                violation_error_message=_("Tệp rỗng, không có gì để lưu."),
            )
        ]

    @property
    def path(self) -> Path:
        """The bytes on disk; their name is their digest, so an integrity check can prove them."""
        return path_of(self.digest)


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest
