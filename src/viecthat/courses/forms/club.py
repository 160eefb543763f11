"""Forms of clubs and of children's cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.courses.choices import ClubField, ClubState, Concern
from viecthat.courses.forms.course import PersonForm
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.ui.fields import WholeField
from viecthat.units.forms import DatedForm

if TYPE_CHECKING:
    from viecthat.courses.models import Club


class ClubForm(DatedForm):
    """A club."""

    name = line_field(_("Tên câu lạc bộ"), _("Ghi tên câu lạc bộ."))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=ClubField.choices)
    leader = line_field(_("Chủ nhiệm"), _("Ghi tên chủ nhiệm."), most=120)
    leader_phone = line_field(_("Số điện thoại chủ nhiệm"), required=False, most=20)
    place = line_field(_("Nơi sinh hoạt"), required=False)
    founded_on = day_field(_("Ngày thành lập"))
    decision = line_field(_("Quyết định số"), required=False, most=120)


CLUB_FIELDS = ("name", "field", "leader", "leader_phone", "place", "founded_on", "decision")


class ClubStateForm(DatedForm):
    """Whether it works."""

    state = forms.ChoiceField(label=_("Tình trạng"), choices=ClubState.choices, widget=forms.RadioSelect)
    day = day_field(_("Từ ngày"))
    reason = words_field(_("Lý do"), required=False, most=300)


class ClubMemberForm(PersonForm):
    """Who joins."""

    person = PersonField(label=_("Đoàn viên"), required=False, help_text=_("Người ngoài thì để trống ô này."))
    name = line_field(_("Họ và tên người ngoài"), required=False, most=120)
    since = day_field(_("Từ ngày"))


class LeaveForm(DatedForm):
    """From when somebody is a member no longer."""

    day = day_field(_("Thôi từ ngày"))


class ClubMeetingForm(DatedForm):
    """A meeting."""

    day = day_field()
    topic = line_field(_("Nội dung"), _("Ghi nội dung sinh hoạt."))
    came = WholeField(label=_("Số người dự"), error_messages={"required": _("Ghi số người dự.")})


class ReferralForm(DatedForm):
    """A child's case."""

    club = forms.ChoiceField(label=_("Câu lạc bộ tiếp nhận"), required=False)
    day = day_field(_("Ngày tiếp nhận"))
    child = line_field(
        _("Ký hiệu của trẻ"), _("Ghi một ký hiệu, không ghi tên trẻ."), most=40,
        help_text=_("Không ghi tên, địa chỉ, trường: những điều ấy nằm ở hồ sơ của cơ quan bảo vệ trẻ em."),
    )  # fmt: skip
    age = WholeField(label=_("Tuổi"), error_messages={"required": _("Ghi tuổi của trẻ.")})
    concern = forms.ChoiceField(label=_("Lo ngại"), choices=Concern.choices)
    words = words_field(_("Sự việc"), most=4000)

    def __init__(self, *args: Any, clubs: Sequence[Club], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(one.pk), one.name) for one in clubs)]
        self.fields["club"].choices = choices  # type: ignore[attr-defined]

    def clean_age(self) -> int:
        age: int = self.cleaned_data["age"]
        if not 0 <= age < 16:
            raise forms.ValidationError(_("Trẻ em là người dưới 16 tuổi (Luật Trẻ em 2016)."))
        return age


class HandOnForm(DatedForm):
    """Where the case goes."""

    referred_to = line_field(_("Chuyển đến"), _("Ghi nơi chuyển: UBND xã, công an, Tổng đài 111 …"))
    day = day_field(_("Ngày chuyển"))


class CloseForm(DatedForm):
    """What came of it."""

    outcome = words_field(_("Kết quả"), most=2000)
    day = day_field(_("Ngày kết thúc"))
