"""Forms of the register of documents: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.files.commands import MOST_DOCUMENT_BYTES
from viecthat.plans.choices import DirectiveType, LinkKind, Restart
from viecthat.plans.commands import SentFile
from viecthat.plans.models import Directive, Task
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField, UnitsField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_QUIET = {"autocomplete": "off", "spellcheck": "false"}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
MOST_TEXT = 1_000_000


class ManyFilesInput(forms.FileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """Documents, read into memory once their weight is known to be bearable."""

    widget = ManyFilesInput(attrs={"accept": ".docx,.pdf,.txt"})

    def clean(self, data: Any, initial: Any = None) -> tuple[SentFile, ...]:
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent:
            super().clean(None, initial)
        for file in sent:
            super().clean(file, initial)
            if (file.size or 0) > MOST_DOCUMENT_BYTES:
                raise ValidationError(_("Tệp nặng quá 25 MB; nén hoặc tách ra rồi gửi."))
        return tuple(SentFile(file.name or "", file.read()) for file in sent)


class RegisterForm(QueryForm):
    """What of the register is looked at; every part may be missing."""

    parameters = {"text": "q", "type": "loai", "issuer": "cq", "day": "ngay", "way": "so", "term": "nk"}
    text = forms.CharField(
        label=_("Tìm trong số, trích yếu, toàn văn"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(label=_("Loại"), required=False)
    way = forms.ChoiceField(
        label=_("Sổ"),
        required=False,
        choices=[
            ("", _("tất cả")),
            ("den", _("đến")),
            ("di", _("đi")),
            ("quy-che", _("quy chế nội bộ")),
            ("dang", _("Đại hội Đảng")),
        ],
    )
    issuer = UnitField(label=_("Cơ quan ban hành"), required=False)
    day = DayField(label=_("Còn hiệu lực vào ngày"), required=False)
    term = forms.TypedChoiceField(label=_("Nhiệm kỳ"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, terms: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [("", gettext("tất cả")), *terms]  # type: ignore[attr-defined]
        kinds = [(code, name) for code, name in DirectiveType.choices if code]
        self.fields["type"].choices = [("", gettext("tất cả")), *kinds]  # type: ignore[attr-defined]


class _RecordForm(DatedForm):
    """What the register says of a document."""

    subject = forms.CharField(
        label=_("Trích yếu"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi trích yếu: văn bản nói về việc gì."), **_LONG},
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    start = DayField(label=_("Có hiệu lực từ ngày"), required=False, help_text=_("Bỏ trống: từ ngày ban hành."))
    end = DayField(label=_("Hết hiệu lực từ ngày"), required=False, help_text=_("Ngày đầu tiên không còn hiệu lực."))
    internal_rule = forms.BooleanField(label=_("Quy chế, quy định nội bộ: người trong đơn vị xác nhận"), required=False)
    open_below = forms.BooleanField(label=_("Mọi đơn vị cấp dưới đều đọc được"), required=False)
    attached = DocumentsField(
        label=_("Tệp văn bản"), required=False, help_text=_("DOCX, PDF hoặc TXT; chữ trong tệp được đưa vào tìm kiếm.")
    )
    text = forms.CharField(
        label=_("Toàn văn"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi đoạn một dòng. Bỏ trống thì lấy chữ trong tệp."),
    )

    @property
    def force(self) -> tuple[Any, Any]:
        """From when to when the document is in force."""
        return self.cleaned_data.get("start"), self.cleaned_data.get("end")


class EntryForm(_RecordForm):
    """A document of any kind, own or of others."""

    unit = forms.ChoiceField(label=_("Vào sổ của"), error_messages={"required": _("Chọn đơn vị giữ sổ.")})
    type = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    number = forms.CharField(
        label=_("Số, ký hiệu"),
        required=False,
        max_length=64,
        help_text=_("Ví dụ 07-KL/TWĐTN-BTC. Văn bản của đơn vị: bỏ trống thì lấy số tiếp theo trong sổ."),
        widget=forms.TextInput(attrs=_QUIET),
        error_messages=_LONG,
    )
    department = forms.CharField(
        label=_("Ký hiệu bộ phận soạn"),
        required=False,
        max_length=20,
        help_text=_("Chỉ dùng khi hệ thống cấp số, ví dụ VP, TCKT."),
        widget=forms.TextInput(attrs=_QUIET),
        error_messages=_LONG,
    )
    issuer = UnitField(
        label=_("Đơn vị ban hành"), required=False, help_text=_("Bỏ trống cả hai ô: văn bản của chính đơn vị giữ sổ.")
    )
    issuer_name = forms.CharField(
        label=_("Hoặc cơ quan ngoài Đoàn"), required=False, max_length=200, error_messages=_LONG
    )
    congress = WholeField(
        label=_("Nghị quyết Đại hội Đảng lần thứ"),
        required=False,
        help_text=_("Chỉ ghi khi là nghị quyết của Đại hội Đảng; nhiệm kỳ Đảng ghi ở trang Đồng hồ nhiệm kỳ."),
    )
    arrived_on = DayField(
        label=_("Ngày đến"), required=False, help_text=_("Văn bản của nơi khác: ghi ngày nhận để vào sổ đến.")
    )
    field_order = [
        "unit", "type", "number", "department", "issuer", "issuer_name", "congress", "issued_on", "arrived_on",
        "subject", "start", "end", "attached", "text", "internal_rule", "open_below",
    ]  # fmt: skip

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["type"].choices = list(DirectiveType.choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("issuer") is not None and given.get("issuer_name"):
            self.add_error("issuer_name", _("Đã chọn một đơn vị ban hành; bỏ trống ô này."))
        return given


class CorrectForm(_RecordForm):
    """The record of a document put right."""


class LinkForm(forms.Form):
    """What this document does to another."""

    kind = forms.ChoiceField(label=_("Văn bản này"), choices=LinkKind.choices)
    other = forms.CharField(
        label=_("Văn bản kia"),
        max_length=100,
        help_text=_("Số, ký hiệu; hoặc vài chữ trong trích yếu."),
        widget=forms.TextInput(attrs=_QUIET),
        error_messages={"required": _("Ghi số hoặc vài chữ trong trích yếu của văn bản kia."), **_LONG},
    )


class SendForm(DatedForm):
    """Where a document goes."""

    below = forms.BooleanField(label=_("Mọi đơn vị trực thuộc nơi ban hành"), required=False)
    units = UnitsField(label=_("Hoặc từng đơn vị"), required=False, help_text=_("Mỗi dòng một tên hoặc mã."))
    day = DayField(label=_("Ngày gửi"), error_messages=_DAY)


class ReceiveForm(DatedForm):
    """A unit takes a document in."""

    unit = forms.ChoiceField(label=_("Đơn vị nhận"))
    day = DayField(label=_("Ngày nhận"), error_messages=_DAY)

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]


class NumberingForm(DatedForm):
    """How the unit's own documents are numbered from a day on."""

    code = forms.CharField(
        label=_("Ký hiệu cơ quan trong số văn bản"),
        max_length=20,
        help_text=_("Ví dụ TĐTN, ĐTN."),
        widget=forms.TextInput(attrs=_QUIET),
        error_messages={"required": _("Ghi ký hiệu, ví dụ TĐTN."), **_LONG},
    )
    restart = forms.ChoiceField(label=_("Bắt đầu lại từ số 01"), choices=Restart.choices, widget=forms.RadioSelect)
    start = DayField(label=_("Áp dụng từ ngày"), error_messages=_DAY)


class TaskForm(DatedForm):
    """A task or a group of tasks out of a passage."""

    title = forms.CharField(
        label=_("Tên nhiệm vụ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi tên nhiệm vụ."), **_LONG},
    )
    is_group = forms.BooleanField(label=_("Là nhóm nhiệm vụ"), required=False)
    proposed = forms.BooleanField(label=_("Mới là đề xuất giải pháp, chờ người có quyền chấp nhận"), required=False)
    group = forms.ModelChoiceField(label=_("Thuộc nhóm"), queryset=Task.objects.none(), required=False)
    due = DayField(label=_("Hạn"), required=False)


class BookForm(forms.Form):
    """Which document stands for a decision."""

    directive = forms.ModelChoiceField(label=_("Theo văn bản"), queryset=Directive.objects.none(), required=False)
