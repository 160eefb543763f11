"""What units say of their targets."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.reviews.commands import LineSaid
from viecthat.reviews.models import ProposedChange
from viecthat.reviews.queries.audit import AuditedTarget
from viecthat.ui.fields import DayField, NumberField
from viecthat.units.forms import DatedForm, UnitsField


class RoundForm(DatedForm):
    """A round in which units go through their targets."""

    title = forms.CharField(
        label=_("Tên đợt"),
        max_length=200,
        help_text=_("Ví dụ: rà soát chỉ tiêu chương trình hành động giữa nhiệm kỳ."),
        error_messages={"required": _("Đặt tên đợt rà soát.")},
    )
    as_of = DayField(label=_("Số liệu đến hết ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    due = DayField(label=_("Hạn ký gửi"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    itself = forms.BooleanField(label=_("Cả đơn vị mở đợt"), required=False)
    below = forms.BooleanField(label=_("Mọi đơn vị trực thuộc"), required=False)
    units = UnitsField(label=_("Hoặc từng đơn vị"), required=False, help_text=_("Mỗi dòng một tên hoặc mã."))
    directive: Any = forms.ModelChoiceField(label=_("Theo văn bản"), queryset=None, required=False)

    def __init__(self, *args: Any, directives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]


class LinesForm(forms.Form):
    """What a unit says of each target of an audit: three boxes a target."""

    def __init__(self, *args: Any, rows: Sequence[AuditedTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            line, name = row.line, row.target.indicator
            self.fields[f"words_{row.target.pk}"] = forms.CharField(
                label=gettext("Giải trình: {name}").format(name=name),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=line.explanation if line else "",
            )
            self.fields[f"change_{row.target.pk}"] = forms.ChoiceField(
                label=gettext("Đề nghị: {name}").format(name=name),
                choices=ProposedChange.choices,
                initial=line.proposal if line else ProposedChange.KEEP,
            )
            self.fields[f"goal_{row.target.pk}"] = NumberField(
                label=gettext("Mức đề nghị: {name}").format(name=name),
                required=False,
                initial=_goal(line.proposed_goal, row) if line else None,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in self.rows:
            goal = given.get(f"goal_{row.target.pk}")
            if given.get(f"change_{row.target.pk}") == ProposedChange.REVISE and not goal:
                self.add_error(f"goal_{row.target.pk}", gettext("Đề nghị điều chỉnh thì ghi mức mới."))
            elif goal is not None:
                smallest = goal.scaleb(self._places(row))
                if not 0 < smallest <= 10**15 or smallest != smallest.to_integral_value():
                    self.add_error(f"goal_{row.target.pk}", gettext("Mức này không thể đúng; ghi lại."))
        return given

    def said(self) -> dict[int, LineSaid]:
        """What was typed, as the command takes it."""
        found = {}
        for row in self.rows:
            pk = row.target.pk
            goal = self.cleaned_data.get(f"goal_{pk}")
            found[pk] = LineSaid(
                explanation=self.cleaned_data[f"words_{pk}"],
                proposal=self.cleaned_data[f"change_{pk}"],
                proposed_goal=None if goal is None else int(goal.scaleb(self._places(row))),
            )
        return found

    def boxes(self) -> list[tuple[AuditedTarget, Any, Any, Any]]:
        """The boxes of each target, in their order."""
        return [
            (row, self[f"words_{row.target.pk}"], self[f"change_{row.target.pk}"], self[f"goal_{row.target.pk}"])
            for row in self.rows
        ]

    @staticmethod
    def _places(row: AuditedTarget) -> int:
        # A ratio is proposed in percent, kept in hundredths of one.
        return 2 if row.target.goal_of is not None else row.target.indicator.decimals


class AnswerForm(forms.Form):
    """What the unit that opened the round says."""

    accept = forms.TypedChoiceField(
        label=_("Trả lời"),
        coerce=lambda value: value == "1",
        choices=[("1", _("Nhận")), ("0", _("Trả lại"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn nhận hay trả lại.")},
    )
    remark = forms.CharField(
        label=_("Ý kiến"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _goal(value: int | None, row: AuditedTarget) -> Decimal | None:
    places = 2 if row.target.goal_of is not None else row.target.indicator.decimals
    return None if value is None else Decimal(value).scaleb(-places)
