"""Forms of dialogues: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from viecthat.plans.choices import Gathered
from viecthat.plans.commands import Asked, DialogueFacts
from viecthat.plans.forms.directive import DocumentsField
from viecthat.plans.forms.programme import words_field
from viecthat.plans.models import DialogueQuestion
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField, UnitsField

_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
_ANY = pgettext_lazy("filter", "tất cả")


class DialogueListForm(QueryForm):
    """Which dialogues are looked at."""

    parameters = {"text": "q", "unit": "don-vi", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm buổi đối thoại"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    year = WholeField(label=_("Năm"), required=False)


class QuestionListForm(QueryForm):
    """Which questions are looked at."""

    parameters = {"text": "q", "unit": "don-vi", "state": "tinh-trang"}
    text = forms.CharField(
        label=_("Tìm câu hỏi"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("chưa trả lời")),
            ("tre", _("trễ hẹn")),
            ("hen", _("đã hẹn trả lời")),
            ("chua", _("chưa trả lời, chưa hẹn")),
            ("roi", _("đã trả lời")),
            ("tat-ca", _ANY),
        ],
    )


class DialogueForm(DatedForm):
    """A dialogue, held or to be held."""

    unit = forms.ChoiceField(label=_("Đơn vị tổ chức"), error_messages={"required": _("Chọn đơn vị.")})
    title = words_field(_("Tên buổi đối thoại, gặp gỡ"), 300, required=True, why=_("Ghi tên buổi đối thoại."))
    held_on = DayField(label=_("Ngày"), error_messages=_DAY)
    begins = forms.TimeField(
        label=_("Giờ bắt đầu"),
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh"],
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num", "placeholder": "08:00"}
        ),
        error_messages={"invalid": _("Ghi giờ như 08:00.")},
    )
    place = words_field(_("Nơi tổ chức"), 200)
    chairs = words_field(
        _("Lãnh đạo chủ trì"), 300, required=True, why=_("Ghi ai chủ trì."), help_text=_("Họ tên, chức vụ.")
    )
    invited = words_field(
        _("Đối tượng được mời"),
        500,
        required=True,
        rows=2,
        why=_("Ghi mời ai."),
        help_text=_("Ví dụ: 120 đoàn viên, người lao động khu công nghiệp Thạch Thất."),
    )
    parties = UnitsField(
        label=_("Đơn vị có người được mời"),
        required=False,
        help_text=_("Mỗi dòng một tên hoặc mã; họ đọc được biên bản."),
    )
    content = words_field(_("Nội dung, chương trình"), 5000, rows=4)
    asked_until = DayField(
        label=_("Nhận câu hỏi đến hết ngày"),
        error_messages=_DAY,
        help_text=_("Đến ngày này, ai có địa chỉ gửi câu hỏi đều gửi được, kể cả ẩn danh."),
    )
    attached = DocumentsField(label=_("Tài liệu"), required=False, help_text=_("DOCX, PDF hoặc TXT."))

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]

    @property
    def facts(self) -> DialogueFacts:
        """What was typed."""
        names = ("title", "held_on", "chairs", "invited", "asked_until", "begins", "place", "content")
        return DialogueFacts(**{name: self.cleaned_data[name] for name in names})


class AskForm(forms.Form):
    """A question sent by whoever has the address."""

    words = words_field(_("Câu hỏi, kiến nghị"), 2000, required=True, rows=5, why=_("Ghi câu hỏi."))
    anonymous = forms.BooleanField(
        label=_("Gửi ẩn danh"), required=False, help_text=_("Không lưu tên, không lưu tài khoản.")
    )
    asker_name = words_field(_("Họ tên"), 200, help_text=_("Bỏ trống khi gửi ẩn danh."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("anonymous") and not (data.get("asker_name") or "").strip():
            self.add_error("asker_name", _("Ghi họ tên, hoặc đánh dấu gửi ẩn danh."))
        return data

    def asked(self, account: int | None) -> Asked:
        """What was typed; of an anonymous question neither name nor account is handed on."""
        given = self.cleaned_data
        if given["anonymous"]:
            return Asked(given["words"])
        return Asked(given["words"], asker_name=given["asker_name"], asker=account)


class QuestionForm(forms.Form):
    """A question that came by voice or on paper, noted by the keeper."""

    words = words_field(_("Câu hỏi, kiến nghị"), 2000, required=True, rows=4, why=_("Ghi câu hỏi."))
    gathered = forms.ChoiceField(label=_("Nhận lúc nào"), choices=Gathered.choices, widget=forms.RadioSelect)
    asker_name = words_field(_("Người hỏi"), 200, help_text=_("Họ tên, đơn vị; bỏ trống: ẩn danh."))
    topic = words_field(_("Nhóm"), 120, help_text=_("Các câu cùng một việc đứng cạnh nhau, ví dụ: Nhà ở, tiền lương."))

    def __init__(self, *args: Any, noted: bool = True, topics: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(topics)
        if offered:
            self.fields["topic"].help_text = gettext("Đã có: {topics}.").format(topics="; ".join(offered))
        if not noted:
            # What an asker sent in their own words is not rewritten.
            for name in ("words", "gathered", "asker_name"):
                del self.fields[name]

    @property
    def asked(self) -> Asked:
        """What was typed."""
        given = self.cleaned_data
        return Asked(given.get("words", ""), topic=given["topic"], asker_name=given.get("asker_name", ""))


class GroupForm(forms.Form):
    """Questions about the same."""

    questions = forms.ModelMultipleChoiceField(
        label=_("Câu hỏi"),
        queryset=DialogueQuestion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một câu hỏi.")},
    )
    topic = words_field(_("Nhóm"), 120, help_text=_("Bỏ trống: đưa ra khỏi nhóm."))

    def __init__(self, *args: Any, rows: QuerySet[DialogueQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["questions"], rows)


class AnswerForm(DatedForm):
    """What is answered, by whom, when; with the same words other questions too."""

    words = words_field(_("Trả lời"), 5000, required=True, rows=6, why=_("Ghi câu trả lời."))
    said_by = words_field(
        _("Người trả lời"), 200, required=True, why=_("Ghi ai đã trả lời."), help_text=_("Họ tên, chức vụ.")
    )
    day = DayField(label=_("Ngày trả lời"), error_messages=_DAY)
    also = forms.ModelMultipleChoiceField(
        label=_("Trả lời chung cho các câu"),
        queryset=DialogueQuestion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, rows: QuerySet[DialogueQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["also"], rows)
        if not rows.exists():
            del self.fields["also"]


class PromiseForm(DatedForm):
    """Who answers by when."""

    unit = UnitField(
        label=_("Đơn vị, ban trả lời"),
        required=False,
        help_text=_("Bỏ trống: đơn vị tổ chức. Thành một nhiệm vụ có nhắc việc."),
    )
    person = forms.TypedChoiceField(
        label=_("Người trả lời (của đơn vị tổ chức)"), required=False, coerce=int, empty_value=None
    )
    due = DayField(label=_("Hạn trả lời"), error_messages=_DAY)
    words = words_field(_("Yêu cầu, hướng trả lời"), 2000, rows=3)
    also = forms.ModelMultipleChoiceField(
        label=_("Hẹn chung cho các câu"),
        queryset=DialogueQuestion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], rows: QuerySet[DialogueQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", gettext("cả đơn vị")), *people]  # type: ignore[attr-defined]
        _offer(self.fields["also"], rows)
        if not rows.exists():
            del self.fields["also"]


class LeaveOutForm(forms.Form):
    """Why a question is not answered on its own."""

    reason = words_field(
        _("Lý do"), 300, help_text=_("Ví dụ: trùng câu khác, không phải câu hỏi. Bỏ trống: đưa lại vào danh sách.")
    )


def _offer(field: Any, rows: QuerySet[DialogueQuestion]) -> None:
    field.queryset = rows
    field.label_from_instance = lambda row: f"{row.topic}: {row.words}" if row.topic else row.words
