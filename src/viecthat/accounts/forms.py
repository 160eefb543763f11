"""The sign-in form, and the one for a new password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=64,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "none", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra bàn phím có đang bật gõ tiếng Việt không."),
        "inactive": _("Tài khoản này đã ngừng dùng; hỏi người quản trị của đơn vị."),
    }


class PasswordForm(forms.Form):
    """The password in use, and the new one twice."""

    old = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Gõ mật khẩu đang dùng.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Đặt một mật khẩu mới.")},
        help_text=_("Ít nhất 10 ký tự; một câu ngắn bạn dễ nhớ là tốt nhất."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Gõ lại mật khẩu mới"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Gõ lại mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if given and "new" in given and given.get("again") not in {None, given["new"]}:
            self.add_error("again", ValidationError(_("Hai lần gõ mật khẩu khác nhau; gõ lại.")))
        return given
