"""Forms of the yearly rating and of the three initiatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.organisation.commands.rating import LONGEST_NOTE, Said
from viecthat.organisation.queries.scoring import Scored
from viecthat.organisation.rules.standing import Criterion, UnitClass
from viecthat.people.forms.post import DecisionField
from viecthat.ui.fields import NumberField, WholeField
from viecthat.units.forms import MOST_NAME, QueryForm, UnitField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
FIRST_YEAR = 2018


class YearForm(QueryForm):
    """Which year, of whose units."""

    parameters = {"year": "nam", "within": "don-vi", "state": "tinh-trang", "text": "q"}
    text = forms.CharField(
        label=_("Tìm đơn vị"), required=False, max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    within = UnitField(label=_("Trong"), required=False)
    year = WholeField(label=_("Năm"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("tất cả")),
            ("none", _("chưa đề nghị")),
            ("proposed", _("chờ cấp trên")),
            ("returned", _("bị trả lại")),
            ("decided", _("đã xếp loại")),
        ],
    )

    def clean_year(self) -> int:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= self.today.year + 1:
            raise ValidationError(_("Ghi năm từ %(first)d."), params={"first": FIRST_YEAR})
        return year or self.today.year


def _classes(known: Iterable[UnitClass]) -> list[tuple[str, str]]:
    return [("", gettext("Chọn mức")), *((one.code, str(one)) for one in known)]


class ProposeRatingForm(forms.Form):
    """Points for what no register holds, with the reason; the class the unit proposes."""

    proposed_class = forms.ChoiceField(
        label=_("Mức đơn vị tự đề nghị"), error_messages={"required": _("Chọn một mức xếp loại.")}
    )
    note = forms.CharField(
        label=_("Tự nhận xét"), required=False, max_length=LONGEST_NOTE, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, scores: Sequence[Scored], classes: Iterable[UnitClass], **given: Any) -> None:
        super().__init__(*args, **given)
        self.scores = scores
        self.fields["proposed_class"].choices = _classes(classes)  # type: ignore[attr-defined]
        for scored in scores:
            if not scored.computed:
                code = scored.criterion.code
                words = {"what": scored.criterion}
                self.fields[f"points_{code}"] = NumberField(
                    label=_("Điểm: {what}").format(**words), error_messages={"required": _("Ghi điểm.")}
                )
                self.fields[f"reason_{code}"] = forms.CharField(
                    label=_("Căn cứ: {what}").format(**words), max_length=500,
                    error_messages={**_LONG, "required": _("Ghi căn cứ: văn bản, số liệu, ai xác nhận.")},
                )  # fmt: skip

    @property
    def lines(self) -> list[tuple[Scored, Any, Any]]:
        """Each criterion with its two boxes, or none when it is computed."""
        return [
            (s, self[f"points_{s.criterion.code}"], self[f"reason_{s.criterion.code}"])
            if not s.computed
            else (s, None, None)
            for s in self.scores
        ]

    def said(self) -> dict[str, Said]:
        """What was typed, by criterion."""
        data = self.cleaned_data
        return {
            s.criterion.code: Said(
                Decimal(data[f"points_{s.criterion.code}"]), data.get(f"reason_{s.criterion.code}", "")
            )
            for s in self.scores
            if not s.computed and data.get(f"points_{s.criterion.code}") is not None
        }


class DecideRatingForm(forms.Form):
    """The superior's class with its decision."""

    given_class = forms.ChoiceField(label=_("Mức xếp loại"), error_messages={"required": _("Chọn một mức xếp loại.")})
    decision = DecisionField(label=_("Số quyết định"))
    answer = forms.CharField(
        label=_("Nhận xét"), required=False, max_length=LONGEST_NOTE, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Cần khi mức khác với đề nghị."),
    )  # fmt: skip

    def __init__(self, *args: Any, classes: Iterable[UnitClass], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["given_class"].choices = _classes(classes)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is sent or taken back."""

    answer = forms.CharField(
        label=_("Vì sao"), max_length=LONGEST_NOTE, error_messages={**_LONG, "required": _("Ghi lý do.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RegisterInitiativesForm(forms.Form):
    """What a base union undertakes under each criterion."""

    def __init__(self, *args: Any, known: Sequence[Criterion], **given: Any) -> None:
        super().__init__(*args, **given)
        for n, one in enumerate(known):
            self.fields[f"plan_{n}"] = forms.CharField(
                label=str(one), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={**_LONG, "required": _("Ghi việc đơn vị sẽ làm theo tiêu chí này.")},
            )  # fmt: skip

    def plans(self) -> list[str]:
        """What was typed, in the order of the criteria."""
        return [self.cleaned_data[name] for name in self.fields]


class DecideInitiativesForm(forms.Form):
    """Which criteria were met; recognised when all were."""

    decision = DecisionField(label=_("Số quyết định"))
    reason = forms.CharField(
        label=_("Nhận xét"), required=False, max_length=500, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Cần khi chưa công nhận."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Sequence[Criterion], **given: Any) -> None:
        super().__init__(*args, **given)
        for n, one in enumerate(known):
            self.fields[f"met_{n}"] = forms.BooleanField(label=str(one), required=False)
        self.order_fields([*(f"met_{n}" for n in range(len(known))), "reason", "decision"])

    def met(self) -> list[bool]:
        """Met or not, in the order of the criteria."""
        return [bool(value) for name, value in self.cleaned_data.items() if name.startswith("met_")]


def year_asked(text: str, today: date) -> int:
    """The year of the address; this one when it says none that can be."""
    return int(text) if text.isdecimal() and FIRST_YEAR <= int(text) <= today.year + 1 else today.year
