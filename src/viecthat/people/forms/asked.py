"""Forms of what members ask for and allow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.own import RequestState
from viecthat.people.forms.life import words_field
from viecthat.people.forms.member import LONG, NOT_LISTED, QUIET, FileForm, PhotoField, SensitiveForm
from viecthat.units.forms import DatedForm, QueryForm

GUARDIAN = _("Người giám hộ cùng đồng ý")


class CorrectionForm(FileForm, SensitiveForm):  # type: ignore[misc]  # each facts_of is asked of its own form
    """The file as it stands, to be changed where it is wrong; then why, and what shows it."""

    reason = words_field(_("Vì sao cần sửa"))
    proof = PhotoField(
        label=_("Ảnh giấy tờ chứng minh"),
        required=False,
        help_text=_("Giấy khai sinh, quyết định … Không gửi ảnh căn cước. Ảnh bị xoá ngay khi có trả lời."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["photo"]  # a portrait is taken by the branch
        for name in ("full_name", "birth_date", "sex"):
            self.fields[name].required = bool(self.initial.get(name))


class AnswerForm(DatedForm):
    """Yes or no, and words."""

    accept = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[("yes", _("Sửa hồ sơ theo đề nghị")), ("no", _("Không sửa"))],
        widget=forms.RadioSelect,
        error_messages={**NOT_LISTED, "required": _("Chọn sửa hay không sửa.")},
    )
    answer = words_field(_("Lời trả lời"), required=False, help_text=_("Không sửa thì phải ghi vì sao."))


class RequestsForm(QueryForm):
    """Which requests are listed."""

    parameters = {"state": "tinh-trang"}
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, error_messages=NOT_LISTED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", RequestState.OPEN.label), *RequestState.choices[1:]]  # type: ignore[attr-defined]


class GuardianForm(DatedForm):
    """Of a child: the guardian who agrees as well."""

    guardian = forms.CharField(
        label=GUARDIAN, required=False, max_length=120, error_messages=LONG, widget=forms.TextInput(attrs=QUIET)
    )

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not child:
            del self.fields["guardian"]


class EmptyForm(DatedForm):
    """A confirmation without a question."""
