"""Drafts, comments on them, the summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.opinion.choices import DraftKind, Handling, Outcome, Stance
from viecthat.opinion.commands.comment import Said
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.plans.forms.directive import DocumentsField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm, UnitField


class DraftForm(DatedForm):
    """A draft and its text."""

    title = line_field(_("Tên dự thảo"), _("Ghi tên dự thảo."), most=300)
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=DraftKind.choices)
    body = line_field(_("Cơ quan soạn thảo"), _("Ghi cơ quan soạn thảo."))
    replaces = line_field(
        _("Thay thế, sửa đổi văn bản"), required=False, most=300,
        help_text=_("Ví dụ: Luật Thanh niên 2005; Nghị định 120/2007/NĐ-CP ngày 23/7/2007."),
    )  # fmt: skip
    asks = words_field(_("Vấn đề xin ý kiến"), required=False, most=2000)
    due = day_field(_("Nhận ý kiến đến hết ngày"))
    text = forms.CharField(
        label=_("Toàn văn dự thảo"), required=False, max_length=500_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Dán toàn văn hoặc gửi tệp; phần mềm tự cắt theo “Điều …”. Bỏ trống khi sửa: giữ lời cũ."),
    )  # fmt: skip
    attached = DocumentsField(label=_("Tệp dự thảo"), required=False, help_text=_("DOCX, PDF hoặc TXT."))

    def clean_attached(self) -> Any:
        """The one file."""
        sent = self.cleaned_data["attached"]
        if len(sent) > 1:
            raise forms.ValidationError(_("Gửi một tệp dự thảo."))
        return sent[0] if sent else None


class OpenForm(forms.Form):
    """Whom to ask."""

    public = forms.BooleanField(
        label=_("Lấy ý kiến cả người không có tài khoản, qua đường dẫn công khai"), required=False,
        help_text=_("Dự thảo hiện ở trang mở “Góp ý dự thảo”; người góp ý không phải ghi tên, trang hỏi mã xác nhận."),
    )  # fmt: skip


class SayForm(DatedForm):
    """A comment, of a unit or the reader's own."""

    stance = forms.ChoiceField(label=_("Ý kiến"), choices=Stance.choices, widget=forms.RadioSelect)
    words = words_field(_("Lý do, góp ý"), required=False, most=3000)
    wording = words_field(_("Đề nghị viết lại thành"), required=False, most=3000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("stance") in {Stance.CHANGE, Stance.OPPOSE} and not data.get("words") and not data.get("wording"):
            self.add_error("words", _("Đề nghị sửa hoặc không nhất trí thì ghi lý do, hoặc viết lại câu."))
        return data

    def said(self, clause: int | None) -> Said:
        """What was written, on this clause."""
        given = self.cleaned_data
        return Said(clause, given["stance"], given["words"], given["wording"])


class UnitSayForm(SayForm):
    """A comment of a unit, or one's own."""

    unit = UnitField(
        label=_("Góp ý của đơn vị"), required=False, help_text=_("Bỏ trống: ý kiến của riêng tôi, tính cho đơn vị tôi.")
    )
    field_order = ["stance", "words", "wording", "unit"]


class PublicSayForm(SayForm):
    """A comment through the public address."""

    clause = forms.TypedChoiceField(label=_("Về điều"), required=False, coerce=int, empty_value=None)
    human = HumanCheckField()
    field_order = ["clause", "stance", "words", "wording", "human"]

    def __init__(self, *args: Any, clauses: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("toàn bộ dự thảo")), *clauses]  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Comments that want the same."""

    comments = forms.TypedMultipleChoiceField(
        label=_("Ý kiến"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một ý kiến.")},
    )  # fmt: skip
    opinion = forms.TypedChoiceField(label=_("Gộp vào dòng"), required=False, coerce=int, empty_value=None)
    words = words_field(_("Nội dung góp ý chung (dòng mới)"), required=False, most=3000)

    def __init__(
        self, *args: Any, comments: Iterable[tuple[int, str]], opinions: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments"].choices = list(comments)  # type: ignore[attr-defined]
        self.fields["opinion"].choices = [("", _("dòng mới")), *opinions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("opinion") and not data.get("words"):
            self.add_error("words", _("Ghi nội dung góp ý chung của các ý kiến này."))
        return data


class HandleForm(forms.Form):
    """What is done with an opinion."""

    words = words_field(_("Nội dung góp ý"), most=3000)
    handling = forms.ChoiceField(label=_("Xử lý"), choices=Handling.choices, widget=forms.RadioSelect)
    reason = words_field(_("Tiếp thu, giải trình"), required=False, most=3000)


class OutcomeForm(forms.Form):
    """What became of it in the document."""

    outcome = forms.ChoiceField(label=_("Trong văn bản đã ban hành"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = line_field(_("Ở đâu trong văn bản"), required=False, most=500)


class PaperForm(DatedForm):
    """Sent by paper."""

    day = day_field(_("Ngày gửi"))
    paper = line_field(_("Văn bản gửi, số"), _("Ghi số văn bản gửi."), most=120)


class IssueForm(DatedForm):
    """The document came out."""

    number = line_field(_("Số văn bản đã ban hành"), _("Ghi số văn bản đã ban hành."), most=120)
    day = day_field(_("Ngày ban hành"))


class WhyForm(forms.Form):
    """Why something is taken back."""

    reason = line_field(_("Vì sao"), _("Ghi lý do để người sau hiểu."), most=300)


class HideForm(forms.Form):
    """Why a comment is left out."""

    reason = line_field(
        _("Vì sao gạt ra"), required=False, most=300,
        help_text=_("Thư rác, xúc phạm, lộ thông tin riêng của người khác. Bỏ trống: đưa lại vào."),
    )  # fmt: skip
