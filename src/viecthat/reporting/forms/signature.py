"""A detached signature sent for an edition's print."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.documents.signatures import MOST_SIGNATURE_BYTES


class SignatureForm(forms.Form):
    """The file that a signing program wrote beside the PDF."""

    file = forms.FileField(
        label=_("Tệp chữ ký số"),
        widget=forms.FileInput(attrs={"accept": ".p7s,.p7m,.p7b,.pem,.der"}),
        help_text=_("Tải bản in PDF, ký bằng phần mềm chữ ký số theo kiểu tách rời (detached), rồi gửi tệp .p7s lên."),
        error_messages={"required": _("Chọn tệp chữ ký."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )

    def clean_file(self) -> bytes:
        """The bytes of the file."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_SIGNATURE_BYTES:
            raise ValidationError(_("Tệp chữ ký nặng quá 1 MB; chọn tệp .p7s hoặc .p7m chỉ có chữ ký."))
        content: bytes = sent.read()
        return content
