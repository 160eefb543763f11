"""Forms of letters, registrations and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, decision_field, words_field
from viecthat.people.forms.member import LONG, QUIET
from viecthat.people.forms.training import PeopleForm
from viecthat.residence.choices import END_REASONS_GIVEN, RegistrationState, ResidenceKind
from viecthat.residence.commands.registration import Introduced, Placed
from viecthat.residence.rules import groups, likeliest_group
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.residence.models import Registration

_NONE = ("", "—")


def _stay_fields() -> dict[str, forms.Field]:
    return {
        "kind": forms.ChoiceField(
            label=_("Cư trú"), choices=ResidenceKind.choices, widget=forms.RadioSelect,
            initial=ResidenceKind.PERMANENT, error_messages={"required": _("Chọn thường trú, tạm trú …")},
        ),
        "until": DayField(label=_("Tạm trú đến trước ngày"), required=False),
    }  # fmt: skip


class IntroduceForm(PeopleForm):
    """Members of a branch introduced with one letter to one commune."""

    commune = UnitField(
        label=_("Đến Đoàn xã, phường"),
        help_text=_("Nơi thường trú, tạm trú hoặc địa bàn thuận tiện để đoàn viên tham gia."),
        error_messages={"required": _("Ghi Đoàn xã, phường nơi cư trú.")},
    )
    letter = decision_field(label=_("Giấy giới thiệu số"))
    day = day_field(_("Ngày giới thiệu"))

    def __init__(self, *args: Any, contacts: bool, **kwargs: Any) -> None:
        self.contacts = contacts
        super().__init__(*args, **kwargs)
        self.fields.update(_stay_fields())
        self.fields["commune"].day = self.today  # type: ignore[attr-defined]

    def own_fields(self, person: Person) -> dict[str, forms.Field]:
        """Ticked by the group: who has one is in the letter."""
        name = person.full_name
        known = [_NONE, *((code, str(one)) for code, one in groups(self.today).items())]
        group = forms.ChoiceField(
            required=False,
            choices=known,
            widget=forms.Select(attrs={"class": "select", "aria-label": f"{name}: {_('đối tượng')}"}),
        )
        address = forms.CharField(
            required=False,
            max_length=200,
            initial=person.residence if self.contacts else "",
            error_messages=LONG,
            widget=forms.TextInput(attrs={**QUIET, "class": "input", "aria-label": f"{name}: {_('địa chỉ')}"}),
        )
        attrs = {"aria-label": f"{name}: {_('giới thiệu')}"}
        group.initial = likeliest_group(person.occupation, self.today)
        tick = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs=attrs))
        return {"tick": tick, "group": group, "address": address}

    @property
    def given(self) -> list[Introduced]:
        """Those who are ticked."""
        data = self.cleaned_data
        return [
            Introduced(p.pk, data.get(f"group_{p.pk}") or "", data.get(f"address_{p.pk}") or "")
            for p in self.people
            if data.get(f"tick_{p.pk}")
        ]


class ResidentsForm(DatedForm):
    """Some registrations, each with boxes of their own."""

    def __init__(self, *args: Any, residents: Sequence[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.residents = list(residents)
        for row in self.residents:
            for name, field in self.own_fields(row).items():
                self.fields[f"{name}_{row.pk}"] = field

    def own_fields(self, row: Registration) -> dict[str, forms.Field]:
        """The boxes of one registration."""
        attrs = {"aria-label": row.person.full_name}
        return {"tick": forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs=attrs))}

    @property
    def rows(self) -> list[tuple[Registration, list[forms.BoundField]]]:
        """Each registration with its boxes."""
        return [(row, [self[f"{name}_{row.pk}"] for name in self.own_fields(row)]) for row in self.residents]

    @property
    def shared(self) -> list[forms.BoundField]:
        """The boxes that hold for all."""
        own = {box.name for _row, boxes in self.rows for box in boxes}
        return [box for box in self if box.name not in own]

    @property
    def ticked(self) -> list[int]:
        """Whose box is ticked."""
        return [row.pk for row in self.residents if self.cleaned_data.get(f"tick_{row.pk}")]


class ReceiveForm(ResidentsForm):
    """Letters answered: a branch for each who is taken in."""

    day = day_field(_("Nhận từ ngày"))

    def __init__(self, *args: Any, branches: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.branches = [_NONE, *branches]
        super().__init__(*args, **kwargs)

    def own_fields(self, row: Registration) -> dict[str, forms.Field]:
        attrs = {"class": "select", "aria-label": f"{row.person.full_name}: {_('chi đoàn')}"}
        return {"branch": forms.ChoiceField(required=False, choices=self.branches, widget=forms.Select(attrs=attrs))}

    @property
    def given(self) -> list[Placed]:
        """Those for whom a branch is chosen."""
        chosen = {row.pk: self.cleaned_data.get(f"branch_{row.pk}") for row in self.residents}
        return [Placed(pk, int(branch)) for pk, branch in chosen.items() if branch]


class BranchesForm(DatedForm):
    """A form that asks for one of the commune's residential branches."""

    def __init__(self, *args: Any, branches: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = [("", _("Chọn chi đoàn")), *branches]  # type: ignore[attr-defined]


def _branch_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Chi đoàn nơi cư trú"),
        widget=forms.Select(attrs={"class": "select"}),
        help_text=_("Chi đoàn thôn, khu dân cư hoặc chung cư."),
        error_messages={"required": _("Chọn chi đoàn nơi cư trú.")},
    )


