"""Forms of bodies, posts and cadres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.catalogue.posts import body_kinds, post_kinds, qualification_levels
from viecthat.people.choices.post import Basis, Destination, Leaving, RatingClass, SecondmentKind
from viecthat.people.commands.person import PersonDraft
from viecthat.people.queries.pick import Picked, person_meant
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import UnitField
from viecthat.units.queries.scope import Units

if TYPE_CHECKING:
    from viecthat.catalogue.posts import BodyKind, PostKind

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_WITH_ID = re.compile(r".*\[([0-9]{1,18})\]")
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
_DECISION = {
    **_LONG,
    "required": _("Ghi số quyết định, nghị quyết hoặc biên bản, ví dụ 12-QĐ/TĐTN-TCKT."),
}
_QUIET = {"autocomplete": "off"}


def english() -> bool:
    """Whether the reader reads English."""
    return get_language() == "en"


def named(one: Any) -> str:
    """A row of the catalogue in the reader's language."""
    return one.name_en if english() else one.name


class DecisionField(forms.CharField):
    """The number of a decision; how it is spelled, the command says."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("error_messages", _DECISION)
        kwargs.setdefault("widget", forms.TextInput(attrs={**_QUIET, "spellcheck": "false"}))
        super().__init__(**kwargs)


class PersonField(forms.CharField):
    """A person by name; the browser offers those the reader may name, each with a number that makes it the only one.

    `units`, set by the form, are those whose people may be named.
    """

    units: Units = ()

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "list": "person-names",
            "autocomplete": "off",
            "hx-get": reverse_lazy("cadres:suggest"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#person-names",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        number = _WITH_ID.fullmatch(text.strip())
        found = person_meant(text.strip(), int(number[1]) if number else None, self.units)
        if isinstance(found, Picked):
            return found
        raise ValidationError(
            _("Có {count} người tên ấy trong phạm vi của bạn; chọn một dòng gợi ý.").format(count=found)
            if found
            else _("Không có ai tên ấy trong phạm vi của bạn; gõ lại hoặc ghi người mới.")
        )

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Picked) else value

    def run_validators(self, value: Any) -> None:
        """The text was checked before it was read."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > (self.max_length or 300):
            raise ValidationError(_("Tên dài quá; gõ vài chữ rồi chọn một dòng gợi ý."))
        return super().clean(value)


class CadreForm(forms.Form):
    """A form whose boxes for people and units look them up on `today`, among the units of the reader."""

    def __init__(self, *args: Any, today: date, units: Units = (), **given: Any) -> None:
        super().__init__(*args, **given)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.units = units
            elif isinstance(field, UnitField):
                field.day = today


class BodyForm(CadreForm):
    """A body of a unit for a new term."""

    kind = forms.ChoiceField(label=_("Cơ quan"))
    term = forms.CharField(
        label=_("Khoá, nhiệm kỳ"),
        required=False,
        max_length=40,
        error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=_("Ví dụ: khoá XVI, nhiệm kỳ 2022 – 2027."),
    )
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    seats = WholeField(label=_("Số lượng theo quyết nghị, biên chế"), required=False)
    decision = DecisionField(label=_("Số quyết định, nghị quyết"))
    provisional = forms.BooleanField(label=_("Lâm thời, do cấp trên chỉ định"), required=False)
    congress_by = DayField(
        label=_("Đại hội trước ngày"), required=False, help_text=_("Bỏ trống: sáu tháng kể từ ngày chỉ định.")
    )
    hard_area = forms.BooleanField(label=_("Địa bàn đặc biệt khó khăn, biên giới, hải đảo"), required=False)

    def __init__(self, *args: Any, bodies: Iterable[BodyKind], **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "kind", [(kind.code, named(kind)) for kind in bodies])

    def clean_seats(self) -> int | None:
        seats = self.cleaned_data["seats"]
        if seats is not None and not 1 <= seats <= 500:
            raise ValidationError(_("Số lượng từ 1 đến 500."))
        return int(seats) if seats is not None else None


