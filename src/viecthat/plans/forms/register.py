"""Forms of the registers of advice, coordination and visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.plans.choices import AdviceOutcome
from viecthat.plans.commands.register import AdviceFacts, CoordinationFacts
from viecthat.plans.forms.programme import words_field
from viecthat.plans.models import Advice, Coordination, Directive, Programme
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}


class FilterForm(QueryForm):
    """What of a register is looked at."""

    parameters = {"text": "q", "unit": "don-vi", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    year = WholeField(label=_("Năm"), required=False)


class AdviceFilterForm(FilterForm):
    """What of the register of advice is looked at; also by the document it carries out."""

    parameters = {**FilterForm.parameters, "outcome": "ket-qua", "serves": "van-ban"}
    outcome = forms.ChoiceField(label=_("Kết quả"), required=False)
    serves = forms.TypedChoiceField(label=_("Thực hiện văn bản"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, documents: Iterable[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", gettext("tất cả")), *AdviceOutcome.choices]  # type: ignore[attr-defined]
        named = [(row.pk, f"{row.number or row.type_name}: {row.subject}"[:120]) for row in documents]
        self.fields["serves"].choices = [("", gettext("tất cả")), *named]  # type: ignore[attr-defined]


class AdviceForm(DatedForm):
    """A paper of advice."""

    topic = words_field(_("Nội dung tham mưu"), 500, required=True, rows=2, why=_("Ghi nội dung tham mưu."))
    addressee = words_field(
        _("Gửi cấp ủy, chính quyền, cơ quan nào"),
        200,
        required=True,
        why=_("Ghi nơi nhận, ví dụ “Ban Thường vụ Thành ủy”."),
    )
    sent_on = DayField(label=_("Ngày gửi"), error_messages=_DAY)
    paper = forms.ModelChoiceField(
        label=_("Văn bản tham mưu trong sổ"), queryset=Directive.objects.none(), required=False
    )
    number = words_field(_("Hoặc số văn bản"), 100)
    serves = forms.ModelChoiceField(
        label=_("Thực hiện nghị quyết, kết luận"), queryset=Directive.objects.none(), required=False
    )
    programme = forms.ModelChoiceField(
        label=_("Thuộc chương trình, đề án"), queryset=Programme.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        papers: QuerySet[Directive],
        documents: QuerySet[Directive],
        programmes: QuerySet[Programme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        querysets: dict[str, QuerySet[Any]] = {"paper": papers, "serves": documents, "programme": programmes}
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def facts(self) -> AdviceFacts:
        """What was typed, as the command takes it."""
        return AdviceFacts(**self.cleaned_data)


def advice_initial(advice: Advice) -> dict[str, Any]:
    """A paper as the form shows it."""
    return {
        "topic": advice.topic,
        "addressee": advice.addressee,
        "sent_on": advice.sent_on,
        "paper": advice.paper_id,
        "number": advice.number,
        "serves": advice.serves_id,
        "programme": advice.programme_id,
    }


class OutcomeForm(DatedForm):
    """What came of the advice."""

    outcome = forms.ChoiceField(label=_("Kết quả"), choices=AdviceOutcome.choices, widget=forms.RadioSelect)
    outcome_on = DayField(label=_("Ngày có kết quả"), required=False)
    note = words_field(
        _("Chi tiết"), 500, rows=2, help_text=_("Văn bản đã ban hành, số tiền được bố trí, vì sao chưa được.")
    )


class CoordinationForm(DatedForm):
    """What was agreed with whom."""

    partner = words_field(_("Phối hợp với"), 200, required=True, why=_("Ghi sở, ban, ngành hoặc cơ quan phối hợp."))
    title = words_field(
        _("Tên chương trình, quy chế phối hợp"), 300, required=True, rows=2, why=_("Ghi tên chương trình phối hợp.")
    )
    content = words_field(_("Nội dung"), 4000, rows=3)
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    last_day = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Bỏ trống: chưa định ngày hết."))
    directive = forms.ModelChoiceField(label=_("Văn bản trong sổ"), queryset=Directive.objects.none(), required=False)
    number = words_field(_("Hoặc số văn bản"), 100)

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("start") and given.get("last_day") and given["last_day"] < given["start"]:
            self.add_error("last_day", _("Ngày cuối phải sau ngày đầu."))
        return given

    def facts(self) -> CoordinationFacts:
        """What was typed, as the command takes it."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day")
        end = None if last is None else last.fromordinal(last.toordinal() + 1)
        return CoordinationFacts(end=end, **given)


def coordination_initial(row: Coordination) -> dict[str, Any]:
    """An agreement as the form shows it."""
    return {
        "partner": row.partner,
        "title": row.title,
        "content": row.content,
        "start": row.start,
        "last_day": None if row.end is None else row.end.fromordinal(row.end.toordinal() - 1),
        "directive": row.directive_id,
        "number": row.number,
    }


class ResultForm(DatedForm):
    """What working together brought."""

    day = DayField(label=_("Ngày"), error_messages=_DAY)
    text = words_field(_("Kết quả"), 4000, required=True, rows=3, why=_("Ghi kết quả phối hợp."))


class VisitForm(DatedForm):
    """A visit to the base."""

    day = DayField(label=_("Ngày"), error_messages=_DAY)
    visited = UnitField(label=_("Đến đơn vị"), error_messages={"required": _("Ghi đơn vị được đến.")})
    department = words_field(_("Ban, bộ phận"), 120, required=True, why=_("Ghi ban đi cơ sở, ví dụ “Văn phòng”."))
    people = words_field(_("Người đi"), 300, required=True, why=_("Ghi ai đi."))
    purpose = words_field(_("Nội dung"), 300, required=True, why=_("Ghi đi làm gì."))
    found = words_field(_("Nắm được gì, tháo gỡ gì"), 4000, rows=3)
