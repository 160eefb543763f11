"""What is chosen for the press; a unit's own Word template."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.reviews.commands.extract import LONGEST_LEAD, LONGEST_TITLE, MOST_LINES


class ExtractForm(forms.Form):
    """Title, lead, and the figures by code."""

    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Ghi tiêu đề.")},
    )
    lead = forms.CharField(
        label=_("Lời dẫn"),
        required=False,
        max_length=LONGEST_LEAD,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        help_text=_("Vài câu giới thiệu; số liệu được ghi bên dưới thành từng dòng."),
    )
    codes = forms.MultipleChoiceField(
        label=_("Số liệu"),
        required=False,
        error_messages={"invalid_choice": _("Có số liệu không còn trong bảng; chọn lại.")},
    )

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = list(codes)
        self.fields["codes"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]

    def clean_codes(self) -> list[str]:
        """In the order of the table, whatever order they arrive in."""
        chosen = set(self.cleaned_data["codes"])
        if len(chosen) > MOST_LINES:
            raise forms.ValidationError(_("Chọn nhiều nhất %(most)d số liệu."), params={"most": MOST_LINES})
        return [code for code in self.order if code in chosen]


class TemplateForm(forms.Form):
    """A Word file with fields."""

    file = forms.FileField(
        label=_("Tệp Word (.docx)"),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".docx"}),
        error_messages={"required": _("Chọn tệp mẫu."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )
