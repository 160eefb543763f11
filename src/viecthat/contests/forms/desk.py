"""The organiser's forms: the contest, its rounds and jurors, what is done with works, minutes and prizes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.contests.choices import EntrantKind, RoundKind
from viecthat.files.commands import MOST_DOCUMENT_BYTES
from viecthat.ideas.choices import IdeaField
from viecthat.people.forms.life import day_field, words_field
from viecthat.people.forms.member import line_field
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, UnitField

_LINES = {"rows": 4, "spellcheck": "false"}


def _small(label: Any, *, required: bool = False, help_text: Any = "", least: int = 1, most: int = 999) -> WholeField:
    def fits(value: int) -> None:
        if not least <= value <= most:
            raise ValidationError(_("Ghi số từ %(least)d đến %(most)d."), params={"least": least, "most": most})

    return WholeField(
        label=label, required=required, help_text=help_text, validators=[fits],
        error_messages={"required": _("Ghi một số.")},
    )  # fmt: skip


def _text(label: Any, missing: Any, *, rows: int, most: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": _("Nội dung dài quá; viết ngắn lại.")},
    )  # fmt: skip


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, help_text=help_text, widget=forms.Textarea(attrs=_LINES)
    )


class ContestForm(DatedForm):
    """A contest and its rules."""

    title = line_field(_("Tên cuộc thi"), _("Ghi tên cuộc thi."))
    edition = _small(_("Lần thứ"), most=200, help_text=_("Bỏ trống nếu không đánh số lần."))
    year = _small(_("Năm"), required=True, least=1931, most=2100)
    organisers = line_field(_("Ban tổ chức"), _("Ghi ban tổ chức."))
    partner = line_field(_("Phối hợp với"), required=False)
    entrants = forms.ChoiceField(label=_("Dự thi theo"), choices=EntrantKind.choices)
    most = _small(_("Nhóm, đội nhiều nhất mấy người"), most=8)
    outside = forms.BooleanField(label=_("Nhận cả người không có tài khoản (qua trang công khai)"), required=False)
    anonymous = forms.BooleanField(label=_("Giám khảo chấm theo mã số, không thấy tên"), required=False)
    rules = _text(_("Thể lệ"), _("Ghi thể lệ."), rows=10, most=20_000)
    rules_file = forms.FileField(
        label=_("Tệp thể lệ"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_("PDF hoặc DOCX có dấu, để tải về."),
    )  # fmt: skip
    rights = _text(
        _("Quyền sử dụng tác phẩm"), _("Ghi ban tổ chức được dùng tác phẩm thế nào."), rows=4, most=2000,
        help_text=_("Người dự thi phải đồng ý phần này mới gửi được bài."),
    )  # fmt: skip
    categories = _lines(_("Các bảng"), _("Mỗi dòng một bảng: tên; từ tuổi; đến hết tuổi. Tính vào ngày cuối nhận bài."))
    criteria = _lines(_("Tiêu chí chấm"), _("Mỗi dòng một tiêu chí: tên; trọng số. Mỗi tiêu chí cho điểm từ 0 đến 10."))
    prizes = _lines(_("Cơ cấu giải"), _("Mỗi dòng một giải: tên; số giải; trị giá mỗi giải (đồng)."))

    def clean_rules_file(self) -> bytes:
        file = self.cleaned_data["rules_file"]
        if file is not None and file.size > MOST_DOCUMENT_BYTES:
            raise ValidationError(_("Tệp nặng quá 25 MB; nén hoặc tách ra rồi gửi."))
        return b"" if file is None else file.read()


class RoundForm(DatedForm):
    """A round."""

    kind = forms.ChoiceField(label=_("Loại vòng"), choices=RoundKind.choices)
    name = line_field(_("Tên vòng"), _("Ghi tên vòng."), most=120)
    stage = _small(
        _("Giai đoạn"), required=True, most=20,
        help_text=_("Vòng cùng giai đoạn diễn ra song song (bình chọn từng tháng); giai đoạn sau nhận bài đi tiếp."),
    )  # fmt: skip
    start = day_field(_("Từ ngày"))
    last_day = day_field(_("Đến hết ngày"))
    passing = _small(_("Chọn nhiều nhất bao nhiêu bài mỗi bảng"), most=500)
    sent_from = DayField(label=_("Chỉ bài gửi từ ngày"), required=False)
    sent_until = DayField(label=_("Chỉ bài gửi đến hết ngày"), required=False)
    quiz = forms.ChoiceField(
        label=_("Bài trắc nghiệm"), required=False, help_text=_("Vòng loại lấy điểm từ bài trắc nghiệm ở Học tập.")
    )

    def __init__(self, *args: Any, quizzes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiz"].choices = [("", "—"), *quizzes]  # type: ignore[attr-defined]

    def clean_quiz(self) -> int | None:
        chosen = self.cleaned_data["quiz"]
        return int(chosen) if chosen else None


class JurorForm(DatedForm):
    """Who is asked to judge."""

    username = line_field(_("Tên đăng nhập"), _("Ghi tên đăng nhập của giám khảo."), most=150)
    title = line_field(_("Chức danh, chuyên môn"), required=False)
    unit = UnitField(
        label=_("Của đơn vị"), required=False,
        help_text=_("Giám khảo không chấm bài của đơn vị mình; người ngoài hệ thống thì bỏ trống."),
    )  # fmt: skip


class JoinForm(DatedForm):
    """Which activity the contest is."""

    activity = forms.TypedChoiceField(
        label=_("Hoạt động đã ghi"), coerce=int, error_messages={"required": _("Chọn hoạt động.")}
    )

    def __init__(self, *args: Any, activities: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", "—"), *activities]  # type: ignore[attr-defined]


class WhyForm(DatedForm):
    """Why something is refused, taken back, called off."""

    reason = line_field(_("Vì sao"), _("Ghi lý do để người sau hiểu."), most=300)


class CodesForm(DatedForm):
    """How many codes are printed."""

    count = _small(_("Bao nhiêu mã"), required=True, most=1000, help_text=_("Mỗi mã bình chọn được một lần."))


class CloseForm(DatedForm):
    """Who goes on, and what the minutes add."""

    passed = forms.TypedMultipleChoiceField(
        label=_("Bài đi tiếp"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    why = line_field(_("Vì sao đính chính"), _("Ghi lý do để người sau hiểu."), most=300)
    words = words_field(
        _("Ghi thêm vào biên bản"), required=False, most=2000,
        help_text=_("Bài bằng điểm thì xét điểm tiêu chí nặng nhất; vẫn bằng nhau thì ghi ở đây đã phân định thế nào."),
    )  # fmt: skip

    def __init__(self, *args: Any, works: Iterable[tuple[int, str]], corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"].choices = list(works)  # type: ignore[attr-defined]
        if not corrects:
            del self.fields["why"]


class AwardForm(DatedForm):
    """Which work gets the prize."""

    work = forms.TypedChoiceField(
        label=_("Trao cho bài"), coerce=int, error_messages={"required": _("Chọn bài được giải.")}
    )
    given_on = day_field(_("Ngày trao"))

    def __init__(self, *args: Any, works: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].choices = [("", "—"), *works]  # type: ignore[attr-defined]


class PlainForm(DatedForm):
    """Nothing to fill in: only yes."""


class DossierForm(DatedForm):
    """Which commendation winners are put forward for."""

    form = forms.ChoiceField(
        label=_("Hình thức khen thưởng"), error_messages={"required": _("Chọn hình thức khen thưởng.")}
    )

    def __init__(self, *args: Any, forms: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", "—"), *forms]  # type: ignore[attr-defined]


class IdeaForm(DatedForm):
    """What is worth keeping of a work, and its field."""

    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=IdeaField.choices)
    words = _text(
        _("Ý tưởng, cách làm, mô hình"), _("Ghi ý tưởng, cách làm được chắt lọc từ bài."), rows=8, most=6000,
        help_text=_("Chắt lọc từ bài dự thi; người đọc ngân hàng ý tưởng thấy phần này."),
    )  # fmt: skip
