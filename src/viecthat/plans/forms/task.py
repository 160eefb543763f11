"""Forms of tasks: they read what was typed; what may be, the commands say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from viecthat.kernel.dates import format_date, parse_date
from viecthat.kernel.errors import Refused
from viecthat.plans.choices import CommandLine, TaskOrigin, TaskPart, TaskState
from viecthat.plans.commands import Marked, TaskText
from viecthat.plans.forms.directive import DocumentsField, ManyFilesInput
from viecthat.plans.models import Task
from viecthat.ui.fields import DayField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, QueryForm, UnitField, UnitsField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_QUIET = {"autocomplete": "off", "spellcheck": "false"}
_ANY = pgettext_lazy("filter", "tất cả")
_MILESTONE = re.compile(r"\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[:–-]?\s*(.*)")


class EvidenceField(DocumentsField):
    """Documents or photos that show what was done."""

    widget = ManyFilesInput(attrs={"accept": ".docx,.pdf,.txt,.jpg,.jpeg,.png,.webp"})


class MilestonesField(forms.CharField):
    """A milestone a line: the day, then what; cleaned to `Marked`s."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, **_QUIET}))
        kwargs.setdefault("max_length", 20_000)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        found = []
        for line in str(super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            read = _MILESTONE.fullmatch(line)
            if read is None or not read[2].strip():
                raise ValidationError(
                    _("Dòng “%(line)s”: ghi ngày rồi đến việc, ví dụ 15/03/2026 Ban hành kế hoạch."),
                    params={"line": line.strip()[:60]},
                )
            try:
                found.append(Marked(parse_date(read[1]), read[2].strip()))
            except Refused as refused:
                raise ValidationError(sentence_of(refused)) from refused
        return tuple(found)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(f"{format_date(one.day)} {one.title}" for one in value)
        return value


class TaskListForm(QueryForm):
    """Which tasks are looked at; every part may be missing."""

    parameters = {
        "text": "q", "whose": "cua", "state": "tinh-trang", "month": "thang", "origin": "nguon", "line": "tuyen",
        "unit": "dv",
    }  # fmt: skip
    text = forms.CharField(
        label=_("Tìm nhiệm vụ"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(
        label=_("Của ai"),
        required=False,
        choices=[
            ("", _ANY),
            ("toi", _("của tôi")),
            ("don-vi", _("của đơn vị tôi")),
            ("da-giao", _("đơn vị tôi đã giao")),
            ("chia-se", _("được chia sẻ")),
        ],
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("chưa xong")),
            ("qua-han", _("quá hạn")),
            ("cho", _("chờ xác nhận, chờ chấp nhận")),
            ("tat-ca", _ANY),
            *TaskState.choices,
        ],
    )
    month = forms.ChoiceField(
        label=_("Đến hạn"),
        required=False,
        choices=[("", _ANY), ("nay", _("trong tháng này")), ("sau", _("trong tháng sau"))],
    )
    origin = forms.ChoiceField(label=_("Nguồn"), required=False, choices=[("", _ANY), *TaskOrigin.choices])
    line = forms.ChoiceField(label=_("Tuyến chỉ đạo"), required=False, choices=[("", _ANY), *CommandLine.choices])
    unit = UnitField(label=_("Đơn vị chủ trì"), required=False)


class UnitChoiceForm(QueryForm):
    """Whose tasks are looked at."""

    parameters = {"unit": "don-vi"}
    unit = UnitField(label=_("Đơn vị"), required=False)


class _TaskTextForm(DatedForm):
    """What a task says."""

    title = forms.CharField(
        label=_("Nhiệm vụ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi nhiệm vụ: làm việc gì."), **_LONG},
    )
    detail = forms.CharField(
        label=_("Nội dung, yêu cầu"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_LONG,
    )
    person = forms.TypedChoiceField(
        label=_("Người phụ trách"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Người giữ vai trò ở đơn vị chủ trì; bỏ trống thì cán bộ của đơn vị cùng nhận nhắc việc."),
    )
    due = DayField(label=_("Hạn"), required=False)
    milestones = MilestonesField(
        label=_("Các mốc"), required=False, help_text=_("Mỗi dòng một mốc: 15/03/2026 Ban hành kế hoạch.")
    )
    partners = UnitsField(
        label=_("Đơn vị, ban phối hợp"), required=False, help_text=_("Mỗi dòng một tên hoặc mã; họ cùng thấy việc này.")
    )
    origin = forms.ChoiceField(label=_("Nguồn"), choices=TaskOrigin.choices, initial=TaskOrigin.OWN)
    origin_note = forms.CharField(
        label=_("Nguồn cụ thể"),
        required=False,
        max_length=300,
        help_text=_("Kết luận nào, ai chỉ đạo, đoàn kiểm tra nào."),
        error_messages=_LONG,
    )
    line = forms.ChoiceField(
        label=_("Tuyến chỉ đạo"),
        choices=CommandLine.choices,
        initial=CommandLine.OWN,
        help_text=_("Việc từ Đoàn cấp trên hay từ cấp ủy cùng cấp: để cân đối hai tuyến."),
    )
    professional = forms.CharField(
        label=_("Nhiệm vụ chuyên môn được phục vụ"),
        required=False,
        max_length=300,
        help_text=_("Nhiệm vụ chuyên môn, sản xuất kinh doanh mà việc này gắn với."),
        error_messages=_LONG,
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", gettext("cả đơn vị")), *people]  # type: ignore[attr-defined]

    @property
    def words(self) -> TaskText:
        """What was typed of the task itself."""
        given = self.cleaned_data
        return TaskText(
            title=given["title"],
            detail=given["detail"],
            professional=given["professional"],
            origin=given["origin"],
            origin_note=given["origin_note"],
            line=given["line"],
        )


class TaskEntryForm(_TaskTextForm):
    """A new task of the own unit, or given to one below."""

    giver = forms.ChoiceField(label=_("Đơn vị giao việc"), error_messages={"required": _("Chọn đơn vị giao việc.")})
    unit = UnitField(label=_("Đơn vị chủ trì"), required=False, help_text=_("Bỏ trống: chính đơn vị giao việc tự làm."))
    group = forms.ModelChoiceField(label=_("Thuộc nhóm"), queryset=Task.objects.none(), required=False)
    proposed = forms.BooleanField(label=_("Mới là đề xuất, chờ người có quyền chấp nhận"), required=False)
    field_order = [
        "giver", "unit", "title", "detail", "person", "due", "milestones", "partners", "origin", "origin_note", "line",
        "professional", "group", "proposed",
    ]  # fmt: skip

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], groups: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = list(units)  # type: ignore[attr-defined]
        if groups is None:
            del self.fields["group"]
        else:
            self.fields["group"].queryset = groups  # type: ignore[attr-defined]
            self.fields["group"].label_from_instance = lambda row: row.title  # type: ignore[attr-defined]


class TaskCorrectForm(_TaskTextForm):
    """What a task says, put right."""


class BreakDownForm(DatedForm):
    """Parts of a task for units below, or for people of the own unit."""

    title = forms.CharField(
        label=_("Phần việc"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi phần việc."), **_LONG},
    )
    below = forms.BooleanField(label=_("Mọi đơn vị trực thuộc"), required=False)
    units = UnitsField(
        label=_("Hoặc từng đơn vị"),
        required=False,
        help_text=_("Mỗi dòng một tên hoặc mã. Bỏ trống cả hai: phần việc của chính đơn vị."),
    )
    person = forms.TypedChoiceField(
        label=_("Người phụ trách (phần của chính đơn vị)"), required=False, coerce=int, empty_value=None
    )
    due = DayField(label=_("Hạn"), required=False, help_text=_("Bỏ trống: theo hạn của việc chung."))

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", gettext("cả đơn vị")), *people]  # type: ignore[attr-defined]


class ShareForm(DatedForm):
    """Which other units, departments among them, work on the task too or are told of it."""

    units = UnitsField(
        label=_("Đơn vị, ban nhận"),
        help_text=_("Mỗi dòng một tên hoặc mã; cán bộ ở đó được báo."),
        error_messages={"required": _("Ghi ít nhất một đơn vị.")},
    )
    part = forms.ChoiceField(
        label=_("Để làm gì"), choices=TaskPart.choices, widget=forms.RadioSelect, initial="informed"
    )
    words = forms.CharField(label=_("Lời nhắn"), required=False, max_length=1000, error_messages=_LONG)


class StepForm(forms.Form):
    """Words, and where it helps files."""

    words = forms.CharField(
        label=_("Nội dung"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_LONG,
    )
    attached = EvidenceField(
        label=_("Tệp minh chứng"), required=False, help_text=_("Ảnh, DOCX, PDF hoặc TXT; được chọn nhiều tệp.")
    )

    def __init__(self, *args: Any, with_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_files:
            del self.fields["attached"]


class ExtensionForm(DatedForm):
    """Another day, and why."""

    due = DayField(label=_("Hạn mới"), error_messages={"required": _("Ghi hạn mới: ngày/tháng/năm.")})
    words = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_LONG,
    )


class ReminderForm(forms.Form):
    """How somebody wishes to be told."""

    days_before = WholeField(
        label=_("Nhắc trước số ngày"),
        help_text=_("0: chỉ nhắc đúng ngày đến hạn; nhiều nhất 30."),
        error_messages={"required": _("Ghi số ngày, ví dụ 3.")},
    )
    address = forms.EmailField(
        label=_("Địa chỉ thư"),
        required=False,
        max_length=254,
        help_text=_("Một thư có đường dẫn xác nhận sẽ được gửi tới đó."),
        error_messages={"invalid": _("Địa chỉ thư chưa đúng, ví dụ ten@example.vn."), **_LONG},
    )
    by_mail = forms.BooleanField(label=_("Gửi thư tổng hợp mỗi ngày một lần"), required=False)
    reports = forms.BooleanField(label=_("Nhắc cả hạn gửi báo cáo của đơn vị"), required=False)


def month_of(word: str, today: date) -> date | None:
    """A day of the month that a filter names."""
    if word == "nay":
        return today
    if word == "sau":
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return None
