"""Forms that open a review, put it right, and look through those that were held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from viecthat.reviews.commands.review import LONGEST_TITLE
from viecthat.reviews.models import ReviewKind
from viecthat.ui.fields import DayField, PeriodField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.plans.models import Directive

MOST_DIRECTIVES = 20
FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


class DirectivesField(forms.CharField):
    """Documents by their numbers, one a line; cleaned to those among `known`, which the form sets."""

    known: QuerySet[Directive] | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}))
        super().__init__(max_length=4_000, **kwargs)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_DIRECTIVES:
            raise forms.ValidationError(
                gettext("Ghi nhiều nhất %(most)d văn bản."), params={"most": MOST_DIRECTIVES}
            )  # fmt: skip
        found = {}
        for line in lines:
            row = self._read(line)
            found[row.pk] = row
        return list(found.values())

    def _read(self, line: str) -> Directive:
        if self.known is None:
            raise TypeError("a DirectivesField needs the documents the reader knows of")
        rows = list(self.known.filter(number__iexact=line)[:2]) or list(self.known.filter(subject__iexact=line)[:2])
        if not rows:
            raise forms.ValidationError(
                gettext("Không có văn bản số “%(line)s” trong sổ văn bản bạn được xem."), params={"line": line[:80]}
            )
        if len(rows) > 1:
            raise forms.ValidationError(
                gettext("Có nhiều văn bản số “%(line)s”; ghi đúng trích yếu của văn bản cần chọn."),
                params={"line": line[:80]},
            )
        return rows[0]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(str(row) for row in value)


class _Documented(DatedForm):
    """A form that names documents."""

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DirectivesField):
                field.known = directives


class NewReviewForm(_Documented):
    """A review to be opened."""

    unit = UnitField(label=_("Đơn vị"), error_messages={"required": _("Ghi tên hoặc mã đơn vị.")})
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=ReviewKind.choices,
        error_messages={"required": _("Chọn loại sơ kết, tổng kết.")},
    )
    period = PeriodField(
        label=_("Kỳ"),
        help_text=_("Ví dụ: 6 tháng đầu năm 2026; năm 2025; năm học 2025 – 2026; 01/10/2017 - 30/06/2020."),
        error_messages={"required": _("Ghi kỳ, ví dụ: 6 tháng đầu năm 2018.")},
    )
    title = forms.CharField(
        label=_("Tên"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("Để trống thì đặt theo loại và kỳ."),
        error_messages=_LONG,
    )
    directives = DirectivesField(
        label=_("Sơ kết, tổng kết việc thực hiện"),
        required=False,
        help_text=_("Mỗi dòng số một văn bản trong sổ văn bản, ví dụ 07-KL/TWĐTN-BTC."),
    )
    conference_on = DayField(label=_("Ngày hội nghị"), required=False)


class EditReviewForm(_Documented):
    """What of a review may be put right."""

    title = forms.CharField(
        label=_("Tên"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Đặt tên cuộc sơ kết, tổng kết."), **_LONG},
    )
    directives = DirectivesField(
        label=_("Sơ kết, tổng kết việc thực hiện"),
        required=False,
        help_text=_("Mỗi dòng số một văn bản trong sổ văn bản, ví dụ 07-KL/TWĐTN-BTC."),
    )
    conference_on = DayField(label=_("Ngày hội nghị"), required=False)


class ReviewListForm(QueryForm):
    """Which reviews are looked at; every part may be missing."""

    parameters = {"text": "q", "kind": "loai", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm cuộc sơ kết, tổng kết"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", pgettext_lazy("filter", "tất cả")), *ReviewKind.choices]
    )
    year = WholeField(label=_("Năm"), required=False)

    def clean_year(self) -> int | None:
        """A year of the calendar."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(gettext("Ghi năm, ví dụ 2025."))
        return year
