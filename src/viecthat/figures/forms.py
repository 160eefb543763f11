"""What a reader asks of the figures. Every choice stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_lazy as _

from viecthat.figures.choices import CHILDREN, Against, Axis, Chart, Counting, ProofLevel, Split
from viecthat.figures.queries.bases import LAST_YEAR, MEMBERS, YOUTH
from viecthat.figures.queries.periods import periods_meant
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import WorkArea
from viecthat.ledger.queries import Indicator
from viecthat.ledger.queries.own import indicators_for
from viecthat.people.choices.file import GroupedBy
from viecthat.plans.choices import ResourceSource, SharingMethod
from viecthat.ui.fields import DayField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import QueryForm, UnitField, unit_label
from viecthat.units.queries import UnitKind, UnitRow, units_with_codes

MOST_UNITS = 100
LONGEST_PERIODS = 400
LONGEST_TEXT = 100


class SeveralUnitsInput(forms.TextInput):
    """One box a unit; empty ones are dropped."""

    # Signatures are Django's.
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [text for text in dict.fromkeys(one.strip() for one in given) if text]

    def format_value(self, value: Any) -> str:  # noqa: ARG002
        return ""


class SeveralUnitsField(UnitField):
    """Units by code or name, one or more; cleaned to a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", None)
        super().__init__(widget=SeveralUnitsInput(attrs=dict(UnitField().widget.attrs)), **kwargs)

    def clean(self, value: Any) -> list[UnitRow]:
        if len(value) > MOST_UNITS:
            raise ValidationError(_("Chọn nhiều nhất %(most)d đơn vị một lần."), params={"most": MOST_UNITS})
        # Codes, which addresses hold, are looked up together; only what was typed otherwise is one by one.
        coded = units_with_codes(value, self.day) if value and self.day else {}
        found = (coded.get(text) or UnitField.clean(self, text) for text in value)
        return list({row.id: row for row in found}.values())


class SpansField(forms.CharField):
    """Periods as people name them, several with semicolons; cleaned to a list. The form sets `unit` for its terms."""

    unit: int | None = None

    def to_python(self, value: Any) -> Any:
        return super().to_python(value) or ""


