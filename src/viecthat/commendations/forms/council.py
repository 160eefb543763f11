"""Forms of the council, of decisions and of what is set right later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.commendations.forms.drive import line_field
from viecthat.people.forms.life import day_field, votes_field, words_field
from viecthat.units.forms import DatedForm, UnitField

MOST_VOTES = 1000


class MeetingForm(DatedForm):
    """A meeting; members a line each: name, post, and "vắng" for who did not come."""

    unit = UnitField(label=_("Hội đồng của"), error_messages={"required": _("Ghi đơn vị có hội đồng.")})
    day = day_field(_("Ngày họp"))
    place = line_field(_("Nơi họp"), _("Ghi nơi họp."))
    minutes = line_field(_("Biên bản số"), most=120, required=False)
    members = words_field(
        _("Thành viên hội đồng"), most=8000,
        help_text=_("Mỗi dòng một người: họ tên, chức vụ; vắng thì thêm “vắng”. Ví dụ: Nguyễn Văn An, Chủ tịch; vắng"),
    )  # fmt: skip

    def clean_members(self) -> list[tuple[str, str, bool]]:
        """Name, post, whether present."""
        seats = []
        for line in self.cleaned_data["members"].splitlines():
            if not line.strip():
                continue
            told, _sign, rest = line.partition(";")
            name, _comma, post = told.partition(",")
            if not name.strip() or rest.strip().lower() not in {"", "vắng", "vang"}:
                raise forms.ValidationError(
                    _("Dòng “%(line)s”: ghi họ tên, chức vụ; rồi “vắng” nếu vắng."), params={"line": line}
                )
            seats.append((name.strip(), post.strip(), not rest.strip()))
        return seats


class BallotForm(DatedForm):
    """The count of the ballots on one nominee."""

    votes_for = votes_field(_("Phiếu đồng ý"))
    votes_against = votes_field(_("Phiếu không đồng ý"))
    votes_blank = votes_field(_("Phiếu trắng, không hợp lệ"))

    def clean(self) -> dict[str, Any]:
        """Counts the database can hold."""
        data = super().clean() or {}
        for name in ("votes_for", "votes_against", "votes_blank"):
            if data.get(name) is not None and not 0 <= data[name] <= MOST_VOTES:
                self.add_error(name, _("Ghi số phiếu từ 0 đến 1.000."))
        return data


class DecisionForm(DatedForm):
    """A decision on those the meeting passed."""

    nominees = forms.TypedMultipleChoiceField(
        label=_("Khen thưởng"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một tập thể, cá nhân.")},
    )  # fmt: skip
    number = line_field(_("Quyết định số"), _("Ghi số quyết định, ví dụ 12-QĐKT/TĐTN-VP."), most=60)
    day = day_field(_("Ngày ký"))
    about = line_field(_("Trích yếu"), _("Ghi trích yếu, ví dụ “Về việc khen thưởng năm 2020”."), most=300)
    signer_post = line_field(_("Chức vụ người ký"), _("Ghi chức vụ người ký."), most=120)
    signer = line_field(_("Người ký"), _("Ghi người ký."), most=120)
    place = line_field(_("Nơi ký"), _("Ghi nơi ký, ví dụ Hà Nội."), most=120)

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["nominees"].choices = offered  # type: ignore[attr-defined]
        self.fields["nominees"].initial = [pk for pk, _words in offered]


class CorrectForm(DatedForm):
    """A name or place set right."""

    name = line_field(_("Tên trên giấy"), _("Ghi tên trên giấy."))
    place = line_field(_("Chức vụ, đơn vị trên giấy"), required=False)
    why = words_field(_("Vì sao đính chính"), most=300)


class RestoreForm(DatedForm):
    """Withdrawn by mistake."""

    why = words_field(_("Vì sao khôi phục"), most=300)


class WithdrawForm(DatedForm):
    """Taken back by decision."""

    number = line_field(_("Quyết định thu hồi số"), _("Ghi số quyết định thu hồi."), most=60)
    day = day_field(_("Ngày thu hồi"))
    why = words_field(_("Vì sao thu hồi"), most=300)
