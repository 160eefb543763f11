"""Forms of activities: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    PAPERS,
    AgeGroup,
    Audience,
    Challenge,
    CheckState,
    FieldType,
    GroupRole,
    KindGroup,
    Minors,
    Movement,
    Outcome,
    State,
    VerifiedBy,
    YouthGroup,
)
from viecthat.activities.commands.activity import LONGEST_NOTE, MOST_PHOTOS
from viecthat.activities.commands.bringing import MOST_PACKED
from viecthat.activities.commands.facts import Facts, Outside
from viecthat.activities.commands.proof import Paper, Photo
from viecthat.activities.queries.kinds import KindField, fields_of
from viecthat.files.commands import MOST_BYTES
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period, parse_period
from viecthat.kernel.quantities import scaled
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, QueryForm, UnitField

if TYPE_CHECKING:
    from viecthat.activities.queries import ActivityKind, KindVersion
    from viecthat.ledger.models import Indicator

_RESULT = "result_"
_DETAIL = "detail_"
_PAPER_TYPES = ".pdf,.docx,.txt"
_TOO_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_LINE = forms.TextInput(attrs={"autocomplete": "off"})
_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_NO_HOUR = {"invalid": _("Ghi giờ và phút, ví dụ 07:30.")}


class IdsField(forms.Field):
    """The ids of the rows that were ticked."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[int, ...]:
        try:
            return tuple(dict.fromkeys(int(one) for one in value or ()))
        except (TypeError, ValueError) as wrong:
            raise ValidationError(_("Có mục không đọc được; bỏ chọn rồi chọn lại.")) from wrong


