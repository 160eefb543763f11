"""Forms of works, houses and relief: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from viecthat.activities.forms.fields import PhotosField
from viecthat.files.commands import MOST_DOCUMENT_BYTES
from viecthat.people.forms.life import day_field, decision_field, words_field
from viecthat.people.forms.member import LONG, QUIET
from viecthat.ui.fields import WholeField
from viecthat.units.forms import DatedForm, QueryForm, UnitField
from viecthat.units.queries import kinds
from viecthat.works.choices import (
    HouseKind,
    HouseState,
    LaterState,
    MoneySource,
    PhotoStage,
    WorkSize,
    WorkState,
)
from viecthat.works.commands.house import Family
from viecthat.works.commands.work import Plan

ANY = pgettext_lazy("filter", "tất cả")
_COUNT = {"required": _("Ghi số, ví dụ 120.")}


def text_field(
    label: Any, example: Any, *, most: int = 200, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """One line; `example` says how it may look."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={**LONG, "required": example},
    )


def choice_field(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """A few words to choose one of."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mục.")},
    )


def photos_field(*, required: bool = False) -> PhotosField:
    """Photos, read and weighed."""
    return PhotosField(
        label=_("Ảnh"),
        required=required,
        help_text=_("Nhiều nhất 12 ảnh, mỗi ảnh đến 12 MB."),
        error_messages={"required": _("Chọn ít nhất một ảnh.")},
    )


class ListForm(QueryForm):
    """A question in the address."""

    parameters = {"text": "q", "unit": "don-vi", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**QUIET, "type": "search"}),
        error_messages=LONG,
    )
    unit = UnitField(label=_("Đơn vị"), required=False)


class WorkListForm(ListForm):
    """Which works are looked at."""

    parameters = {
        **ListForm.parameters, "size": "loai", "state": "tinh-trang", "level": "cap", "mode": "cach",
    }  # fmt: skip
    size = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", ANY), *WorkSize.choices])
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", ANY), *WorkState.choices])
    level = forms.ChoiceField(label=_("Cấp"), required=False)
    mode = forms.ChoiceField(
        label=_("Cách làm"),
        required=False,
        choices=[("", ANY), ("direct", _("trực tiếp làm")), ("guided", _("cấp trên hướng dẫn"))],
    )
    year = WholeField(label=_("Khởi công năm"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        known = [(kind.code, str(kind)) for kind in kinds().values()]
        self.fields["level"].choices = [("", ANY), *known]  # type: ignore[attr-defined]


class HouseListForm(ListForm):
    """Which houses are looked at."""

    parameters = {**ListForm.parameters, "kind": "loai", "state": "tinh-trang"}
    kind = forms.ChoiceField(label=_("Loại nhà"), required=False, choices=[("", ANY), *HouseKind.choices])
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", ANY), *HouseState.choices])
    year = WholeField(label=_("Đăng ký năm"), required=False)


class DriveListForm(ListForm):
    """Which drives are looked at."""

    parameters = {**ListForm.parameters, "state": "tinh-trang"}
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", ANY), ("mo", _("đang làm")), ("dong", _("đã kết thúc"))],
    )


def _money_fields(prefix: str, words: Any) -> dict[str, WholeField]:
    return {
        f"{prefix}_{code}": WholeField(label=f"{words} {label} (đồng)", required=False)
        for code, label in MoneySource.choices
    }


class MoneyForm(DatedForm):
    """Đồng by source."""

    prefix_of_money = "actual"
    words_of_money: Any = _("Đã dùng từ")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields.update(_money_fields(self.prefix_of_money, self.words_of_money))

    @property
    def money(self) -> dict[str, int]:
        """What was typed, nothing for an empty box."""
        return {code: self.cleaned_data.get(f"{self.prefix_of_money}_{code}") or 0 for code in MoneySource.values}


class PlanForm(MoneyForm):
    """What a unit undertakes."""

    prefix_of_money = "planned"
    words_of_money = _("Dự kiến từ")
    size = choice_field(
        _("Loại"),
        WorkSize.choices,
        help_text=_("Công trình do cấp trên duyệt và công nhận; phần việc do đơn vị tự nhận, tự công nhận."),
    )
    title = text_field(_("Tên"), _("Ghi tên, ví dụ “Đường hoa thanh niên thôn Đô Trám”."))
    content = words_field(_("Nội dung"), most=3000, help_text=_("Làm gì, cho ai, ai làm, được gì cho tổ chức Đoàn."))
    place = text_field(_("Nơi làm"), _("Ghi nơi làm, ví dụ “Thôn Đô Trám, xã Suối Hai”."))
    start = day_field(_("Khởi công"))
    due = day_field(_("Dự kiến xong"))
    guide = UnitField(
        label=_("Đơn vị cấp trên hướng dẫn"),
        required=False,
        help_text=_("Để trống khi đơn vị trực tiếp làm; công trình tính một lần, ở đơn vị làm."),
    )
    copies = forms.ChoiceField(label=_("Làm theo mô hình"), required=False)

    def __init__(self, *args: Any, models: Sequence[tuple[str, str]], sized: bool = True, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["copies"].choices = [("", "—"), *models]  # type: ignore[attr-defined]
        if not sized:
            del self.fields["size"]

    def plan(self, size: str = "") -> Plan:
        """What the command is given."""
        data = self.cleaned_data
        return Plan(
            title=data["title"],
            content=data["content"],
            place=data["place"],
            start=data["start"],
            due=data["due"],
            size=size or data["size"],
            guide=data["guide"].id if data["guide"] else None,
            copies=int(data["copies"]) if data["copies"] else None,
            money=self.money,
        )


class WordsForm(DatedForm):
    """Why."""

    words = words_field(_("Vì sao"), most=500)


class ReasonForm(DatedForm):
    """Why something is taken back."""

    reason = words_field(_("Vì sao"), most=300)


class NoteForm(DatedForm):
    """A word with the answer, if any."""

    words = words_field(_("Ý kiến"), required=False, most=500)


class ModelForm(DatedForm):
    """How others may follow a model."""

    words = words_field(
        _("Nơi khác làm theo thế nào"), most=1000, help_text=_("Cần gì, ai giúp, tốn bao nhiêu, điều cần tránh.")
    )


class MilestoneForm(DatedForm):
    """A step on the way."""

    title = text_field(_("Mốc"), _("Ghi tên mốc, ví dụ “Đổ xong mặt đường”."))
    due = day_field(_("Hạn"))


class ReachedForm(DatedForm):
    """A step that was reached."""

    milestone = choice_field(_("Mốc"), [])
    day = day_field(_("Xong ngày"))
    note = text_field(_("Ghi chú"), "", most=300, required=False)
    photos = photos_field()

    def __init__(self, *args: Any, milestones: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["milestone"].choices = milestones  # type: ignore[attr-defined]


class PhotosForm(DatedForm):
    """Photos of a work."""

    photos = photos_field(required=True)
    caption = text_field(_("Chú thích"), "", required=False)


class InspectForm(DatedForm):
    """What was found on the spot."""

    day = day_field(_("Ngày kiểm tra"))
    finding = words_field(_("Đã thấy gì tại chỗ"), most=1000)
    passed = forms.TypedChoiceField(
        label=_("Kết quả"),
        choices=[("1", _("đạt")), ("0", _("chưa đạt, cần làm tiếp"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đạt hay chưa đạt.")},
    )


class RecogniseForm(DatedForm):
    """The decision."""

    number = decision_field()
    day = day_field(_("Ngày quyết định"))
    outstanding = forms.BooleanField(label=_("Công trình tiêu biểu"), required=False)
    document = forms.FileField(
        label=_("Tệp quyết định"),
        required=False,
        help_text=_("PDF hoặc DOCX, đến 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )

    def clean_document(self) -> bytes | None:
        """The bytes sent."""
        sent = self.cleaned_data["document"]
        if sent is not None and sent.size > MOST_DOCUMENT_BYTES:
            raise ValidationError(_("Tệp nặng quá 25 MB; nén hoặc tách ra rồi gửi."))
        return sent.read() if sent else None


class HandOverForm(DatedForm):
    """Who keeps the work from now on."""

    to = text_field(_("Bàn giao cho"), _("Ghi bàn giao cho ai, ví dụ “UBND xã Suối Hai”."))
    day = day_field()


class LaterForm(DatedForm):
    """How it stands now."""

    state = choice_field(_("Hiện trạng"), LaterState.choices)
    day = day_field(_("Ngày xem"))
    note = text_field(_("Ghi chú"), "", most=300, required=False)


class LinkForm(DatedForm):
    """Activities to link."""

    activities = forms.TypedMultipleChoiceField(
        label=_("Hoạt động của đơn vị"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một hoạt động.")},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["activities"].choices = offered  # type: ignore[attr-defined]


# houses


class FamilyForm(DatedForm):
    """A household, and that it consents."""

    name = text_field(_("Chủ hộ"), _("Ghi tên chủ hộ."), most=120)
    address = text_field(_("Địa chỉ"), _("Ghi địa chỉ: thôn, tổ, số nhà."))
    circumstances = words_field(_("Hoàn cảnh"), required=False, most=1000)
    consent_by = text_field(
        _("Ai trong hộ đã đồng ý"),
        _("Ghi ai trong hộ đã đồng ý."),
        most=120,
        help_text=_("Đồng ý cho đơn vị giữ tên, địa chỉ và ảnh nhà; rút lại lúc nào cũng được."),
    )
    consent_on = day_field(_("Đồng ý ngày"))

    def family(self) -> Family:
        """What the command is given."""
        data = self.cleaned_data
        return Family(data["name"], data["address"], data["circumstances"], data["consent_by"], data["consent_on"])


class HouseForm(DatedForm):
    """A house that a unit undertakes."""

    kind = choice_field(_("Loại nhà"), HouseKind.choices)
    commune = text_field(
        _("Xã, phường, tỉnh"),
        _("Ghi xã, phường và tỉnh, thành phố."),
        most=120,
        help_text=_("Chỉ ghi đến xã; tên và địa chỉ hộ ghi ở phần riêng, khi hộ đã đồng ý."),
    )
    day = day_field(_("Ngày đăng ký"))


class HouseMoneyForm(DatedForm):
    """Means that came in."""

    source = choice_field(_("Nguồn"), MoneySource.choices)
    amount = WholeField(label=_("Số tiền (đồng)"), error_messages=_COUNT)
    giver = text_field(_("Từ đâu"), "", required=False)
    day = day_field()


class DayOnlyForm(DatedForm):
    """On which day."""

    day = day_field()


class HousePhotosForm(DatedForm):
    """Photos of a house."""

    stage = choice_field(_("Chụp lúc"), PhotoStage.choices)
    photos = photos_field(required=True)


class SureForm(DatedForm):
    """A step that cannot be taken back: said once more."""

    sure = forms.BooleanField(
        label=_("Tôi hiểu: tên, địa chỉ và ảnh sẽ bị xoá hẳn"),
        error_messages={"required": _("Đánh dấu để xác nhận.")},
    )


# relief


class DriveForm(DatedForm):
    """A drive."""

    title = text_field(_("Tên đợt"), _("Ghi tên, ví dụ “Cứu trợ đồng bào sau bão số 3”."))
    disaster = text_field(_("Thiên tai, sự cố"), _("Ghi thiên tai gì, ở đâu."), most=300)
    start = day_field(_("Từ ngày"))


class ItemForm(DatedForm):
    """A thing to keep account of."""

    name = text_field(_("Mặt hàng"), _("Ghi tên mặt hàng, ví dụ “Gạo”."), most=120)
    measure = text_field(_("Đơn vị tính"), _("Ghi đơn vị tính, ví dụ “kg”."), most=40)


class MoveForm(DatedForm):
    """What all lines of the log have."""

    item = forms.TypedChoiceField(label=_("Mặt hàng"), coerce=int, error_messages={"required": _("Chọn mặt hàng.")})
    quantity = WholeField(label=_("Số lượng"), error_messages=_COUNT)

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


class NeedForm(MoveForm):
    """What a commune needs."""

    commune = text_field(_("Xã, phường"), _("Ghi xã, phường nào."), most=120)
    households = WholeField(label=_("Số hộ"), error_messages=_COUNT)
    day = day_field(_("Nắm được ngày"))
    source = text_field(_("Ai báo"), "", required=False)


class ReceiveForm(MoveForm):
    """What came in."""

    source = choice_field(_("Nguồn"), MoneySource.choices)
    party = text_field(_("Nhận của ai"), _("Ghi nhận của ai."))
    day = day_field()
    note = text_field(_("Ghi chú"), "", most=300, required=False)


class DeliverForm(MoveForm):
    """What went out."""

    commune = text_field(_("Trao cho xã, phường"), _("Ghi xã, phường nào."), most=120)
    households = WholeField(label=_("Số hộ"), error_messages=_COUNT)
    party = text_field(_("Ai ký nhận"), _("Ghi ai ký nhận ở nơi đến."))
    day = day_field()
    note = text_field(_("Ghi chú"), "", most=300, required=False)
