"""Tables of figures: the file or what was pasted, what each column is, what stands in a cell, whether to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from viecthat.documents.grids import pasted_grid
from viecthat.documents.sheets import MOST_BYTES
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold
from viecthat.reporting.choices import TableWay
from viecthat.reporting.forms.call import PeriodField
from viecthat.reporting.queries.table import What
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, UnitField

MOST_PASTED = 2_000_000
_PERIOD_HELP = _("Như “6 tháng đầu năm 2026”, “quý II năm 2026”, “tháng 3 năm 2026”.")
_NEEDS_UNIT = {"required": _("Ghi tên hoặc mã đơn vị.")}


class TableForm(DatedForm):
    """A table to bring in: of which unit and period, as a file or pasted. `content` and `name` in `cleaned_data`."""

    unit = UnitField(
        label=_("Bảng của đơn vị"),
        help_text=_("Các dòng trong bảng là đơn vị này hoặc đơn vị dưới nó."),
        error_messages=_NEEDS_UNIT,
    )
    period = PeriodField(label=_("Kỳ của số liệu"), help_text=_PERIOD_HELP, error_messages={"required": _("Ghi kỳ.")})
    file = forms.FileField(
        label=_("Tệp"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        help_text=_("Excel (.xlsx), LibreOffice (.ods) hoặc CSV; tiêu đề, thứ tự cột thế nào cũng được."),
    )
    text = forms.CharField(
        label=_("hoặc dán bảng vào đây"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("Bôi đen cả tiêu đề và các dòng trong bảng tính, chép rồi dán."),
        error_messages={"max_length": _("Bảng dán vào lớn quá; gửi tệp thay cho dán.")},
    )

    def clean(self) -> None:
        sent, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if sent is not None and pasted.strip():
            self.add_error("file", _("Vừa dán bảng vừa chọn tệp; chỉ giữ một trong hai."))
        elif sent is not None:
            if (sent.size or 0) > MOST_BYTES:
                message = _("Tệp nặng quá %(most)d MB; chia thành nhiều tệp.")
                self.add_error("file", ValidationError(message, params={"most": MOST_BYTES >> 20}))
                return
            self.cleaned_data |= {"content": sent.read(), "name": str(sent.name)}
        elif pasted.strip():
            try:
                self.cleaned_data |= {"content": pasted_grid(pasted), "name": str(_("Bảng dán vào"))}
            except Refused as refused:
                self.add_error("text", sentence_of(refused))
        elif "file" not in self.errors and "text" not in self.errors:
            self.add_error("file", _("Chọn tệp, hoặc dán bảng vào ô dưới."))


class OfflineForm(DatedForm):
    """Our own form to be filled in: for the children of which unit, of which period, with which figures."""

    unit = UnitField(
        label=_("Đơn vị"), help_text=_("Mỗi đơn vị trực thuộc là một dòng trong mẫu."), error_messages=_NEEDS_UNIT
    )
    period = PeriodField(label=_("Kỳ của số liệu"), help_text=_PERIOD_HELP, error_messages={"required": _("Ghi kỳ.")})
    indicators = forms.MultipleChoiceField(
        label=_("Chỉ số"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một chỉ số cho mẫu.")},
    )

    def __init__(self, *args: Any, offered: Iterable[What], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["indicators"].choices = [(what.key, what.name) for what in offered]  # type: ignore[attr-defined]


class WayForm(forms.Form):
    """What to write where the ledger holds figures already."""

    way = forms.ChoiceField(
        label=_("Khi sổ đã có số của đơn vị trong kỳ"), choices=TableWay.choices, widget=forms.RadioSelect
    )


class WriteTableForm(forms.Form):
    """Whether cells that must be put right are left behind."""

    leave_out = forms.BooleanField(
        label=_("Để lại những ô cần sửa, ghi các ô còn lại"),
        required=False,
        help_text=_("Ô để lại không vào sổ; hoàn tác, sửa rồi ghi lại lúc nào cũng được."),
    )


class UndoTableForm(forms.Form):
    """Why a table is taken back."""

    reason = forms.CharField(
        label=_("Vì sao hoàn tác"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Ghi vì sao hoàn tác để người sau hiểu.")},
    )


def columns_sent(
    sent: QueryDict, settled: Sequence[str], known: Mapping[str, What], names: Mapping[str, str]
) -> list[str]:
    """What each column was said to be; a box names an indicator as `names` (by key) or by its code.

    What is unknown is kept as typed, so that it can be said at its box.
    """
    keys = {fold(name): key for key, name in names.items()}
    columns = list(settled)
    for place in range(len(settled)):
        if (typed := sent.get(f"cot-{place}")) is not None:
            typed = typed.strip()[:200]
            columns[place] = typed if typed in known else keys.get(fold(typed), typed)
    return columns


def cells_sent(sent: QueryDict, day: date) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The figures put for cells, the units chosen for lines (codes), each by its address; and what is wrong, by box."""
    typed: dict[str, str] = {}
    chosen: dict[str, str] = {}
    wrong: dict[str, str] = {}
    field = UnitField()
    field.day = day
    for name, sent_value in sent.items():
        value = str(sent_value).strip()
        if name.startswith("o-"):
            typed[name.removeprefix("o-")] = value
        elif name.startswith("don-vi-") and value:
            try:
                chosen[name.removeprefix("don-vi-")] = field.read(value[:300]).code
            except ValidationError as refused:
                wrong[name] = refused.messages[0]
    for name in sent:
        if name.startswith("bo-dong-"):
            chosen[name.removeprefix("bo-dong-")] = "" if sent.get(name) == "1" else "?"
    return typed, chosen, wrong
