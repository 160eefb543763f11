"""Forms of the log, the remarks, requests and commendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, decision_field, words_field
from viecthat.people.forms.member import LONG, QUIET
from viecthat.residence.choices import RequestKind
from viecthat.residence.commands.remark import Given
from viecthat.residence.forms.registration import ResidentsForm
from viecthat.residence.rules import levels
from viecthat.units.forms import DatedForm

if TYPE_CHECKING:
    from viecthat.residence.models import Registration


class LogForm(ResidentsForm):
    """What happened, and who was there."""

    what = forms.CharField(
        label=_("Việc gì"), max_length=200, widget=forms.TextInput(attrs=QUIET),
        help_text=_("Việc chưa ghi thành hoạt động trong sổ việc; hoạt động đã ghi thì tự tính."),
        error_messages={**LONG, "required": _("Ghi việc gì, ví dụ “Dọn vệ sinh đường thôn”.")},
    )  # fmt: skip
    day = day_field()


class RemarkForm(ResidentsForm):
    """A level and words for each."""

    day = day_field(_("Ngày nhận xét"))

    def own_fields(self, row: Registration) -> dict[str, forms.Field]:
        name = row.person.full_name
        known = [("", "—"), *((code, str(one)) for code, one in levels(self.today).items())]
        level = forms.ChoiceField(
            required=False,
            choices=known,
            widget=forms.Select(attrs={"class": "select", "aria-label": f"{name}: {_('mức tham gia')}"}),
        )
        words = forms.CharField(
            required=False,
            max_length=500,
            error_messages=LONG,
            widget=forms.Textarea(attrs={"rows": 2, "class": "textarea", "aria-label": f"{name}: {_('nhận xét')}"}),
        )
        return {"level": level, "words": words}

    @property
    def given(self) -> list[Given]:
        """Those for whom a level is chosen."""
        data = self.cleaned_data
        return [
            Given(row.pk, data[f"level_{row.pk}"], data.get(f"words_{row.pk}") or "")
            for row in self.residents
            if data.get(f"level_{row.pk}")
        ]


class ConfirmForm(DatedForm):
    """The day on which the commune confirms."""

    day = day_field(_("Ngày xác nhận"))


class RequestForm(DatedForm):
    """What a member brings forward."""

    kind = forms.ChoiceField(
        label=_("Nội dung"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn phản ánh, kiến nghị hay đề nghị giúp đỡ.")},
    )
    words = words_field(
        _("Điều muốn nói"),
        most=2000,
        help_text=_("Chỉ nơi cư trú, nơi sinh hoạt và chính đoàn viên đọc được; số liệu không mang tên ai."),
    )
    day = day_field()


class AnswerRequestForm(DatedForm):
    """The answer, and what help was given."""

    answer = words_field(_("Trả lời"), most=2000)
    help_given = forms.CharField(
        label=_("Đã giúp đỡ"), required=False, max_length=300, widget=forms.TextInput(attrs=QUIET), error_messages=LONG
    )
    day = day_field(_("Ngày trả lời"))


class CommendForm(DatedForm):
    """The branch or the commune commends."""

    by_commune = forms.TypedChoiceField(
        label=_("Đơn vị khen"),
        choices=[("0", _("chi đoàn nơi cư trú")), ("1", _("Đoàn xã, phường"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đơn vị khen.")},
    )
    form = forms.CharField(
        label=_("Hình thức"), max_length=120, widget=forms.TextInput(attrs=QUIET),
        help_text=_("Ví dụ: giấy khen, biểu dương trước chi đoàn."),
        error_messages={**LONG, "required": _("Ghi hình thức, ví dụ giấy khen.")},
    )  # fmt: skip
    merit = words_field(_("Thành tích"), most=300)
    decision = decision_field(required=False)
    day = day_field()
