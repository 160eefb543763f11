"""A form that a person fills in and a machine mostly does not: a small sum in words, and a box nobody sees.

No script, no picture, no other site: it reads aloud, works on any phone and tells nobody who came. The sum travels
signed, so nothing is kept; floods are stopped by the door (`accounts.commands.Door`), not here.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

_SALT = "viecthat.human"
_HOURS = 6
_WORDS = (
    pgettext_lazy("number", "không"), pgettext_lazy("number", "một"), pgettext_lazy("number", "hai"),
    pgettext_lazy("number", "ba"), pgettext_lazy("number", "bốn"), pgettext_lazy("number", "năm"),
    pgettext_lazy("number", "sáu"), pgettext_lazy("number", "bảy"), pgettext_lazy("number", "tám"),
    pgettext_lazy("number", "chín"),
)  # fmt: skip


def new_sum() -> tuple[str, int]:
    """A signed sum and its answer; the answer is for tests."""
    one, other = 1 + secrets.randbelow(9), 1 + secrets.randbelow(9)
    return signing.dumps([one, other], salt=_SALT), one + other


class HumanForm(forms.Form):
    """To be built upon: its boxes come last. A wrong answer is asked for anew with another sum.

    `human=False` leaves the boxes out, for who is signed in.
    """

    human_sum = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    human_answer = forms.CharField(
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Trả lời câu hỏi nhỏ này, để biết người gửi không phải máy.")},
    )
    # People never see it (hidden from screens and readers alike); machines fill in every box they find.
    homepage = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, human: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("human_sum", "human_answer", "homepage")
        if not human:
            for name in names:
                del self.fields[name]
            return
        self.order_fields([name for name in self.fields if name not in names])
        self._asked = _read(self.data.get(self.add_prefix("human_sum"), "")) if self.is_bound else None
        if self._asked is None:
            self._ask_anew()
        else:
            self._label(self._asked)

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            self.add_error(None, gettext("Phiếu này như do máy điền; tải lại trang rồi gửi lại."))
        return ""

    def clean_human_answer(self) -> str:
        text: str = self.cleaned_data["human_answer"].strip()
        if self._asked is None or not text.isdecimal() or int(text) != sum(self._asked):
            self._ask_anew()
            raise ValidationError(gettext("Chưa đúng; làm phép cộng mới ở trên, ghi bằng số."))
        return text

    def _ask_anew(self) -> None:
        signed = new_sum()[0]
        self._asked = None  # what was sent answers another sum
        self.fields["human_sum"].initial = signed
        self.initial["human_sum"] = signed
        if self.is_bound:
            data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            data[self.add_prefix("human_sum")] = signed
            data[self.add_prefix("human_answer")] = ""
            self.data = data
        asked = _read(signed)
        if asked is not None:
            self._label(asked)

    def _label(self, asked: tuple[int, int]) -> None:
        words = {"a": str(_WORDS[asked[0]]), "b": str(_WORDS[asked[1]])}
        self.fields["human_answer"].label = gettext("Người thật? {a} cộng {b} bằng mấy (ghi bằng số)").format(**words)


def _read(signed: str) -> tuple[int, int] | None:
    try:
        one, other = signing.loads(signed, salt=_SALT, max_age=_HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (one, other)
