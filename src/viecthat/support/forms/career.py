"""Forms of advice, partners and placements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.support.choices import Beneficiary, CareKind, PartnerKind, PlacementKind, Still, Topic
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm
from viecthat.units.queries.scope import Units


def count_field(label: Any, missing: Any, **given: Any) -> WholeField:
    """A figure that must be given."""
    return WholeField(label=label, error_messages={"required": missing}, **given)


class SomebodyForm(DatedForm):
    """A person who is helped: a member of `units`, or somebody by name and phone."""

    person = PersonField(
        label=_("Đoàn viên"), required=False, help_text=_("Gõ vài chữ của tên rồi chọn. Người khác thì để trống.")
    )
    name = line_field(_("Họ và tên người khác"), required=False, most=120)
    phone = line_field(_("Số điện thoại"), required=False, most=20)
    group = forms.ChoiceField(label=_("Đối tượng"), choices=Beneficiary.choices)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].units = units  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None


class CaseForm(SomebodyForm):
    """One person advised; who need not tell a name."""

    topic = forms.ChoiceField(label=_("Nội dung"), choices=Topic.choices)
    day = day_field()
    words = words_field(_("Tư vấn điều gì"), required=False, most=2000)
    free = forms.BooleanField(label=_("Miễn phí"), required=False, initial=True)
    follow_on = DayField(label=_("Hẹn lại ngày"), required=False)
    field_order = ["topic", "day", "group", "person", "name", "phone", "words", "free", "follow_on"]


class FollowForm(DatedForm):
    """What came of the advice."""

    followed = words_field(_("Kết quả sau tư vấn"), most=1000)


class SessionForm(DatedForm):
    """Many advised together."""

    topic = forms.ChoiceField(label=_("Nội dung"), choices=Topic.choices)
    title = line_field(_("Tên buổi tư vấn, ngày hội"), _("Ghi tên buổi tư vấn."))
    day = day_field()
    place = line_field(_("Địa điểm"), _("Ghi địa điểm."))
    people = count_field(_("Số người"), _("Ghi số người khác nhau đã dự."), help_text=_("Mỗi người đếm một lần."))
    turns = count_field(
        _("Số lượt"), _("Ghi số lượt; mỗi người một lượt thì bằng số người."),
        help_text=_("Một người dự hai buổi là một người, hai lượt."),
    )  # fmt: skip
    free = forms.BooleanField(label=_("Miễn phí"), required=False, initial=True)
    partner = forms.ChoiceField(label=_("Đối tác"), required=False)

    def __init__(self, *args: Any, partners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "—"), *partners]  # type: ignore[attr-defined]

    def clean_partner(self) -> int | None:
        chosen = self.cleaned_data["partner"]
        return int(chosen) if chosen else None


class PartnerForm(DatedForm):
    """A partner."""

    name = line_field(_("Tên đối tác"), _("Ghi tên đối tác."))
    kind = forms.ChoiceField(label=_("Loại"), choices=PartnerKind.choices)
    licence = line_field(
        _("Giấy phép, mã số"), required=False, most=120,
        help_text=_("Bắt buộc với doanh nghiệp đưa lao động đi nước ngoài."),
    )  # fmt: skip
    contact = line_field(_("Đầu mối liên hệ"), required=False)
    since = day_field(_("Phối hợp từ ngày"))
    until = DayField(label=_("Đến trước ngày"), required=False)


PARTNER_FIELDS = ("name", "kind", "licence", "contact", "since", "until")


class PlacementForm(SomebodyForm):
    """Somebody referred to a partner."""

    kind = forms.ChoiceField(label=_("Giới thiệu"), choices=PlacementKind.choices)
    partner = forms.ChoiceField(label=_("Đối tác"), error_messages={"required": _("Chọn đối tác.")})
    what = line_field(_("Công việc, nghề"), _("Ghi công việc hoặc nghề."))
    day = day_field(_("Ngày giới thiệu"))
    field_order = ["kind", "partner", "what", "day", "group", "person", "name", "phone"]

    def __init__(self, *args: Any, partners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", _("Chọn đối tác")), *partners]  # type: ignore[attr-defined]

    def clean_partner(self) -> int:
        return int(self.cleaned_data["partner"])


class DayForm(DatedForm):
    """A day."""

    day = day_field()


class ReasonForm(DatedForm):
    """Why."""

    reason = words_field(_("Lý do"), most=300)


class AskForm(DatedForm):
    """Whether somebody is still at work."""

    still = forms.ChoiceField(
        label=_("Bây giờ"), choices=Still.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mục.")},
    )  # fmt: skip
    day = day_field(_("Ngày hỏi"))


def money_field(label: Any, *, required: bool = True, most: int = 2_000_000_000) -> WholeField:
    """An amount in đồng."""

    class Money(WholeField):
        def clean(self, value: Any) -> Any:
            amount = super().clean(value)
            if amount is not None and not 0 < amount <= most:
                raise ValidationError(_("Số tiền phải lớn hơn 0; xem lại số chữ số 0."))
            return amount

    return Money(label=label, required=required, error_messages={"required": _("Ghi số tiền.")})


class CareForm(DatedForm):
    """Something done for young workers."""

    kind = forms.ChoiceField(label=_("Loại"), choices=CareKind.choices)
    title = line_field(_("Tên việc chăm lo"), _("Ghi tên việc chăm lo."))
    day = day_field()
    place = line_field(_("Doanh nghiệp, khu trọ, địa điểm"), _("Ghi địa điểm."))
    people = count_field(_("Số công nhân được chăm lo"), _("Ghi số người; không ghi tên ai."))
    gifts = WholeField(label=_("Số suất quà"), required=False)
    value = money_field(_("Trị giá (đồng)"), required=False, most=10**12)
    partner = forms.ChoiceField(label=_("Đối tác"), required=False)

    def __init__(self, *args: Any, partners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "—"), *partners]  # type: ignore[attr-defined]

    def clean_gifts(self) -> int:
        gifts: int = self.cleaned_data["gifts"] or 0
        if not 0 <= gifts <= 10_000_000:
            raise ValidationError(_("Số này lớn quá mức có thể; xem lại số chữ số 0."))
        return gifts

    def clean_partner(self) -> int | None:
        chosen = self.cleaned_data["partner"]
        return int(chosen) if chosen else None
