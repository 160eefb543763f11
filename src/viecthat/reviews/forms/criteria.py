"""Criteria of an office, points of a department, its level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import format_number, parse_number
from viecthat.reviews.commands.criteria import CriterionSaid, Scored
from viecthat.ui.fields import DayField, NumberField
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.organisation.rules.standing import UnitClass
    from viecthat.reviews.queries.criteria import CriterionLine

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


class OfficeCriteriaForm(forms.Form):
    """Criteria, one a line: points, name, what it looks at."""

    lines = forms.CharField(
        label=_("Tiêu chí"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng: điểm tối đa | tên tiêu chí | xét theo gì. Ví dụ: 20 | Chất lượng | Tham mưu đúng, sát."),
        error_messages={**_LONG, "required": _("Ghi ít nhất một tiêu chí.")},
    )
    start = DayField(label=_("Áp dụng từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    decision = forms.CharField(label=_("Căn cứ"), max_length=120, required=False, error_messages=_LONG)

    def clean_lines(self) -> list[CriterionSaid]:
        found = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|")]
            if len(parts) < 2 or not parts[1]:
                raise ValidationError(gettext("Dòng {n}: ghi điểm, dấu |, tên tiêu chí.").format(n=number))
            try:
                points = Decimal(str(parse_number(parts[0])))
            except Refused as refused:
                told = gettext("Dòng {n}: {why}").format(n=number, why=sentence_of(refused))
                raise ValidationError(told) from refused
            if not 0 < points <= 1000:
                raise ValidationError(gettext("Dòng {n}: điểm từ 1 đến 1000.").format(n=number))
            found.append(CriterionSaid(parts[1], points, " ".join(parts[2:])))
        return found


def criteria_lines(criteria: Sequence[Any]) -> str:
    """Criteria as the form takes them."""
    return "\n".join(f"{format_number(one.points)} | {one.name} | {one.meaning}" for one in criteria)


class ScoreDepartmentForm(forms.Form):
    """Points, words and evidence for each criterion."""

    def __init__(self, *args: Any, lines: Sequence[CriterionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            one, score = line.criterion, line.score
            self.fields[f"points_{one.pk}"] = NumberField(
                label=gettext("{name}: điểm (nhiều nhất {most})").format(name=one.name, most=format_number(one.points)),
                required=False,
                initial=score.points.normalize() if score else None,
                help_text=one.meaning,
            )
            self.fields[f"words_{one.pk}"] = forms.CharField(
                label=gettext("{name}: nhận xét").format(name=one.name),
                required=False,
                max_length=500,
                initial=score.words if score else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"evidence_{one.pk}"] = forms.CharField(
                label=gettext("{name}: căn cứ, minh chứng").format(name=one.name),
                required=False,
                max_length=500,
                initial=score.evidence if score else "",
            )

    def said(self) -> dict[int, Scored]:
        """What was typed, by criterion."""
        given = self.cleaned_data
        return {
            pk: Scored(given[f"points_{pk}"], given[f"words_{pk}"], given[f"evidence_{pk}"])
            for pk in (line.criterion.pk for line in self.lines)
        }


class LevelForm(forms.Form):
    """The level of a department."""

    level = forms.ChoiceField(
        label=_("Mức"), widget=forms.RadioSelect, error_messages={"required": _("Chọn một mức xếp loại.")}
    )
    words = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi mức khác với điểm đã chấm."),
        error_messages=_LONG,
    )

    def __init__(self, *args: Any, classes: Sequence[UnitClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(one.code, str(one)) for one in classes]  # type: ignore[attr-defined]
