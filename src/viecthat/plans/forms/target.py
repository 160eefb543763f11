"""Forms of targets and shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.choices import Cadence, Direction
from viecthat.plans.models import Directive, Target
from viecthat.plans.queries.sharing import BalanceRow, Year
from viecthat.plans.queries.target import IndicatorChoice
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
MOST_SHEET_BYTES = 10 * 2**20


def goal_of(value: Decimal, *, is_share: bool, decimals: int) -> int | Share:
    """A typed goal in the smallest unit; of a ratio, as n of N: 86,7 is 867 of 1000. Refused when it is too fine."""
    if is_share:
        places = max(0, -int(value.normalize().as_tuple().exponent))
        if value > 100 or places > 3:
            raise Refused(gettext_noop("Tỷ lệ ghi bằng phần trăm, không quá 100, ví dụ 86,7."), field="goal")
        return Share(int(value.scaleb(places)), 100 * 10**places)
    smallest = value.scaleb(decimals)
    if smallest != smallest.to_integral_value() or smallest > 10**15:
        raise Refused(gettext_noop("Mức này lẻ hoặc lớn quá với chỉ số đã chọn; ghi lại."), field="goal")
    return int(smallest)


def goal_text(target: Target) -> Decimal:
    """The goal as it is typed."""
    if target.goal_of:
        return (Decimal(target.goal * 100) / Decimal(target.goal_of)).normalize()
    return Decimal(target.goal).scaleb(-target.indicator.decimals)


class ListForm(QueryForm):
    """Whose targets are looked at, as they were when."""

    parameters = {"unit": "don-vi", "day": "ngay"}
    unit = UnitField(label=_("Đơn vị"), required=False)
    day = DayField(label=_("Như đã thông qua đến ngày"), required=False)


class TargetForm(DatedForm):
    """A target of any kind."""

    indicator = forms.TypedChoiceField(
        label=_("Chỉ số"), coerce=int, error_messages={"required": _("Chọn chỉ số để đo chỉ tiêu.")}
    )
    goal = NumberField(
        label=_("Mức đề ra"),
        required=False,
        help_text=_("Số tuyệt đối: 45.000. Tỷ lệ hoặc độ phủ: phần trăm, ví dụ 80. Tiền: số đồng."),
    )
    floor = WholeField(
        label=_("Mức sàn mỗi đơn vị trực thuộc"),
        required=False,
        help_text=_("“Mỗi cơ sở ít nhất 1”: ghi 1 và bỏ trống mức đề ra; mức chung là tích với số đơn vị."),
    )
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    last_day = DayField(label=_("Đến hết ngày"), error_messages=_DAY)
    cadence = forms.ChoiceField(label=_("Cách xét"), choices=Cadence.choices)
    direction = forms.ChoiceField(label=_("Chiều"), choices=Direction.choices)
    follows = forms.ModelChoiceField(
        label=_("Là bước hai của"),
        queryset=Target.objects.none(),
        required=False,
        help_text=_("Ví dụ giới thiệu cho Đảng rồi được kết nạp."),
    )
    draft = forms.BooleanField(label=_("Còn là bản thảo, chưa được thông qua"), required=False)
    directive = forms.ModelChoiceField(
        label=_("Theo văn bản"), queryset=Directive.objects.none(), required=False, help_text=_("Văn bản thông qua.")
    )
    body = forms.CharField(
        label=_("Cơ quan thông qua"),
        required=False,
        max_length=100,
        help_text=_("Đại hội, Ban Chấp hành, Ban Thường vụ."),
        error_messages=_LONG,
    )
    adopted_on = DayField(
        label=_("Thông qua ngày"), required=False, help_text=_("Bỏ trống: ngày ban hành của văn bản.")
    )

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[IndicatorChoice],
        targets: QuerySet[Target],
        directives: QuerySet[Directive],
        units_below: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {row.pk: row for row in indicators}
        self.units_below = units_below
        by_area: dict[str, list[tuple[int, str]]] = {}
        for row in indicators:
            by_area.setdefault(row.area, []).append((row.pk, row.label))
        self.fields["indicator"].choices = [("", gettext("Chọn chỉ số")), *by_area.items()]  # type: ignore[attr-defined]
        self.fields["follows"].queryset = targets  # type: ignore[attr-defined]
        self.fields["follows"].label_from_instance = lambda row: str(row.indicator)  # type: ignore[attr-defined]
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, last = given.get("start"), given.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("Ngày cuối phải sau ngày đầu."))
        if given.get("goal") is None and given.get("floor") is None and "goal" not in self.errors:
            self.add_error("goal", _("Ghi mức đề ra, hoặc mức sàn mỗi đơn vị."))
        return given

    def target(self) -> dict[str, Any]:
        """What the command needs. Refused when the goal does not fit the indicator."""
        given = dict(self.cleaned_data)
        indicator = self.indicators[given["indicator"]]
        floor, goal = given.pop("floor"), given.pop("goal")
        if goal is None:
            if not self.units_below:
                raise Refused(
                    gettext_noop("Đơn vị không có cấp trực thuộc để tính mức sàn; ghi mức đề ra."), field="goal"
                )
            goal = Decimal(floor * self.units_below)
        given["goal"] = goal_of(goal, is_share=indicator.is_share, decimals=indicator.decimals)
        given["floor"] = floor
        given["period"] = Period(given.pop("start"), given.pop("last_day") + timedelta(days=1))
        return given


class AdoptForm(DatedForm):
    """By which body and document a draft was adopted, when."""

    directive = forms.ModelChoiceField(label=_("Theo văn bản"), queryset=Directive.objects.none(), required=False)
    body = forms.CharField(
        label=_("Cơ quan thông qua"), required=False, max_length=100, help_text=_("Đại hội, Ban Chấp hành…")
    )
    adopted_on = DayField(label=_("Thông qua ngày"), error_messages=_DAY)

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]


class ReviseForm(AdoptForm):
    """Another goal by a later decision."""

    goal = NumberField(label=_("Mức mới"), error_messages={"required": _("Ghi mức mới.")})
    note = forms.CharField(label=_("Vì sao điều chỉnh"), required=False, max_length=500, error_messages=_LONG)
    field_order = ["goal", "note", "directive", "body", "adopted_on"]


class ExplainForm(forms.Form):
    """What a unit says about where it stands."""

    text = forms.CharField(
        label=_("Giải trình"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class DecideForm(DatedForm):
    """The document that gives the shares."""

    decision = forms.ModelChoiceField(
        label=_("Theo văn bản"),
        queryset=Directive.objects.none(),
        empty_label="—",
        help_text=_("Văn bản đơn vị đã ban hành, có trong mục Văn bản."),
        error_messages={"required": _("Chọn văn bản giao chỉ tiêu; chưa có thì ghi vào sổ văn bản trước.")},
    )
    day = DayField(label=_("Ngày giao"), error_messages=_DAY)

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = directives  # type: ignore[attr-defined]


class UndertakeForm(forms.Form):
    """A unit's own figure for its share."""

    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)
    amount = NumberField(label=_("Mức đơn vị đăng ký"), error_messages={"required": _("Ghi mức đơn vị đăng ký.")})
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=500,
        help_text=_("Cao hơn mức giao thì có hiệu lực ngay; thấp hơn thì là đề nghị, cấp trên trả lời."),
        error_messages=_LONG,
    )

    def __init__(self, *args: Any, years: Iterable[Year], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [year for year in years if year is not None]
        self.fields["year"].choices = [(year, str(year)) for year in known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["year"]


class AnswerForm(forms.Form):
    """Yes or no to a lower figure."""

    agree = forms.TypedChoiceField(
        label=_("Trả lời"),
        choices=[("1", _("Đồng ý")), ("0", _("Không đồng ý"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Ý kiến"), required=False, max_length=500, error_messages=_LONG)


class ShareByHandForm(forms.Form):
    """A box for each unit and year."""

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], years: Sequence[Year], decimals: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.years, self.decimals = units, years, decimals
        for unit, name in units:
            for year in years:
                label = f"{name}, {year}" if year else name
                attrs = {"class": "input num", "inputmode": "decimal", "autocomplete": "off", "aria-label": label}
                field = NumberField(required=False, label=label, widget=forms.TextInput(attrs=attrs))
                self.fields[f"u{unit}_{year or 0}"] = field

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each unit with its boxes."""
        return [(name, [self[f"u{unit}_{year or 0}"] for year in self.years]) for unit, name in self.units]

    @property
    def amounts(self) -> dict[tuple[int, Year], int]:
        """What was typed, in the smallest unit. Refused when a figure is too fine."""
        found: dict[tuple[int, Year], int] = {}
        for unit, _name in self.units:
            for year in self.years:
                value = self.cleaned_data.get(f"u{unit}_{year or 0}")
                if value is not None:
                    made = goal_of(value, is_share=False, decimals=self.decimals)
                    found[unit, year] = made if isinstance(made, int) else 0
        return found


def hand_initial(rows: Iterable[BalanceRow], decimals: int) -> dict[str, Decimal]:
    """The shares there are, for the boxes."""
    return {
        f"u{row.unit.id}_{cell.year or 0}": Decimal(cell.amount).scaleb(-decimals)
        for row in rows
        for cell in row.cells
        if cell.amount is not None
    }


class SheetForm(forms.Form):
    """The shares back from a spreadsheet."""

    file = forms.FileField(
        label=_("Bảng Excel"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Bảng tải từ trang này: giữ nguyên cột mã đơn vị và các cột năm."),
        error_messages={"required": _("Chọn bảng đã sửa."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_SHEET_BYTES:
            raise ValidationError(_("Bảng nặng quá 10 MB; tách ra rồi gửi."))
        content: bytes = sent.read()
        return content
