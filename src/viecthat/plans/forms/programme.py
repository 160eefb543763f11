"""Forms of terms, themes and programmes: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.kernel.periods import Period
from viecthat.plans.choices import ItemKind, ProgrammeKind, ProjectStage, TermLine
from viecthat.plans.commands.item import ItemFacts
from viecthat.plans.commands.programme import ProgrammeFacts
from viecthat.plans.models import Directive, Programme, ProgrammeItem, Target, Task
from viecthat.ui.fields import DayField, OrdinalField, WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}


def words_field(
    label: Any, most: int, *, required: bool = False, rows: int = 0, why: Any = "", **more: Any
) -> forms.CharField:
    errors: dict[str, Any] = dict(_LONG)
    if required:
        errors["required"] = why
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=required, error_messages=errors, widget=widget, **more
    )


class ListForm(QueryForm):
    """Which programmes are looked at."""

    parameters = {"text": "q", "unit": "don-vi", "kind": "loai", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm chương trình"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    year = WholeField(label=_("Năm"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", gettext("tất cả")), *ProgrammeKind.choices]  # type: ignore[attr-defined]

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not 1931 <= year <= 2199:
            raise ValidationError(_("Năm này không thể đúng; xem lại."))
        return year


class UnitYearForm(QueryForm):
    """Whose page is looked at, on which day or year."""

    parameters = {"unit": "don-vi", "day": "ngay"}
    unit = UnitField(label=_("Đơn vị"), required=False)
    day = DayField(label=_("Vào ngày"), required=False)


class TermForm(DatedForm):
    """A congress term of the unit, or of the Party or the association at its level."""

    line = forms.ChoiceField(label=_("Đại hội của"), choices=TermLine.choices, widget=forms.RadioSelect)
    body = words_field(_("Tổ chức"), 200, help_text=_("Của Đảng hoặc Hội: ghi tên, ví dụ “Đảng bộ thành phố Hà Nội”."))
    ordinal = OrdinalField(label=_("Lần thứ"), error_messages={"required": _("Ghi đại hội lần thứ mấy, ví dụ 16.")})
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    last_day = DayField(label=_("Đến hết ngày"), error_messages=_DAY)
    note = words_field(_("Ghi chú"), 300)

    def clean_ordinal(self) -> int:
        ordinal: int = self.cleaned_data["ordinal"]
        if not 1 <= ordinal <= 99:
            raise ValidationError(_("Đại hội lần thứ 1 đến 99."))
        return ordinal

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _check_days(self, given)
        return given


class ThemeForm(DatedForm):
    """The theme of a year."""

    line = forms.ChoiceField(label=_("Chủ đề của"), choices=TermLine.choices, widget=forms.RadioSelect)
    year = WholeField(label=_("Năm"), error_messages={"required": _("Ghi năm, ví dụ 2026.")})
    text = words_field(_("Chủ đề"), 300, required=True, why=_("Ghi chủ đề của năm."))
    directive = forms.ModelChoiceField(label=_("Theo văn bản"), queryset=Directive.objects.none(), required=False)
    source = words_field(_("Nguồn"), 300)

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]


class ProgrammeForm(DatedForm):
    """What is said of a programme."""

    kind = forms.ChoiceField(label=_("Loại"), choices=ProgrammeKind.choices)
    title = words_field(_("Tên"), 300, required=True, rows=2, why=_("Ghi tên chương trình."))
    body = words_field(
        _("Cấp ủy ban hành"),
        200,
        help_text=_("Chỉ ghi khi là chương trình của Đảng, ví dụ “Thành ủy Hà Nội”."),
    )
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    last_day = DayField(label=_("Đến hết ngày"), error_messages=_DAY)
    goal = words_field(_("Mục tiêu"), 4000, rows=3)
    lead = words_field(_("Chủ trì"), 200, help_text=_("Ban, đơn vị chịu trách nhiệm chính."))
    budget = WholeField(label=_("Kinh phí dự kiến (đồng)"), required=False)
    breakthrough = forms.BooleanField(label=_("Là khâu đột phá"), required=False)
    parent = forms.ModelChoiceField(
        label=_("Nằm trong"), queryset=Programme.objects.none(), required=False,
        help_text=_("Ví dụ một mũi của chiến dịch, một đề án của chương trình hành động."),
    )  # fmt: skip
    directive = forms.ModelChoiceField(label=_("Văn bản ban hành"), queryset=Directive.objects.none(), required=False)
    adopted_on = DayField(label=_("Ngày ban hành"), required=False, help_text=_("Bỏ trống: ngày của văn bản."))
    source = words_field(_("Nguồn"), 300)

    def __init__(self, *args: Any, wholes: QuerySet[Programme], directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = wholes  # type: ignore[attr-defined]
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _check_days(self, given)
        return given

    def facts(self) -> ProgrammeFacts:
        """What was typed, as the command takes it."""
        given = dict(self.cleaned_data)
        period = Period.between(given.pop("start"), given.pop("last_day"))
        return ProgrammeFacts(period=period, **given)


def programme_initial(programme: Programme) -> dict[str, Any]:
    """A programme as the form shows it."""
    names = ("kind", "title", "body", "start", "goal", "lead", "budget", "breakthrough", "adopted_on", "source")
    initial: dict[str, Any] = {name: getattr(programme, name) for name in names}
    parent = programme.parent_id
    return initial | {
        "last_day": date.fromordinal(programme.end.toordinal() - 1),
        "parent": parent,
        "directive": programme.directive_id,
    }


class AdaptForm(DatedForm):
    """Why a programme is changed."""

    reason = words_field(
        _("Vì sao điều chỉnh"), 500, required=True, rows=2, why=_("Ghi vì sao điều chỉnh, ví dụ dịch bệnh, bão lũ.")
    )
    adopted_on = DayField(label=_("Từ ngày"), error_messages=_DAY)
    directive = forms.ModelChoiceField(label=_("Theo văn bản"), queryset=Directive.objects.none(), required=False)

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]


class ItemForm(DatedForm):
    """An item of a programme."""

    kind = forms.ChoiceField(label=_("Là"), choices=ItemKind.choices, widget=forms.RadioSelect)
    title = words_field(_("Tên"), 500, required=True, rows=2, why=_("Ghi tên mục."))
    parent = forms.ModelChoiceField(label=_("Nằm trong mục"), queryset=ProgrammeItem.objects.none(), required=False)
    number = WholeField(label=_("Số thứ tự"), required=False, help_text=_("Bỏ trống: xếp cuối."))
    content = words_field(_("Nội dung"), 4000, rows=3)
    area = forms.TypedChoiceField(label=_("Mặt công tác"), required=False, coerce=int, empty_value=None)
    lead = words_field(_("Chủ trì"), 200, help_text=_("Ai làm: ban, đơn vị, người."))
    partners = words_field(_("Phối hợp"), 300)
    start = DayField(label=_("Từ ngày"), required=False)
    due = DayField(label=_("Hạn, đến ngày"), required=False)
    breakthrough = forms.BooleanField(label=_("Đột phá"), required=False)
    done_on = DayField(label=_("Xong ngày"), required=False)
    result = words_field(_("Kết quả"), 500, rows=2)
    targets = forms.ModelMultipleChoiceField(
        label=_("Chỉ tiêu của mục này"), queryset=Target.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    serves = forms.ModelMultipleChoiceField(
        label=_("Phục vụ nghị quyết"), queryset=Directive.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    task = forms.ModelChoiceField(
        label=_("Gắn với việc đang theo dõi"), queryset=Task.objects.none(), required=False,
        help_text=_("Việc có người làm, hạn và nhắc việc."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        parents: QuerySet[ProgrammeItem],
        areas: Sequence[tuple[int, str]],
        targets: QuerySet[Target],
        serves: Iterable[Directive],
        tasks: QuerySet[Task],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        served = Directive.objects.filter(pk__in=[row.pk for row in serves])
        querysets: dict[str, QuerySet[Any]] = {"parent": parents, "targets": targets, "serves": served, "task": tasks}
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]
        self.fields["targets"].label_from_instance = _target_label  # type: ignore[attr-defined]
        for name in ("targets", "serves", "task", "parent"):
            if not querysets[name].exists():
                del self.fields[name]

    def facts(self) -> ItemFacts:
        """What was typed, as the command takes it."""
        given = dict(self.cleaned_data)
        targets = [target.root for target in given.pop("targets", ())]
        serves = [directive.pk for directive in given.pop("serves", ())]
        return ItemFacts(targets=targets, serves=serves, **given)


def item_initial(item: ProgrammeItem) -> dict[str, Any]:
    """An item as the form shows it; `targets` by the versions in force."""
    names = (
        "kind", "title", "number", "content", "area", "lead", "partners", "start", "due", "breakthrough", "done_on",
        "result",
    )  # fmt: skip
    return {name: getattr(item, name) for name in names} | {
        "parent": item.parent_id,
        "task": item.task_id,
        "serves": [row.directive_id for row in item.serves.all()],
    }


class ServeForm(forms.Form):
    """Which resolutions a programme or target serves."""

    directives = forms.ModelMultipleChoiceField(
        label=_("Nghị quyết, chỉ thị, kết luận của Đoàn và của Đảng"),
        queryset=Directive.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["directives"]
        box.queryset = directives  # type: ignore[attr-defined]
        box.label_from_instance = lambda row: f"{row.number or row.type_name}: {row.subject}"  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Which of the Party's programmes an own one carries out."""

    target = forms.ModelChoiceField(
        label=_("Chương trình của Đảng"),
        queryset=Programme.objects.none(),
        error_messages={"required": _("Chọn một chương trình của Đảng.")},
    )
    note = words_field(_("Ghi chú"), 300, help_text=_("Tham gia phần nào của chương trình."))

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = programmes  # type: ignore[attr-defined]


