"""Recording work and putting it right: the form reads what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    Challenge,
    FieldType,
    Outcome,
    YouthGroup,
)
from viecthat.activities.commands.activity import LONGEST_NOTE
from viecthat.activities.commands.facts import Facts, Outside
from viecthat.activities.forms.fields import LINE, TOO_LONG, IdsField, PhotosField, offer
from viecthat.activities.queries.kinds import KindField, fields_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import scaled
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.activities.queries import KindVersion
    from viecthat.ledger.models import Indicator

_RESULT = "result_"
_DETAIL = "detail_"
_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_NO_HOUR = {"invalid": _("Ghi giờ và phút, ví dụ 07:30.")}


class RecordForm(forms.Form):
    """What one piece of work was, where and when, what came of it, who was there, what shows it.

    Which boxes for results there are depends on the kind that is chosen; `results` in `cleaned_data` are quantities
    in the indicators' smallest units, by indicator id.
    """

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    unit = forms.IntegerField(
        label=_("Đơn vị"),
        localize=False,
        error_messages={
            "required": _("Chọn đơn vị đã làm việc này."),
            "invalid": _("Chọn đơn vị đã làm việc này."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Việc gì"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Chọn loại việc."),
            "invalid_choice": _("Chọn một loại việc có trong danh sách."),
        },
    )
    title = forms.CharField(
        label=_("Tên việc"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Ghi tên việc, ví dụ “Trồng cây ven hồ Suối Hai”."),
            "max_length": _("Tên việc dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    day = DayField(label=_("Ngày"), error_messages={"required": _("Ghi ngày làm: ngày/tháng/năm, ví dụ 25/06/2020.")})
    place = forms.CharField(
        label=_("Ở đâu"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Ghi nơi làm, ví dụ “Bờ nam hồ Suối Hai, thôn Đô Trám”."),
            "max_length": _("Nơi làm dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    head_count = WholeField(
        label=_("Số người tham gia"),
        error_messages={"required": _("Ghi số người tham gia, hoặc chọn tên từng người.")},
    )
    people = IdsField(label=_("Người có tên"), required=False)
    partners = IdsField(label=_("Đơn vị cùng làm"), required=False)
    roll_calls = IdsField(label=_("Buổi điểm danh"), required=False)
    photos = PhotosField(label=_("Ảnh"), required=False)
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _("Ghi chú dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")
        },
    )
    last_day = DayField(label=_("Đến ngày"), required=False)
    begins = forms.TimeField(label=_("Từ giờ"), required=False, widget=_HOUR, error_messages=_NO_HOUR)
    ends = forms.TimeField(label=_("Đến giờ"), required=False, widget=_HOUR, error_messages=_NO_HOUR)
    pin = forms.CharField(
        label=_("Vị trí trên bản đồ"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}),
        help_text=_("Vĩ độ, kinh độ, ví dụ 21.0285, 105.8542; chép từ bản đồ trên máy."),
    )
    task_served = forms.CharField(
        label=_("Nhiệm vụ chuyên môn, chính trị phục vụ"), required=False, max_length=300, widget=LINE
    )
    need_served = forms.CharField(
        label=_("Nhu cầu của thanh niên được đáp ứng"), required=False, max_length=300, widget=LINE
    )
    youth_groups = forms.MultipleChoiceField(
        label=_("Nhóm thanh niên hưởng lợi"),
        required=False,
        choices=YouthGroup.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    challenge = forms.ChoiceField(
        label=_("Đây là việc khó, việc mới"), required=False, choices=[("", _("không")), *Challenge.choices]
    )
    outcome = forms.ChoiceField(label=_("Kết cục"), required=False, choices=[("", _("chưa ghi")), *Outcome.choices])
    outcome_words = forms.CharField(
        label=_("Kết cục ra sao"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    serves = forms.MultipleChoiceField(
        label=_("Phục vụ chương trình, phong trào"), required=False, widget=forms.CheckboxSelectMultiple
    )
    part_of = forms.TypedChoiceField(
        label=_("Thuộc hoạt động của cấp trên"), required=False, coerce=int, empty_value=None
    )
    outside = forms.CharField(
        label=_("Đối tác ngoài Đoàn"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Mỗi đối tác một dòng, kể cả Đảng ủy, Công đoàn, Hội Cựu chiến binh của cơ quan; sau dấu hai chấm là "
            "đóng góp gì: Công ty Cây xanh: 250 cây giống."
        ),
    )
    public = forms.BooleanField(label=_("Cho mọi người xem trong lịch hoạt động"), required=False)
    planned = forms.BooleanField(label=_("Việc chưa làm: chỉ đưa vào lịch, ghi kết quả sau"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[KindVersion],
        yields: Mapping[str, Sequence[Indicator]],
        effort: Sequence[Indicator] = (),
        programmes: Sequence[tuple[str, str]] = (),
        superiors: Sequence[tuple[int, str]] = (),
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        offer(self, "serves", programmes)
        offer(self, "part_of", [("", str(_("không"))), *((str(pk), name) for pk, name in superiors)])
        self.chosen = self._chosen(list(kinds))
        self.fields["head_count"].required = self.counts_heads
        self.indicators = {f"{_RESULT}{i.pk}": i for i in yields.get(self.chosen.code, ())} if self.chosen else {}
        self.effort = {f"{_RESULT}{i.pk}": i for i in effort}
        self.boxes = {f"{_DETAIL}{box.code}": box for box in fields_of(self.chosen)}
        for name, box in self.boxes.items():
            self.fields[name] = _box_field(box)
        if self.still_to_come:
            for name in ("head_count", *self.boxes):
                self.fields[name].required = False
        for name, indicator in (self.indicators | self.effort).items():
            read = NumberField if indicator.decimals else WholeField
            self.fields[name] = read(label=str(indicator), required=False)

    def _chosen(self, offered: list[KindVersion]) -> KindVersion | None:
        chosen = self["kind"].value()
        offer(self, "kind", [(kind.code, str(kind)) for kind in offered])
        return next((kind for kind in offered if kind.code == chosen), None)

    @property
    def still_to_come(self) -> bool:
        """Nothing needs to have come of it yet."""
        return bool(self["planned"].value())

    @property
    def counts_heads(self) -> bool:
        """Whether the number must be typed: who is named or was at a roll call is counted without it."""
        return not self["people"].value() and not self["roll_calls"].value()

    @property
    def result_fields(self) -> list[tuple[forms.BoundField, Indicator]]:
        """The boxes for results, each with what it counts."""
        return [(self[name], indicator) for name, indicator in self.indicators.items()]

    @property
    def effort_fields(self) -> list[tuple[forms.BoundField, Indicator]]:
        """The boxes for whom it reached and what it cost."""
        return [(self[name], indicator) for name, indicator in self.effort.items()]

    @property
    def detail_fields(self) -> list[tuple[forms.BoundField, KindField]]:
        """The kind's own boxes."""
        return [(self[name], box) for name, box in self.boxes.items()]

    @property
    def facts(self) -> Facts:
        """What was said beside the results; of a form that is valid."""
        data = self.cleaned_data
        lat, lon = data["pin"] or (None, None)
        same = ("begins", "ends", "task_served", "need_served", "challenge", "outcome", "outcome_words", "public")
        return Facts(
            details={box.code: data.get(name) for name, box in self.boxes.items()},
            lat=lat,
            lon=lon,
            youth_groups=data["youth_groups"],
            part_of=data["part_of"],
            serves=[_served(value) for value in data["serves"]],
            outside=[_outside(line) for line in data["outside"].splitlines() if line.strip()],
            **{name: data[name] for name in same},
        )

    def clean_pin(self) -> tuple[float, float] | None:
        typed = self.cleaned_data["pin"].replace(";", " ").replace(",", " ").split()
        if not typed:
            return None
        try:
            lat, lon = (float(one) for one in typed)
        except ValueError as wrong:
            raise ValidationError(_("Ghi hai số: vĩ độ, kinh độ, ví dụ 21.0285, 105.8542.")) from wrong
        return lat, lon

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["results"] = self._results()
        people, heads = data.get("people", ()), data.get("head_count")
        if heads is None:
            data["head_count"] = len(people)
        elif people and heads < len(people):
            self.add_error("head_count", _("Số người ít hơn số tên đã chọn; đếm lại hoặc bỏ bớt tên."))
        return data

    def refuse(self, refused: Refused) -> None:
        """Put a command's sentence at the box it speaks of."""
        field = {"lat": "pin", "lon": "pin"}.get(refused.field or "", refused.field)
        if field in {"quantity", "results"}:
            field = next(iter(self.indicators), "kind")
        self.add_error(field if field in self.fields else None, sentence_of(refused))

    def _results(self) -> dict[int, int]:
        results = {}
        for name, indicator in (self.indicators | self.effort).items():
            typed = self.cleaned_data.get(name)
            if typed is None:
                continue
            try:
                results[indicator.pk] = scaled(typed, indicator.decimals) if indicator.decimals else int(typed)
            except Refused as refused:
                self.add_error(name, sentence_of(refused))
        if self.still_to_come and not results:
            return {}
        if self.indicators and not results and not any(name in self.errors for name in self.indicators):
            self.add_error(next(iter(self.indicators)), _("Chưa có kết quả nào; ghi ít nhất một số đếm được."))
        return results


