"""Forms of dossiers: opening one, naming somebody, files, opinions, passing on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.commendations.forms.drive import line_field
from viecthat.people.forms.life import words_field
from viecthat.units.forms import DatedForm, UnitField


class DossierForm(DatedForm):
    """A new dossier: for a call, or to the unit that shall decide it."""

    unit = UnitField(label=_("Đơn vị đề nghị"), error_messages={"required": _("Ghi đơn vị đề nghị.")})
    drive = forms.TypedChoiceField(label=_("Trong đợt"), required=False, coerce=int, empty_value=None)
    decider = UnitField(
        label=_("Nơi xét, khen thưởng"), required=False, help_text=_("Khi không thuộc đợt nào: đơn vị ra quyết định.")
    )
    title = line_field(_("Tên hồ sơ"), _("Ghi tên hồ sơ, ví dụ “Đề nghị khen thưởng năm 2020”."))
    minutes = line_field(_("Biên bản họp, tờ trình số"), most=120, required=False)

    def __init__(self, *args: Any, drives: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["drive"].choices = [("", _("không thuộc đợt nào")), *drives]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two says who decides."""
        data = super().clean() or {}
        if not self.errors and data.get("drive") is None and data.get("decider") is None:
            self.add_error("decider", _("Chọn đợt, hoặc ghi nơi xét."))
        return data


class NomineeForm(DatedForm):
    """Somebody put forward: a unit, a person of the register, or a name."""

    form = forms.ChoiceField(label=_("Hình thức, danh hiệu"), error_messages={"required": _("Chọn hình thức.")})
    collective = UnitField(label=_("Tập thể (đơn vị trong hệ thống)"), required=False)
    person = forms.TypedChoiceField(
        label=_("Cá nhân (trong sổ của đơn vị)"), required=False, coerce=int, empty_value=None
    )  # fmt: skip
    name = line_field(
        _("Hoặc tên người, tập thể ngoài sổ"),
        required=False,
        help_text=_("Khi không có trong sổ đoàn viên, cây đơn vị."),
    )
    outside = forms.BooleanField(label=_("Tên ngoài sổ là một tập thể"), required=False)
    place = line_field(_("Chức vụ, nơi làm việc"), required=False, help_text=_("Như sẽ in trên giấy."))
    achievement = words_field(_("Thành tích"), most=4000, help_text=_("Đã làm gì, bao nhiêu, kết quả thế nào."))

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str]], people: Sequence[tuple[int, str]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["form"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the three."""
        data = super().clean() or {}
        told = sum(bool(data.get(name)) for name in ("collective", "person", "name"))
        if not self.errors and told != 1:
            self.add_error("name", _("Chọn một tập thể, một người trong sổ, hoặc ghi tên người ngoài sổ."))
        return data


class AchievementForm(DatedForm):
    """The achievement said anew."""

    place = line_field(_("Chức vụ, nơi làm việc"), required=False)
    achievement = words_field(_("Thành tích"), most=4000)


class AttachForm(DatedForm):
    """What shows it."""

    attached = forms.FileField(
        label=_("Tệp minh chứng"), help_text=_("PDF, DOCX, TXT; nhẹ hơn 25 MB."),
        error_messages={"required": _("Chọn tệp."), "empty": _("Tệp rỗng; chọn lại tệp.")},
    )  # fmt: skip


class OpinionForm(DatedForm):
    """What the desk says."""

    agrees = forms.TypedChoiceField(
        label=_("Ý kiến"), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", _("đồng ý đề nghị")), ("0", _("không đề nghị"))],
        error_messages={"required": _("Chọn đồng ý hay không.")},
    )  # fmt: skip
    words = words_field(_("Vì sao"), required=False)


class ForwardForm(DatedForm):
    """Passing on, perhaps with words."""

    words = words_field(_("Ý kiến kèm theo"), required=False, most=1000)


class BackForm(DatedForm):
    """Returning, dropping: with words."""

    words = words_field(_("Vì sao"), most=1000)
