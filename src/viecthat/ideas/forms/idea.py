"""Forms of ideas: sent by anybody, led by their keepers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.ideas.choices import PUBLIC_STATES, BackingKind, IdeaField, IdeaState, Verdict
from viecthat.ideas.commands.sending import LONGEST, IdeaFacts
from viecthat.ideas.models.idea import MOST_POINTS
from viecthat.ideas.rules import Criterion
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import LONG, line_field
from viecthat.people.forms.post import PersonField
from viecthat.ui.fields import WholeField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm, QueryForm, UnitField
from viecthat.units.queries.scope import Units

_FIELDS = [("", _("chọn lĩnh vực")), *IdeaField.choices]


class ListForm(QueryForm):
    """How everybody looks at the bank."""

    parameters = {"text": "q", "field": "linh-vuc", "state": "tinh-trang", "order": "xep"}
    text = forms.CharField(
        label=_("Tìm ý tưởng"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages=LONG,
    )
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False, choices=[("", _("tất cả")), *IdeaField.choices])
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("tất cả")), *((one.value, one.label) for one in PUBLIC_STATES)],
    )
    order = forms.ChoiceField(
        label=_("Xếp theo"),
        required=False,
        choices=[("-ngay", _("mới nhất")), ("-ung-ho", _("nhiều ủng hộ nhất")), ("ten", _("tên ý tưởng"))],
    )


class SendForm(forms.Form):
    """An idea; who is not signed in may tell a name and how to be reached, and shows that it is no machine."""

    unit = forms.ChoiceField(label=_("Gửi tới"), error_messages={"required": _("Chọn nơi nhận.")})
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=_FIELDS, error_messages={"required": _("Chọn lĩnh vực.")})
    title = line_field(_("Tên ý tưởng"), _("Đặt tên cho ý tưởng."))
    text = forms.CharField(
        label=_("Ý tưởng của bạn"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Điều gì chưa ổn, bạn muốn làm gì, làm thế nào."),
        error_messages={**LONG, "required": _("Kể ý tưởng của bạn.")},
    )
    effect = words_field(_("Lợi ích mong đợi"), required=False, most=2000)
    name = line_field(_("Tên của bạn"), required=False, most=120)
    contact = line_field(
        _("Điện thoại hoặc thư điện tử"), required=False, most=120,
        help_text=_("Chỉ người giữ ngân hàng ý tưởng của đơn vị đọc được. Không ghi cũng được."),
    )  # fmt: skip
    child = forms.BooleanField(label=_("Tôi chưa đủ 16 tuổi"), required=False)
    guardian = line_field(
        _("Cha mẹ, người giám hộ đồng ý"), required=False, most=120,
        help_text=_("Chưa đủ 16 tuổi mà để lại cách liên lạc thì ghi tên người giám hộ đã đồng ý."),
    )  # fmt: skip
    show_name = forms.BooleanField(
        label=_("Hiện tên tôi bên ý tưởng"), required=False, help_text=_("Tên người dưới 16 tuổi không bao giờ hiện.")
    )
    human = HumanCheckField()

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], human: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        if not human:
            for name in ("name", "contact", "child", "guardian", "human"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What the command would refuse is said here: the answer to the human check holds once."""
        data = super().clean() or self.cleaned_data
        if data.get("child") and data.get("contact") and not data.get("guardian"):
            self.add_error("guardian", _("Chưa đủ 16 tuổi: ghi tên người giám hộ đồng ý, hoặc bỏ trống cách liên lạc."))
        return data

    def facts(self) -> IdeaFacts:
        """What was sent."""
        known = ("title", "text", "field", "effect", "name", "contact", "show_name", "child", "guardian")
        return IdeaFacts(**{name: self.cleaned_data[name] for name in known if name in self.cleaned_data})


class VoteForm(forms.Form):
    """Nothing but that a person says yes."""

    human = HumanCheckField()


class RecordForm(DatedForm):
    """An idea that somebody gave on paper or by word of mouth."""

    title = line_field(_("Tên ý tưởng"), _("Đặt tên cho ý tưởng."))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=_FIELDS, error_messages={"required": _("Chọn lĩnh vực.")})
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={**LONG, "required": _("Kể ý tưởng.")},
    )
    effect = words_field(_("Lợi ích mong đợi"), required=False, most=2000)
    person = PersonField(label=_("Của đoàn viên"), required=False)
    name = line_field(_("Hoặc họ và tên người khác"), required=False, most=120)
    source_name = line_field(_("Từ đâu"), required=False, help_text=_("Ví dụ: diễn đàn ngày 26/3, hòm thư góp ý."))
    words = words_field(_("Trả lời khi tiếp nhận"), required=False, most=3000)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].units = units  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None


