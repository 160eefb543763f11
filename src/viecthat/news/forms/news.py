"""Articles, pictures, portals, and what readers send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from viecthat.news.choices import CommentFields
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import PeriodField, WholeField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm, UnitField

_HOUR = re.compile(r"([01]?\d|2[0-3])\s*[:hg]\s*([0-5]\d)")
_PHONE = re.compile(r"\+?[\d .()-]{8,20}")
MARKUP = _(
    "Dòng trống ngăn đoạn. “## ” đầu dòng: đề mục; “- ”: gạch đầu dòng; “> ”: trích lời; **đậm**, *nghiêng*;"
    " [chữ](https://…): liên kết; [ảnh 1] một dòng riêng: ảnh thứ nhất của bài;"
    " [số 1] giữa câu: số thứ nhất lấy từ sổ việc."
)
Choices = Iterable[tuple[Any, str]]


def told_field(label: Any, missing: Any, **given: Any) -> forms.CharField:
    """Some sentences, with what is said when there are none."""
    field = words_field(label, **given)
    field.error_messages["required"] = missing
    return field


class ArticleForm(DatedForm):
    """An article."""

    title = line_field(_("Đầu đề"), _("Ghi đầu đề."))
    lead = words_field(_("Sa-pô"), required=False, most=600)
    body = told_field(_("Nội dung"), _("Ghi nội dung bài."), most=60_000, help_text=MARKUP)
    category = forms.ChoiceField(label=_("Chuyên mục"))
    source = line_field(_("Nguồn"), required=False, most=40, help_text=_("Ví dụ HNP, ĐCSVN, Web.ĐTN."))
    byline = line_field(_("Tác giả"), required=False, most=120)
    tags = line_field(_("Thẻ"), required=False, most=400, help_text=_("Cách nhau bằng dấu phẩy."))
    series = forms.ChoiceField(label=_("Thuộc tuyến bài"), required=False)
    reprinted = forms.BooleanField(
        label=_("Đăng lại của báo khác"), required=False, help_text=_("Bài đăng lại không nhận bình luận.")
    )
    comments_open = forms.BooleanField(label=_("Nhận bình luận"), required=False)

    def __init__(self, *args: Any, categories: Choices, series: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = list(categories)  # type: ignore[attr-defined]
        offered = list(series)
        if offered:
            self.fields["series"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["series"]
        self.fields["body"].widget.attrs["rows"] = 18


class CorrectForm(ArticleForm):
    """Other words for what is public, and what was wrong."""

    note = line_field(_("Đính chính điều gì"), _("Ghi đính chính điều gì để người đọc biết."), most=500)


class ApproveForm(DatedForm):
    """From when on it is read."""

    day = day_field(_("Đăng ngày"))
    hour = forms.CharField(
        label=_("Lúc"), max_length=8, help_text=_("Ví dụ 21:24. Lúc đã qua: đăng ngay."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "num"}),
    )  # fmt: skip

    def clean_hour(self) -> time:
        found = _HOUR.fullmatch(self.cleaned_data["hour"].strip().lower())
        if found is None:
            raise ValidationError(_("Ghi giờ và phút, ví dụ 21:24."))
        return time(int(found[1]), int(found[2]))

    @property
    def moment(self) -> datetime:
        """The day and the hour by our clock."""
        given = self.cleaned_data
        return datetime.combine(given["day"], given["hour"], tzinfo=get_current_timezone())


class ReasonForm(DatedForm):
    """Why something is sent back or taken away."""

    reason = told_field(_("Vì sao"), _("Ghi lý do để người khác hiểu."), most=500)


class PictureForm(DatedForm):
    """The words of a picture."""

    caption = line_field(_("Chú thích"), required=False, most=300)
    alt = line_field(
        _("Lời tả cho người không nhìn thấy ảnh"), required=False, most=300,
        help_text=_("Trong ảnh có ai, làm gì, ở đâu; không chép lại chú thích."),
    )  # fmt: skip
    credit = line_field(_("Ảnh của"), required=False, most=120)
    activity = WholeField(
        label=_("Số của hoạt động"), required=False, help_text=_("Số cuối trong địa chỉ trang của hoạt động.")
    )


class NewPictureForm(PictureForm):
    """A picture to keep."""

    photo = forms.FileField(
        label=_("Ảnh"), error_messages={"required": _("Chọn ảnh.")},
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    field_order = ["photo", "caption", "alt", "credit", "activity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("photo") and not data.get("activity") and "photo" not in self.errors:
            self.add_error("photo", _("Chọn ảnh; hoặc ghi số của hoạt động để lấy ảnh minh chứng của nó."))
        return data


class PlaceForm(NewPictureForm):
    """A picture for an article: of the library, or new."""

    picture = forms.ChoiceField(label=_("Ảnh trong kho"), required=False)
    field_order = ["picture", "photo", "caption", "alt", "credit", "activity"]

    def __init__(self, *args: Any, pictures: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = [("", _("ảnh mới")), *pictures]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("picture") and not data.get("photo") and "photo" not in self.errors:
            self.add_error("photo", _("Chọn ảnh trong kho hoặc gửi ảnh mới."))
        return data


class FigureForm(DatedForm):
    """A figure of the ledger for an article."""

    indicator = forms.TypedChoiceField(label=_("Chỉ số"), coerce=int, error_messages={"required": _("Chọn chỉ số.")})
    unit = UnitField(label=_("Của đơn vị"), error_messages={"required": _("Ghi đơn vị.")})
    period = PeriodField(
        label=_("Kỳ"), help_text=_("Ví dụ 6 tháng đầu năm 2026, quý 1/2026, năm 2025."),
        error_messages={"required": _("Ghi kỳ.")},
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "—"), *indicators]  # type: ignore[attr-defined]


class FromActivityForm(DatedForm):
    """A photo of an activity for the library."""

    photo = forms.ChoiceField(label=_("Ảnh của hoạt động"), widget=forms.RadioSelect)
    alt = line_field(_("Lời tả cho người không nhìn thấy ảnh"), required=False, most=300)
    credit = line_field(_("Ảnh của"), required=False, most=120)

    def __init__(self, *args: Any, photos: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].choices = list(photos)  # type: ignore[attr-defined]


class PortalForm(DatedForm):
    """What a portal says of itself."""

    name = line_field(_("Tên cổng"), _("Ghi tên cổng."), most=120)
    about = line_field(_("Giới thiệu"), required=False, most=300)
    copyright = line_field(
        _("Dòng bản quyền"), required=False, help_text=_("Đứng dưới mỗi bài, ví dụ © Thành đoàn Hà Nội. Ghi rõ nguồn.")
    )
    source = line_field(_("Nguồn ghi sẵn trong bài mới"), required=False, most=40)
    comment_fields = forms.ChoiceField(label=_("Ô của bình luận"), choices=CommentFields.choices)
    contact_days = WholeField(label=_("Xoá số điện thoại, thư điện tử sau số ngày"))
    links = words_field(
        _("Liên kết website ở chân trang"), required=False, most=4000,
        help_text=_("Mỗi dòng một liên kết: Tên | https://…"),
    )  # fmt: skip

    def clean_links(self) -> list[tuple[str, str]]:
        found = []
        for line in self.cleaned_data["links"].splitlines():
            if not line.strip():
                continue
            label, _bar, url = (part.strip() for part in line.partition("|"))
            try:
                URLValidator(schemes=["http", "https"])(url)
            except ValidationError as wrong:
                raise ValidationError(
                    _("Dòng “%(line)s” chưa đúng: Tên | https://…"), params={"line": line[:60]}
                ) from wrong
            found.append((label or url, url))
        return found


class NewPortalForm(PortalForm):
    """A new portal."""

    code = line_field(_("Tên trong địa chỉ"), _("Ghi tên trong địa chỉ."), most=40, help_text=_("Ví dụ thanh-doan."))
    field_order = ["name", "code"]


class CategoryForm(DatedForm):
    """A section."""

    name = line_field(_("Tên chuyên mục"), _("Ghi tên chuyên mục."), most=100)
    parent = forms.ChoiceField(label=_("Nằm trong"), required=False)
    position = WholeField(label=_("Thứ tự"), required=False)

    def __init__(self, *args: Any, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "—"), *parents]  # type: ignore[attr-defined]


class DecideForm(DatedForm):
    """Whether a comment is shown."""

    show = forms.ChoiceField(
        label=_("Bình luận này"), choices=[("1", _("cho hiện")), ("0", _("không cho hiện"))], widget=forms.RadioSelect
    )
    reason = line_field(_("Vì sao không cho hiện"), required=False, most=300)
    answer = words_field(
        _("Toà soạn trả lời"), required=False, most=2000, help_text=_("Hiện dưới bình luận, mọi người đọc được.")
    )


class CommentForm(forms.Form):
    """A reader's words; the boxes are those of the portal."""

    name = line_field(_("Họ tên"), _("Ghi họ tên."), most=80)
    phone = forms.CharField(
        label=_("Số điện thoại"), required=False, max_length=20, help_text=_("Không hiện trên trang."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Thư điện tử"), max_length=200, help_text=_("Không hiện trên trang; xác nhận một lần qua thư."),
        error_messages={"required": _("Ghi thư điện tử."), "invalid": _("Ghi đúng thư điện tử, ví dụ lan@example.vn.")},
    )  # fmt: skip
    title = line_field(_("Tiêu đề"), _("Ghi tiêu đề."), most=120)
    words = told_field(_("Nội dung"), _("Ghi nội dung bình luận."), most=2000)
    consent = forms.BooleanField(
        label=_("Tôi đồng ý cho toà soạn giữ những điều tôi ghi ở đây để duyệt và trả lời bình luận."),
        error_messages={"required": _("Cần bạn đồng ý thì toà soạn mới nhận bình luận.")},
    )
    human = HumanCheckField()

    def __init__(self, *args: Any, fields: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fields == CommentFields.EMAIL:
            del self.fields["phone"], self.fields["title"]
            self.fields["name"].label, self.fields["words"].label = _("Họ và tên"), _("Lời bình")
        else:
            del self.fields["email"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and _PHONE.fullmatch(phone) is None:
            raise ValidationError(_("Ghi đúng số điện thoại, ví dụ 0912 345 678, hoặc bỏ trống."))
        return phone
