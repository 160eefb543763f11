"""Channels, counts, series, what was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.media.choices import ChannelKind, Rhythm, SeriesKind
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm

_NO_ADDRESS = {"invalid": _("Ghi đường dẫn đầy đủ, ví dụ https://facebook.com/doanxa.")}


def address_field(label: Any, **given: Any) -> forms.URLField:
    """An address on the network."""
    return forms.URLField(
        label=label, required=False, max_length=300, assume_scheme="https", error_messages=_NO_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}), **given,
    )  # fmt: skip


class CorrectChannelForm(DatedForm):
    """What a channel is."""

    name = line_field(_("Tên kênh"), _("Ghi tên kênh."))
    kind = forms.ChoiceField(label=_("Loại kênh"), choices=ChannelKind.choices)
    url = address_field(_("Địa chỉ"))
    about = line_field(_("Dùng để làm gì, cho ai"), required=False, most=300)


class ChannelForm(CorrectChannelForm):
    """A new channel."""

    opened_on = day_field(_("Mở từ ngày"))
    followers = WholeField(label=_("Người theo dõi, thành viên khi vào sổ"), required=False)


class CountForm(DatedForm):
    """How many follow it."""

    followers = WholeField(label=_("Người theo dõi, thành viên"), error_messages={"required": _("Ghi số đếm được.")})
    day = day_field(_("Ngày đếm"))


class CloseForm(DatedForm):
    """The channel is closed."""

    day = day_field(_("Đóng ngày"))
    reason = line_field(_("Vì sao"), _("Ghi vì sao đóng kênh."), most=300)


class SeriesForm(DatedForm):
    """A series to be published."""

    title = line_field(_("Tên tuyến bài"), _("Ghi tên tuyến bài."))
    kind = forms.ChoiceField(label=_("Loại"), choices=SeriesKind.choices)
    rhythm = forms.ChoiceField(label=_("Nhịp"), choices=Rhythm.choices)
    start = day_field(_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False)
    asks = words_field(_("Định hướng nội dung"), required=False, most=1000)


class EndForm(DatedForm):
    """The last day of a series."""

    last_day = day_field(_("Đến hết ngày"))


class ItemForm(DatedForm):
    """What was published."""

    title = line_field(_("Đầu đề"), _("Ghi đầu đề."))
    day = day_field(_("Ngày đăng"))
    words = words_field(_("Nội dung"), required=False, most=4000)
    url = address_field(_("Đường dẫn bài đã đăng"), help_text=_("Ghi nội dung hoặc đường dẫn, hoặc cả hai."))
    channel = forms.ChoiceField(label=_("Đăng trên kênh"), required=False)
    reusable = forms.BooleanField(
        label=_("Cho đăng lại trên cổng thông tin"), required=False,
        help_text=_("Người trong bài, trong ảnh đã đồng ý."),
    )  # fmt: skip

    def __init__(self, *args: Any, channels: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [("", "—"), *channels]  # type: ignore[attr-defined]

    def clean_channel(self) -> int | None:
        chosen = self.cleaned_data["channel"]
        return int(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("words") and not data.get("url") and "url" not in self.errors:
            self.add_error("words", _("Ghi nội dung, hoặc đường dẫn tới bài đã đăng."))
        return data


class ReasonForm(DatedForm):
    """Why something is taken back."""

    reason = line_field(_("Vì sao lấy lại"), _("Ghi lý do để người sau hiểu."), most=300)
