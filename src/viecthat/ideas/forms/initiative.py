"""Forms of initiatives at work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.ideas.choices import IdeaField
from viecthat.ideas.commands.initiative import Said
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.ui.fields import WholeField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm
from viecthat.units.queries.scope import Units

MOST = {"money": 10**13, "hours": 10**8, "material": 10**10}
_TOO_MUCH = _("Số này lớn quá mức có thể; xem lại số chữ số 0.")


class _Amounts(forms.Form):
    """What it brings in a year: money, hours, material."""

    money = WholeField(label=_("Tiền làm lợi một năm (đồng)"), required=False)
    hours = WholeField(label=_("Giờ công tiết kiệm một năm"), required=False)
    material = WholeField(label=_("Vật tư tiết kiệm một năm"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, most in MOST.items():
            data[name] = data.get(name) or 0
            if not 0 <= data[name] <= most:
                self.add_error(name, _TOO_MUCH)
        return data


class InitiativeForm(_Amounts, DatedForm):
    """An initiative as its author declares it."""

    title = line_field(_("Tên sáng kiến, cải tiến"), _("Ghi tên sáng kiến."))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=IdeaField.choices)
    person = PersonField(label=_("Tác giả là đoàn viên"), required=False)
    author = line_field(_("Tác giả khác, nhóm tác giả"), required=False)
    employer = line_field(_("Nơi áp dụng"), _("Ghi nơi áp dụng."), help_text=_("Cơ quan, doanh nghiệp, trường học."))
    partner = forms.ChoiceField(label=_("Là đối tác của đơn vị"), required=False)
    text = words_field(_("Nội dung, cách làm"), most=4000)
    applied_on = day_field(_("Áp dụng từ ngày"))
    material_unit = line_field(
        _("Vật tư gì, đơn vị tính"), required=False, most=60, help_text=_("Ví dụ: thép (kg), điện (kWh).")
    )
    effect = words_field(_("Năng suất, chất lượng trước và sau"), required=False, most=2000)
    file = forms.FileField(label=_("Tệp minh chứng"), required=False, help_text=_("Ảnh, PDF hoặc Word."))
    field_order = [
        "title", "field", "person", "author", "employer", "partner", "text", "applied_on", "money", "hours", "material",
        "material_unit", "effect", "file",
    ]  # fmt: skip

    def __init__(self, *args: Any, units: Units, partners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].units = units  # type: ignore[attr-defined]
        self.fields["partner"].choices = [("", "—"), *partners]  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        chosen = self.cleaned_data["person"]
        return chosen.id if chosen else None

    def clean_partner(self) -> int | None:
        chosen = self.cleaned_data["partner"]
        return int(chosen) if chosen else None

    def facts(self) -> dict[str, Any]:
        """What was typed, and the file's bytes and name."""
        file = self.cleaned_data.get("file")
        return self.cleaned_data | {"content": file.read() if file else b"", "file_name": file.name if file else ""}


class SaidForm(_Amounts):
    """What the place of work says."""

    by = line_field(_("Họ tên, chức vụ người xác nhận"), _("Ghi họ tên, chức vụ người xác nhận."))
    answer = words_field(_("Ý kiến của nơi áp dụng"), required=False)
    field_order = ["money", "hours", "material", "by", "answer"]

    def said(self) -> Said:
        """The same for the command."""
        data = self.cleaned_data
        return Said(data["by"], data["money"], data["hours"], data["material"], data["answer"])


class LinkForm(SaidForm):
    """Behind the link, by whoever holds it."""

    yes = forms.ChoiceField(
        label=_("Sáng kiến này có áp dụng và mang lại lợi ích trên không"),
        choices=[("co", _("Có, xác nhận các số trên")), ("khong", _("Không xác nhận"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )
    human = HumanCheckField()
    field_order = ["yes", "money", "hours", "material", "by", "answer", "human"]

    def clean(self) -> dict[str, Any]:
        """What the command would refuse is said here: its answer to the human check holds once."""
        data = super().clean()
        for name in MOST:
            if data.get("yes") == "co" and data[name] > self.initial[name]:
                self.add_error(name, _("Không xác nhận nhiều hơn số tác giả kê khai; sửa bản kê khai trước."))
        if data.get("yes") == "khong" and not data.get("answer"):
            self.add_error("answer", _("Ghi vì sao không xác nhận."))
        return data


class PaperForm(SaidForm, DatedForm):
    """A signed paper."""

    day = day_field(_("Ngày ký"))
    file = forms.FileField(
        label=_("Giấy xác nhận có ký, đóng dấu"),
        help_text=_("Ảnh chụp, PDF hoặc Word."),
        error_messages={"required": _("Gửi kèm giấy xác nhận có ký, đóng dấu.")},
    )
    field_order = ["file", "day", "money", "hours", "material", "by", "answer"]
