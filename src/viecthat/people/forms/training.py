"""Forms of the training programme: a section of the page each, with those who are at that step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.commands.training import Rating
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.rules.training import member_classes, training_contents
from viecthat.ui.fields import WholeField
from viecthat.units.forms import DatedForm

if TYPE_CHECKING:
    from viecthat.people.models import Person


class PeopleForm(DatedForm):
    """Some people, each with boxes of their own; `prefix` keeps the page's forms apart."""

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        self.classes = [("", "—"), *((code, str(one)) for code, one in member_classes(self.today).items())]
        for person in self.people:
            for name, field in self.own_fields(person).items():
                self.fields[f"{name}_{person.pk}"] = field

    def own_fields(self, person: Person) -> dict[str, forms.Field]:
        """The boxes of one person."""
        raise NotImplementedError  # the forms of a year each have their own

    @property
    def rows(self) -> list[tuple[Person, list[forms.BoundField]]]:
        """Each person with their boxes."""
        return [(p, [self[f"{name}_{p.pk}"] for name in self.own_fields(p)]) for p in self.people]

    @property
    def shared(self) -> list[forms.BoundField]:
        """The boxes that hold for all."""
        own = {box.name for _person, boxes in self.rows for box in boxes}
        return [box for box in self if box.name not in own]

    def class_box(self, person: Person) -> forms.ChoiceField:
        """A box to choose a class in."""
        label = str(_("xếp loại"))
        attrs = {"class": "select", "aria-label": f"{person.full_name}: {label}"}
        return forms.ChoiceField(required=False, choices=self.classes, widget=forms.Select(attrs=attrs))


class RegisterYearForm(PeopleForm):
    """Who registers which contents."""

    contents = forms.MultipleChoiceField(
        label=_("Nội dung rèn luyện"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một nội dung rèn luyện.")},
    )
    day = day_field(_("Ngày đăng ký"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, str(one)) for code, one in training_contents(self.today).items()]
        self.fields["contents"].choices = known  # type: ignore[attr-defined]
        self.fields["contents"].initial = [code for code, _name in known]

    def own_fields(self, person: Person) -> dict[str, forms.Field]:
        attrs = {"aria-label": person.full_name}
        return {"tick": forms.BooleanField(required=False, initial=True, widget=forms.CheckboxInput(attrs=attrs))}

    @property
    def ticked(self) -> list[int]:
        """Who registers."""
        return [person.pk for person in self.people if self.cleaned_data.get(f"tick_{person.pk}")]


class OwnReviewForm(PeopleForm):
    """How each sees their own year."""

    day = day_field(_("Ngày tự nhận xét"))

    def own_fields(self, person: Person) -> dict[str, forms.Field]:
        return {"class": self.class_box(person)}

    @property
    def given(self) -> dict[int, str]:
        """The class by person, of those who chose one."""
        found = {person.pk: self.cleaned_data.get(f"class_{person.pk}") for person in self.people}
        return {pk: code for pk, code in found.items() if code}


class RateForm(PeopleForm):
    """How the branch rates each."""

    day = day_field(_("Ngày họp xếp loại"))
    held = WholeField(
        label=_("Số buổi sinh hoạt, hoạt động trong năm"), error_messages={"required": _("Ghi số buổi đã tổ chức.")}
    )

    def own_fields(self, person: Person) -> dict[str, forms.Field]:
        box = WholeField(required=False)
        box.widget.attrs["aria-label"] = f"{person.full_name}: {_('số buổi tham gia')}"
        return {"class": self.class_box(person), "attended": box}

    @property
    def given(self) -> list[Rating]:
        """The ratings of those for whom a class is chosen."""
        data = self.cleaned_data
        return [
            Rating(p.pk, data[f"class_{p.pk}"], int(data.get(f"attended_{p.pk}") or 0), int(data["held"]))
            for p in self.people
            if data.get(f"class_{p.pk}")
        ]


class TakeBackForm(DatedForm):
    """Why a rating is taken back."""

    reason = words_field(_("Vì sao lấy lại"))