class WordsForm(DatedForm):
    """Words that everybody reads."""

    words = words_field(_("Câu trả lời, mọi người đọc được"), most=3000)

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required


class DayForm(WordsForm):
    """A step on a day."""

    day = day_field()
    field_order = ["day", "words"]


class HandOverForm(WordsForm):
    """To another unit."""

    unit = UnitField(label=_("Chuyển tới đơn vị"), error_messages={"required": _("Ghi đơn vị nhận.")})
    field_order = ["unit", "words"]

    def clean_unit(self) -> int:
        return int(self.cleaned_data["unit"].id)


class DuplicateForm(WordsForm):
    """The same as another."""

    of = WholeField(
        label=_("Trùng với ý tưởng số"),
        error_messages={"required": _("Ghi số của ý tưởng có trước.")},
    )
    field_order = ["of", "words"]


class FieldForm(DatedForm):
    """Another field."""

    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=IdeaField.choices, widget=forms.RadioSelect)


class ReviewerForm(DatedForm):
    """Who is to judge."""

    reviewer = forms.ChoiceField(label=_("Người chấm"), error_messages={"required": _("Chọn người chấm.")})

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = [("", "—"), *((str(pk), name) for pk, name in people)]  # type: ignore[attr-defined]

    def clean_reviewer(self) -> int:
        return int(self.cleaned_data["reviewer"])


class JudgeForm(DatedForm):
    """Points for every criterion, what is advised, and why."""

    verdict = forms.ChoiceField(label=_("Đề nghị"), choices=Verdict.choices, widget=forms.RadioSelect,
                                error_messages={"required": _("Chọn đề nghị.")})  # fmt: skip
    words = words_field(_("Nhận xét"), required=False, most=2000, help_text=_("Người gửi không đọc phần này."))

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[one.code] = WholeField(
                label=f"{one} (0–{MOST_POINTS})", error_messages={"required": _("Chấm từ 0 đến 10.")}
            )
        self.order_fields([one.code for one in criteria])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.criteria:
            if not 0 <= (data.get(one.code) or 0) <= MOST_POINTS:
                self.add_error(one.code, _("Chấm từ 0 đến 10."))
        return data

    def points(self) -> dict[str, int]:
        """Points by criterion."""
        return {one.code: self.cleaned_data[one.code] for one in self.criteria}


class RealiseForm(DayForm):
    """It was done: the result, and what shows it."""

    activity = forms.ChoiceField(label=_("Hoạt động đã thực hiện ý tưởng"), required=False)
    work = forms.ChoiceField(label=_("Công trình đã thực hiện ý tưởng"), required=False)
    file = forms.FileField(
        label=_("Hoặc tệp minh chứng"), required=False, help_text=_("Ảnh, PDF hoặc Word. Cần một trong ba.")
    )
    field_order = ["day", "words", "activity", "work", "file"]

    def __init__(
        self, *args: Any, activities: Iterable[tuple[str, str]], works: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Kết quả, mọi người đọc được")
        self.fields["activity"].choices = [("", "—"), *activities]  # type: ignore[attr-defined]
        self.fields["work"].choices = [("", "—"), *works]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("activity", "work"):
            data[name] = int(data[name]) if data.get(name) else None
        if not self.errors and not (data["activity"] or data["work"] or data.get("file")):
            raise ValidationError(_("Gắn hoạt động, công trình hoặc tệp minh chứng cho kết quả."))
        return data


class BackForm(DatedForm):
    """Support given."""

    kind = forms.ChoiceField(label=_("Hỗ trợ"), choices=BackingKind.choices)
    words = line_field(_("Nội dung"), _("Ghi hỗ trợ gì."), most=300)
    unit = UnitField(label=_("Đơn vị nhận thực hiện, đơn vị hỗ trợ"), required=False)
    value = WholeField(label=_("Số tiền (đồng)"), required=False)
    day = day_field()

    def clean_unit(self) -> int | None:
        row = self.cleaned_data["unit"]
        return row.id if row else None

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"] or 0
        if not 0 <= value <= 10**12:
            raise ValidationError(_("Số này lớn quá mức có thể; xem lại số chữ số 0."))
        return value


class WhyForm(DatedForm):
    """Why."""

    reason = line_field(_("Vì sao"), _("Ghi lý do để người sau hiểu."), most=300)


# What the register filters by beside the states: sums of the figures' page open down to these.
REGISTER_STATES = [
    ("counted", _("mọi ý tưởng đã tiếp nhận")),
    ("chosen", _("được chọn và các bước sau")),
    *IdeaState.choices,
]
