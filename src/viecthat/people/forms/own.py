"""Forms of a member's own side: opening a sign-in, a new password, proposing a correction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import words_field
from viecthat.people.forms.member import LONG, WRITE_DAY
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class InviteForm(DatedForm):
    """When the guardians of those under 16 agreed; who is invited stands in the rows."""

    guardians_agreed_on = DayField(label=_("Người giám hộ đồng ý ngày"), required=False)


class TieForm(forms.Form):
    """The code and what a finder of the slip does not know."""

    code = forms.CharField(
        label=_("Mã trên phiếu mời"), max_length=20, error_messages={**LONG, "required": _("Ghi mã trên phiếu mời.")},
        widget=forms.TextInput(attrs=_CODE),
    )  # fmt: skip
    birth_date = DayField(label=_("Ngày sinh của bạn"), error_messages=WRITE_DAY)


class OpenForm(TieForm):
    """The same, and the name and password of the new sign-in."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=64, error_messages={**LONG, "required": _("Đặt một tên đăng nhập.")},
        help_text=_("Chữ thường không dấu, số, dấu chấm; ví dụ lan.phung2005."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Mật khẩu"), strip=False, max_length=200, error_messages={"required": _("Đặt một mật khẩu.")},
        help_text=_("Ít nhất 10 ký tự; một câu ngắn bạn dễ nhớ là tốt nhất."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Gõ lại mật khẩu"), strip=False, max_length=200,
        error_messages={"required": _("Gõ lại mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if given and "password" in given and given.get("again") not in {None, given["password"]}:
            self.add_error("again", ValidationError(_("Hai lần gõ mật khẩu khác nhau; gõ lại.")))
        return given


class TakeOffForm(DatedForm):
    """Why a member's sign-in is taken off."""

    reason = words_field(_("Vì sao gỡ"))


def guardians_in(sent: Any, people: list[int]) -> dict[int, str]:
    """The guardians typed beside the rows of those under 16."""
    return {person: str(sent.get(f"giam-ho-{person}", ""))[:500] for person in people}


def plain_value(value: object) -> object:
    """A cleaned value as a request keeps it: JSON, dates as ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value