class CorrectForm(RecordForm):
    """What is set right of recorded work, or what came of planned work; `revision`: what the reader saw."""

    key = None  # type: ignore[assignment]
    unit = None  # type: ignore[assignment]
    photos = None  # type: ignore[assignment]
    people = None  # type: ignore[assignment]
    roll_calls = None  # type: ignore[assignment]
    planned = None  # type: ignore[assignment]
    kind = None  # type: ignore[assignment]
    revision = forms.IntegerField(widget=forms.HiddenInput, localize=False)
    reason = forms.CharField(
        label=_("Vì sao sửa"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi số liệu hoặc ngày thay đổi; người sau sẽ đọc lý do này."),
        error_messages={"required": _("Số liệu thay đổi; ghi vì sao sửa để người sau hiểu.")},
    )

    def __init__(self, *args: Any, version: KindVersion, to_come: bool, **given: Any) -> None:
        self.to_come = to_come
        super().__init__(*args, kinds=[version], **given)
        figures = {"day", *self.indicators, *self.effort}
        self.fields["reason"].required = not to_come and (not self.is_bound or bool(figures & set(self.changed_data)))

    def _chosen(self, offered: list[KindVersion]) -> KindVersion | None:
        return offered[0]

    @property
    def still_to_come(self) -> bool:
        return self.to_come

    @property
    def counts_heads(self) -> bool:
        return not self.to_come


def _box_field(box: KindField) -> forms.Field:
    told: dict[str, Any] = {"label": str(box), "required": box.required}
    missing: dict[str, Any] = {"required": _("Ghi “%(name)s”.") % {"name": box}}
    match box.type:
        case FieldType.NUMBER:
            return NumberField(**told, error_messages=missing)
        case FieldType.MONEY:
            return WholeField(**told, error_messages=missing)
        case FieldType.DATE:
            return DayField(**told, error_messages=missing)
        case FieldType.CHOICE:
            choices = [("", "—"), *((choice, choice) for choice in box.choices)]
            return forms.ChoiceField(**told, choices=choices, error_messages=missing)
        case _:
            return forms.CharField(**told, max_length=500, widget=LINE, error_messages=missing | TOO_LONG)


def _served(value: str) -> tuple[int, int | None]:
    programme, _dash, item = value.partition("-")
    return int(programme), int(item) if item else None


def _outside(line: str) -> Outside:
    name, _colon, gave = line.partition(":")
    return Outside(name.strip(), gave.strip())
