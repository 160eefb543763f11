"""Forms of the register and of a person's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.files.commands import MOST_BYTES
from viecthat.people.choices.file import MemberGroup, Schooling
from viecthat.people.choices.membership import MemberState
from viecthat.people.commands.file import PLAIN_FIELDS, SENSITIVE_FIELDS
from viecthat.people.models import Person, SensitiveFacts, Sex
from viecthat.people.queries.register import BY_NAME, ORDERS, AgeGroup, age_groups
from viecthat.ui.fields import DayField
from viecthat.units.forms import QueryForm, UnitField

LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
NOT_LISTED = {"invalid_choice": _("Không có “%(value)s”; chọn một mục trong danh sách.")}
QUIET = {"autocomplete": "off"}
WRITE_NAME = {**LONG, "required": _("Ghi họ và tên.")}
WRITE_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2005.")}


def line_field(label: Any, missing: Any = "", *, required: bool = True, most: int = 200, help_text: Any = "") -> Any:
    """A line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": missing},
    )


class RegisterForm(QueryForm):
    """Which part of the register is looked at; every part may be missing."""

    parameters = {
        "text": "q", "unit": "don-vi", "state": "tinh-trang", "sex": "gioi", "age": "tuoi", "order": "xep",
    }  # fmt: skip
    text = forms.CharField(
        label=_("Tìm người"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={**QUIET, "type": "search", "placeholder": _("Tên, ngày sinh, điện thoại, số thẻ")}
        ),
        error_messages=LONG,
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, error_messages=NOT_LISTED)
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, error_messages=NOT_LISTED)
    age = forms.ChoiceField(label=_("Tuổi"), required=False, error_messages=NOT_LISTED)
    order = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ages = {group.code: group for group in age_groups()}
        ages = [(group.code, group.name) for group in self._ages.values()]
        self.fields["state"].choices = [("", gettext("Mọi người")), *MemberState.choices]  # type: ignore[attr-defined]
        self.fields["sex"].choices = [("", gettext("Nam và nữ")), *Sex.choices]  # type: ignore[attr-defined]
        self.fields["age"].choices = [("", gettext("Mọi tuổi")), *ages]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> int:
        """How many of the folded questions are asked."""
        return sum(bool(self[name].value()) for name in ("state", "sex", "age"))

    @property
    def asks(self) -> bool:
        """Something narrows the list, so that an empty one may be the filter's doing."""
        return any(self[name].value() for name in ("text", "unit", "state", "sex", "age"))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if "\x00" in text:
            raise ValidationError(_("Có ký tự lạ; gõ lại."))
        return text

    def clean_age(self) -> AgeGroup | None:
        return self._ages.get(self.cleaned_data["age"])

    def clean_order(self) -> str:
        """One of ORDERS; anything else is the usual one."""
        asked: str = self.cleaned_data["order"]
        return asked if asked in ORDERS else BY_NAME


class PhotoField(forms.FileField):
    """A portrait, read into memory once its weight is known to be bearable."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("Ảnh nặng quá 12 MB; chụp lại hoặc thu nhỏ rồi gửi."))
        return bytes(file.read())


class FileForm(forms.Form):
    """The fields of the member book, each with what it is for."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, error_messages=WRITE_NAME, widget=forms.TextInput(attrs=QUIET)
    )
    birth_date = DayField(label=_("Ngày sinh"), error_messages=WRITE_DAY)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    card_number = forms.CharField(
        label=_("Số thẻ đoàn viên"), required=False, max_length=20, error_messages=LONG,
        widget=forms.TextInput(attrs=QUIET),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=20, error_messages=LONG,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "tel"}),
        help_text=_("Để chi đoàn liên lạc; người không giữ sổ chỉ thấy ba số cuối."),
    )  # fmt: skip
    hometown = forms.CharField(label=_("Quê quán"), required=False, max_length=200, error_messages=LONG)
    residence = forms.CharField(
        label=_("Nơi ở"), required=False, max_length=200, error_messages=LONG,
        help_text=_("Để giới thiệu sinh hoạt nơi cư trú."),
    )  # fmt: skip
    occupation = forms.CharField(label=_("Nghề nghiệp, lớp học"), required=False, max_length=120, error_messages=LONG)
    paid = forms.BooleanField(
        label=_("Hưởng lương"), required=False, help_text=_("Quyết định mức đoàn phí hằng tháng.")
    )
    schooling = forms.ChoiceField(
        label=_("Học vấn"), required=False, choices=[("", _("chưa ghi")), *Schooling.choices], error_messages=NOT_LISTED
    )
    youth_group = forms.ChoiceField(
        label=_("Nhóm đối tượng"), required=False, choices=[("", _("chưa ghi")), *MemberGroup.choices],
        error_messages=NOT_LISTED, help_text=_("Để báo cáo tách được theo nhóm thanh niên."),
    )  # fmt: skip
    photo = PhotoField(label=_("Ảnh thẻ"), required=False, help_text=_("Ảnh mới thay ảnh cũ trên hồ sơ."))

    @classmethod
    def facts_of(cls, person: Person) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(person, name) for name in PLAIN_FIELDS}


class SensitiveForm(forms.Form):
    """The restricted part of a file."""

    ethnicity = forms.CharField(label=_("Dân tộc"), required=False, max_length=60, error_messages=LONG)
    religion = forms.CharField(label=_("Tôn giáo"), required=False, max_length=60, error_messages=LONG)
    id_number = forms.CharField(
        label=_("Số định danh cá nhân"), required=False, max_length=12, error_messages=LONG,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "numeric"}),
        help_text=_("Chỉ để phân biệt người trùng tên, trùng ngày sinh. Không lưu ảnh giấy tờ."),
    )  # fmt: skip
    family_contact = forms.CharField(
        label=_("Cha mẹ, người giám hộ"), required=False, max_length=200, error_messages=LONG
    )
    family_phone = forms.CharField(
        label=_("Điện thoại gia đình"), required=False, max_length=20, error_messages=LONG,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "tel"}),
    )  # fmt: skip

    @classmethod
    def facts_of(cls, facts: SensitiveFacts) -> dict[str, str]:
        """What the form shows at first."""
        return {name: getattr(facts, name) for name in SENSITIVE_FIELDS}