class FiguresForm(QueryForm):
    """The question."""

    parameters = {
        "indicators": "cs",
        "areas": "mat",
        "units": "dv",
        "by": "chia",
        "periods": "ky",
        "split": "theo",
        "map_day": "ban-do",
        "known": "biet-den",
        "counting": "tinh",
        "proof": "muc",
        "groups": "nhom",
        "against": "ss",
        "down": "hang",
        "across": "cot",
        "order": "xep",
        "text": "tim",
        "chart": "hinh",
    }
    indicators = forms.MultipleChoiceField(label=_("Chỉ số"), required=False)
    areas = forms.TypedMultipleChoiceField(
        label=_("Mặt công tác"), required=False, choices=WorkArea.choices, coerce=int
    )
    units = SeveralUnitsField(label=_("Thêm đơn vị"), required=False)
    by = forms.ChoiceField(label=_("Chia theo"), required=False)
    periods = SpansField(
        label=_("Kỳ"),
        required=False,
        max_length=LONGEST_PERIODS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    split = forms.ChoiceField(label=_("Chia kỳ"), required=False, choices=Split.choices)
    map_day = DayField(label=_("Bản đồ ngày"), required=False)
    known = DayField(label=_("Như đã biết ngày"), required=False)
    counting = forms.ChoiceField(label=_("Người hay lượt"), required=False, choices=Counting.choices)
    proof = forms.ChoiceField(label=_("Mức chứng minh"), required=False, choices=ProofLevel.choices)
    groups = forms.ChoiceField(label=_("Tách người theo"), required=False, choices=GroupedBy.choices)
    against = forms.MultipleChoiceField(
        label=_("So với"), required=False, choices=Against.choices, widget=forms.CheckboxSelectMultiple
    )
    down = forms.ChoiceField(label=_("Hàng"), required=False)
    across = forms.ChoiceField(label=_("Cột"), required=False)
    chart = forms.ChoiceField(label=_("Biểu đồ"), required=False, choices=Chart.choices)
    order = forms.CharField(required=False, max_length=80)
    text = forms.CharField(
        label=_("Tìm trong bảng"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[Indicator],
        kinds: Sequence[UnitKind],
        own_units: Sequence[UnitRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._listed = {one.code: one for one in indicators}
        self._own = list(own_units)
        english = get_language() == "en"
        of_kind = [(kind.code, kind.plural_en if english else kind.name) for kind in kinds]
        self._choose("indicators", [(code, str(one)) for code, one in self._listed.items()])
        self._choose("by", [("", gettext("chính các đơn vị")), (CHILDREN, gettext("đơn vị trực thuộc")), *of_kind])
        open_axis = [("", gettext("tự xếp")), *Axis.choices]
        self._choose("down", open_axis)
        self._choose("across", open_axis)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_units(self) -> list[UnitRow]:
        units: list[UnitRow] = self.cleaned_data["units"] or self._own
        return units

    def clean_known(self) -> date | None:
        known: date | None = self.cleaned_data["known"]
        if known is not None and known > self.today:
            raise ValidationError(_("Chưa đến ngày đó nên chưa thể biết; ghi một ngày đã qua."))
        return known

    def clean(self) -> None:
        given = self.cleaned_data
        chosen = set(given.get("indicators", ()))
        areas = set(given.get("areas", ()))
        given["chosen"] = [one for one in self._listed.values() if one.code in chosen or one.area in areas]
        units = given.get("units") or self._own
        self._drop_other_units_own(units)
        if "periods" in given and "split" in given:
            text = given["periods"] or str(self.today.year)
            try:
                given["periods"] = periods_meant(units[0].id if units else None, text, Split(given["split"]))
            except Refused as refused:
                self.add_error("periods", sentence_of(refused))

    def _drop_other_units_own(self, units: Sequence[UnitRow]) -> None:
        """Units' own indicators stand among the rest where one of the units asked about may use them."""
        own = indicators_for(self._listed.values(), [unit.id for unit in units], self.today)
        self._listed = {one.code: one for one in own}
        given = self.cleaned_data
        picked = given.get("indicators", ())
        if gone := [one for one in given["chosen"] if one.code not in self._listed and one.code in picked]:
            sentence = _("“%(name)s” là chỉ số riêng của đơn vị khác; chọn đơn vị ấy hoặc bỏ chỉ số này.")
            self.add_error("indicators", ValidationError(sentence, params={"name": gone[0]}))
        given["chosen"] = [one for one in given["chosen"] if one.code in self._listed]

    @property
    def chosen_units(self) -> list[tuple[str, str]]:
        """(code, label) of each unit as it was typed, for boxes that can be unticked; wrong ones are left out."""
        rows = self.cleaned_data.get("units", []) if self["units"].data else []
        return [(row.code, unit_label(row.name, row.code)) for row in rows]

    @property
    def by_area(self) -> list[dict[str, Any]]:
        """The indicators under the blocks of the report, each with whether it is chosen."""
        chosen = set(self["indicators"].data or ())
        areas = set(self["areas"].data or ())
        blocks = []
        for area in WorkArea:
            listed = [one for one in self._listed.values() if one.area == area]
            if listed:
                ticked = str(area.value) in areas
                blocks.append(
                    {
                        "area": area,
                        "ticked": ticked,
                        "indicators": [(one, one.code in chosen) for one in listed],
                        "open": ticked or any(one.code in chosen for one in listed),
                        "count": len(listed) if ticked else sum(one.code in chosen for one in listed),
                    }
                )
        return blocks


class ShareForm(forms.Form):
    """Which targets are shared out to whom, by what."""

    targets = forms.TypedMultipleChoiceField(
        label=_("Chỉ tiêu"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một chỉ tiêu để chia.")},
    )
    kind = forms.ChoiceField(label=_("Chia cho"), required=False)
    method = forms.ChoiceField(
        label=_("Cách chia"),
        choices=[
            (SharingMethod.EQUAL, _("chia đều")),
            (MEMBERS, _("theo số đoàn viên")),
            (YOUTH, _("theo số thanh niên trên địa bàn")),
            (LAST_YEAR, _("theo kết quả năm trước")),
            (SharingMethod.FLOOR, _("mỗi đơn vị một mức sàn")),
        ],
        widget=forms.RadioSelect,
    )
    floor = WholeField(label=_("Mức sàn mỗi đơn vị"), required=False)
    by_year = forms.BooleanField(label=_("Chia đều cho từng năm"), required=False)

    def __init__(
        self, *args: Any, targets: Sequence[tuple[int, str]], kinds: Sequence[tuple[str, str]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["targets"].choices = targets  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", gettext("đơn vị trực thuộc")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("method") == SharingMethod.FLOOR and not given.get("floor") and "floor" not in self.errors:
            self.add_error("floor", _("Ghi mức sàn của mỗi đơn vị."))
        return given

    @property
    def way(self) -> tuple[str, str]:
        """The method, and the base or the floor it needs."""
        chosen = self.cleaned_data["method"]
        if chosen == SharingMethod.FLOOR:
            return chosen, str(self.cleaned_data["floor"])
        return (SharingMethod.BASE, chosen) if chosen in {MEMBERS, YOUTH, LAST_YEAR} else (SharingMethod.EQUAL, "")


class ResourceForm(forms.Form):
    """Means that came in for a programme."""

    source = forms.ChoiceField(label=_("Nguồn"), choices=ResourceSource.choices, widget=forms.RadioSelect)
    amount = WholeField(label=_("Số tiền (đồng)"), error_messages={"required": _("Ghi số tiền, ví dụ 25.000.000.")})
    day = DayField(label=_("Ngày"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    giver = forms.CharField(label=_("Từ đâu"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Chứng từ, văn bản"),
        required=False,
        max_length=300,
        help_text=_("Có số chứng từ hoặc văn bản thì số tiền được tính là có minh chứng."),
    )


class TakeBackForm(forms.Form):
    """Why a line is taken back."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, error_messages={"required": _("Ghi vì sao bỏ dòng này.")}
    )
