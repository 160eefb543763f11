"""Forms of proposals, of remarks, and of what is carried into the next term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.plans.forms.task import EvidenceField
from viecthat.reviews.commands.proposal import ProposalFacts
from viecthat.reviews.forms.limit import AreaField, words_field
from viecthat.reviews.models import ANSWERS, ProposalState
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

if TYPE_CHECKING:
    from viecthat.plans.models import Term
    from viecthat.units.queries import UnitRow

_ANY = _("tất cả")


class ProposalForm(DatedForm):
    """A difficulty, what the unit proposes, to whom."""

    addressee = forms.TypedChoiceField(
        label=_("Gửi tới"), coerce=int, error_messages={"required": _("Chọn đơn vị hoặc ban nhận kiến nghị.")}
    )
    point = forms.TypedChoiceField(
        label=_("Từ vướng mắc đã nêu"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Vướng mắc đang chờ buổi làm việc; chọn thì không phải gõ lại."),
    )
    difficulty = words_field(_("Khó khăn, vướng mắc"), _("Ghi khó khăn, vướng mắc."))
    solution = words_field(_("Đề xuất phương án"), _("Ghi phương án đề xuất."))
    area = AreaField()
    due = DayField(label=_("Mong được trả lời trước ngày"), required=False)

    def __init__(
        self, *args: Any, addressees: Sequence[UnitRow], obstacles: Iterable[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].choices = [(row.id, row.name) for row in addressees]  # type: ignore[attr-defined]
        self.obstacles = dict(obstacles)
        if self.obstacles:
            named = [(pk, Truncator(words).chars(100)) for pk, words in self.obstacles.items()]
            self.fields["point"].choices = [("", gettext("không, gõ mới")), *named]  # type: ignore[attr-defined]
            self.fields["difficulty"].required = False
        else:
            del self.fields["point"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("difficulty") and "difficulty" not in self.errors:
            given["difficulty"] = self.obstacles.get(given.get("point") or 0, "")
            if not given["difficulty"]:
                self.add_error("difficulty", gettext("Ghi khó khăn, vướng mắc."))
        return given

    @property
    def facts(self) -> ProposalFacts:
        """What was typed."""
        return ProposalFacts(**{name: self.cleaned_data[name] for name in self.fields if name != "point"})


class TakeUpForm(DatedForm):
    """The addressee takes it up."""

    due = DayField(label=_("Hẹn trả lời ngày"), required=False)
    words = words_field(_("Lời nhắn"), rows=2)


class AnswerProposalForm(forms.Form):
    """The addressee answers."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[(one.value, one.label) for one in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đồng ý, đồng ý một phần hay không đồng ý.")},
    )
    words = words_field(_("Nội dung trả lời"), help_text=_("Đồng ý một phần, không đồng ý thì ghi rõ lý do."))


class PassOnForm(forms.Form):
    """To the next level."""

    to = forms.TypedChoiceField(
        label=_("Chuyển tới"), coerce=int, error_messages={"required": _("Chọn đơn vị hoặc ban nhận.")}
    )
    words = words_field(_("Lý do chuyển"), _("Ghi vì sao chuyển lên."))

    def __init__(self, *args: Any, addressees: Sequence[UnitRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(row.id, row.name) for row in addressees]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    words = words_field(_("Lý do"), _("Ghi lý do."))


class ProposalListForm(QueryForm):
    """Which proposals are looked at; every part may be missing."""

    parameters = {
        "text": "q", "whose": "cua", "state": "tinh-trang", "addressee": "gui-toi", "unit": "dv", "area": "mat",
    }  # fmt: skip
    text = forms.CharField(
        label=_("Tìm kiến nghị"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(
        label=_("Chiều"),
        required=False,
        choices=[("", _ANY), ("den", _("gửi đến đơn vị tôi")), ("di", _("đơn vị tôi gửi"))],
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("chưa trả lời")),
            ("qua-han", _("quá hạn")),
            ("tat-ca", _ANY),
            *ProposalState.choices,
        ],
    )
    addressee = UnitField(label=_("Đơn vị nhận"), required=False)
    unit = UnitField(label=_("Đơn vị gửi"), required=False)
    area = AreaField(none=_ANY)


class AppraisalForm(DatedForm):
    """What a superior says of a review."""

    unit = forms.TypedChoiceField(label=_("Đơn vị cấp trên"), coerce=int)
    said_by = forms.CharField(
        label=_("Người nhận xét"), max_length=200, error_messages={"required": _("Ghi họ tên người nhận xét.")}
    )
    post = forms.CharField(
        label=_("Chức vụ"),
        max_length=200,
        help_text=_("Ví dụ: Phó Bí thư Thành ủy; Bí thư Trung ương Đoàn."),
        error_messages={"required": _("Ghi chức vụ của người nhận xét.")},
    )
    day = DayField(label=_("Ngày nhận xét"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    words = words_field(_("Đánh giá chung"), _("Ghi đánh giá chung."), rows=4)
    exceeded = words_field(_("Nội dung vượt, đạt mục tiêu"), rows=2)
    notable = words_field(_("Điểm nhấn"), rows=2)
    direction = words_field(_("Định hướng lâu dài"), rows=2)
    attached = EvidenceField(
        label=_("Văn bản"), required=False, help_text=_("Thông báo kết luận, biên bản có ý kiến này.")
    )

    def __init__(self, *args: Any, units: Sequence[UnitRow], party: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(row.id, row.name) for row in units]  # type: ignore[attr-defined]
        if party or len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()


class CarryForm(DatedForm):
    """What goes into the next term, and by what decision."""

    new = forms.TypedChoiceField(
        label=_("Chuyển sang nhiệm kỳ"), coerce=int, error_messages={"required": _("Chọn nhiệm kỳ sau.")}
    )
    day = DayField(label=_("Ngày chuyển"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    decision = forms.CharField(
        label=_("Theo văn bản, hội nghị"),
        max_length=300,
        help_text=_("Ví dụ: Kết luận Hội nghị Ban Chấp hành lần thứ nhất, khóa XVI."),
        error_messages={"required": _("Ghi văn bản, hội nghị quyết định chuyển.")},
    )
    items = forms.MultipleChoiceField(
        label=_("Việc chuyển sang"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một việc để chuyển.")},
    )

    def __init__(self, *args: Any, terms: Sequence[Term], items: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = gettext("Đại hội lần thứ {ordinal} ({first} – {last})")
        named = [
            (term.pk, told.format(ordinal=term.roman, first=term.start.year, last=term.end.year)) for term in terms
        ]
        self.fields["new"].choices = named  # type: ignore[attr-defined]
        self.fields["items"].choices = list(items)  # type: ignore[attr-defined]

    def chosen(self, kind: str) -> list[int]:
        """The ids of one kind among those ticked."""
        begun = f"{kind}-"
        return [int(one.removeprefix(begun)) for one in self.cleaned_data["items"] if one.startswith(begun)]
