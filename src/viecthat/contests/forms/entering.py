"""What the public, members and jurors fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.contests.commands.submission import LONGEST_WORDS, MOST_FILES, Named, Work
from viecthat.files.commands import MOST_BYTES
from viecthat.people.forms.life import words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import DayField, NumberField
from viecthat.ui.human_check import HumanCheckField
from viecthat.units.forms import DatedForm, QueryForm


class ContestListForm(QueryForm):
    """Which contests are looked at."""

    parameters = {"text": "q", "state": "tinh-trang"}
    text = forms.CharField(
        label=_("Tìm cuộc thi"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False,
        choices=[("", _("tất cả")), ("open", _("đang diễn ra")), ("ended", _("đã công bố kết quả"))],
    )  # fmt: skip


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, read once their number and weight are known to be bearable."""

    widget = _ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp,.pdf,.docx,.txt"})

    def clean(self, data: Any, initial: Any = None) -> tuple[bytes, ...]:
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Gửi nhiều nhất %(most)s tệp."), params={"most": MOST_FILES})
        for file in sent:
            super().clean(file, initial)
            if (file.size or 0) > MOST_BYTES:
                raise ValidationError(_("Tệp nặng quá 12 MB; nén hoặc thu nhỏ rồi gửi."))
        return tuple(file.read() for file in sent)


class EnterForm(DatedForm):
    """A work and who made it; of each person a name, a birth date, and a guardian where they are a child."""

    title = line_field(_("Tên tác phẩm"), _("Ghi tên tác phẩm."))
    category = forms.TypedChoiceField(
        label=_("Bảng dự thi"), coerce=int, error_messages={"required": _("Chọn bảng dự thi.")}
    )
    words = forms.CharField(
        label=_("Nội dung bài dự thi"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}), error_messages={"max_length": _("Nội dung dài quá; viết ngắn lại.")},
    )  # fmt: skip
    attached = FilesField(
        label=_("Tệp gửi kèm"), required=False,
        help_text=_("Nhiều nhất 5 tệp ảnh, PDF, DOCX hoặc TXT, mỗi tệp không quá 12 MB; không ghi tên mình trong tệp."),
    )  # fmt: skip
    team = line_field(_("Tên đội"), _("Ghi tên đội."), most=120)
    contact = line_field(
        _("Điện thoại hoặc thư điện tử"), _("Ghi số điện thoại hoặc thư điện tử để ban tổ chức báo kết quả."), most=120,
        help_text=_("Chỉ ban tổ chức đọc được."),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("Tôi đã đọc thể lệ và đồng ý phần quyền sử dụng tác phẩm"),
        error_messages={"required": _("Đọc phần quyền sử dụng tác phẩm rồi đánh dấu đồng ý.")},
    )
    named = forms.BooleanField(label=_("Nếu được giải, cho nêu tên khi công bố"), required=False)
    human = HumanCheckField()

    def __init__(
        self,
        *args: Any,
        categories: Iterable[tuple[int, str]],
        most: int,
        team: bool,
        own: Any,
        human: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = list(categories)
        self.most, self.own = most, own
        self.fields["category"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["category"]
        if not team:
            del self.fields["team"]
        if not human:
            self.fields["contact"].required = False
            del self.fields["human"]
        for n in range(1, most + 1):
            for name, box in self._person(n).items():
                self.fields[name] = box
        people = [name for n in range(1, most + 1) for name in self._person(n) if name in self.fields]
        self.order_fields(
            [*people, "team", "category", "title", "words", "attached", "contact", "agreed", "named", "human"]
        )

    def _person(self, n: int) -> dict[str, forms.Field]:
        whose = "" if self.most == 1 else f" ({n})"
        boxes: dict[str, forms.Field] = {}
        if not (n == 1 and self.own is not None):
            needed = n == 1 or (n == 2 and self.most == 2)
            boxes[f"name_{n}"] = line_field(
                gettext("Họ và tên") + whose, _("Ghi họ và tên."), required=needed, most=120
            )
            boxes[f"born_{n}"] = DayField(
                label=gettext("Ngày sinh") + whose, required=needed,
                error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2005.")},
            )  # fmt: skip
            boxes[f"place_{n}"] = line_field(gettext("Trường, nơi làm việc") + whose, required=False)
        boxes[f"guardian_{n}"] = line_field(
            gettext("Cha, mẹ, người giám hộ đồng ý cho dự thi") + whose, required=False, most=120,
            help_text=_("Chỉ người dưới 16 tuổi ghi."),
        )  # fmt: skip
        boxes[f"guardian_phone_{n}"] = line_field(
            gettext("Số điện thoại người giám hộ") + whose, required=False, most=20
        )
        return boxes

    @property
    def work(self) -> Work:
        """What is sent, of a form that is valid."""
        data = self.cleaned_data
        return Work(
            title=data["title"], words=data["words"], team=data.get("team", ""), category=data.get("category"),
            contact=data["contact"], agreed=data["agreed"], named=data["named"], files=data["attached"],
        )  # fmt: skip

    @property
    def people(self) -> list[Named]:
        """Who made it, of a form that is valid."""
        data, found = self.cleaned_data, []
        for n in range(1, self.most + 1):
            name = self.own.full_name if n == 1 and self.own is not None else data.get(f"name_{n}", "")
            found.append(
                Named(
                    name, data.get(f"born_{n}"), data.get(f"place_{n}", ""), data[f"guardian_{n}"],
                    data[f"guardian_phone_{n}"],
                )
            )  # fmt: skip
        return found


class VoteForm(DatedForm):
    """One vote: for which work, and the printed code of who has no account."""

    work = forms.TypedChoiceField(
        label=_("Bạn chọn bài nào"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một bài.")},
    )  # fmt: skip
    code = line_field(_("Mã bình chọn"), _("Ghi mã in trên phiếu."), most=20)
    human = HumanCheckField()

    def __init__(self, *args: Any, works: Iterable[tuple[int, str]], human: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].choices = list(works)  # type: ignore[attr-defined]
        if not human:
            del self.fields["code"], self.fields["human"]


class MarkForm(DatedForm):
    """A juror's marks of one work: a box for each criterion, from 0 to 10."""

    def __init__(self, *args: Any, criteria: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, label in criteria:
            self.fields[f"c{pk}"] = NumberField(
                label=label, error_messages={"required": _("Cho điểm từ 0 đến 10, như 8,5.")}
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if not Decimal(0) <= value <= Decimal(10):
                self.add_error(name, _("Cho điểm từ 0 đến 10."))
        return data

    @property
    def marks(self) -> Mapping[int, int]:
        """Criterion → hundredths of a point, of a form that is valid."""
        return {int(name[1:]): round(value * 100) for name, value in self.cleaned_data.items()}


class KeepOffForm(DatedForm):
    """Why a juror does not judge a work."""

    reason = words_field(_("Vì sao bạn không chấm bài này"), most=300)
