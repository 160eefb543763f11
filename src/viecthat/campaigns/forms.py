"""Forms of campaigns: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from viecthat.campaigns.choices import CampaignKind
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import LONG, QUIET
from viecthat.ui.fields import WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

ANY = pgettext_lazy("filter", "tất cả")


def _line(
    label: Any, missing: Any = "", *, most: int = 200, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": missing},
    )


class ListForm(QueryForm):
    """Which campaigns are looked at."""

    parameters = {"text": "q", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**QUIET, "type": "search"}),
        error_messages=LONG,
    )
    year = WholeField(label=_("Năm"), required=False)


class CallListForm(QueryForm):
    """Which calls are looked at."""

    parameters = {"text": "q", "unit": "don-vi", "state": "tinh-trang", "digital": "so"}
    text = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**QUIET, "type": "search"}),
        error_messages=LONG,
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("đang nhận đăng ký")), ("dong", _("đã hết hạn")), ("het", ANY)],
    )
    digital = forms.ChoiceField(
        label=_("Tình nguyện số"), required=False, choices=[("", ANY), ("co", _("chỉ việc số"))]
    )


class VolunteerListForm(QueryForm):
    """Which volunteers are looked at."""

    parameters = {"text": "q", "unit": "don-vi", "year": "nam", "digital": "so"}
    text = forms.CharField(
        label=_("Tìm người"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**QUIET, "type": "search"}),
        error_messages=LONG,
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    year = WholeField(label=_("Năm"), required=False)
    digital = forms.ChoiceField(
        label=_("Tình nguyện số"), required=False, choices=[("", ANY), ("co", _("chỉ việc số"))]
    )


class SetUpForm(DatedForm):
    """Which campaign it is, and what each volunteer is told for their safety."""

    kind = forms.ChoiceField(
        label=_("Chiến dịch nào"), choices=CampaignKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn chiến dịch nào.")},
    )  # fmt: skip
    safety = words_field(
        _("Dặn dò an toàn"),
        most=4000,
        help_text=_("Đi lại, nắng nóng, sông nước, điện, thuốc men, số điện thoại gọi khi có việc."),
    )
    digital = forms.BooleanField(label=_("Tình nguyện số (làm việc qua mạng, chuyển đổi số)"), required=False)


class TeamForm(DatedForm):
    """A team."""

    unit = UnitField(label=_("Đơn vị lập đội"), error_messages={"required": _("Ghi đơn vị lập đội.")})
    name = _line(_("Tên đội"), _("Ghi tên đội, ví dụ “Đội Mùa hè xanh Suối Hai”."))
    leader = _line(_("Đội trưởng"), _("Ghi ai là đội trưởng."), most=120)
    place = _line(_("Nơi làm"), _("Ghi nơi làm; tiếp sức mùa thi thì ghi điểm thi."))
    topic = _line(
        _("Nội dung, chuyên đề"),
        most=300,
        required=False,
        help_text=_("Ví dụ chuyên đề của đội trí thức khoa học trẻ."),
    )
    start = day_field(_("Từ ngày"))
    end = day_field(_("Đến hết ngày"))


class CallForm(DatedForm):
    """A call for volunteers."""

    unit = UnitField(label=_("Đơn vị gọi"), error_messages={"required": _("Ghi đơn vị gọi.")})
    team = forms.TypedChoiceField(
        label=_("Vào đội"), required=False, coerce=int, empty_value=None, help_text=_("Người được chọn tự vào đội này.")
    )
    title = _line(_("Cần người làm gì"), _("Ghi cần người làm gì, ví dụ “Dạy hè cho thiếu nhi”."))
    what = words_field(_("Việc cụ thể"), most=2000)
    place = _line(_("Ở đâu"), _("Ghi ở đâu."))
    start = day_field(_("Từ ngày"))
    end = day_field(_("Đến hết ngày"))
    wanted = WholeField(label=_("Cần bao nhiêu người"), error_messages={"required": _("Ghi số người cần.")})
    deadline = day_field(_("Hạn đăng ký"))
    conditions = _line(_("Điều kiện"), most=500, required=False)
    minors = forms.BooleanField(label=_("Nhận cả người dưới 16 tuổi, khi người giám hộ đồng ý"), required=False)
    digital = forms.BooleanField(label=_("Tình nguyện số"), required=False)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["team"].choices = [("", "—"), *teams]  # type: ignore[attr-defined]

    def clean_wanted(self) -> int:
        """A small integer of the database."""
        wanted: int = self.cleaned_data["wanted"]
        if not 1 <= wanted <= 10_000:
            raise forms.ValidationError(_("Cần từ 1 đến 10.000 người."))
        return wanted


class LinkForm(DatedForm):
    """Activities to link."""

    activities = forms.TypedMultipleChoiceField(
        label=_("Hoạt động của đơn vị trong những ngày đội làm"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một hoạt động.")},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["activities"].choices = offered  # type: ignore[attr-defined]
        self.fields["activities"].initial = [pk for pk, _words in offered]


class PeopleForm(DatedForm):
    """People of the unit to put into the team."""

    people = forms.TypedMultipleChoiceField(
        label=_("Đoàn viên của đơn vị"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một người.")},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["people"].choices = offered  # type: ignore[attr-defined]


class SignUpForm(DatedForm):
    """A member signs up; a child names the guardian who agreed."""

    guardian = _line(
        _("Người giám hộ đã đồng ý"), most=120, required=False,
        help_text=_("Bạn chưa đủ 16 tuổi: ghi họ tên cha, mẹ hoặc người giám hộ đã đồng ý; đơn vị sẽ gọi hỏi lại."),
    )  # fmt: skip
    note = _line(_("Lời nhắn"), most=300, required=False)

    def __init__(self, *args: Any, child: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if not child:
            del self.fields["guardian"]


class ChooseForm(DatedForm):
    """Whom the calling unit chooses."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Chọn ít nhất một người trong danh sách.")}
    )

    def __init__(self, *args: Any, offered: Sequence[int], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["chosen"].choices = [(pk, str(pk)) for pk in offered]  # type: ignore[attr-defined]


class AnswerForm(DatedForm):
    """Why not."""

    answer = words_field(_("Vì sao"), most=300)
