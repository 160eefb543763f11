"""Surveys: written, drawn, answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.opinion.choices import QuestionKind, SurveyWay
from viecthat.opinion.models import Question
from viecthat.opinion.queries.frame import AGE, SEX, UNIT
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import WholeField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm


class SurveyForm(DatedForm):
    """A survey with its questions as plain lines."""

    title = line_field(_("Tên khảo sát"), _("Ghi tên khảo sát."))
    way = forms.ChoiceField(label=_("Ai trả lời"), choices=SurveyWay.choices, widget=forms.RadioSelect)
    start = day_field(_("Mở từ ngày"))
    last_day = day_field(_("Đến hết ngày"))
    asks = words_field(_("Lời giới thiệu cho người trả lời"), required=False, most=2000)
    questions = forms.CharField(
        label=_("Câu hỏi"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_(
            "Mỗi câu một dòng, cách trả lời trong ngoặc vuông: [một], [nhiều], [thang 1-5], [số 0-100], [viết]; "
            "thêm [không bắt buộc], [nếu câu 1 chọn 2]. Phương án ở dưới, mỗi dòng bắt đầu bằng -."
        ),
        error_messages={"required": _("Ghi câu hỏi.")},
    )  # fmt: skip


class DrawForm(forms.Form):
    """How the sample is drawn."""

    size = WholeField(label=_("Số người trong mẫu"), error_messages={"required": _("Ghi số người.")})
    by = forms.MultipleChoiceField(
        label=_("Chia nhóm theo"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(UNIT, _("đơn vị trực thuộc")), (SEX, _("giới tính")), (AGE, _("nhóm tuổi"))],
        help_text=_("Nhóm nào được chọn dưới 5 người thì gộp lại, để không ai đoán ra người trả lời."),
    )  # fmt: skip
    seed = line_field(
        _("Hạt giống"), required=False, most=40,
        help_text=_("Cùng hạt giống thì chọn ra cùng những người; bỏ trống: máy tự đặt và ghi lại."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """A code from a slip."""

    code = line_field(_("Mã trên phiếu mời"), _("Ghi mã."), most=40)


class AnswerForm(forms.Form):
    """The questions of a survey as a form; of those asked only of some, which must be answered the command says."""

    def __init__(self, *args: Any, questions: Sequence[Question], human: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[f"cau-{one.position}"] = _box(one, _note(one, questions))
        if human:
            self.fields["human"] = HumanCheckField()

    @property
    def answers(self) -> dict[int, Any]:
        """What was given, by the question's place."""
        return {one.position: self.cleaned_data[f"cau-{one.position}"] for one in self.questions}


def _box(one: Question, note: Any) -> forms.Field:
    said: dict[str, Any] = {
        "label": f"{one.position + 1}. {one.text}", "help_text": note,
        "required": one.required and one.skip_position is None,
        "error_messages": {"required": _("Câu này cần trả lời.")},
    }  # fmt: skip
    if one.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **said)
    if one.kind == QuestionKind.NUMBER:
        return WholeField(**said)
    if one.kind == QuestionKind.SCALE:
        marks = [(str(mark), str(mark)) for mark in range(one.low or 0, (one.high or 0) + 1)]
        return forms.TypedChoiceField(coerce=int, empty_value=None, choices=marks, widget=forms.RadioSelect, **said)
    options = [(str(place), label) for place, label in enumerate(one.options)]
    if one.kind == QuestionKind.MULTIPLE:
        return forms.TypedMultipleChoiceField(coerce=int, choices=options, widget=forms.CheckboxSelectMultiple, **said)
    return forms.TypedChoiceField(coerce=int, empty_value=None, choices=options, widget=forms.RadioSelect, **said)


def _note(one: Question, questions: Sequence[Question]) -> Any:
    if one.skip_position is not None:
        option = questions[one.skip_position].options[one.skip_option or 0]
        return _("Chỉ trả lời nếu ở câu %(n)d bạn chọn “%(option)s”.") % {"n": one.skip_position + 1, "option": option}
    return ""