class ArriveForm(BranchesForm):
    """Somebody who comes without a letter."""

    name = forms.CharField(
        label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": _("Ghi họ và tên đúng như trên thẻ.")},
    )  # fmt: skip
    birth_date = day_field(_("Ngày sinh"))
    number = forms.CharField(
        label=_("Số thẻ đoàn viên hoặc số điện thoại"), max_length=20, widget=forms.TextInput(attrs=QUIET),
        help_text=_("Ba điều này phải đúng như trong hồ sơ; đúng thì nơi đoàn viên sinh hoạt được báo để xác nhận."),
        error_messages={**LONG, "required": _("Ghi số thẻ hoặc số điện thoại.")},
    )  # fmt: skip
    branch = _branch_field()
    group = forms.ChoiceField(
        label=_("Đối tượng"), widget=forms.RadioSelect, error_messages={"required": _("Chọn đối tượng.")}
    )
    address = forms.CharField(label=_("Địa chỉ nơi cư trú"), required=False, max_length=200, error_messages=LONG)
    day = day_field(_("Sinh hoạt từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, str(one)) for code, one in groups(self.today).items()]
        self.fields["group"].choices = known  # type: ignore[attr-defined]
        self.fields.update(_stay_fields())


class AnswerForm(DatedForm):
    """Why a letter is sent or taken back."""

    answer = words_field(_("Lý do"), most=300)


class ReasonForm(DatedForm):
    """Why something is taken or sent back."""

    reason = words_field(_("Lý do"), most=300)


class ConfirmArrivalForm(DatedForm):
    """The letter written afterwards."""

    letter = decision_field(label=_("Giấy giới thiệu số"))
    day = day_field(_("Ngày giới thiệu"))


class ChangeBranchForm(BranchesForm):
    """Another branch of the commune."""

    branch = _branch_field()
    day = day_field(_("Từ ngày"))


class EndForm(DatedForm):
    """Why and from when somebody takes part there no longer."""

    reason = forms.ChoiceField(
        label=_("Vì sao thôi"),
        choices=[(one.value, one.label) for one in END_REASONS_GIVEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn vì sao thôi.")},
    )
    day = day_field(_("Thôi từ ngày"))


class ListForm(QueryForm):
    """How the list is looked at; every part may be missing."""

    parameters = {"text": "q", "unit": "don-vi", "side": "phia", "state": "tinh-trang", "group": "doi-tuong"}
    text = forms.CharField(
        label=_("Tên đoàn viên"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    side = forms.ChoiceField(
        label=_("Phía"),
        required=False,
        choices=[("", _("cả hai phía")), ("home", _("đoàn viên của chúng tôi")), ("there", _("cư trú ở chúng tôi"))],
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("tất cả")), *RegistrationState.choices]
    )
    group = forms.ChoiceField(label=_("Đối tượng"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, str(one)) for code, one in groups(self.today).items()]
        self.fields["group"].choices = [("", _("tất cả")), *known]  # type: ignore[attr-defined]
