"""Forms of reading texts: a text or a file in; decisions on figures back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from viecthat.documents.extract import text_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold
from viecthat.reporting.choices import Decision, FigureKind
from viecthat.reporting.commands.reading import LONGEST_TITLE, MOST_CHARACTERS, Choice
from viecthat.ui.fields import DayField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, UnitField

MOST_BYTES = 25 * 2**20


class TextForm(forms.Form):
    """A text to read: pasted, or the words of a file. `text` in `cleaned_data` is what to read, `source` the file."""

    title = forms.CharField(
        label=_("Tên"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Để trống thì lấy dòng đầu của văn bản."),
    )
    text = forms.CharField(
        label=_("Văn bản"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Dán báo cáo, bài báo, tin nhắn: câu chữ thế nào cũng được."),
        error_messages={"max_length": _("Văn bản dài quá %(limit_value)d ký tự; tách thành vài phần.")},
    )
    file = forms.FileField(
        label=_("hoặc tệp"),
        required=False,
        allow_empty_file=True,
        help_text=_("DOCX, PDF, DOC hoặc TXT; bản chụp không có chữ thì không đọc được."),
    )

    def clean_file(self) -> tuple[str, str]:
        """The words of the file and its name; both empty without one."""
        sent = self.cleaned_data["file"]
        if sent is None:
            return "", ""
        if sent.size > MOST_BYTES:
            raise ValidationError(_("Tệp nặng quá 25 MB; nén hoặc tách ra rồi gửi."))
        try:
            words = text_of(sent.read(), field="file")
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused
        if not words:
            raise ValidationError(_("Tệp chỉ có ảnh chụp, không có chữ; tìm bản gốc hoặc gõ lại."))
        return words, sent.name

    def clean(self) -> None:
        words, name = self.cleaned_data.get("file") or ("", "")
        typed = self.cleaned_data.get("text", "")
        if words and typed.strip():
            self.add_error("file", _("Vừa dán chữ vừa chọn tệp; chỉ giữ một trong hai."))
        self.cleaned_data |= {"text": words or typed, "source": name}


class WhereForm(DatedForm):
    """Of which unit and day the kept figures are; both may wait until they are declared."""

    unit = UnitField(label=_("Đơn vị"), required=False, help_text=_("Đơn vị đã làm những việc này."))
    day = DayField(
        label=_("Ngày của số liệu"), required=False, help_text=_("Thường là ngày cuối kỳ báo cáo, như 30/06/2020.")
    )


def choices_sent(sent: QueryDict, count: int, codes: dict[str, str]) -> dict[int, Choice]:
    """What was sent for each figure; `codes` gives an indicator's code by its folded name. What is unknown is kept as
    typed, so that it can be said at its place."""
    given: dict[int, Choice] = {}
    for place in range(count):
        if f"number-{place}" not in sent:
            continue
        typed = sent.get(f"indicator-{place}", "").strip()[:LONGEST_TITLE]
        given[place] = Choice(
            decision=_one_of(Decision, sent.get(f"decision-{place}", ""), Decision.OPEN),
            kind=_one_of(FigureKind, sent.get(f"kind-{place}", ""), FigureKind.RESULT),
            indicator=codes.get(fold(typed), typed),
            number=sent.get(f"number-{place}", "").strip(),
        )
    return given


def _one_of(choices: Any, value: str, usual: Any) -> Any:
    return choices(value) if value in choices.values else usual
