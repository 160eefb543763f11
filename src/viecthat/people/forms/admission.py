"""Forms of admission: thirty applicants on one screen, each step with those who are at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.membership import IntroducerKind
from viecthat.people.commands.admission import Applicant, Ballots
from viecthat.people.commands.bringing import Known
from viecthat.people.commands.person import PersonDraft
from viecthat.people.forms.life import day_field, decision_field, votes_field, words_field
from viecthat.people.forms.member import LONG, QUIET, WRITE_DAY, WRITE_NAME
from viecthat.people.models import Sex
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm

if TYPE_CHECKING:
    from viecthat.people.models import Admission

MOST_ROWS = 60
BLANK_ROWS = (10, 30, MOST_ROWS)  # how many may be filled in on one screen, as wished


class ApplicantForm(forms.Form):
    """One applicant; an empty row is passed over."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, error_messages=WRITE_NAME, widget=forms.TextInput(attrs=QUIET)
    )
    birth_date = DayField(label=_("Ngày sinh"), error_messages=WRITE_DAY)
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", "—"), *Sex.choices],
        error_messages={"required": _("Chọn nam hoặc nữ.")},
    )
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=20, error_messages=LONG,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "tel"}),
    )  # fmt: skip
    guardian = forms.CharField(
        label=_("Người giám hộ đồng ý"), required=False, max_length=120, error_messages=LONG,
        widget=forms.TextInput(attrs=QUIET),
    )  # fmt: skip
    guardian_consent_on = DayField(label=_("Đồng ý ngày"), required=False)

    def applicant(self) -> Applicant:
        """The row as the command takes it."""
        given = self.cleaned_data
        return Applicant(
            full_name=given["full_name"],
            birth_date=given["birth_date"],
            sex=given["sex"],
            phone=given["phone"],
            guardian=given["guardian"],
            guardian_consent_on=given["guardian_consent_on"],
        )


class KnownForm(forms.Form):
    """One member of the paper book; an empty row is passed over."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, error_messages=WRITE_NAME, widget=forms.TextInput(attrs=QUIET)
    )
    birth_date = DayField(label=_("Ngày sinh"), error_messages=WRITE_DAY)
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", "—"), *Sex.choices],
        error_messages={"required": _("Chọn nam hoặc nữ.")},
    )
    since = DayField(label=_("Vào chi đoàn ngày"), error_messages=WRITE_DAY)
    card_number = forms.CharField(
        label=_("Số thẻ"), required=False, max_length=20, error_messages=LONG, widget=forms.TextInput(attrs=QUIET)
    )
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=20, error_messages=LONG,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "tel"}),
    )  # fmt: skip

    def known(self, unit: int) -> Known:
        """The row as the command takes it."""
        given = self.cleaned_data
        draft = PersonDraft(
            full_name=given["full_name"],
            sex=given["sex"],
            birth_date=given["birth_date"],
            unit=unit,
            phone=given["phone"],
            card_number=given["card_number"] or None,
        )
        return Known(draft, given["since"])


KnownRows = forms.formset_factory(KnownForm, extra=BLANK_ROWS[0], max_num=MOST_ROWS, absolute_max=MOST_ROWS)
ApplicantRows = forms.formset_factory(ApplicantForm, extra=BLANK_ROWS[0], max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class ApplyForm(DatedForm):
    """What all applications of one screen share."""

    applied_on = day_field(_("Ngày nộp đơn"))


class TickForm(DatedForm):
    """Those at a step, each to be ticked, and the day of the step."""

    day = day_field()

    def __init__(self, *args: Any, waiting: Sequence[Admission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = list(waiting)
        for admission in self.waiting:
            self.fields[f"tick_{admission.pk}"] = forms.BooleanField(
                label=admission.person.full_name, required=False, initial=True
            )

    @property
    def ticked(self) -> list[Admission]:
        """Who is to take the step."""
        return [admission for admission in self.waiting if self.cleaned_data.get(f"tick_{admission.pk}")]

    @property
    def rows(self) -> list[tuple[Admission, list[forms.BoundField]]]:
        """Each applicant with their boxes: the tick first."""
        return [(admission, [self[f"tick_{admission.pk}"]]) for admission in self.waiting]

    @property
    def shared(self) -> list[forms.BoundField]:
        """The boxes that hold for all who are ticked."""
        own = {box.name for _admission, boxes in self.rows for box in boxes}
        return [box for box in self if box.name not in own]


class LearnForm(TickForm):
    """They learned the charter."""

    day = day_field(_("Ngày học xong Điều lệ"))


class IntroduceForm(TickForm):
    """Who introduces them."""

    kind = forms.ChoiceField(
        label=_("Ai giới thiệu"), choices=IntroducerKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn ai giới thiệu.")},
    )  # fmt: skip
    introducer = forms.TypedChoiceField(
        label=_("Đoàn viên giới thiệu"), required=False, coerce=int, empty_value=None,
        help_text=_("Là đoàn viên, cùng làm việc, học tập từ ba tháng trở lên."),
    )  # fmt: skip
    introducer_name = forms.CharField(
        label=_("Hoặc tên đảng viên, chi đội, chi hội"), required=False, max_length=160, error_messages=LONG,
        widget=forms.TextInput(attrs=QUIET), help_text=_("Ví dụ: Chi đội 9A1."),
    )  # fmt: skip
    day = day_field(_("Ngày giới thiệu"))

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["introducer"].choices = [("", _("không phải đoàn viên")), *members]  # type: ignore[attr-defined]


class VoteForm(TickForm):
    """The branch's meeting: who was there, and the ballots on each by name."""

    day = day_field(_("Ngày họp chi đoàn"))
    present = votes_field(_("Số đoàn viên có mặt"))
    _LABELS = (("for", _("đồng ý")), ("against", _("không đồng ý")), ("blank", _("trắng")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for admission in self.waiting:
            for name, label in self._LABELS:
                box = WholeField(label=label, required=False)
                box.widget.attrs["aria-label"] = f"{admission.person.full_name}: {label}"
                self.fields[f"{name}_{admission.pk}"] = box

    @property
    def rows(self) -> list[tuple[Admission, list[forms.BoundField]]]:
        return [
            (a, [self[f"tick_{a.pk}"], *(self[f"{name}_{a.pk}"] for name, _label in self._LABELS)])
            for a in self.waiting
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for admission in self.ticked:
            if data.get(f"for_{admission.pk}") is None and f"for_{admission.pk}" not in self.errors:
                self.add_error(f"for_{admission.pk}", _("Ghi số phiếu đồng ý."))
        return data

    @property
    def ballots(self) -> list[Ballots]:
        """The ballots on those who are ticked."""
        data = self.cleaned_data
        return [
            Ballots(a.pk, *(int(data.get(f"{name}_{a.pk}") or 0) for name, _label in self._LABELS)) for a in self.ticked
        ]


class ApproveForm(TickForm):
    """The superior approves."""

    day = day_field(_("Ngày quyết định"))
    decision = decision_field(label=_("Quyết định chuẩn y số"))


class CeremonyForm(TickForm):
    """The ceremony."""

    day = day_field(_("Ngày làm lễ kết nạp"), _("Từ ngày này là đoàn viên của chi đoàn."))


class CloseForm(DatedForm):
    """Why an application goes no further."""

    reason = words_field(_("Vì sao dừng"), most=300)
