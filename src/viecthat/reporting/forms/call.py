"""What is asked of calls, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from viecthat.kernel.dates import format_date
from viecthat.reporting.choices import Standing
from viecthat.reporting.queries.call import LATE
from viecthat.reporting.queries.calling import due_by_rule
from viecthat.ui.fields import DayField, PeriodField
from viecthat.units.forms import DatedForm, QueryForm

if TYPE_CHECKING:
    from viecthat.reporting.models import ReportForm
    from viecthat.units.queries import UnitRow

ANY = pgettext_lazy("filter", "tất cả")
_QUIET = {"autocomplete": "off"}
_LONG = {"max_length": _("Dài quá; viết ngắn lại.")}


def search_field(label: Any) -> forms.CharField:
    """A box to search in."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**_QUIET, "type": "search"}),
        error_messages=_LONG,
    )


class CallListForm(QueryForm):
    """Which calls are looked at."""

    parameters = {"text": "q", "form": "mau", "period": "ky", "state": "tinh-trang"}
    text = search_field(_("Tìm"))
    form = forms.ChoiceField(label=_("Mẫu"), required=False)
    period = PeriodField(label=_("Kỳ"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", ANY), ("mo", _("đang mở")), ("khep", _("đã khép"))]
    )

    def __init__(self, *args: Any, known: Iterable[ReportForm] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        named = {form.code: str(form) for form in known}
        self.fields["form"].choices = [("", ANY), *named.items()]  # type: ignore[attr-defined]


class CallRowsForm(QueryForm):
    """Which units of a call are looked at."""

    parameters = {"text": "q", "standing": "tinh-trang", "superior": "cap-tren"}
    text = search_field(_("Tìm đơn vị"))
    standing = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", ANY), (LATE, _("quá hạn")), *Standing.choices]
    )
    superior = forms.ChoiceField(label=_("Cấp trên nhận"), required=False)

    def __init__(self, *args: Any, superiors: Iterable[UnitRow] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        known = [(row.code, row.name) for row in superiors]
        self.fields["superior"].choices = [("", ANY), *known]  # type: ignore[attr-defined]


def words_field() -> forms.CharField:
    """What whoever owes a report is told along with the call."""
    return forms.CharField(
        label=_("Lời dặn"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đơn vị thấy ngay đầu báo cáo."),
        error_messages=_LONG,
    )


class OpenForm(DatedForm):
    """A call to be opened."""

    form = forms.ChoiceField(label=_("Mẫu báo cáo"), error_messages={"required": _("Chọn một mẫu.")})
    period = PeriodField(
        label=_("Kỳ báo cáo"),
        help_text=_("Ví dụ: 6 tháng đầu năm 2026, quý II năm 2026, tháng 6/2026, 01/06/2026 - 07/06/2026."),
        error_messages={"required": _("Ghi kỳ báo cáo, ví dụ 6 tháng đầu năm 2026.")},
    )
    due = DayField(
        label=_("Hạn gửi"),
        required=False,
        help_text=_("Bỏ trống: theo quy tắc của mẫu, rơi vào ngày nghỉ thì sang ngày làm việc kế tiếp."),
    )
    words = words_field()

    def __init__(self, *args: Any, known: Iterable[ReportForm], today: date, **given: Any) -> None:
        super().__init__(*args, today=today, **given)
        self.today, self.known = today, {form.code: form for form in known}
        choices = [(code, str(form)) for code, form in self.known.items()]
        self.fields["form"].choices = [("", _("Chọn mẫu")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The day by the form's rule may be gone by when one calls late: then everybody would be late at once."""
        given = super().clean() or self.cleaned_data
        form, period, due = self.known.get(given.get("form", "")), given.get("period"), given.get("due")
        if due is not None and due < self.today:
            self.add_error("due", _("Hạn gửi đã qua; ghi từ hôm nay trở đi."))
        elif due is None and "due" not in self.errors and form is not None and period is not None:
            ruled = due_by_rule(form, period)
            if ruled < self.today:
                said = _("Hạn theo quy tắc của mẫu là {day}, đã qua; ghi hạn gửi.")
                self.add_error("due", said.format(day=format_date(ruled)))
        return given


class ChangeCallForm(DatedForm):
    """Another day, other words."""

    due = DayField(label=_("Hạn gửi"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    words = words_field()
