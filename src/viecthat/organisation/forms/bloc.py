"""Forms of an emulation bloc's year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import format_number, parse_number
from viecthat.people.forms.post import DecisionField
from viecthat.ui.fields import DayField, NumberField
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.organisation.models import BlocCriterion

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


class ContractForm(forms.Form):
    """The contract that the members signed."""

    signed_on = DayField(label=_("Ngày ký"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    terms = forms.CharField(
        label=_("Nội dung giao ước"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một nội dung."),
        error_messages={**_LONG, "required": _("Ghi nội dung giao ước.")},
    )  # fmt: skip
    file = forms.FileField(label=_("Bản ký (PDF, Word)"), required=False, help_text=_("Bỏ trống thì giữ bản đang có."))

    def attached(self) -> tuple[str, bytes] | None:
        """The file that came along."""
        sent = self.cleaned_data.get("file")
        return (sent.name, sent.read()) if sent else None


class CriteriaForm(forms.Form):
    """What members are scored by: a line each, the most points first."""

    criteria = forms.CharField(
        label=_("Tiêu chí"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng: điểm tối đa, dấu |, nội dung. Ví dụ: 20 | Công tác giáo dục."),
        error_messages={**_LONG, "required": _("Ghi ít nhất một tiêu chí.")},
    )  # fmt: skip

    def clean_criteria(self) -> list[tuple[str, Decimal]]:
        found = []
        for number, line in enumerate(self.cleaned_data["criteria"].splitlines(), start=1):
            if not line.strip():
                continue
            points, bar, words = line.partition("|")
            try:
                most = Decimal(str(parse_number(points.strip()))) if bar else None
            except Refused as refused:
                raise ValidationError(sentence_of(refused)) from refused
            if most is None:
                raise ValidationError(
                    _("Dòng %(line)d: ghi điểm tối đa, dấu |, rồi nội dung."), params={"line": number}
                )
            found.append((words, most))
        return found


def criteria_text(criteria: Sequence[BlocCriterion]) -> str:
    """The criteria as the box takes them."""
    return "\n".join(f"{format_number(one.points)} | {one.words}" for one in criteria)


class TasksForm(forms.Form):
    """The numbered key tasks."""

    tasks = forms.CharField(
        label=_("Nhiệm vụ trọng tâm"), max_length=12_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một nhiệm vụ, theo thứ tự."),
        error_messages={**_LONG, "required": _("Ghi ít nhất một nhiệm vụ.")},
    )  # fmt: skip

    def clean_tasks(self) -> list[str]:
        return [line for line in self.cleaned_data["tasks"].splitlines() if line.strip()]


class ProgressForm(forms.Form):
    """How far a member has come with a key task."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    note = forms.CharField(
        label=_("Đã làm được gì"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**_LONG, "required": _("Ghi đã làm được gì.")},
    )  # fmt: skip
    done = forms.BooleanField(label=_("Đã hoàn thành nhiệm vụ"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].choices = [(str(pk), name) for pk, name in units]  # type: ignore[attr-defined]

    def clean_unit(self) -> int:
        return int(self.cleaned_data["unit"])


class ScoreForm(forms.Form):
    """Points for one member by every criterion."""

    def __init__(self, *args: Any, criteria: Sequence[BlocCriterion], given: dict[int, Decimal], **more: Any) -> None:
        super().__init__(*args, **more)
        for one in criteria:
            self.fields[f"points_{one.pk}"] = NumberField(
                label=one.words,
                initial=given.get(one.pk),
                help_text=_("tối đa %(most)s điểm") % {"most": format_number(one.points)},
                error_messages={"required": _("Chấm điểm cho tiêu chí này.")},
            )

    def points(self) -> dict[int, Decimal]:
        """What was typed, by criterion."""
        typed = self.cleaned_data.items()
        return {int(name.removeprefix("points_")): Decimal(str(value)) for name, value in typed}


class RankForm(forms.Form):
    """The number of the minutes by which the year was ranked."""

    decision = DecisionField(label=_("Số biên bản, quyết định xếp hạng"))


class FlagshipForm(forms.Form):
    """The one movement of the bloc."""

    movement = forms.CharField(
        label=_("Phong trào chủ lực"), max_length=200,
        error_messages={**_LONG, "required": _("Ghi tên phong trào chủ lực của khối.")},
    )  # fmt: skip
    trait = forms.CharField(
        label=_("Nét riêng"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**_LONG, "required": _("Ghi nét riêng: khối làm khác nơi khác ở chỗ nào.")},
    )  # fmt: skip


class ProductForm(forms.Form):
    """Something a member made of it."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    title = forms.CharField(
        label=_("Sản phẩm"), max_length=200, error_messages={**_LONG, "required": _("Ghi tên sản phẩm.")}
    )
    words = forms.CharField(
        label=_("Dùng vào đâu, kết quả"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**_LONG, "required": _("Ghi dùng vào đâu, kết quả ra sao.")},
    )  # fmt: skip
    day = DayField(label=_("Ngày ra mắt"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    url = forms.URLField(
        label=_("Đường dẫn"), required=False, max_length=300, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": _("Ghi đường dẫn đầy đủ, ví dụ https://facebook.com/doanxa.")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
