"""Forms of the ledger: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import Share, scaled
from viecthat.ledger.choices import Grade, PostingKind, WorkArea
from viecthat.ledger.commands import LONGEST_REASON
from viecthat.ledger.commands.own import OWN_MEASURES
from viecthat.ledger.queries import ORDERS, Indicator, Offered
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, QueryForm, UnitField

ORDER_WORDS = {"recorded": "ghi", "day": "ngay", "quantity": "so"}  # as they stand in addresses


_NOT_LISTED = {"invalid_choice": _("Không có “%(value)s”; chọn một mục trong danh sách.")}


class MomentField(forms.CharField):
    """A moment typed as "25/06/2020" (its last instant) or "25/06/2020 17:42"."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        day, _space, clock = text.strip().replace("T", " ").partition(" ")
        try:
            known_day = parse_date(day)
            known_time = time.fromisoformat(clock.strip()) if clock.strip() else time.max
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused
        except ValueError as wrong:
            raise ValidationError(_("Giờ chưa đúng; ghi như 25/06/2020 17:42, hoặc chỉ ghi ngày.")) from wrong
        if clock.strip() and not known_time.second:
            known_time = known_time.replace(second=59, microsecond=999_999)
        return make_aware(datetime.combine(known_day, known_time.replace(tzinfo=None)))

    def run_validators(self, value: Any) -> None:
        """The text was read already; a moment has no length."""


class LedgerForm(QueryForm):
    """Which part of the ledger is looked at; every part may be missing. Days are both inclusive."""

    parameters = {
        "unit": "don-vi",
        "indicator": "chi-so",
        "kind": "loai",
        "grade": "muc",
        "start": "tu",
        "end": "den",
        "known": "biet-den",
        "order": "xep",
    }
    unit = UnitField(label=_("Đơn vị"), required=False)
    indicator = forms.ChoiceField(label=_("Chỉ số"), required=False, error_messages=_NOT_LISTED)
    kind = forms.ChoiceField(label=_("Loại chứng từ"), required=False, error_messages=_NOT_LISTED)
    grade = forms.TypedChoiceField(
        label=_("Mức chứng minh"), required=False, coerce=int, empty_value=None, error_messages=_NOT_LISTED
    )
    start = DayField(label=_("Làm từ ngày"), required=False)
    end = DayField(label=_("đến ngày"), required=False)
    known = MomentField(label=_("Sổ như biết đến"), required=False, max_length=20)
    order = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indicators = {indicator.code: indicator for indicator in indicators}
        self.fields["indicator"].choices = [("", gettext("Mọi chỉ số")), *_by_area(indicators)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", gettext("Mọi loại")), *PostingKind.choices]  # type: ignore[attr-defined]
        self.fields["grade"].choices = [("", gettext("Mọi mức")), *Grade.choices]  # type: ignore[attr-defined]
        self.fields["start"].widget.attrs["placeholder"] = self.fields["end"].widget.attrs["placeholder"] = ""
        self.fields["known"].widget.attrs |= {"placeholder": gettext("lúc này"), "autocomplete": "off"}

    @property
    def narrows(self) -> int:
        """How many of the less usual questions are asked: then their boxes are shown open."""
        return sum(bool(self[name].value()) for name in ("kind", "grade", "start", "end", "known"))

    def clean_indicator(self) -> Indicator | None:
        return self._indicators.get(self.cleaned_data["indicator"])

    def clean_end(self) -> date | None:
        """The first day after, as the ledger asks for."""
        last: date | None = self.cleaned_data["end"]
        return None if last is None else last + timedelta(days=1)

    def clean_order(self) -> str:
        """One of ORDERS; anything else is the usual one."""
        asked = self.cleaned_data["order"]
        orders = {f"{'-' * o.startswith('-')}{ORDER_WORDS[o.lstrip('-')]}": o for o in ORDERS}
        return orders.get(asked, ORDERS[0])

    def clean(self) -> None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("Ngày cuối trước ngày đầu; đổi lại hai ngày."))


class DisablingSelect(forms.Select):
    """A select that shows what can't be chosen, with the reason beside it."""

    disabled_values: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.disabled_values:
            option["attrs"]["disabled"] = True
        return option


