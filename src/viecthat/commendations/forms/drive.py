"""Forms of drives: what they are, what may be given, targets, criteria, points by hand, the summing up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.commendations.choices import DriveKind, NomineeKind, ScoreBy
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import LONG, QUIET
from viecthat.ui.fields import NumberField, WholeField
from viecthat.units.forms import DatedForm, UnitField

_MOST_COUNT = 1_000_000


def line_field(label: Any, missing: Any = "", *, most: int = 200, required: bool = True, help_text: Any = "") -> Any:
    """One line of words."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": missing},
    )


class DriveForm(DatedForm):
    """A drive."""

    unit = UnitField(label=_("Đơn vị phát động"), error_messages={"required": _("Ghi đơn vị phát động.")})
    kind = forms.ChoiceField(
        label=_("Loại"), choices=DriveKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn loại.")},
    )  # fmt: skip
    title = line_field(_("Tên đợt"), _("Ghi tên đợt, ví dụ “Khen thưởng năm 2020”."))
    event = line_field(
        _("Chào mừng sự kiện"), required=False, help_text=_("Ví dụ “Đại hội XIII của Đảng và 90 năm thành lập Đoàn”.")
    )
    words = words_field(_("Mục đích, yêu cầu"), required=False, most=3000)
    start = day_field(_("Từ ngày"))
    end = day_field(_("Đến hết ngày"))
    due = day_field(_("Hạn gửi hồ sơ"))
    programme = forms.TypedChoiceField(label=_("Trong chương trình"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, programmes: Sequence[tuple[str, str]] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["programme"].choices = [("", "—"), *programmes]  # type: ignore[attr-defined]
        if not programmes:
            del self.fields["programme"]


def _count(label: Any, help_text: Any = "") -> WholeField:
    return WholeField(label=label, required=False, help_text=help_text)


class OfferForm(DatedForm):
    """A form of the drive with its quotas."""

    form = forms.ChoiceField(label=_("Hình thức, danh hiệu"), error_messages={"required": _("Chọn hình thức.")})
    to = forms.ChoiceField(
        label=_("Cho"), choices=NomineeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn tập thể hay cá nhân.")},
    )  # fmt: skip
    most = _count(_("Cả đợt nhiều nhất"))
    unit_most = _count(_("Mỗi đơn vị đề nghị nhiều nhất"))
    share = NumberField(
        label=_("Tỷ lệ nhiều nhất (%)"), required=False,
        help_text=_("Trên số tổ chức của đơn vị (tập thể) hoặc số đoàn viên của đơn vị (cá nhân)."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["form"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Counts the database can hold."""
        data = super().clean() or {}
        for name in ("most", "unit_most"):
            if data.get(name) is not None and not 0 <= data[name] <= _MOST_COUNT:
                self.add_error(name, _("Ghi số từ 0 đến 1.000.000."))
        share = data.get("share")
        if share is not None and not 0 < share <= 100:
            self.add_error("share", _("Tỷ lệ từ trên 0 đến 100 %."))
        elif share is not None:
            data["share"] = Decimal(share).quantize(Decimal("0.01"))
        return data


class TargetForm(DatedForm):
    """A target of the drive, in the unit people say."""

    indicator = forms.TypedChoiceField(
        label=_("Chỉ số"), coerce=int, error_messages={"required": _("Chọn chỉ số.")}
    )  # fmt: skip
    goal = NumberField(label=_("Cả đợt"), error_messages={"required": _("Ghi chỉ tiêu cả đợt.")})
    each = NumberField(label=_("Mỗi đơn vị trực thuộc"), required=False)

    def __init__(self, *args: Any, indicators: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["indicator"].choices = [("", "—"), *indicators]  # type: ignore[attr-defined]


class CriterionForm(DatedForm):
    """A criterion; what its source does not need is left out."""

    words = line_field(_("Tiêu chí"), _("Ghi tiêu chí."), most=300)
    points = NumberField(label=_("Điểm tối đa"), error_messages={"required": _("Ghi điểm tối đa.")})
    by = forms.ChoiceField(
        label=_("Chấm theo"), choices=ScoreBy.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn chấm theo gì.")},
    )  # fmt: skip
    indicator = forms.TypedChoiceField(label=_("Chỉ số"), required=False, coerce=int, empty_value=None)
    bar = NumberField(
        label=_("Mức"), required=False,
        help_text=_("Theo số liệu: đạt bao nhiêu thì đủ điểm. Theo thứ hạng: đến hạng mấy còn điểm."),
    )  # fmt: skip
    rating = forms.ChoiceField(label=_("Xếp loại từ"), required=False)
    year = WholeField(label=_("Năm xếp loại"), required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[tuple[int, str]], ratings: Sequence[tuple[str, str]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["indicator"].choices = [("", "—"), *indicators]  # type: ignore[attr-defined]
        self.fields["rating"].choices = [("", "—"), *ratings]  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal:
        """Tenths."""
        points = Decimal(self.cleaned_data["points"]).quantize(Decimal("0.1"))
        if not 0 < points <= 1000:
            raise forms.ValidationError(_("Điểm từ trên 0 đến 1.000."))
        return points

    def clean_year(self) -> int | None:
        """A year that can be."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and not 1931 <= year <= self.today.year + 5:
            raise forms.ValidationError(_("Năm này chắc là gõ nhầm."))
        return year


class ScoreForm(DatedForm):
    """Points by hand."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int, error_messages={"required": _("Chọn đơn vị.")})
    points = NumberField(label=_("Điểm"), error_messages={"required": _("Ghi điểm.")})
    evidence = words_field(_("Minh chứng"))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal:
        """Tenths."""
        points = Decimal(self.cleaned_data["points"])
        if not 0 <= points <= 1000:
            raise forms.ValidationError(_("Điểm từ 0 đến 1.000."))
        return points.quantize(Decimal("0.1"))


class SummaryForm(DatedForm):
    """Words of the sơ kết."""

    summary = words_field(
        _("Lời sơ kết, tổng kết"),
        most=6000,
        help_text=_("Việc nổi bật, mặt còn yếu, bài học; số liệu tự lấy từ sổ việc."),
    )
