"""What is sent from a report's page: boxes of single lines and headings, words for a step, a delegation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import parse_number, parse_whole
from viecthat.kernel.quantities import Share, scaled
from viecthat.reporting.commands.delegation import LONGEST_DAYS
from viecthat.reporting.commands.report import LONGEST_REASON, LONGEST_WORDS
from viecthat.ui.fields import DayField
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.units.queries import UnitRow


class _BoxForm(forms.Form):
    """A box: `revision` is that of the row it was drawn over, `over` that of the row it shall take the place of."""

    revision = forms.IntegerField(required=False, min_value=0)
    over = forms.IntegerField(required=False, min_value=0)
    mark = forms.CharField(required=False, max_length=20)

    @property
    def written_over(self) -> int:
        """The revision the words go over."""
        given = self.cleaned_data
        return int(given["over"] if given.get("over") is not None else given.get("revision") or 0)


class LineForm(_BoxForm):
    """What is said of one line; `typed` cleans to the indicator's smallest unit, a Share for a ratio."""

    typed = forms.CharField(required=False, max_length=40)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)
    explanation = forms.CharField(required=False, max_length=LONGEST_WORDS)
    answer = forms.CharField(required=False, max_length=LONGEST_WORDS)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, **kwargs)

    def clean_typed(self) -> int | Share | None:
        """24/28 for a ratio, 1.250 or 86,7 for anything else."""
        text = str(self.cleaned_data["typed"]).strip()
        if not text:
            return None
        try:
            if "/" in text and self.indicator.is_share:
                n, of = (parse_whole(part, field="typed") for part in text.split("/", 1))
                return Share(n, of)
            return scaled(parse_number(text, field="typed"), self.indicator.decimals, field="typed")
        except Refused as refused:
            raise forms.ValidationError(sentence_of(refused)) from refused


class SectionForm(_BoxForm):
    """What is written under one heading."""

    text = forms.CharField(required=False, widget=forms.Textarea)
    answer = forms.CharField(required=False, max_length=LONGEST_WORDS)


class WordsForm(forms.Form):
    """The words that go with a step."""

    words = forms.CharField(
        label=_("Vì sao"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needed
        self.fields["words"].error_messages["required"] = _("Ghi vì sao.")


class DelegationForm(forms.Form):
    """Who signs in whose unit, from when until when."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    deputy = forms.CharField(
        label=_("Người ký thay"),
        max_length=150,
        help_text=_("tên đăng nhập của người làm báo cáo của đơn vị"),
        error_messages={"required": _("Ghi tên đăng nhập của người ký thay.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "deputies", "autocapitalize": "none"}),
    )
    start = DayField(label=_("Từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    last_day = DayField(
        label=_("Đến hết ngày"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
    )
    words = forms.CharField(
        label=_("Vì sao"), max_length=300, error_messages={"required": _("Ghi vì sao, ví dụ: đi học từ 01/07.")}
    )

    def __init__(self, *args: Any, units: Sequence[UnitRow], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.id, unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["start"].initial = today
        self.fields["last_day"].help_text = gettext("nhiều nhất {days} ngày").format(days=LONGEST_DAYS)

    @property
    def end(self) -> date:
        """The day after the last."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)
