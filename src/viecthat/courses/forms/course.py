"""Forms of courses and of those who learn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.courses.choices import Result
from viecthat.courses.commands.session import Mark
from viecthat.courses.rules import course_kinds
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import LONG, line_field
from viecthat.people.forms.post import PersonField
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.units.forms import DatedForm
from viecthat.units.queries.scope import Units

if TYPE_CHECKING:
    from viecthat.courses.models import Course
    from viecthat.courses.queries.course import Learner


def boxes_field(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Several of a list, each with a box; the form gives the list."""
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class CourseForm(DatedForm):
    """A course: what, when, where, for how many."""

    title = line_field(_("Tên lớp"), _("Ghi tên lớp, ví dụ “Kỹ năng số cho thanh niên nông thôn, khoá 3”."))
    kind = forms.ChoiceField(label=_("Loại lớp"), error_messages={"required": _("Chọn loại lớp.")})
    start = day_field(_("Từ ngày"))
    end = day_field(_("Đến ngày"), _("Kết quả tính cho ngày học cuối."))
    place = line_field(_("Địa điểm"), _("Ghi nơi học, hoặc “trực tuyến”."))
    teacher = line_field(_("Giáo viên, báo cáo viên"), required=False)
    capacity = WholeField(
        label=_("Số chỗ"),
        required=False,
        help_text=_("Để trống: không giới hạn. Hết chỗ, người sau vào danh sách chờ."),
    )
    fee = WholeField(label=_("Học phí (đồng)"), required=False, help_text=_("Để trống: miễn phí."))
    sign_up_until = DayField(label=_("Nhận đăng ký đến hết ngày"), required=False)
    open_to_members = forms.BooleanField(label=_("Đoàn viên tự đăng ký được trên mạng"), required=False, initial=True)
    pass_mark = NumberField(
        label=_("Điểm đạt từ"), required=False, help_text=_("Thang 10. Để trống: ghi đạt, chưa đạt không theo điểm.")
    )
    safety = forms.CharField(
        label=_("Phương án an toàn"), required=False, max_length=2000, error_messages=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc với lớp bơi, Học kỳ trong quân đội: ai trực, y tế, đưa đón, bảo hiểm."),
    )  # fmt: skip

    def __init__(self, *args: Any, with_fee: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, str(kind)) for code, kind in course_kinds().items()]  # type: ignore[attr-defined]
        if not with_fee:
            del self.fields["fee"]

    def clean_pass_mark(self) -> int | None:
        """In tenths."""
        return tenths(self.cleaned_data["pass_mark"])

    def clean_capacity(self) -> int | None:
        places: int | None = self.cleaned_data["capacity"]
        if places is not None and not 1 <= places <= 10_000:
            raise ValidationError(_("Số chỗ từ 1 đến 10.000; không giới hạn thì để trống."))
        return places

    def clean_fee(self) -> int | None:
        fee: int | None = self.cleaned_data["fee"]
        if fee is not None and not 0 <= fee <= 1_000_000_000:
            raise ValidationError(_("Học phí lớn quá mức có thể; xem lại số chữ số 0."))
        return fee


def tenths(mark: Decimal | None) -> int | None:
    """A mark of ten, with one decimal, in tenths. Raises ValidationError."""
    if mark is None:
        return None
    if not 0 <= mark <= 10 or mark * 10 != int(mark * 10):
        raise ValidationError(_("Điểm từ 0 đến 10, lẻ một chữ số, ví dụ 7,5."))
    return int(mark * 10)


def course_initial(course: Course) -> dict[str, Any]:
    """The course as its form shows it."""
    names = ("title", "kind", "start", "end", "place", "teacher", "capacity", "sign_up_until", "open_to_members")
    known = {name: getattr(course, name) for name in (*names, "safety")}
    return {**known, "pass_mark": Decimal(course.pass_mark) / 10 if course.pass_mark is not None else None}


class FeeForm(DatedForm):
    """A fee from a day on."""

    start = day_field(_("Áp dụng từ ngày"), _("Ai đăng ký từ ngày này nộp mức này; người đăng ký trước nộp mức cũ."))
    amount = WholeField(label=_("Học phí (đồng)"), error_messages={"required": _("Ghi số tiền, miễn phí thì ghi 0.")})
    decision = line_field(_("Theo quyết định, thông báo"), required=False, most=120)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not 0 <= amount <= 1_000_000_000:
            raise ValidationError(_("Học phí lớn quá mức có thể; xem lại số chữ số 0."))
        return amount


class PersonForm(DatedForm):
    """A form with a box for a person among those of `units`."""

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.units = units

    def clean_person(self) -> int | None:
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None