class ManyFilesInput(forms.FileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos, read into memory once their number and weight are known to be bearable."""

    widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> tuple[Photo, ...]:
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"])
        if len(sent) > MOST_PHOTOS:
            raise ValidationError(_("Gửi nhiều nhất %(most)s ảnh một lần."), params={"most": MOST_PHOTOS})
        for file in sent:
            super().clean(file, initial)
            if (file.size or 0) > MOST_BYTES:
                raise ValidationError(_("Ảnh nặng quá 12 MB; chụp lại hoặc thu nhỏ rồi gửi."))
        return tuple(Photo(file.read()) for file in sent)


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
        label=_("Nhiệm vụ chuyên môn, chính trị phục vụ"), required=False, max_length=300, widget=_LINE
    )
    need_served = forms.CharField(
        label=_("Nhu cầu của thanh niên được đáp ứng"), required=False, max_length=300, widget=_LINE
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
        help_text=_("Mỗi đối tác một dòng; sau dấu hai chấm là đóng góp gì: Công ty Cây xanh: 250 cây giống."),
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
        _offer(self, "serves", programmes)
        _offer(self, "part_of", [("", str(_("không"))), *((str(pk), name) for pk, name in superiors)])
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
        _offer(self, "kind", [(kind.code, str(kind)) for kind in offered])
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
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi số liệu hoặc ngày thay đổi; người sau sẽ đọc lý do này."),
    )

    def __init__(self, *args: Any, version: KindVersion, to_come: bool, **given: Any) -> None:
        self.to_come = to_come
        super().__init__(*args, kinds=[version], **given)

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
            return forms.CharField(**told, max_length=500, widget=_LINE, error_messages=missing | _TOO_LONG)


def _served(value: str) -> tuple[int, int | None]:
    programme, _dash, item = value.partition("-")
    return int(programme), int(item) if item else None


def _outside(line: str) -> Outside:
    name, _colon, gave = line.partition(":")
    return Outside(name.strip(), gave.strip())


class DocumentForm(forms.Form):
    """Photos, papers, addresses and names that are added later."""

    people = IdsField(label=_("Ai tham gia"), required=False)
    photos = PhotosField(label=_("Ảnh"), required=False)
    paper = forms.FileField(
        label=_("Giấy tờ (PDF, DOCX hoặc TXT)"), required=False, widget=forms.FileInput(attrs={"accept": _PAPER_TYPES})
    )
    paper_kind = forms.ChoiceField(
        label=_("Là giấy gì"), required=False, choices=[(kind.value, kind.label) for kind in PAPERS]
    )
    link = forms.URLField(
        label=_("Địa chỉ trên mạng"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Địa chỉ này không đúng; chép lại cả phần https://.")},
    )

    @property
    def sent_paper(self) -> Paper | None:
        """The paper that was sent, of a form that is valid."""
        file = self.cleaned_data.get("paper")
        return Paper(file.read(), self.cleaned_data["paper_kind"]) if file else None


class BringInForm(forms.Form):
    """A sheet of past work, alone or packed with its photos."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Bảng tính (.xlsx, .csv), hoặc tệp ZIP gồm một bảng tính và các ảnh"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.zip"}),
        error_messages={"required": _("Chọn một tệp."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_PACKED:
            raise ValidationError(_("Tệp nặng quá 200 MB; chia ra nhiều lần."))
        return file


class AnswerJointForm(forms.Form):
    """Whether the unit took part in another's work."""

    took_part = forms.ChoiceField(
        label=_("Đơn vị có cùng làm việc này không"),
        choices=[("co", _("Có, đơn vị cùng làm")), ("khong", _("Không, đơn vị không tham gia"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn có hoặc không.")},
    )
    words = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi đơn vị không tham gia."),
    )


class ShieldForm(forms.Form):
    """Who in a photo must be shielded."""

    minors = forms.BooleanField(label=_("Nhận ra được mặt trẻ em (dưới 16 tuổi) trong ảnh"), required=False)
    consent = forms.CharField(
        label=_("Ai đồng ý cho đăng, bằng cách nào"),
        required=False,
        max_length=200,
        widget=_LINE,
        help_text=_("Không có lời đồng ý của cha mẹ thì ảnh không bao giờ hiện ở trang công khai."),
    )


class DrawForm(forms.Form):
    """What is drawn for checking."""

    unit = forms.TypedChoiceField(label=_("Đơn vị kiểm tra"), coerce=int)
    title = forms.CharField(
        label=_("Tên đợt kiểm tra"), max_length=200, widget=_LINE, error_messages={"required": _("Đặt tên cho đợt.")}
    )
    start = DayField(label=_("Việc làm từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    last = DayField(label=_("Đến ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    size = WholeField(label=_("Rút bao nhiêu việc"), error_messages={"required": _("Ghi một số, ví dụ 20.")})
    seed = forms.CharField(
        label=_("Số gieo"),
        max_length=40,
        widget=_LINE,
        help_text=_("Dãy số bất kỳ, tốt nhất công bố trước; ai có số này cũng rút ra đúng danh sách này."),
        error_messages={"required": _("Ghi số gieo.")},
    )
    due = DayField(label=_("Kiểm tra xong trước ngày"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        _offer(self, "unit", [(str(pk), name) for pk, name in units])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        last = data.pop("last", None)
        data["end"] = last + timedelta(days=1) if last else None
        return data


class SettleForm(forms.Form):
    """What a check found; for a correction the right figures."""

    found = forms.ChoiceField(
        label=_("Kết quả kiểm tra"),
        choices=[(state.value, state.label) for state in CheckState if state != CheckState.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả kiểm tra.")},
    )
    words = forms.CharField(
        label=_("Đã thấy gì"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đếm được bao nhiêu, gặp ai, giấy tờ nào. Đơn vị sẽ đọc."),
        error_messages={"required": _("Ghi đã thấy gì."), **_TOO_LONG},
    )

    def __init__(self, *args: Any, results: Iterable[Indicator], **given: Any) -> None:
        super().__init__(*args, **given)
        self.indicators = {f"{_RESULT}{one.pk}": one for one in results}
        for name, indicator in self.indicators.items():
            label = f"{_('Số đúng')}: {indicator} ({indicator.measured_in})"
            self.fields[name] = (NumberField if indicator.decimals else WholeField)(label=label, required=False)

    @property
    def results(self) -> dict[int, int]:
        """The right figures, in the smallest unit, by indicator; of a valid form."""
        typed = {one: self.cleaned_data.get(name) for name, one in self.indicators.items()}
        return {
            one.pk: scaled(amount, one.decimals) if one.decimals else int(amount)
            for one, amount in typed.items()
            if amount
        }


class AnswerCheckForm(forms.Form):
    """What the unit answers to a check."""

    answer = forms.CharField(
        label=_("Đơn vị trả lời"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi câu trả lời của đơn vị."), **_TOO_LONG},
    )


class VerifyForm(forms.Form):
    """How the work was checked, and what was found."""

    finding = forms.CharField(
        label=_("Đã kiểm tra thế nào"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ví dụ: đếm tại chỗ ngày 28/03, đủ 120 cây; gọi lại ba người tham gia."),
        error_messages={
            "required": _("Ghi đã kiểm tra thế nào: đếm tại chỗ, gọi lại, xem biên bản …"),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class CancelForm(forms.Form):
    """Why an activity is taken back."""

    reason = forms.CharField(
        label=_("Vì sao huỷ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Người sau sẽ đọc lý do này: ghi nhầm ngày, ghi hai lần, việc chưa làm …"),
        error_messages={
            "required": _("Ghi lý do huỷ để người sau hiểu."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class FilterForm(forms.Form):
    """What a reader wants to see of the activities; its boxes stand in the address under Vietnamese names."""

    NAMES = {
        "text": "q", "unit": "don-vi", "kind": "loai", "state": "trang-thai", "documented": "minh-chung",
        "period": "ky", "person": "nguoi",
    }  # fmt: skip

    text = forms.CharField(label=_("Tên việc"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=_("Loại việc"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[("", _("tất cả")), *State.choices])
    documented = forms.ChoiceField(
        label=_("Minh chứng"),
        required=False,
        choices=[("", _("tất cả")), ("co", _("có ảnh hoặc danh sách")), ("chua", _("chưa có"))],
    )
    period = forms.CharField(
        label=_("Kỳ"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "cac-ky"})
    )
    person = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], kinds: Iterable[ActivityKind], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        _offer(self, "unit", units)
        _offer(self, "kind", [("", str(_("tất cả"))), *((kind.code, str(kind)) for kind in kinds)])

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)

    def clean_period(self) -> Period | None:
        typed = self.cleaned_data["period"].strip()
        if not typed:
            return None
        try:
            return parse_period(typed)
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: each form declares it so
    field.choices = choices


def _clock_field(label: Any, *, required: bool = True) -> forms.TimeField:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "num", "placeholder": "07:30"}
    wrong = _("Ghi giờ như 07:30.")
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh"],
        widget=forms.TextInput(attrs=attrs),
        error_messages={"invalid": wrong, "required": wrong},
    )


class RollCallForm(forms.Form):
    """A meeting at which the roll is called: `cleaned_data` holds `starts_at` and `ends_at`."""

    unit = forms.TypedChoiceField(
        label=_("Đơn vị"), coerce=int, error_messages={"required": _("Chọn đơn vị giữ buổi này.")}
    )
    kind = forms.ChoiceField(label=_("Việc gì"), error_messages={"required": _("Chọn loại việc.")})
    title = forms.CharField(
        label=_("Tên buổi"),
        max_length=200,
        error_messages={
            "required": _("Ghi tên buổi, ví dụ “Trồng cây ven hồ Suối Hai, buổi sáng”."),
            "max_length": _("Tên buổi dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    place = forms.CharField(
        label=_("Ở đâu"),
        max_length=200,
        error_messages={
            "required": _("Ghi nơi gặp nhau, ví dụ “Bờ nam hồ Suối Hai”."),
            "max_length": _("Nơi làm dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    day = DayField(label=_("Ngày"), error_messages={"required": _("Ghi ngày của buổi: ngày/tháng/năm.")})
    begins = _clock_field(_("Từ giờ"))
    ends = _clock_field(_("Đến giờ"))

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], kinds: Iterable[KindVersion], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self._kinds = {version.kind_id: version.kind for version in kinds}
        _offer(self, "unit", [(str(pk), name) for pk, name in units])
        _offer(self, "kind", [("", "—"), *((code, str(kind)) for code, kind in self._kinds.items())])

    @property
    def chosen_kind(self) -> ActivityKind:
        """The kind that was chosen; only of a form that is valid."""
        return self._kinds[self.cleaned_data["kind"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            data["starts_at"], data["ends_at"] = (make_aware(datetime.combine(day, hour)) for hour in (begins, ends))
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return data


class GroupForm(forms.Form):
    """So many people who stay without names."""

    role = forms.ChoiceField(label=_("Họ là ai"), choices=GroupRole.choices)
    name = forms.CharField(
        label=_("Nhóm nào"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Ví dụ: em thiếu nhi thôn Đô Trám. Không ghi tên người."),
    )
    count = WholeField(label=_("Số người"), error_messages={"required": _("Ghi số người đếm được.")})
    age_group = forms.ChoiceField(label=_("Lứa tuổi"), required=False, choices=[("", _("không rõ")), *AgeGroup.choices])


class ExcuseForm(forms.Form):
    """Why somebody cannot come."""

    reason = forms.CharField(
        label=_("Lý do vắng"),
        max_length=300,
        error_messages={
            "required": _("Ghi lý do vắng."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class LeavingForm(forms.Form):
    """When somebody left; nothing typed means now."""

    left = _clock_field(_("Về lúc"), required=False)

    def left_at(self, starts_at: datetime) -> datetime | None:
        """The moment, on the day of the meeting."""
        hour = self.cleaned_data["left"]
        return make_aware(datetime.combine(localdate(starts_at), hour)) if hour else None


class DigitsForm(forms.Form):
    """The number of a meeting and the six digits its screen shows."""

    number = WholeField(label=_("Số buổi"), error_messages={"required": _("Ghi số buổi hiện trên màn hình.")})
    digits = forms.CharField(
        label=_("Mã 6 số"),
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "num"}),
        error_messages={"required": _("Gõ 6 số đang hiện."), "max_length": _("Mã có 6 số.")},
    )


class StudyListForm(QueryForm):
    """Whose list, on which day."""

    parameters = {"unit": "don-vi", "day": "ngay", "audiences": "doi-tuong"}
    unit = UnitField(label=_("Đơn vị tổ chức"), error_messages={"required": _("Chọn đơn vị.")})
    day = DayField(
        label=_("Ngày học"),
        error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")},
    )
    audiences = forms.MultipleChoiceField(
        label=_("Học cho ai"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn học cho đoàn viên, cho cán bộ Đoàn, hoặc cả hai.")},
    )


class StudyForm(DatedForm):
    """What was studied, where; who was there stands in the list beside."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Tên buổi học"),
        max_length=200,
        widget=_LINE,
        error_messages={"required": _("Ghi tên buổi học."), **_TOO_LONG},
    )
    document = forms.CharField(
        label=_("Nghị quyết, chỉ thị được học"),
        max_length=200,
        widget=_LINE,
        error_messages={"required": _("Ghi nghị quyết, chỉ thị được học."), **_TOO_LONG},
    )
    place = forms.CharField(
        label=_("Ở đâu"),
        max_length=200,
        widget=_LINE,
        error_messages={"required": _("Ghi nơi học."), **_TOO_LONG},
    )
    speaker = forms.CharField(
        label=_("Báo cáo viên"), required=False, max_length=200, widget=_LINE, error_messages=_TOO_LONG
    )
    present = forms.TypedMultipleChoiceField(label=_("Ai đã học"), required=False, coerce=int)


class KindForm(forms.Form):
    """What a kind of work asks for from a day on."""

    name = forms.CharField(
        label=_("Tên loại việc"), max_length=120, widget=_LINE, error_messages={"required": _("Ghi tên loại việc.")}
    )
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=120, required=False, widget=_LINE)
    group = forms.ChoiceField(label=_("Nhóm"), choices=KindGroup.choices)
    start = DayField(
        label=_("Áp dụng cho việc làm từ ngày"),
        help_text=_("Việc làm trước ngày này giữ nguyên bản cũ."),
        error_messages={"required": _("Ghi ngày/tháng/năm.")},
    )
    indicators = forms.MultipleChoiceField(
        label=_("Kết quả đếm được"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một kết quả mà loại việc này cho ra.")},
    )
    boxes = forms.CharField(
        label=_("Ô riêng của loại việc"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Mỗi ô một dòng: tên ô | kiểu (số, chữ, ngày, tiền, chọn: a; b; c) | bắt buộc. "
            "Ví dụ: Loài cây | chữ | bắt buộc."
        ),
    )
    photos = WholeField(label=_("Có minh chứng: số ảnh"), required=False)
    names = WholeField(label=_("Có minh chứng: số người có tên"), required=False)
    papers = WholeField(label=_("Có minh chứng: số giấy tờ"), required=False)
    links = WholeField(label=_("Có minh chứng: số địa chỉ trên mạng"), required=False)
    all = forms.BooleanField(label=_("Phải đủ tất cả những thứ trên (bỏ trống: có một là được)"), required=False)
    verified_by = forms.ChoiceField(label=_("Ai xác minh"), choices=VerifiedBy.choices)
    minors = forms.ChoiceField(label=_("Người dưới 18 tuổi"), choices=Minors.choices)
    serves = forms.MultipleChoiceField(
        label=_("Thường phục vụ"), required=False, choices=Movement.choices, widget=forms.CheckboxSelectMultiple
    )
    guidance = forms.CharField(
        label=_("Hướng dẫn khi ghi"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    offered = forms.BooleanField(label=_("Còn dùng để ghi việc"), required=False, initial=True)
    reason = forms.CharField(
        label=_("Vì sao có lần sửa này"),
        max_length=300,
        widget=_LINE,
        error_messages={"required": _("Ghi vì sao, để người sau hiểu.")},
    )

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **given: Any) -> None:
        super().__init__(*args, **given)
        _offer(self, "indicators", [(one.code, f"{one} ({one.measured_in})") for one in indicators])
