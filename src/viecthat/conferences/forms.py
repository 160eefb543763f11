"""Forms of conferences: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.catalogue.office_bodies import office_bodies
from viecthat.conferences.choices import Answer, AwardTo, InviteePart, PaperState, Quorum
from viecthat.conferences.commands import ConferenceFacts, InviteeFacts
from viecthat.plans.forms.directive import DocumentsField
from viecthat.plans.forms.programme import words_field
from viecthat.ui.fields import DayField, OfferedInput, WholeField
from viecthat.units.forms import DatedForm, UnitField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.reviews.models import Review

_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}


def _clock(label: Any, *, required: bool = False) -> forms.TimeField:
    errors: dict[str, Any] = {"invalid": _("Ghi giờ như 08:00."), "required": _("Ghi giờ bắt đầu, ví dụ 08:00.")}
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "num", "placeholder": "08:00"}
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh"],
        widget=forms.TextInput(attrs=attrs),
        error_messages=errors,
    )


class ConferenceForm(DatedForm):
    """A conference, held or to be held."""

    title = words_field(_("Tên hội nghị"), 300, required=True, rows=2, why=_("Ghi tên hội nghị."))
    reviews: Any = forms.ModelMultipleChoiceField(
        label=_("Sơ kết, tổng kết được đưa ra hội nghị"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một cuộc sơ kết, tổng kết.")},
    )
    held_on = DayField(label=_("Ngày họp"), error_messages=_DAY)
    begins = _clock(_("Giờ bắt đầu"), required=True)
    ends = _clock(_("Giờ kết thúc"))
    place = words_field(_("Nơi họp"), 200)
    link = forms.URLField(
        label=_("Đường dẫn họp trực tuyến"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Ghi cả địa chỉ, ví dụ https://hop.example.vn/abc.")},
    )
    chairs = words_field(
        _("Chủ trì"),
        300,
        required=True,
        why=_("Ghi ai chủ trì."),
        help_text=_("Họ tên, chức vụ; cách nhau bằng dấu chấm phẩy."),
    )
    secretary = words_field(_("Thư ký hội nghị"), 200)
    quorum = forms.ChoiceField(label=_("Số người được triệu tập cần có mặt"), required=False, choices=Quorum.choices)

    def __init__(self, *args: Any, reviews: QuerySet[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reviews"]
        field.queryset = reviews
        field.label_from_instance = lambda review: review.title

    @property
    def facts(self) -> ConferenceFacts:
        """What was typed."""
        names = ("title", "held_on", "begins", "ends", "place", "link", "chairs", "secretary", "quorum")
        return ConferenceFacts(**{name: self.cleaned_data[name] for name in names})


class AgendaForm(DatedForm):
    """What is gone through."""

    words = words_field(_("Nội dung"), 300, required=True, why=_("Ghi nội dung."))
    speaker = words_field(_("Người trình bày"), 200)
    minutes = WholeField(label=_("Số phút"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {**self.cleaned_data, "minutes": self.cleaned_data["minutes"] or 0}


class _OfUnit(DatedForm):
    """Rows that may name a unit."""

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        unit = self.cleaned_data["unit"]
        return {**self.cleaned_data, "unit": unit.id if unit else None}


class PaperForm(_OfUnit):
    """A paper with its file."""

    title = words_field(_("Tên tham luận"), 300, required=True, why=_("Ghi tên tham luận."))
    unit = UnitField(label=_("Đơn vị"), required=False)
    speaker = words_field(_("Người trình bày"), 200)
    state = forms.ChoiceField(label=_("Tình trạng"), choices=PaperState.choices)
    attached = DocumentsField(label=_("Tệp"), required=False, help_text=_("DOCX, PDF hoặc TXT."))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed; of several files the first."""
        values = super().values
        files = values.pop("attached")
        return values | ({"content": files[0].content, "file_name": files[0].name} if files else {})


class QuestionForm(_OfUnit):
    """What is said in the discussion."""

    speaker = words_field(_("Người phát biểu"), 200, required=True, why=_("Ghi ai phát biểu."))
    unit = UnitField(label=_("Đơn vị"), required=False)
    words = words_field(_("Ý kiến, câu hỏi"), 5000, required=True, rows=3, why=_("Ghi ý kiến, câu hỏi."))
    answer = words_field(_("Trả lời, tiếp thu"), 5000, rows=3)
    answered_by = words_field(_("Người trả lời"), 200)


