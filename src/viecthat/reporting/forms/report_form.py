"""Forms of reports as they are searched for and written: the head as a form, figures and headings as simple rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from viecthat.ledger.choices import WorkArea
from viecthat.reporting.choices import Breakdown, FormCadence
from viecthat.reporting.commands.form import MOST_LINES, MOST_SECTIONS, FormDraft, LineDraft, SectionDraft
from viecthat.reporting.forms.call import ANY, search_field
from viecthat.reporting.queries.form import OWN_OF_ALL
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, QueryForm

if TYPE_CHECKING:
    from viecthat.units.queries import UnitKind, UnitRow

_LINE = forms.TextInput(attrs={"autocomplete": "off"})
_BREAKDOWNS = frozenset(Breakdown.values)
_AREAS = frozenset(WorkArea.values)
_Row = TypeVar("_Row", LineDraft, SectionDraft)


class FormListForm(QueryForm):
    """Which forms are looked at."""

    parameters = {"text": "q", "cadence": "chu-ky", "kind": "loai", "keeper": "cua"}
    text = search_field(_("Tìm"))
    cadence = forms.ChoiceField(label=_("Bao lâu một lần"), required=False, choices=[("", ANY), *FormCadence.choices])
    keeper = forms.ChoiceField(label=_("Đơn vị giữ mẫu"), required=False)
    kind = forms.ChoiceField(label=_("Loại đơn vị phải gửi"), required=False)

    def __init__(self, *args: Any, keepers: Iterable[UnitRow], kinds: Iterable[UnitKind], **given: Any) -> None:
        super().__init__(*args, **given)
        kept = [(str(row.id), row.name) for row in keepers]
        known = [(kind.code, str(kind)) for kind in kinds]
        self.fields["keeper"].choices = [("", ANY), (OWN_OF_ALL, _("toàn hệ thống")), *kept]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", ANY), *known]  # type: ignore[attr-defined]


class HeadForm(DatedForm):
    """What a form says of itself; its figures and headings come beside it."""

    name = forms.CharField(
        label=_("Tên mẫu"),
        max_length=200,
        widget=_LINE,
        error_messages={"required": _("Ghi tên mẫu, ví dụ “Báo cáo tuần chiến dịch hè”.")},
    )
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False, widget=_LINE)
    cadence = forms.ChoiceField(label=_("Bao lâu một lần"), choices=FormCadence.choices)
    start = DayField(
        label=_("Dùng từ ngày"),
        help_text=_("Mẫu đã mở đợt thì bản mới dùng từ một ngày sau; đợt đã mở giữ bản cũ."),
        error_messages={"required": _("Ghi ngày/tháng/năm.")},
    )
    due_days = WholeField(
        label=_("Hạn gửi: số ngày sau khi hết kỳ"),
        help_text=_("Số âm là trước khi hết kỳ; rơi vào ngày nghỉ thì sang ngày làm việc kế tiếp."),
        error_messages={"required": _("Ghi số ngày, ví dụ 5.")},
    )
    due_earlier = WholeField(
        label=_("Mỗi cấp dưới gửi sớm hơn (ngày)"),
        help_text=_("Để cấp trên kịp tổng hợp."),
        error_messages={"required": _("Ghi số ngày, ví dụ 2.")},
    )
    opens_before = WholeField(
        label=_("Tự mở đợt trước khi hết kỳ (ngày)"), required=False, help_text=_("Bỏ trống: chỉ mở đợt bằng tay.")
    )
    programme = forms.TypedChoiceField(
        label=_("Chỉ trong thời gian của chương trình"), required=False, coerce=int, empty_value=None,
        help_text=_("Mẫu hằng tuần chỉ tự mở đợt khi chương trình, chiến dịch này đang diễn ra."),
    )  # fmt: skip
    directive = forms.TypedChoiceField(
        label=_("Theo văn bản"), required=False, coerce=int, empty_value=None,
        help_text=_("Văn bản yêu cầu báo cáo này; trang mẫu dẫn tới văn bản."),
    )  # fmt: skip
    signing = forms.CharField(
        label=_("Thể thức ký"),
        max_length=60,
        widget=_LINE,
        error_messages={"required": _("Ghi thể thức ký, ví dụ TM. BAN THƯỜNG VỤ.")},
    )
    checked_first = forms.BooleanField(label=_("Văn phòng kiểm tra trước khi ký"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị phải gửi"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một loại đơn vị phải gửi báo cáo này.")},
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[UnitKind],
        programmes: Sequence[tuple[int, str]] = (),
        directives: Sequence[tuple[int, str]] = (),
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self.fields["kinds"].choices = [(kind.code, str(kind)) for kind in kinds]  # type: ignore[attr-defined]
        for name, known in (("programme", programmes), ("directive", directives)):
            if known:
                self.fields[name].choices = [("", pgettext_lazy("programme", "không")), *known]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean_due_days(self) -> int:
        return _within(self.cleaned_data["due_days"], -60, 120, _("Ghi từ -60 đến 120 ngày."))

    def clean_due_earlier(self) -> int:
        return _within(self.cleaned_data["due_earlier"], 0, 30, _("Ghi từ 0 đến 30 ngày."))

    def clean_opens_before(self) -> int | None:
        days = self.cleaned_data["opens_before"]
        return None if days is None else _within(days, 0, 366, _("Ghi từ 0 đến 366 ngày."))


def _within(days: int, least: int, most: int, sentence: Any) -> int:
    if not least <= days <= most:
        raise forms.ValidationError(sentence)
    return days


class EndForm(DatedForm):
    """From when on nobody opens a call with it."""

    day = DayField(
        label=_("Thôi dùng từ ngày"),
        help_text=_("Đợt đã mở không đổi."),
        error_messages={"required": _("Ghi ngày/tháng/năm.")},
    )


def lines_sent(sent: Mapping[str, str]) -> list[LineDraft]:
    """The rows of figures, in the order in which they stand on the page."""
    return [
        LineDraft(
            indicator=sent.get(f"so-{n}-ma", "")[:64],
            breakdown=chosen if (chosen := sent.get(f"so-{n}-chia", "")) in _BREAKDOWNS else "",
            required=f"so-{n}-can" in sent,
            hint=sent.get(f"so-{n}-ghi", "").strip()[:300],
        )
        for n in range(_count(sent, "so", MOST_LINES))
        if f"so-{n}-ma" in sent
    ]


def sections_sent(sent: Mapping[str, str]) -> list[SectionDraft]:
    """The rows of headings, likewise."""
    return [
        SectionDraft(
            heading=sent.get(f"muc-{n}-ten", "").strip()[:200],
            number=sent.get(f"muc-{n}-so", "").strip()[:12],
            level=min(3, max(1, _number(sent.get(f"muc-{n}-cap", "")) or 1)),
            written=f"muc-{n}-viet" in sent,
            required=f"muc-{n}-can" in sent,
            area=area if (area := _number(sent.get(f"muc-{n}-khoi", ""))) in _AREAS else None,
            hint=sent.get(f"muc-{n}-ghi", "").strip()[:500],
        )
        for n in range(_count(sent, "muc", MOST_SECTIONS))
        if f"muc-{n}-ten" in sent
    ]


def rows_moved(draft: FormDraft, do: str, add: str) -> FormDraft:
    """The draft after a button of its rows: "so-len-3" (up), "so-xuong-3", "so-bo-3", "so-them"; "muc-…" likewise."""
    what, _dash, rest = do.partition("-")
    step, _dash, place = rest.partition("-")
    if what == "so":
        lines = list(draft.lines)
        if step == "them":
            if add and all(line.indicator != add for line in lines) and len(lines) < MOST_LINES:
                lines.append(LineDraft(add))
        else:
            lines = _moved(lines, step, _number(place))
        return replace(draft, lines=tuple(lines))
    if what == "muc":
        sections = list(draft.sections)
        if step == "them":
            if len(sections) < MOST_SECTIONS:
                sections.append(SectionDraft(""))
        else:
            sections = _moved(sections, step, _number(place))
        return replace(draft, sections=tuple(sections))
    return draft


def _moved(rows: list[_Row], step: str, place: int | None) -> list[_Row]:
    if place is None or not 0 <= place < len(rows):
        return rows
    if step == "bo":
        return rows[:place] + rows[place + 1 :]
    to = place - 1 if step == "len" else place + 1
    if step in {"len", "xuong"} and 0 <= to < len(rows):
        rows = list(rows)
        rows[place], rows[to] = rows[to], rows[place]
    return rows


def _count(sent: Mapping[str, str], what: str, most: int) -> int:
    return min(most, _number(sent.get(f"{what}-n", "")) or 0)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
