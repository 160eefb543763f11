"""The library, commitments, checks and quizzes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.learning.choices import MaterialKind
from viecthat.ledger.choices import WorkArea
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm


class CorrectMaterialForm(DatedForm):
    """What a material says."""

    title = line_field(_("Tên"), _("Ghi tên."))
    area = forms.TypedChoiceField(label=_("Lĩnh vực"), coerce=int, choices=WorkArea.choices)
    body = forms.CharField(
        label=_("Nội dung"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Cách làm hay: khó ở đâu, đã làm thế nào, kết quả ra sao, nơi khác cần gì để làm theo."),
        error_messages={"required": _("Ghi nội dung."), "max_length": _("Nội dung dài quá; viết ngắn lại.")},
    )  # fmt: skip
    source = line_field(_("Văn bản, nguồn"), required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)


class MaterialForm(CorrectMaterialForm):
    """A new one."""

    kind = forms.ChoiceField(label=_("Loại"), choices=MaterialKind.choices)
    field_order = ["kind", "title", "area", "body", "source", "issued_on"]


class WhyForm(DatedForm):
    """Why something is taken back."""

    reason = line_field(_("Vì sao"), _("Ghi lý do để người sau hiểu."), most=300)


class SignedForm(DatedForm):
    """Who signed on paper."""

    people = forms.TypedMultipleChoiceField(
        label=_("Đoàn viên đã ký"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một đoàn viên của đơn vị.")},
    )  # fmt: skip
    day = day_field(_("Ngày ký"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]


class CheckForm(DatedForm):
    """A look at conduct."""

    day = day_field(_("Ngày kiểm tra"))
    place = line_field(_("Ở đâu"), _("Ghi nơi kiểm tra."))
    seen = WholeField(label=_("Số người, lượt được xem"), error_messages={"required": _("Ghi số đếm được.")})
    kept = WholeField(label=_("Số thực hiện đúng"), error_messages={"required": _("Ghi số đếm được.")})
    words = words_field(_("Đã thấy gì"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("seen", "kept"):
            if not 0 <= (data.get(name) or 0) <= 1_000_000:
                self.add_error(name, _("Số này lớn quá mức có thể; xem lại số chữ số 0."))
        return data


class QuizForm(DatedForm):
    """A quiz with its questions as plain lines."""

    title = line_field(_("Tên bài"), _("Ghi tên bài."))
    material = forms.ChoiceField(label=_("Tài liệu để đọc trước"), required=False)
    start = day_field(_("Mở từ ngày"))
    last_day = day_field(_("Đến hết ngày"))
    pass_mark = WholeField(label=_("Số câu đúng để đạt"), error_messages={"required": _("Ghi số câu.")})
    tries = WholeField(label=_("Số lần được làm"), initial=1, error_messages={"required": _("Ghi từ 1 đến 10.")})
    questions = forms.CharField(
        label=_("Câu hỏi"), max_length=40_000,
        widget=forms.Textarea(
            attrs={"rows": 16, "spellcheck": "false", "placeholder": _("Đoàn thành lập năm nào?\n* 1931\n- 1945")}
        ),
        help_text=_("Mỗi câu hỏi một dòng; dưới nó mỗi câu trả lời một dòng: câu đúng bắt đầu bằng *, câu khác -."),
        error_messages={"required": _("Ghi câu hỏi và câu trả lời.")},
    )  # fmt: skip

    def __init__(self, *args: Any, materials: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = [("", "—"), *materials]  # type: ignore[attr-defined]

    def clean_material(self) -> int | None:
        chosen = self.cleaned_data["material"]
        return int(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, most in (("pass_mark", 50), ("tries", 10)):
            if name in data and not 1 <= data[name] <= most:
                self.add_error(name, _("Ghi một số từ 1 đến %(most)d.") % {"most": most})
        return data


class TakeForm(forms.Form):
    """The questions of a quiz; an unanswered one is asked for once more."""

    def __init__(self, *args: Any, questions: Sequence[tuple[str, Sequence[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (text, answers) in enumerate(questions):
            self.fields[f"cau-{number}"] = forms.TypedChoiceField(
                label=f"{number + 1}. {text}", coerce=int, widget=forms.RadioSelect,
                choices=[(str(i), answer) for i, answer in enumerate(answers)],
                error_messages={"required": _("Chọn một câu trả lời.")},
            )  # fmt: skip

    @property
    def answers(self) -> list[int]:
        """What was chosen, in order."""
        return [self.cleaned_data[name] for name in self.fields]
