"""What a review says of one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.reviews.commands.directive import LONGEST_WORDS, PartSaid
from viecthat.reviews.models import DirectivePart

if TYPE_CHECKING:
    from viecthat.reviews.queries.directive import WrittenPart

_HELP = {
    DirectivePart.RESULT: _("Việc nổi bật, cách làm hay; số liệu đã có ở bảng bên trên, không cần chép lại."),
    DirectivePart.LIMIT: _("Mỗi dòng một hạn chế, kèm nguyên nhân chủ quan hay khách quan."),
    DirectivePart.PROPOSAL: _("Mỗi dòng một đề xuất, kiến nghị và nơi nhận."),
}


class DirectiveForm(forms.Form):
    """The three written parts, each over the version that was read."""

    def __init__(self, *args: Any, written: Sequence[WrittenPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in written:
            self.fields[one.part.value] = forms.CharField(
                label=one.part.label,
                required=False,
                max_length=LONGEST_WORDS,
                widget=forms.Textarea(attrs={"rows": 7}),
                initial=one.words,
                help_text=_HELP[one.part],
            )
        for one in written:
            self.fields[f"over_{one.part.value}"] = forms.IntegerField(
                min_value=0, initial=one.revision, widget=forms.HiddenInput
            )

    def said(self) -> dict[DirectivePart, PartSaid]:
        """What was typed, as the command takes it."""
        given = self.cleaned_data
        return {part: PartSaid(given[part.value], given[f"over_{part.value}"]) for part in DirectivePart}