class AwardForm(_OfUnit):
    """An award handed over."""

    kind = words_field(
        _("Hình thức khen"), 200, required=True, why=_("Ghi hình thức khen, ví dụ Bằng khen của Ban Thường vụ.")
    )
    to = forms.ChoiceField(label=_("Tặng cho"), choices=AwardTo.choices)
    name = words_field(_("Tập thể, cá nhân"), 200, required=True, why=_("Ghi tên tập thể, cá nhân."))
    unit = UnitField(label=_("Đơn vị"), required=False)
    decision = words_field(_("Số quyết định"), 100)
    handed_by = words_field(_("Người trao"), 200)


class TakeAwardsForm(DatedForm):
    """A decision of commendation whose list is taken over."""

    decision = forms.TypedChoiceField(
        label=_("Quyết định khen thưởng"), coerce=int, error_messages={"required": _("Chọn quyết định.")}
    )
    handed_by = words_field(_("Người trao"), 200)

    def __init__(self, *args: Any, decisions: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [("", "—"), *decisions]  # type: ignore[attr-defined]


class ConclusionForm(_OfUnit):
    """A conclusion with who does it by when."""

    words = words_field(_("Kết luận"), 500, required=True, rows=3, why=_("Ghi kết luận."))
    unit = UnitField(label=_("Đơn vị thực hiện"), error_messages={"required": _("Ghi đơn vị thực hiện.")})
    person = forms.TypedChoiceField(
        label=_("Người phụ trách (của đơn vị tổ chức)"), required=False, coerce=int, empty_value=None
    )
    due = DayField(label=_("Hạn"), error_messages=_DAY)
    evidence = words_field(
        _("Minh chứng cần có"), 300, help_text=_("Ví dụ: kế hoạch đã ban hành; danh sách lớp; ảnh công trình.")
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("cả đơn vị")), *people]  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """Whom a rule calls."""

    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một loại đơn vị.")},
    )
    below = forms.BooleanField(
        label=_("Cả đơn vị không trực thuộc thẳng"),
        required=False,
        help_text=_("Không chọn: chỉ đơn vị trực thuộc thẳng đơn vị tổ chức."),
    )
    posts = forms.MultipleChoiceField(
        label=_("Chức vụ"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một chức vụ.")},
    )
    unnamed = forms.BooleanField(
        label=_("Mời cả đơn vị chưa ghi ai giữ chức vụ đầu tiên trong số đã chọn"), required=False, initial=True
    )
    part = forms.ChoiceField(label=_("Thành phần"), choices=InviteePart.choices)

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str, int]],
        posts: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(code, f"{name} ({count})") for code, name, count in kinds]  # type: ignore[attr-defined]
        self.fields["posts"].choices = list(posts)  # type: ignore[attr-defined]


class InviteeForm(DatedForm):
    """Somebody asked by hand."""

    part = forms.ChoiceField(label=_("Thành phần"), choices=InviteePart.choices)
    name = words_field(_("Họ tên"), 200)
    post = words_field(_("Chức vụ"), 200)
    unit = UnitField(label=_("Đơn vị"), required=False)
    body = words_field(
        _("Cơ quan ngoài hệ thống đơn vị"),
        200,
        help_text=_("Ví dụ: Ban Dân vận Thành ủy, Liên đoàn Lao động."),
    )
    contact = words_field(_("Điện thoại, thư điện tử"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = OfferedInput(_offered_bodies, {"maxlength": 200})

    @property
    def facts(self) -> InviteeFacts:
        """What was typed."""
        given = self.cleaned_data
        return InviteeFacts(**{**given, "unit": given["unit"].id if given["unit"] else None})


def _offered_bodies() -> list[str]:
    return office_bodies(english=get_language() == "en")


class AnswerForm(forms.Form):
    """What an invitee says."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[(Answer.CONFIRMED.value, _("Tôi sẽ dự")), (Answer.DECLINED.value, _("Tôi không dự được"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn dự hay không dự được.")},
    )
    stand_in = words_field(_("Người dự thay"), 200, help_text=_("Họ tên, chức vụ; chỉ ghi khi bạn không dự được."))
    reason = words_field(_("Lý do không dự được"), 300)
