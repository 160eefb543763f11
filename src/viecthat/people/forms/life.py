"""Forms of what happens in a membership: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import parse_period
from viecthat.people.choices.membership import EventKind, StayReason
from viecthat.people.forms.member import LONG, QUIET, WRITE_DAY
from viecthat.ui.fields import DayField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, UnitField

DAY, DECISION = _("Ngày"), _("Quyết định, nghị quyết số")
NO_DECISION = _("Ghi số quyết định hoặc số nghị quyết, ví dụ 12-QĐ/ĐTN.")
_COUNT = {"required": _("Ghi số, không có thì ghi 0.")}


def day_field(label: Any = DAY, help_text: Any = "") -> DayField:
    """A day that must be given."""
    return DayField(label=label, help_text=help_text, error_messages=WRITE_DAY)


def decision_field(*, required: bool = True, label: Any = DECISION, missing: Any = NO_DECISION) -> forms.CharField:
    """The number of a decision, or of another paper."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=120,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": missing},
    )


def words_field(label: Any, *, required: bool = True, most: int = 500, help_text: Any = "") -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**LONG, "required": _("Ghi vài chữ để người sau hiểu.")},
    )


def votes_field(label: Any) -> WholeField:
    """A count of ballots."""
    return WholeField(label=label, error_messages=_COUNT)


class SendForm(DatedForm):
    """A letter of transfer."""

    destination = UnitField(
        label=_("Chuyển đến"),
        help_text=_("Chi đoàn, hoặc Đoàn cấp trên của chi đoàn nơi đến; nơi đến sẽ chọn chi đoàn."),
        error_messages={"required": _("Ghi đơn vị nơi đến.")},
    )
    day = day_field(_("Ngày giới thiệu"))
    letter = decision_field(
        label=_("Giấy giới thiệu số"), missing=_("Ghi số giấy giới thiệu của chi đoàn, ví dụ 05-GT/CĐ.")
    )
    remark = words_field(_("Nhận xét của chi đoàn"), help_text=_("Ghi vào sổ đoàn viên và giấy giới thiệu."))
    fee_paid_until = forms.CharField(
        label=_("Đoàn phí đã đóng đến hết"), max_length=20, widget=forms.TextInput(attrs=QUIET),
        help_text=_("Tháng/năm, ví dụ 3/2026."), error_messages={"required": _("Ghi tháng/năm, ví dụ 3/2026.")},
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do chuyển"), required=False, max_length=200, error_messages=LONG)

    def clean_fee_paid_until(self) -> date:
        """The first day after the month."""
        typed = self.cleaned_data["fee_paid_until"].strip().removeprefix("tháng ")
        try:
            return parse_period(f"tháng {typed}").end
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused


class TemporaryForm(DatedForm):
    """Temporary activity in another branch."""

    other_unit = UnitField(label=_("Sinh hoạt tạm thời ở"), error_messages={"required": _("Ghi chi đoàn nơi đến.")})
    day = day_field(_("Từ ngày"))
    until = day_field(_("Đến trước ngày"))
    decision = decision_field(label=_("Giấy giới thiệu số"))


class LeaveForm(DatedForm):
    """Absence with leave."""

    day = day_field(_("Từ ngày"))
    until = day_field(_("Đến trước ngày"))
    note = words_field(_("Lý do"))


class StayForm(DatedForm):
    """Staying on after 30."""

    day = day_field(_("Từ ngày"))
    until = day_field(_("Đến trước ngày"))
    reason = forms.ChoiceField(label=_("Vì sao ở lại"), choices=StayReason.choices, widget=forms.RadioSelect)
    decision = decision_field()


class MatureForm(DatedForm):
    """The ceremony of maturity."""

    day = day_field(_("Ngày làm lễ trưởng thành"))
    decision = decision_field(required=False)


class StrikeForm(DatedForm):
    """Striking off."""

    day = day_field(_("Từ ngày"))
    idle_months = WholeField(label=_("Số tháng trong năm bỏ sinh hoạt hoặc không đóng đoàn phí"), error_messages=_COUNT)
    note = words_field(_("Đã tìm hiểu, nhắc nhở thế nào"))
    decision = decision_field()


class DisciplineForm(DatedForm):
    """Discipline by secret ballot."""

    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[
            (EventKind.REPRIMANDED, _("khiển trách")), (EventKind.WARNED, _("cảnh cáo")),
            (EventKind.EXPELLED, _("khai trừ")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Từ cảnh cáo trở lên do Đoàn cấp trên trực tiếp quyết định."),
        error_messages={"required": _("Chọn hình thức kỷ luật.")},
    )  # fmt: skip
    day = day_field(_("Từ ngày"))
    present = votes_field(_("Số đoàn viên có mặt"))
    votes_for = votes_field(_("Phiếu đồng ý"))
    votes_against = votes_field(_("Phiếu không đồng ý"))
    votes_blank = votes_field(_("Phiếu trắng"))
    note = words_field(_("Vi phạm gì"))
    decision = decision_field()


class DeathForm(DatedForm):
    """A member died."""

    day = day_field(_("Ngày mất"))


class ConsiderForm(DatedForm):
    """The branch found a member outstanding."""

    day = day_field(_("Ngày họp xét"))
    decision = decision_field()


class IntroduceForm(DatedForm):
    """Introduced to a Party cell."""

    day = day_field(_("Ngày giới thiệu"))
    party_cell = forms.CharField(
        label=_("Chi bộ được giới thiệu đến"), max_length=200, widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": _("Ghi chi bộ được giới thiệu đến.")},
    )  # fmt: skip
    decision = decision_field()


class AnswerForm(DatedForm):
    """What the Party answered."""

    admitted = forms.TypedChoiceField(
        label=_("Kết quả"),
        choices=[("1", _("được kết nạp Đảng")), ("0", _("chưa được kết nạp"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả.")},
    )
    day = day_field(_("Ngày"))
    decision = decision_field(required=False)
    note = words_field(_("Ghi chú"), required=False)


class UndoForm(DatedForm):
    """Why something is taken back."""

    reason = words_field(_("Vì sao lấy lại"), help_text=_("Ví dụ: ghi nhầm người, nhầm ngày, ghi hai lần."))


class AnswerTransferForm(DatedForm):
    """Why a letter is sent or taken back."""

    answer = words_field(_("Lý do"), most=300)


class ReceiveForm(DatedForm):
    """Which branch takes the member in, from which day."""

    branch = forms.ChoiceField(label=_("Chi đoàn nhận"), error_messages={"required": _("Chọn chi đoàn nhận.")})
    day = day_field(_("Nhận từ ngày"), _("Từ ngày này thuộc chi đoàn mới, thôi thuộc chi đoàn cũ."))

    def __init__(self, *args: Any, branches: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = branches  # type: ignore[attr-defined]