class GiveForm(CadreForm):
    """A post for somebody: one who is known, or one who is written down with it."""

    kind = forms.ChoiceField(label=_("Chức vụ"))
    person = PersonField(
        label=_("Ai"), required=False, help_text=_("Gõ vài chữ của tên rồi chọn; chưa có trong sổ thì ghi người mới.")
    )
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    basis = forms.ChoiceField(label=_("Hình thức"), choices=Basis.choices)
    decision = DecisionField(label=_("Số quyết định, nghị quyết"))
    full_time = forms.BooleanField(label=_("Chuyên trách"), required=False)
    title = forms.CharField(
        label=_("Ghi rõ chức vụ"),
        required=False,
        max_length=120,
        error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=_("Khi tên chung chưa đủ, ví dụ “Trưởng Ban Tổ chức – Kiểm tra”."),
    )
    new_name = forms.CharField(
        label=_("Họ và tên người mới"), required=False, max_length=120, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip
    new_born = DayField(label=_("Ngày sinh"), required=False)
    new_sex = forms.ChoiceField(
        label=_("Giới tính"), required=False, choices=[("", _("chọn")), ("male", _("Nam")), ("female", _("Nữ"))]
    )

    def __init__(self, *args: Any, kinds: Iterable[PostKind], unit_kind: str, unit: int, **given: Any) -> None:
        super().__init__(*args, **given)
        self.unit = unit
        offer(self, "kind", [(kind.code, kind.called(unit_kind, english=english())) for kind in kinds])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        new = data.get("new_name", "").strip()
        if data.get("person") is not None and new:
            self.add_error("new_name", _("Chỉ ghi một trong hai: người đã có, hoặc người mới."))
        elif data.get("person") is None and not new and "person" not in self.errors:
            self.add_error("person", _("Chọn người giữ chức vụ, hoặc ghi người mới."))
        if new and data.get("new_born") is None and "new_born" not in self.errors:
            self.add_error("new_born", _("Ghi ngày sinh để phân biệt người cùng tên và đối chiếu tuổi."))
        if new and not data.get("new_sex"):
            self.add_error("new_sex", _("Chọn giới tính."))
        return data

    @property
    def who(self) -> int | PersonDraft | None:
        """The person meant: an id, or what to write down of a new one; None while that is not clear."""
        data = self.cleaned_data
        if isinstance(data.get("person"), Picked):
            return int(data["person"].id)
        if data.get("new_name") and data.get("new_born"):
            return PersonDraft(data["new_name"], data.get("new_sex", ""), data["new_born"], self.unit)
        return None


class EndForm(CadreForm):
    """Why and when a post ends, and where its holder goes."""

    end = DayField(label=_("Thôi giữ từ ngày"), error_messages=_DAY)
    leaving = forms.ChoiceField(label=_("Lý do"), choices=Leaving.choices)
    decision = DecisionField(label=_("Số quyết định, nghị quyết"))
    whole = forms.BooleanField(label=_("Thôi mọi chức vụ ở đơn vị này"), required=False)
    destination = forms.ChoiceField(label=_("Chuyển đến"), choices=Destination.choices, required=False)
    destination_note = forms.CharField(
        label=_("Chức vụ mới"), required=False, max_length=200, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET), help_text=_("Ví dụ: Phó Chủ tịch Ủy ban nhân dân xã."),
    )  # fmt: skip