class SignUpForm(PersonForm):
    """Who wants to learn: a member, or an outsider by name and contact and nothing more."""

    person = PersonField(
        label=_("Đoàn viên"),
        required=False,
        help_text=_("Gõ vài chữ của tên rồi chọn. Người ngoài thì để trống ô này."),
    )
    name = line_field(_("Họ và tên người ngoài"), required=False, most=120)
    birth_date = DayField(
        label=_("Ngày sinh người ngoài"), required=False, help_text=_("Bắt buộc với người dưới 18 tuổi.")
    )
    phone = line_field(_("Số điện thoại"), required=False, most=20)
    guardian = line_field(
        _("Cha, mẹ, người giám hộ"), required=False, most=120, help_text=_("Bắt buộc với người dưới 18 tuổi.")
    )
    guardian_phone = line_field(_("Số điện thoại người giám hộ"), required=False, most=20)
    consent_on = DayField(label=_("Ngày người giám hộ đồng ý"), required=False)
    health = words_field(
        _("Sức khoẻ, dị ứng, thuốc đang dùng"), required=False, most=1000,
        help_text=_("Chỉ người giữ lớp mở được, mỗi lần mở đều được ghi lại."),
    )  # fmt: skip
    emergency = line_field(_("Khi khẩn cấp báo cho"), required=False)
    day = day_field(_("Ngày đăng ký"))


class DayReasonForm(DatedForm):
    """A day and why."""

    day = day_field()
    reason = words_field(_("Lý do"), most=300)


class ReasonForm(DatedForm):
    """Why something is taken back."""

    reason = words_field(_("Lý do"), most=300)


class EmptyForm(DatedForm):
    """Only the button is asked for."""


class PaymentForm(DatedForm):
    """Money received or given back."""

    amount = WholeField(label=_("Số tiền (đồng)"), error_messages={"required": _("Ghi số tiền.")})
    back = forms.BooleanField(label=_("Trả lại tiền cho học viên"), required=False)
    day = day_field()
    receipt = line_field(_("Số biên lai"), required=False, most=60)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not 0 < amount <= 1_000_000_000:
            raise ValidationError(_("Số tiền phải lớn hơn 0 và không quá một tỷ đồng."))
        return amount

    @property
    def given(self) -> dict[str, Any]:
        """What the command takes: money given back is negative."""
        data = dict(self.cleaned_data)
        back = data.pop("back")
        return {**data, "amount": -data["amount"] if back else data["amount"]}


class LetOffForm(DatedForm):
    """A part of the fee let off."""

    percent = WholeField(label=_("Miễn, giảm (%)"), error_messages={"required": _("Ghi từ 0 đến 100.")})
    reason = line_field(
        _("Vì sao"), required=False, help_text=_("Hộ nghèo, con gia đình chính sách, đoàn viên tiêu biểu …")
    )


class HealthForm(DatedForm):
    """What must be known to keep a learner safe."""

    health = words_field(_("Sức khoẻ, dị ứng, thuốc đang dùng"), required=False, most=1000)
    emergency = line_field(_("Khi khẩn cấp báo cho"), required=False)


class MeetingForm(DatedForm):
    """A session and who came."""

    day = day_field(_("Ngày học"))
    title = line_field(_("Nội dung"), _("Ghi nội dung buổi học."))
    present = boxes_field(_("Có mặt"))

    def __init__(self, *args: Any, learners: Iterable[Learner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.row.pk), one.name) for one in learners]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]
        self.fields["present"].initial = [pk for pk, _name in choices]


class MarksForm(DatedForm):
    """A mark for each learner; where no mark decides, also whether they passed."""

    def __init__(self, *args: Any, learners: Sequence[Learner], by_mark: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learners, self.by_mark = learners, by_mark
        for one in learners:
            pk = one.row.pk
            known = Decimal(one.row.mark) / 10 if one.row.mark is not None else None
            attrs = {"class": "input num", "inputmode": "decimal", "aria-label": f"{one.name}: {_('điểm')}"}
            box = NumberField(label=one.name, required=False, initial=known, widget=forms.TextInput(attrs=attrs))
            self.fields[f"mark_{pk}"] = box
            if not by_mark:
                self.fields[f"result_{pk}"] = forms.ChoiceField(
                    label=one.name, required=False, choices=[("", "—"), *Result.choices], initial=one.row.result,
                    widget=forms.Select(attrs={"class": "select", "aria-label": f"{one.name}: {_('kết quả')}"}),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.learners:
            try:
                data[f"mark_{one.row.pk}"] = tenths(data.get(f"mark_{one.row.pk}"))
            except ValidationError as wrong:
                self.add_error(f"mark_{one.row.pk}", wrong)
        return data

    @property
    def rows(self) -> list[tuple[Learner, list[forms.BoundField]]]:
        """Each learner with their boxes."""
        names = ("mark",) if self.by_mark else ("mark", "result")
        return [(one, [self[f"{name}_{one.row.pk}"] for name in names]) for one in self.learners]

    @property
    def marks(self) -> dict[int, Mark]:
        """What was typed, by enrolment."""
        data = self.cleaned_data
        return {
            one.row.pk: Mark(data.get(f"mark_{one.row.pk}"), data.get(f"result_{one.row.pk}", ""))
            for one in self.learners
        }


class CertificatesForm(DatedForm):
    """Who gets a certificate, from which day."""

    day = day_field(_("Ngày cấp"))
    enrolments = boxes_field(_("Học viên đạt, chưa có chứng nhận"))

    def __init__(self, *args: Any, learners: Iterable[Learner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.row.pk), one.name) for one in learners]
        self.fields["enrolments"].choices = choices  # type: ignore[attr-defined]
        self.fields["enrolments"].initial = [pk for pk, _name in choices]
