"""The living style page, /kieu-mau/: every part of the design system, fed with samples and used by the tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.judging import Verdict
from viecthat.ui.fields import DayField, NumberField, WholeField
from viecthat.ui.fragments import render_page_or_part

NAMED_IN_FULL = "Ban Chấp hành Đoàn Trường Đại học Khoa học Xã hội và Nhân văn, Đại học Quốc gia Hà Nội"


@dataclass(frozen=True)
class SampleGrades:
    declared: int
    evidenced: int
    verified: int


@dataclass(frozen=True)
class SampleTarget:
    name: str
    kind: str
    result: int | Fraction | None
    goal: int | Fraction
    elapsed: Fraction
    verdict: Verdict
    grades: SampleGrades
    whole: bool = False

    @property
    def share(self) -> Fraction | None:
        return None if self.result is None else Fraction(self.result) / Fraction(self.goal)


@dataclass(frozen=True)
class SampleUnit:
    name: str
    advised: int
    trees: int
    grades: SampleGrades


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Tên việc"), max_length=120, help_text=_("Như sẽ đọc trong báo cáo."))
    kind = forms.ChoiceField(
        label=_("Việc gì"),
        widget=forms.RadioSelect,
        choices=[("trees", _("Trồng cây")), ("clean", _("Vệ sinh môi trường")), ("blood", _("Hiến máu"))],
    )
    day = DayField(label=_("Ngày"), help_text=_("Ngày trước, tháng sau: 25/06/2020."))
    trees = WholeField(label=_("Cây xanh được trồng"))
    road = NumberField(label=_("Đường làng được dọn"), required=False)
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=[("1", "Đoàn xã Suối Hai"), ("2", NAMED_IN_FULL)])
    bodies = forms.MultipleChoiceField(
        label=_("Đơn vị cùng làm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Chi đoàn Công an xã"), ("2", "Trường THCS Tản Lĩnh")],
    )
    note = forms.CharField(label=_("Nhận xét"), required=False, widget=forms.Textarea)
    photo = forms.FileField(label=_("Ảnh"), required=False, help_text=_("Ảnh JPEG, PNG hoặc WebP, tối đa 10 MB."))
    sure = forms.BooleanField(label=_("Tôi đã đếm tại chỗ"), required=False)


TILE_ICONS = {"trees": "leaf", "clean": "bin", "blood": "drop"}
HALF = Fraction(54, 100)
TARGETS = [
    SampleTarget("Cây xanh được trồng", "cây", 329_115, 90_000, Fraction(1), Verdict.EXCEEDED,
                 SampleGrades(39_115, 90_000, 200_000), whole=True),
    SampleTarget("Công trình thanh niên", "công trình", 680, 600, HALF, Verdict.EXCEEDED, SampleGrades(0, 122, 558)),
    SampleTarget("Đoàn cấp xã có mô hình làm theo lời Bác", "tỷ lệ · 584/584", Fraction(1), Fraction(1), HALF,
                 Verdict.MET, SampleGrades(0, 169, 415)),
    SampleTarget("Được tư vấn tuyển sinh, hướng nghiệp", "người", 371_893, 500_000, HALF, Verdict.ON_PACE,
                 SampleGrades(44_627, 81_817, 245_449)),
    SampleTarget("Đoàn viên ưu tú được giới thiệu cho Đảng", "người", 25_206, 50_000, HALF, Verdict.PROMISING,
                 SampleGrades(0, 3_025, 22_181)),
    SampleTarget("Được dạy nghề, giới thiệu việc làm", "người", 20_245, 50_000, HALF, Verdict.PUSH,
                 SampleGrades(5_466, 4_859, 9_920)),
    SampleTarget(f"Đơn vị tên dài: {NAMED_IN_FULL}", "đơn vị", 0, 40, HALF, Verdict.PUSH, SampleGrades(0, 0, 0)),
    SampleTarget("Chưa ghi việc nào", "việc", None, 12, HALF, Verdict.NOT_YET, SampleGrades(0, 0, 0)),
]  # fmt: skip
UNITS = [
    SampleUnit("Huyện đoàn Ba Vì", 14_210, 18_420, SampleGrades(2_210, 5_526, 10_684)),
    SampleUnit("Huyện đoàn Thạch Thất", 10_377, 10_940, SampleGrades(3_938, 3_282, 3_720)),
    SampleUnit("Quận đoàn Hà Đông", 21_318, 5_430, SampleGrades(163, 1_086, 4_181)),
    SampleUnit(NAMED_IN_FULL, 0, -12, SampleGrades(-12, 0, 0)),
]


@login_not_required
def stylebook(request: HttpRequest) -> HttpResponse:
    if "thong-bao" in request.GET:
        messages.success(request, _("Đã ghi “Trồng cây ven hồ Suối Hai”, thêm 120 cây."))
        messages.error(request, _("Báo cáo tháng 3 chưa gửi được: còn 2 số chưa có."))
    pages = Paginator(range(1, 10_001), 25)
    context = _samples() | {
        "drawer_open": "so" in request.GET,
        "page_obj": pages.get_page(request.GET.get("trang")),
    }
    if "so" not in request.GET:
        return render(request, "ui/stylebook.html", context)
    return render_page_or_part(request, "ui/stylebook.html", "ui/stylebook_drawer.html", context)


@login_not_required
def stylebook_form(request: HttpRequest) -> HttpResponse:
    """A form filled in wrongly, to show how errors stand at their fields; nothing is ever written."""
    wrong = {"name": "", "kind": "trees", "day": "31/02/2026", "trees": "1.5", "road": "2,4", "unit": "1"}
    form = SampleForm(request.POST if request.method == "POST" else wrong)
    form.full_clean()
    form.add_error(None, _("Việc này trùng với việc đã ghi ngày 25/06/2020 của cùng đơn vị."))
    return render(request, "ui/stylebook_form.html", {"form": form, "tile_icons": TILE_ICONS})


def _samples() -> dict[str, object]:
    return {
        "grades": SampleGrades(18_821, 42_345, 95_669),
        "no_grades": SampleGrades(0, 0, 0),
        "negative_grades": SampleGrades(-5, 20, 40),
        "one_of_many": SampleGrades(1, 0, 99_999),
        "targets": TARGETS,
        "units": UNITS,
        "verdicts": list(Verdict),
        "half": HALF,
        "trail": [("Toàn Đoàn", "#"), ("Thành đoàn Hà Nội", "#"), ("Huyện đoàn Ba Vì", "")],
        "a_day": date(2020, 6, 25),
        "a_moment": datetime(2020, 6, 25, 10, 42, tzinfo=UTC),
        "a_decimal": Decimal("86.7"),
        "close_url": reverse("ui:stylebook"),
        "synthetic": _("Trang kiểu mẫu: mọi tên và số ở đây chỉ là ví dụ."),
    }