class MoveForm(CadreForm):
    """The next post of somebody, here or in another unit."""

    to = UnitField(label=_("Đến đơn vị"), error_messages={"required": _("Ghi đơn vị nơi giữ chức vụ mới.")})
    kind = forms.ChoiceField(label=_("Chức vụ mới"))
    day = DayField(label=_("Từ ngày"), error_messages=_DAY)
    basis = forms.ChoiceField(label=_("Hình thức"), choices=Basis.choices, initial=Basis.TRANSFERRED)
    decision = DecisionField(label=_("Số quyết định"))
    full_time = forms.BooleanField(label=_("Chuyên trách"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "kind", [(kind.code, named(kind)) for kind in post_kinds().values()])


class CloseBodyForm(CadreForm):
    """The end of a body and of the posts in it."""

    end = DayField(label=_("Kết thúc từ ngày"), error_messages=_DAY)
    leaving = forms.ChoiceField(
        label=_("Lý do"),
        choices=[(one.value, one.label) for one in (Leaving.TERM_OVER, Leaving.UNIT_ENDED)],
    )
    decision = DecisionField(label=_("Số quyết định, nghị quyết"))


class ExtendForm(CadreForm):
    """A later day for the congress of a provisional committee."""

    congress_by = DayField(label=_("Đại hội trước ngày"), error_messages=_DAY)
    decision = DecisionField(
        label=_("Số văn bản đồng ý của cấp ủy"), help_text=_("Kéo dài chỉ khi cấp ủy Đảng đồng ý.")
    )


class SessionForm(CadreForm):
    """A session of a body, and who was not there."""

    title = forms.CharField(
        label=_("Kỳ họp"), max_length=200, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi tên kỳ họp, ví dụ “Hội nghị Ban Chấp hành lần thứ 5”.")},
    )  # fmt: skip
    day = DayField(label=_("Ngày họp"), error_messages=_DAY)
    absent = forms.MultipleChoiceField(
        label=_("Vắng không có lý do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    excused = forms.MultipleChoiceField(label=_("Vắng có lý do"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        for name in ("absent", "excused"):
            offer(self, name, [(str(pk), label) for pk, label in members])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if set(data.get("absent", ())) & set(data.get("excused", ())):
            self.add_error("excused", _("Có người ở cả hai danh sách; mỗi người chỉ ở một."))
        return data


class QualificationForm(CadreForm):
    """A degree or certificate with its day and number."""

    level = forms.ChoiceField(label=_("Trình độ"))
    subject = forms.CharField(
        label=_("Ngành, thứ tiếng"), required=False, max_length=120, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip
    school = forms.CharField(
        label=_("Nơi cấp"), required=False, max_length=160, error_messages=_LONG, widget=forms.TextInput(attrs=_QUIET)
    )
    day = DayField(label=_("Ngày cấp"), error_messages=_DAY)
    proof = forms.CharField(
        label=_("Số văn bằng, chứng chỉ"), max_length=80, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi số hiệu văn bằng, chứng chỉ: không có số thì chưa có minh chứng.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "level", [(level.code, named(level)) for level in qualification_levels().values()])


class WithdrawForm(CadreForm):
    """Why a line is taken out of a file."""

    reason = forms.CharField(
        label=_("Vì sao rút"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**_LONG, "required": _("Ghi lý do rút để người sau hiểu.")},
    )  # fmt: skip


class RateForm(CadreForm):
    """The rating of one year."""

    unit = forms.ChoiceField(label=_("Ở đơn vị"))
    year = WholeField(label=_("Năm"), error_messages={"required": _("Ghi năm được xếp loại.")})
    rating = forms.ChoiceField(label=_("Xếp loại"), choices=RatingClass.choices)
    decision = DecisionField(label=_("Số quyết định, thông báo"), required=False)
    remark = forms.CharField(
        label=_("Nhận xét"), required=False, max_length=500, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "unit", [(str(pk), name) for pk, name in places])


class SecondForm(CadreForm):
    """Work for a time in another unit."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=SecondmentKind.choices)
    place = UnitField(label=_("Nơi đến"), error_messages={"required": _("Ghi đơn vị nơi đến.")})
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    until = DayField(label=_("Dự kiến đến ngày"), error_messages=_DAY)
    task = forms.CharField(
        label=_("Nhiệm vụ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**_LONG, "required": _("Ghi nhiệm vụ ở nơi đến.")},
    )  # fmt: skip
    decision = DecisionField(label=_("Số quyết định"))


class EndSecondmentForm(CadreForm):
    """How the time elsewhere ended."""

    end = DayField(label=_("Kết thúc từ ngày"), error_messages=_DAY)
    remark = forms.CharField(
        label=_("Nhận xét của nơi đến"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={**_LONG, "required": _("Ghi nhận xét của nơi đến.")},
    )  # fmt: skip


class CandidateForm(CadreForm):
    """Somebody for the planning list."""

    kind = forms.ChoiceField(label=_("Quy hoạch chức vụ"))
    person = PersonField(label=_("Ai"), error_messages={"required": _("Chọn người được quy hoạch.")})
    term = forms.CharField(
        label=_("Nhiệm kỳ"), required=False, max_length=40, error_messages=_LONG, widget=forms.TextInput(attrs=_QUIET)
    )
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    decision = DecisionField(label=_("Số quyết định phê duyệt"))
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=300, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Iterable[PostKind], unit_kind: str, **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "kind", [(kind.code, kind.called(unit_kind, english=english())) for kind in kinds])


class DropForm(CadreForm):
    """The day on which somebody leaves the planning list."""

    end = DayField(label=_("Ra khỏi quy hoạch từ ngày"), error_messages=_DAY)
    reason = forms.CharField(
        label=_("Lý do"), max_length=200, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi lý do ra khỏi quy hoạch.")},
    )  # fmt: skip


class PlacementForm(CadreForm):
    """Where somebody over age is to go, by when."""

    destination = forms.ChoiceField(
        label=_("Dự kiến chuyển đến"), choices=[choice for choice in Destination.choices if choice[0]]
    )
    due = DayField(label=_("Xong trước ngày"), error_messages=_DAY)
    note = forms.CharField(
        label=_("Phương án"), required=False, max_length=300, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Ví dụ: giới thiệu ứng cử Phó Bí thư Đảng ủy xã."),
    )  # fmt: skip


class RegisterForm(forms.Form):
    """What a reader wants to see of the register; its boxes stand in the address under Vietnamese names."""

    NAMES = {
        "text": "q", "unit": "don-vi", "kind": "chuc-vu", "body": "co-quan", "full_time": "chuyen-trach",
        "age": "tuoi", "sex": "gioi", "day": "ngay",
    }  # fmt: skip

    text = forms.CharField(label=_("Họ tên"), required=False, max_length=120)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=_("Chức vụ"), required=False)
    body = forms.ChoiceField(label=_("Cơ quan"), required=False)
    full_time = forms.ChoiceField(
        label=_("Chuyên trách"),
        required=False,
        choices=[("", _("tất cả")), ("co", _("chuyên trách")), ("khong", _("kiêm nhiệm"))],
    )
    age = forms.ChoiceField(
        label=_("Tuổi giữ chức vụ"),
        required=False,
        choices=[("", _("tất cả")), ("over", _("đã quá tuổi")), ("soon", _("quá tuổi trong 24 tháng"))],
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"), required=False, choices=[("", _("tất cả")), ("male", _("Nam")), ("female", _("Nữ"))]
    )
    day = DayField(label=_("Vào ngày"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        every = [("", str(_("tất cả")))]
        offer(self, "unit", units)
        offer(self, "kind", [*every, *((kind.code, named(kind)) for kind in post_kinds().values())])
        offer(self, "body", [*every, *((kind.code, named(kind)) for kind in body_kinds().values())])

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """The choices of a box."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: each form declares it so
    field.choices = choices
