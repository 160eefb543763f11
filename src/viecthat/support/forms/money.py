"""Forms of loan groups, loans and start-up projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.support.choices import ProjectField, Stage, SupportKind
from viecthat.support.forms.career import SomebodyForm, money_field
from viecthat.ui.fields import WholeField
from viecthat.units.forms import DatedForm
from viecthat.units.queries.scope import Units


class GroupForm(DatedForm):
    """A loan group."""

    name = line_field(_("Tên tổ"), _("Ghi tên tổ."))
    leader = line_field(_("Tổ trưởng"), _("Ghi tên tổ trưởng."), most=120)
    bank = line_field(_("Ngân hàng, quỹ cho vay"), _("Ghi ngân hàng hoặc quỹ cho vay."))
    founded_on = day_field(_("Ngày thành lập"))


class LoanForm(SomebodyForm):
    """A loan paid out."""

    purpose = line_field(_("Mục đích vay"), _("Ghi mục đích vay."))
    principal = money_field(_("Số tiền vay (đồng)"))
    day = day_field(_("Ngày giải ngân"))
    due = day_field(_("Hạn trả"))


class RepayForm(DatedForm):
    """A part paid back."""

    amount = money_field(_("Số tiền trả (đồng)"))
    day = day_field(_("Ngày trả"))


class FounderForm(DatedForm):
    """Whose project it is."""

    person = PersonField(label=_("Chủ dự án là đoàn viên"), required=False)
    founder = line_field(_("Hoặc họ và tên người khác"), required=False, most=120)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].units = units  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None


class ProjectForm(FounderForm):
    """A new project."""

    name = line_field(_("Tên dự án"), _("Ghi tên dự án."))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=ProjectField.choices)
    summary = words_field(_("Tóm tắt"), required=False, most=2000)
    stage = forms.ChoiceField(label=_("Giai đoạn"), choices=[one for one in Stage.choices if one[0] != Stage.STOPPED])
    begun_on = day_field(_("Ngày vào sổ"))
    field_order = ["name", "field", "summary", "stage", "begun_on", "person", "founder"]


class CorrectProjectForm(DatedForm):
    """What changed of a project."""

    name = line_field(_("Tên dự án"), _("Ghi tên dự án."))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=ProjectField.choices)
    summary = words_field(_("Tóm tắt"), required=False, most=2000)
    loan = forms.ChoiceField(label=_("Khoản vay"), required=False)
    jobs = WholeField(label=_("Việc làm tạo ra"), required=False)
    revenue = WholeField(label=_("Doanh thu năm gần nhất (đồng)"), required=False)
    outcome = words_field(_("Kết quả"), required=False, most=2000)

    def __init__(self, *args: Any, loans: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["loan"].choices = [("", "—"), *loans]  # type: ignore[attr-defined]

    def clean_loan(self) -> int | None:
        chosen = self.cleaned_data["loan"]
        return int(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, most in (("jobs", 1_000_000), ("revenue", 10**13)):
            if not 0 <= (data.get(name) or 0) <= most:
                self.add_error(name, _("Số này lớn quá mức có thể; xem lại số chữ số 0."))
        return data


class StageForm(DatedForm):
    """Another stage."""

    stage = forms.ChoiceField(label=_("Giai đoạn"), choices=Stage.choices, widget=forms.RadioSelect)
    day = day_field(_("Từ ngày"))
    words = line_field(_("Ghi chú"), required=False, most=300, help_text=_("Dừng thì ghi vì sao."))


class SupportForm(DatedForm):
    """What a project was given."""

    kind = forms.ChoiceField(label=_("Hỗ trợ"), choices=SupportKind.choices)
    words = line_field(_("Nội dung"), _("Ghi đã hỗ trợ gì."), most=300)
    value = money_field(_("Trị giá (đồng)"), required=False, most=10**12)
    day = day_field()
