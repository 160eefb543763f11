"""Inspections: the plan, the team, days, findings, recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.inspections.choices import FindingKind, InspectionKind, TeamRole
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.plans.forms.directive import DocumentsField
from viecthat.units.forms import DatedForm, UnitField, UnitsField
from viecthat.units.queries.scope import Units


class OnePaperForm(DatedForm):
    """A form with at most one file."""

    def clean_attached(self) -> Any:
        """The one file."""
        sent = self.cleaned_data["attached"]
        if len(sent) > 1:
            raise forms.ValidationError(_("Gửi một tệp."))
        return sent[0] if sent else None


class PersonForm(DatedForm):
    """A form with a box for a person among those of `units`."""

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.units = units

    def clean_person(self) -> int | None:
        """The number of the file."""
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None


def _paper(label: Any) -> DocumentsField:
    return DocumentsField(label=label, required=False, help_text=_("DOCX, PDF hoặc TXT."))


class InspectionForm(DatedForm):
    """What is looked at, where, when."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=InspectionKind.choices)
    subject = line_field(_("Nội dung"), _("Ghi nội dung kiểm tra, giám sát."), most=300)
    policy = line_field(
        _("Chính sách, văn bản pháp luật"), _("Ghi chính sách, văn bản pháp luật được xem."), most=300,
        help_text=_("Ví dụ: Luật Thanh niên 2005; Nghị định 120/2007/NĐ-CP."),
    )  # fmt: skip
    plan = line_field(_("Kế hoạch, quyết định số"), required=False, most=120)
    start = day_field(_("Từ ngày"))
    last_day = day_field(_("Đến hết ngày"))
    units = UnitsField(
        label=_("Đơn vị được kiểm tra, giám sát"), required=False, help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã.")
    )
    others = words_field(_("Cơ quan, nơi khác"), required=False, most=5000, help_text=_("Mỗi dòng một tên."))

    def clean_others(self) -> list[str]:
        """One name a line."""
        return [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("units") and not data.get("others") and "units" not in self.errors:
            self.add_error("units", _("Ghi ít nhất một nơi được kiểm tra, giám sát."))
        return data


class TeamForm(PersonForm):
    """Somebody of the team: of the register, or by name."""

    role = forms.ChoiceField(label=_("Nhiệm vụ trong đoàn"), choices=TeamRole.choices, initial=TeamRole.MEMBER)
    person = PersonField(label=_("Ai (trong sổ)"), required=False, help_text=_("Gõ vài chữ của tên rồi chọn một dòng."))
    name = line_field(
        _("Họ tên người ngoài sổ"), required=False, most=120,
        help_text=_("Người của cơ quan khác cử tham gia; người có trong sổ thì chọn ở ô trên."),
    )  # fmt: skip
    post = line_field(_("Chức vụ, cơ quan"), required=False)


class BodyForm(OnePaperForm):
    """Something about one of the bodies."""

    body = forms.TypedChoiceField(label=_("Nơi được kiểm tra, giám sát"), coerce=int)

    def __init__(self, *args: Any, bodies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined]


class DayForm(BodyForm):
    """A working day with its minutes."""

    day = day_field(_("Ngày làm việc"))
    present = line_field(_("Thành phần"), required=False, most=500)
    minutes = forms.CharField(
        label=_("Biên bản"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Ghi nội dung làm việc.")},
    )  # fmt: skip
    attached = _paper(_("Biên bản có chữ ký"))


class FindingForm(BodyForm):
    """What was found."""

    kind = forms.ChoiceField(label=_("Loại"), choices=FindingKind.choices, widget=forms.RadioSelect)
    article = line_field(_("Điều, khoản"), required=False, help_text=_("Ví dụ: Điều 8 Nghị định 120/2007/NĐ-CP."))
    words = words_field(_("Phát hiện"), most=3000)
    evidence = line_field(_("Căn cứ, minh chứng"), _("Ghi căn cứ: hồ sơ, số liệu, lời ai, trang nào."), most=500)
    attached = _paper(_("Tệp minh chứng"))


class RecommendForm(DatedForm):
    """What is asked of whom by when."""

    to_unit = UnitField(label=_("Gửi đơn vị của Đoàn"), required=False)
    to = line_field(_("Hoặc gửi cơ quan khác"), required=False)
    words = words_field(_("Kiến nghị"), most=2000)
    due = day_field(_("Hạn thực hiện"))
    finding = forms.TypedChoiceField(label=_("Từ phát hiện"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, findings: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].choices = [("", "—"), *findings]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("to_unit") and not data.get("to") and "to_unit" not in self.errors:
            self.add_error("to_unit", _("Ghi đơn vị hoặc cơ quan nhận kiến nghị."))
        return data


class ConcludeForm(DatedForm):
    """The conclusion."""

    day = day_field(_("Ngày kết luận"))
    words = forms.CharField(
        label=_("Đánh giá chung"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Ghi đánh giá chung.")},
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why it does not take place."""

    reason = line_field(_("Vì sao không tiến hành"), _("Ghi vì sao không tiến hành."), most=300)


class ReopenForm(forms.Form):
    """Why a conclusion is taken up again."""

    reason = line_field(
        _("Vì sao kết luận lại"), _("Ghi vì sao kết luận lại."), most=300,
        help_text=_("Ai đọc bản cũ cũng đọc được lý do này. Kiến nghị đã gửi vẫn ở nơi nhận."),
    )  # fmt: skip


class StepForm(DatedForm):
    """What happened to a recommendation."""

    words = words_field(_("Nội dung"), most=3000)
    day = day_field(_("Ngày"))


class AnswerForm(StepForm, OnePaperForm):
    """What was done about it, with a paper."""

    attached = _paper(_("Văn bản trả lời, minh chứng"))
