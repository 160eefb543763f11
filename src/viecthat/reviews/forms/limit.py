"""Forms of limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.ledger.choices import WorkArea
from viecthat.plans.forms.task import EvidenceField
from viecthat.reviews.commands.limit import LimitFacts
from viecthat.reviews.models import CauseKind, LimitState
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_ANY = _("tất cả")
_NO_AREA = _("chung, không theo mặt công tác")


def words_field(label: Any, required: Any = "", rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A box for some lines; `required` is the sentence said when it is empty."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, **LONG},
        **kwargs,
    )


class AreaField(forms.TypedChoiceField):
    """A block of the report, or none."""

    def __init__(self, none: Any = _NO_AREA, **kwargs: Any) -> None:
        choices = [("", none), *((str(area.value), area.label) for area in WorkArea)]
        super().__init__(
            label=_("Mặt công tác"), required=False, coerce=int, empty_value=None, choices=choices, **kwargs
        )


class LimitForm(DatedForm):
    """A limit, its cause, what is done about it by whom until when."""

    words = words_field(_("Hạn chế"), _("Ghi hạn chế là gì."))
    area = AreaField()
    indicator = forms.TypedChoiceField(label=_("Về chỉ tiêu, số liệu"), required=False, coerce=int, empty_value=None)
    cause = words_field(_("Nguyên nhân"), rows=2)
    cause_kind = forms.ChoiceField(label=_("Nguyên nhân là"), required=False, choices=CauseKind.choices)
    lesson = words_field(_("Bài học kinh nghiệm"), rows=2)
    action = words_field(_("Biện pháp khắc phục"), rows=2)
    owner = UnitField(
        label=_("Đơn vị khắc phục"), required=False, help_text=_("Bỏ trống: chính đơn vị. Cán bộ ở đó được báo.")
    )
    person = forms.TypedChoiceField(label=_("Người phụ trách"), required=False, coerce=int, empty_value=None)
    due = DayField(label=_("Hạn khắc phục"), required=False, help_text=_("Nhắc trước hạn và khi quá hạn."))

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], indicators: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", gettext("cả đơn vị")), *people]  # type: ignore[attr-defined]
        self.fields["indicator"].choices = [("", gettext("không về một số liệu nào")), *indicators]  # type: ignore[attr-defined]

    @property
    def facts(self) -> LimitFacts:
        """What was typed."""
        given = self.cleaned_data
        names = ("words", "area", "indicator", "cause", "cause_kind", "lesson", "action", "person", "due")
        return LimitFacts(**{name: given[name] for name in names}, owner=given["owner"].id if given["owner"] else None)


class LimitStepForm(forms.Form):
    """What is said of a limit."""

    words = words_field(_("Nội dung"))
    proof = forms.CharField(
        label=_("Minh chứng"),
        required=False,
        max_length=300,
        help_text=_("Số văn bản, hoạt động, địa chỉ trang cho thấy đã khắc phục; hoặc kèm tệp."),
        error_messages=LONG,
    )
    attached = EvidenceField(
        label=_("Tệp minh chứng"), required=False, help_text=_("Ảnh, DOCX, PDF hoặc TXT; được chọn nhiều tệp.")
    )

    def __init__(self, *args: Any, with_files: bool, words_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = words_required
        self.fields["words"].error_messages["required"] = gettext("Ghi rõ bằng lời.")
        if not with_files:
            del self.fields["proof"], self.fields["attached"]


class LimitListForm(QueryForm):
    """Which limits are looked at; every part may be missing."""

    parameters = {"text": "q", "whose": "cua", "state": "tinh-trang", "area": "mat", "unit": "dv"}
    text = forms.CharField(
        label=_("Tìm hạn chế"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(
        label=_("Ai khắc phục"), required=False, choices=[("", _ANY), ("toi", _("tôi, đơn vị tôi"))]
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("còn tồn tại")),
            ("qua-han", _("quá hạn")),
            ("tat-ca", _ANY),
            *LimitState.choices,
        ],
    )
    area = AreaField(none=_ANY)
    unit = UnitField(label=_("Đơn vị"), required=False)
