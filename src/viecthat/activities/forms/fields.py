"""What several forms of activities are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from viecthat.activities.commands.activity import MOST_PHOTOS
from viecthat.activities.commands.proof import Photo
from viecthat.files.commands import MOST_BYTES

if TYPE_CHECKING:
    pass

TOO_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
LINE = forms.TextInput(attrs={"autocomplete": "off"})
PAPER_TYPES = ".pdf,.docx,.txt"


class IdsField(forms.Field):
    """The ids of the rows that were ticked."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[int, ...]:
        try:
            return tuple(dict.fromkeys(int(one) for one in value or ()))
        except (TypeError, ValueError) as wrong:
            raise ValidationError(_("Có mục không đọc được; bỏ chọn rồi chọn lại.")) from wrong


class ManyFilesInput(forms.FileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos, read into memory once their number and weight are known to be bearable."""

    widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> tuple[Photo, ...]:
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"])
        if len(sent) > MOST_PHOTOS:
            raise ValidationError(_("Gửi nhiều nhất %(most)s ảnh một lần."), params={"most": MOST_PHOTOS})
        for file in sent:
            super().clean(file, initial)
            if (file.size or 0) > MOST_BYTES:
                raise ValidationError(_("Ảnh nặng quá 12 MB; chụp lại hoặc thu nhỏ rồi gửi."))
        return tuple(Photo(file.read()) for file in sent)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: each form declares it so
    field.choices = choices


def clock_field(label: Any, *, required: bool = True) -> forms.TimeField:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "num", "placeholder": "07:30"}
    wrong = _("Ghi giờ như 07:30.")
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh"],
        widget=forms.TextInput(attrs=attrs),
        error_messages={"invalid": wrong, "required": wrong},
    )
