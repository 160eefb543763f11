"""Seats in groups of other bodies, their meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viecthat.inspections.forms.inspection import PersonForm
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.people.forms.post import PersonField
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm


class GroupForm(PersonForm):
    """Who sits in what group of which body."""

    name = line_field(_("Tên tổ công tác, ban chỉ đạo"), _("Ghi tên tổ công tác, ban chỉ đạo."), most=300)
    body = line_field(_("Cơ quan chủ trì"), _("Ghi cơ quan chủ trì."))
    person = PersonField(
        label=_("Người tham gia (trong sổ)"), required=False, help_text=_("Gõ vài chữ của tên rồi chọn một dòng.")
    )
    member = line_field(
        _("Họ tên người ngoài sổ"), required=False, most=120, help_text=_("Chỉ ghi khi người ấy không có trong sổ.")
    )
    post = line_field(_("Chức vụ"), required=False)
    decision = line_field(_("Quyết định số"), required=False, most=120)
    duties = words_field(_("Nhiệm vụ được phân công"), required=False, most=1000)
    start = day_field(_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False)


class MeetingForm(DatedForm):
    """A meeting of the group."""

    day = day_field(_("Ngày họp"))
    words = words_field(_("Nội dung"), most=1000)
    result = words_field(_("Kết quả, ý kiến của Đoàn được ghi nhận"), required=False, most=1000)