class DeclareForm(DatedForm):
    """A figure to declare. `quantity` in `cleaned_data` is in the indicator's smallest unit, or a Share for a ratio."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    unit = UnitField(
        label=_("Đơn vị"),
        help_text=_("Tên hoặc mã đơn vị đã làm việc này."),
        error_messages={"required": _("Ghi tên hoặc mã đơn vị.")},
    )
    indicator = forms.ChoiceField(
        label=_("Chỉ số"),
        widget=DisablingSelect,
        error_messages={
            "required": _("Chọn chỉ số."),
            "invalid_choice": _("Chọn một chỉ số có trong danh sách."),
        },
    )
    quantity = NumberField(label=_("Số lượng"), error_messages={"required": _("Ghi số lượng, ví dụ 1.500 hoặc 1,5.")})
    n = WholeField(label=_("Số đạt"), error_messages={"required": _("Ghi số đạt, ví dụ 7 trong 7/9.")})
    of = WholeField(label=_("Trên tổng số"), error_messages={"required": _("Ghi tổng số, ví dụ 9 trong 7/9.")})
    day = DayField(
        label=_("Ngày làm"),
        help_text=_("Ngày việc được làm, không phải ngày ghi."),
        error_messages={"required": _("Ghi ngày làm: ngày/tháng/năm, ví dụ 25/06/2020.")},
    )
    reason = forms.CharField(
        label=_("Lý do kê khai"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."),
        error_messages={
            "required": _("Ghi lý do kê khai: số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {one.indicator.code: one for one in offered}
        box = self.fields["indicator"]
        box.choices = [("", gettext("Chọn chỉ số")), *_by_area([one.indicator for one in offered])]  # type: ignore[attr-defined]
        box.widget.disabled_values = frozenset(c for c, one in self._offered.items() if one.why_not)
        if self.chosen is None:
            # Which boxes must be filled is known once an indicator is chosen; until then only that is asked for.
            for part in ("quantity", "n", "of"):
                self.fields[part].required = not self.is_bound
        else:
            for part in ("quantity",) if self.chosen.is_share else ("n", "of"):
                del self.fields[part]

    @property
    def chosen(self) -> Indicator | None:
        """The indicator chosen so far, right or wrong the rest."""
        one = self._offered.get(self["indicator"].value() or "")
        return None if one is None else one.indicator

    def clean_indicator(self) -> Indicator:
        one = self._offered[self.cleaned_data["indicator"]]
        if one.why_not is not None:
            raise ValidationError(one.why_not.translated(gettext))
        return one.indicator

    def clean(self) -> None:
        given = self.cleaned_data
        indicator = given.get("indicator")
        if indicator is None:
            return
        if {"n", "of"} <= given.keys():
            if 0 <= given["n"] <= given["of"] and given["of"]:
                given["quantity"] = Share(given["n"], given["of"])
            else:
                self.add_error("of", _("Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0."))
        elif "quantity" in given:
            try:
                given["quantity"] = scaled(given["quantity"], indicator.decimals)
            except Refused as refused:
                self.add_error("quantity", sentence_of(refused))

    def show_refusal(self, refused: Refused) -> None:
        """Put the sentence where the number was typed: a ratio has two boxes and no `quantity`."""
        field = "of" if refused.field == "quantity" and "of" in self.fields else refused.field
        self.add_error(field if field in self.fields else None, sentence_of(refused))


class ReverseForm(forms.Form):
    """Taking a posting back: why, and that one means it."""

    reason = forms.CharField(
        label=_("Lý do đảo"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Người sau sẽ đọc: sai ở đâu, đúng là bao nhiêu, ai phát hiện."),
        error_messages={
            "required": _("Ghi lý do đảo chứng từ để người sau hiểu."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    sure = forms.BooleanField(
        label=_("Tôi đã xem các dòng trên và muốn đảo chứng từ này"),
        error_messages={"required": _("Đánh dấu vào đây nếu chắc chắn muốn đảo.")},
    )


def _by_area(indicators: Sequence[Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under the blocks of the report."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for indicator in indicators:
        groups.setdefault(indicator.area, []).append((indicator.code, str(indicator)))
    return [(str(WorkArea(area).label), choices) for area, choices in groups.items()]


class OwnIndicatorForm(forms.Form):
    """An indicator of a unit's own. `known`: how it adds up was said when it was made."""

    name = forms.CharField(
        label=_("Tên chỉ số"),
        max_length=200,
        help_text=_("Đếm cái gì, viết như trong báo cáo: Vườn ươm cây giống của chi đoàn."),
        error_messages={"required": _("Ghi tên chỉ số.")},
    )
    unit_of_measure = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=40,
        error_messages={"required": _("Ghi đơn vị tính, ví dụ vườn, buổi, người.")},
    )
    measure = forms.ChoiceField(
        label=_("Cách cộng"),
        choices=[(one.value, one.label) for one in OWN_MEASURES],
        help_text=_("Cộng dồn: thêm vào mỗi lần làm. Số dư: có bao nhiêu đến ngày. Người: một người tính một lần."),
    )
    decimals = forms.TypedChoiceField(
        label=_("Số lẻ"), choices=[(0, "0"), (1, "1"), (2, "2"), (3, "3")], coerce=int, initial=0
    )
    area = forms.TypedChoiceField(label=_("Mặt công tác"), choices=WorkArea.choices, coerce=int)
    start = DayField(label=_("Dùng từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    note = forms.CharField(
        label=_("Tính thế nào"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            for name in ("measure", "decimals", "area", "start"):
                del self.fields[name]


class CloseIndicatorForm(forms.Form):
    """From which day on nothing is counted by it any more; empty opens it again."""

    end = DayField(
        label=_("Không dùng từ ngày"), required=False, help_text=_("Để trống nếu muốn dùng lại."),
    )  # fmt: skip


class OwnListForm(QueryForm):
    """Whose own indicators are looked at."""

    parameters = {"unit": "don-vi"}
    unit = UnitField(label=_("Đơn vị"), required=False)