class MilestoneForm(DatedForm):
    """A step to be reached."""

    title = words_field(_("Mốc cần đạt"), 300, required=True, why=_("Ghi mốc cần đạt."))
    due = DayField(label=_("Hạn"), error_messages=_DAY)
    item = forms.ModelChoiceField(
        label=_("Của mục"),
        queryset=ProgrammeItem.objects.none(),
        required=False,
        help_text=_("Bỏ trống: của cả chương trình."),
    )

    def __init__(self, *args: Any, items: QuerySet[ProgrammeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class ReachForm(DatedForm):
    """When a step was reached."""

    done_on = DayField(label=_("Đạt ngày"), required=False, help_text=_("Bỏ trống: chưa đạt."))
    note = words_field(_("Ghi chú"), 300)


class ProgressForm(DatedForm):
    """How far a programme has come."""

    day = DayField(label=_("Tính đến ngày"), error_messages=_DAY)
    percent = WholeField(label=_("Phần đã làm (%)"), required=False)
    text = words_field(_("Tiến độ"), 4000, required=True, rows=4, why=_("Ghi vài dòng về tiến độ."))

    def clean_percent(self) -> int | None:
        percent: int | None = self.cleaned_data["percent"]
        if percent is not None and not 0 <= percent <= 100:
            raise ValidationError(_("Phần đã làm là từ 0 đến 100 phần trăm."))
        return percent


class StageForm(DatedForm):
    """A scheme or project comes to another stage."""

    stage = forms.ChoiceField(label=_("Giai đoạn"), choices=ProjectStage.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Từ ngày"), error_messages=_DAY)
    words = words_field(_("Theo văn bản nào, vì sao"), 300, rows=2)


class AlignForm(forms.Form):
    """Which item of a unit above an own one carries out, and why it can be done here."""

    superior_item = forms.TypedChoiceField(
        label=_("Việc của cấp trên"), coerce=int, error_messages={"required": _("Chọn việc của cấp trên.")}
    )
    feasibility = words_field(
        _("Vì sao làm được ở đơn vị"), 1000, required=True, rows=3, why=_("Ghi vì sao việc này làm được ở đơn vị."),
        help_text=_("Người, thời gian, kinh phí, điều kiện của đơn vị."),
    )  # fmt: skip

    def __init__(self, *args: Any, items: Sequence[tuple[str, Sequence[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["superior_item"].choices = [("", "—"), *items]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the unit above says."""

    approve = forms.TypedChoiceField(
        label=_("Trả lời"),
        coerce=lambda value: value == "1",
        choices=[("1", _("Đồng ý")), ("0", _("Trả lại"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đồng ý hay trả lại.")},
    )
    answer = words_field(_("Ý kiến"), 500, rows=2)


class JudgingForm(DatedForm):
    """By which lines targets are judged from a day on."""

    start = DayField(label=_("Áp dụng từ ngày"), error_messages=_DAY)
    met = WholeField(
        label=_("“Đạt” từ (phần trăm chỉ tiêu)"), error_messages={"required": _("Ghi phần trăm, ví dụ 100.")}
    )
    promising = WholeField(
        label=_("“Có triển vọng” từ (phần trăm thời gian đã qua)"),
        error_messages={"required": _("Ghi phần trăm, ví dụ 80.")},
    )
    far_too_low = WholeField(
        label=_("Mức đề ra quá thấp khi kết quả vượt (phần trăm chỉ tiêu)"),
        error_messages={"required": _("Ghi phần trăm, ví dụ 300.")},
    )
    note = words_field(_("Theo văn bản, lý do"), 300, required=True, why=_("Ghi văn bản hoặc lý do đặt cách xét này."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("met", "promising", "far_too_low"):
            value = given.get(name)
            if value is not None and not 0 < value <= 30_000:
                self.add_error(name, _("Số phần trăm này không thể đúng; xem lại."))
        return given


def _target_label(target: Target) -> str:
    return f"{target.indicator}, {Period(target.start, target.end).name()}"


def _check_days(form: forms.Form, given: dict[str, Any]) -> None:
    if given.get("start") and given.get("last_day") and given["last_day"] < given["start"]:
        form.add_error("last_day", _("Ngày cuối phải sau ngày đầu."))
