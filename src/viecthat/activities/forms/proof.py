"""Photos, papers and lists that come after the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    PAPERS,
)
from viecthat.activities.commands.bringing import MOST_PACKED
from viecthat.activities.commands.proof import Paper
from viecthat.activities.forms.fields import LINE, PAPER_TYPES, IdsField, PhotosField

if TYPE_CHECKING:
    pass


class DocumentForm(forms.Form):
    """Photos, papers, addresses and names that are added later."""

    people = IdsField(label=_("Ai tham gia"), required=False)
    photos = PhotosField(label=_("Ảnh"), required=False)
    paper = forms.FileField(
        label=_("Giấy tờ (PDF, DOCX hoặc TXT)"), required=False, widget=forms.FileInput(attrs={"accept": PAPER_TYPES})
    )
    paper_kind = forms.ChoiceField(
        label=_("Là giấy gì"), required=False, choices=[(kind.value, kind.label) for kind in PAPERS]
    )
    link = forms.URLField(
        label=_("Địa chỉ trên mạng"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Địa chỉ này không đúng; chép lại cả phần https://.")},
    )

    @property
    def sent_paper(self) -> Paper | None:
        """The paper that was sent, of a form that is valid."""
        file = self.cleaned_data.get("paper")
        return Paper(file.read(), self.cleaned_data["paper_kind"]) if file else None


class BringInForm(forms.Form):
    """A sheet of past work, alone or packed with its photos."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Bảng tính (.xlsx, .csv), hoặc tệp ZIP gồm một bảng tính và các ảnh"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.zip"}),
        error_messages={"required": _("Chọn một tệp."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_PACKED:
            raise ValidationError(_("Tệp nặng quá 200 MB; chia ra nhiều lần."))
        return file


class ShieldForm(forms.Form):
    """Who in a photo must be shielded."""

    minors = forms.BooleanField(label=_("Nhận ra được mặt người dưới 18 tuổi trong ảnh"), required=False)
    consent = forms.CharField(
        label=_("Ai đồng ý cho đăng, bằng cách nào"),
        required=False,
        max_length=200,
        widget=LINE,
        help_text=_("Không có lời đồng ý của cha mẹ thì ảnh không bao giờ hiện ở trang công khai."),
    )
