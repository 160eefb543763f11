"""Forms of congresses: they read what was typed; what may be, the commands say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.congress.choices import (
    CONSENTS,
    NO_POST,
    OF_LINE,
    Channel,
    CongressForm,
    CongressLine,
    DelegateBasis,
    ElectedTo,
    PaperKind,
    StepKind,
    Verdict,
    VoteForm,
)
from viecthat.congress.commands.ballot import BallotFacts, Count
from viecthat.congress.commands.congress import CongressFacts
from viecthat.congress.commands.delegate import DelegateFacts
from viecthat.congress.commands.publicity import ItemFacts
from viecthat.congress.models import Candidate, Congress
from viecthat.people.forms.life import day_field, votes_field
from viecthat.people.forms.post import PersonField
from viecthat.plans.commands.directive import SentFile
from viecthat.plans.forms.directive import DocumentsField
from viecthat.plans.forms.programme import words_field
from viecthat.ui.fields import DayField, OrdinalField, WholeField
from viecthat.units.forms import DatedForm, UnitField
from viecthat.units.queries.scope import Units

MOST = 30_000  # a small integer of the database


def _number(label: Any, *, required: bool = True, help_text: Any = "") -> WholeField:
    return WholeField(
        label=label, required=required, help_text=help_text, error_messages={"required": _("Ghi một số.")}
    )


def _files() -> DocumentsField:
    return DocumentsField(label=_("Tệp"), required=False, help_text=_("DOCX, PDF hoặc TXT."))


def _first(files: Sequence[SentFile]) -> SentFile | None:
    return files[0] if files else None


def _check_sizes(form: forms.Form, *names: str) -> None:
    for name in names:
        typed = form.cleaned_data.get(name)
        if typed is not None and not 0 <= typed <= MOST:
            form.add_error(name, _("Số từ 0 đến 30.000."))


class _WithPeople(DatedForm):
    """A form whose boxes for people look them up among the units of the reader."""

    def __init__(self, *args: Any, units: Units, **given: Any) -> None:
        super().__init__(*args, **given)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.units = units


class CongressDataForm(DatedForm):
    """A congress."""

    unit = UnitField(label=_("Đơn vị giữ sổ"), error_messages={"required": _("Ghi đơn vị.")})
    line = forms.ChoiceField(label=_("Đại hội của"), choices=CongressLine.choices)
    form = forms.ChoiceField(label=_("Hình thức"), choices=CongressForm.choices)
    name = words_field(
        _("Tên đại hội"), 300, required=True, rows=2, why=_("Ghi tên đại hội."),
        help_text=_("Ví dụ: Đại hội đại biểu Hội LHTN Việt Nam thành phố Hà Nội lần thứ VIII, nhiệm kỳ 2024 - 2029."),
    )  # fmt: skip
    ordinal = OrdinalField(label=_("Lần thứ"), error_messages={"required": _("Ghi một số.")})
    first_year = _number(_("Nhiệm kỳ từ năm"))
    last_year = _number(_("đến năm"))
    within = forms.TypedChoiceField(label=_("Tiến tới đại hội cấp trên"), required=False, coerce=int, empty_value=None)
    planned_on = day_field(_("Ngày họp dự kiến"))
    place = words_field(_("Nơi họp"), 200)
    theme = words_field(_("Chủ đề đại hội"), 300)
    matters = words_field(
        _("Vấn đề của thanh niên địa phương mà đại hội giải quyết"), 2000, rows=3,
        help_text=_("Mỗi vấn đề một dòng; cấp ủy cho ý kiến sẽ thấy."),
    )  # fmt: skip
    seats = _number(_("Số đại biểu triệu tập"), required=False)

    def __init__(self, *args: Any, above: Sequence[Congress], fixed_unit: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["within"].choices = [("", "—"), *((row.pk, row.name) for row in above)]  # type: ignore[attr-defined]
        if fixed_unit:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Years that can be, small numbers."""
        _check_sizes(self, "seats", "ordinal")
        for name in ("first_year", "last_year"):
            year = self.cleaned_data.get(name)
            if year is not None and not 1931 <= year <= 2199:
                self.add_error(name, _("Ghi năm bốn chữ số, ví dụ 2024."))
        return self.cleaned_data

    @property
    def facts(self) -> CongressFacts:
        """What was typed."""
        return CongressFacts(**{name: value for name, value in self.cleaned_data.items() if name != "unit"})


class RulesForm(DatedForm):
    """What the presidium sets."""

    quorum_n = _number(_("Họp được khi có mặt ít nhất: tử số"), required=False, help_text=_("Mặc định 2 trên 3."))
    quorum_of = _number(_("Họp được khi có mặt ít nhất: mẫu số"), required=False)
    elected_n = _number(
        _("Trúng cử khi quá: tử số"), required=False, help_text=_("Mặc định quá 1 trên 2 số phiếu hợp lệ.")
    )
    elected_of = _number(_("Trúng cử khi quá: mẫu số"), required=False)
    no_party_consent = forms.BooleanField(label=_("Không cần cấp ủy cùng cấp đồng ý"), required=False)
    no_superior_consent = forms.BooleanField(label=_("Không cần cấp trên trực tiếp duyệt"), required=False)
    rules_words = words_field(
        _("Căn cứ"), 300, help_text=_("Ví dụ: điều 8 hướng dẫn của cấp trên; biên bản phiên trù bị.")
    )

    def clean(self) -> dict[str, Any]:
        """Small numbers."""
        _check_sizes(self, "quorum_n", "quorum_of", "elected_n", "elected_of")
        return self.cleaned_data


class StageForm(DatedForm):
    """By when units of a kind hold theirs."""

    kind = forms.ChoiceField(label=_("Loại đơn vị cấp dưới"))
    start = day_field(_("Từ ngày"))
    due = day_field(_("Xong trước hết ngày"))

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class StepForm(DatedForm):
    """A step that was done; of a consent who gave it, what it says, and its paper."""

    day = day_field(_("Ngày"))
    body = words_field(_("Cơ quan"), 200, help_text=_("Ví dụ: Ban Thường vụ Đảng ủy xã Suối Hai."))
    verdict = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[pair for pair in Verdict.choices if pair[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn đồng ý hay chưa.")},
    )
    number = words_field(_("Văn bản số"), 80)
    words = words_field(_("Nội dung"), 1000, rows=3)
    attached = _files()

    def __init__(self, *args: Any, kind: str, has_file: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if kind in CONSENTS:
            self._ask("body", _("Ghi cơ quan cho ý kiến, ví dụ “Ban Thường vụ Đảng ủy xã”."))
            self.fields["words"].help_text = _("Ghi khi có yêu cầu bổ sung hoặc chưa đồng ý.")
            if not has_file:
                self._ask("attached", _("Kèm tệp văn bản cho ý kiến (DOCX, PDF hoặc TXT)."))
        else:
            del self.fields["verdict"]
        if kind == StepKind.RECOGNISED:
            for name in ("body", "number"):
                self._ask(name, _("Ghi cơ quan công nhận và số quyết định chuẩn y."))
        if kind == StepKind.SUPERIOR_CONSENT:
            self.fields["body"].help_text = _("Ví dụ: Ban Thường vụ Thành đoàn Hà Nội.")

    def _ask(self, name: str, why: Any) -> None:
        # What the command will demand of this step is not marked as one may leave it out.
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = why

    @property
    def values(self) -> dict[str, Any]:
        """What was typed; of several files the first."""
        values = dict(self.cleaned_data)
        return values | {"file": _first(values.pop("attached"))}


class HoldForm(DatedForm):
    """The congress was held."""

    held_on = day_field(_("Khai mạc ngày"))
    last_day = day_field(_("Bế mạc ngày"))
    called = _number(_("Số được triệu tập"), required=False)
    present = _number(_("Số có mặt"), required=False)

    def __init__(self, *args: Any, of_delegates: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if of_delegates:
            # The roll tells; nobody types what the register knows.
            del self.fields["called"], self.fields["present"]


class ResolutionForm(DatedForm):
    """The resolution that the congress passed."""

    number = words_field(_("Số, ký hiệu"), 60, required=True, why=_("Ghi số nghị quyết, ví dụ 01-NQ/ĐH."))
    subject = words_field(_("Trích yếu"), 500, required=True, rows=2, why=_("Ghi trích yếu."))
    text = words_field(
        _("Toàn văn"), 60_000, rows=6,
        help_text=_("Dán toàn văn; rồi đánh dấu từng đoạn thành chỉ tiêu, nhiệm vụ ở sổ văn bản."),
    )  # fmt: skip
    attached = _files()

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        values = dict(self.cleaned_data)
        return values | {"files": values.pop("attached")}


class QuotaForm(DatedForm):
    """So many are elected, at least so many by each unit."""

    seats = _number(_("Tổng số đại biểu được bầu"))
    least = _number(_("Mỗi đơn vị ít nhất"), help_text=_("Phần còn lại chia theo số đoàn viên trong sổ."))

    def clean(self) -> dict[str, Any]:
        """Small numbers."""
        _check_sizes(self, "seats", "least")
        return self.cleaned_data


class DelegateForm(_WithPeople):
    """A delegate: of the register, or by name."""

    basis = forms.ChoiceField(label=_("Thuộc diện"), choices=DelegateBasis.choices)
    unit = UnitField(label=_("Đơn vị bầu, đoàn đại biểu"), required=False)
    person = PersonField(label=_("Ai (trong sổ)"), required=False, help_text=_("Gõ vài chữ của tên rồi chọn một dòng."))
    name = words_field(_("Họ tên người ngoài sổ"), 120, help_text=_("Chỉ ghi khi người ấy không có trong sổ."))
    sex = forms.ChoiceField(
        label=_("Giới tính (người ngoài sổ)"),
        required=False,
        choices=[("", "—"), ("male", _("Nam")), ("female", _("Nữ"))],
    )
    birth_date = DayField(label=_("Ngày sinh (người ngoài sổ)"), required=False)
    post = words_field(_("Chức vụ, công việc"), 200)
    substitute = forms.BooleanField(label=_("Dự khuyết"), required=False)

    @property
    def facts(self) -> DelegateFacts:
        """What was typed."""
        given = self.cleaned_data
        unit, person = given["unit"], given["person"]
        return DelegateFacts(**{**given, "unit": unit.id if unit else None, "person": person.id if person else None})


class ReasonForm(DatedForm):
    """Why."""

    reason = words_field(_("Vì sao"), 300, required=True, rows=2, why=_("Ghi vì sao rút tên."))


class BallotForm(DatedForm):
    """An election of the personnel scheme."""

    to = forms.ChoiceField(label=_("Bầu"))
    vote = forms.ChoiceField(label=_("Hình thức"), choices=VoteForm.choices)
    seats = _number(_("Số lượng cần bầu"))
    surplus = _number(_("Số dư ít nhất"), help_text=_("Danh sách phải nhiều hơn số cần bầu bao nhiêu người."))
    women = _number(_("Tỷ lệ nữ ít nhất, %"), required=False)
    minorities = _number(_("Tỷ lệ dân tộc thiểu số ít nhất, %"), required=False)

    def __init__(self, *args: Any, line: str, **given: Any) -> None:
        super().__init__(*args, **given)
        open_to = OF_LINE[CongressLine(line)] | NO_POST
        self.fields["to"].choices = [pair for pair in ElectedTo.choices if pair[0] in open_to]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Small numbers."""
        _check_sizes(self, "seats", "surplus", "women", "minorities")
        return self.cleaned_data

    @property
    def facts(self) -> BallotFacts:
        """What was typed."""
        return BallotFacts(**self.cleaned_data)


class CandidateForm(_WithPeople):
    """Somebody who stands."""

    person = PersonField(
        label=_("Ai"),
        help_text=_("Người có trong sổ đoàn viên, cán bộ; chưa có thì ghi vào sổ trước."),
        error_messages={"required": _("Ghi ai ứng cử, được đề cử.")},
    )
    self_named = forms.BooleanField(label=_("Tự ứng cử, hoặc được đề cử thêm tại đại hội"), required=False)


class CountForm(forms.Form):
    """What the counting board found, name by name."""

    board = words_field(
        _("Ban kiểm phiếu"), 500, required=True, why=_("Ghi ban kiểm phiếu: họ tên từng người."),
        help_text=_("Họ tên, cách nhau bằng dấu chấm phẩy; trưởng ban ghi đầu."),
    )  # fmt: skip
    issued = votes_field(_("Số phiếu phát ra"))
    collected = votes_field(_("Số phiếu thu về"))
    valid = votes_field(_("Số phiếu hợp lệ"))
    invalid = votes_field(_("Số phiếu không hợp lệ"))

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **given: Any) -> None:
        super().__init__(*args, **given)
        self.names = {f"votes_{one.pk}": one.pk for one in candidates}
        for one in candidates:
            label = _("Phiếu bầu {name}").format(name=one.person.full_name)
            self.fields[f"votes_{one.pk}"] = votes_field(label)

    def clean(self) -> dict[str, Any]:
        """Numbers that a congress can have."""
        _check_sizes(self, "issued", "collected", "valid", "invalid", *self.names)
        return self.cleaned_data

    @property
    def count(self) -> Count:
        """What was typed."""
        given = self.cleaned_data
        sums = {name: given[name] for name in ("board", "issued", "collected", "valid", "invalid")}
        return Count(**sums, votes={pk: given[name] for name, pk in self.names.items()})


class InstallForm(forms.Form):
    """The decision by which the elected enter their posts."""

    decision = words_field(
        _("Quyết định công nhận, nghị quyết hoặc biên bản số"), 60, required=True,
        why=_("Ghi số quyết định, nghị quyết hoặc biên bản, ví dụ 12-QĐ/TĐTN-TCKT."),
    )  # fmt: skip


class AgendaForm(DatedForm):
    """What is gone through."""

    words = words_field(_("Nội dung"), 300, required=True, why=_("Ghi nội dung."))
    speaker = words_field(_("Người trình bày, điều hành"), 200)
    minutes = _number(_("Số phút"), required=False)

    def clean(self) -> dict[str, Any]:
        """Small numbers."""
        _check_sizes(self, "minutes")
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {**self.cleaned_data, "minutes": self.cleaned_data["minutes"] or 0}


class PaperForm(DatedForm):
    """A paper with its file."""

    kind = forms.ChoiceField(label=_("Loại"), choices=PaperKind.choices)
    title = words_field(_("Tên"), 300, required=True, why=_("Ghi tên văn kiện, tham luận."))
    author = words_field(_("Đơn vị, người trình bày"), 200)
    attached = _files()

    @property
    def values(self) -> dict[str, Any]:
        """What was typed; of several files the first."""
        values = dict(self.cleaned_data)
        return values | {"file": _first(values.pop("attached"))}


class ItemForm(DatedForm):
    """An item of publicity."""

    channel = forms.ChoiceField(label=_("Kênh, hình thức"), choices=Channel.choices)
    words = words_field(_("Nội dung"), 300, required=True, why=_("Ghi nội dung."))
    who = words_field(_("Ai làm"), 200, required=True, why=_("Ghi ai làm."))
    start = day_field(_("Từ ngày"))
    due = day_field(_("Xong trước hết ngày"))

    @property
    def facts(self) -> ItemFacts:
        """What was typed."""
        return ItemFacts(**self.cleaned_data)


class ResultForm(DatedForm):
    """What came of an item."""

    day = day_field(_("Xong ngày"))
    result = words_field(_("Kết quả"), 500, required=True, rows=2, why=_("Ghi kết quả."))
    reach = WholeField(label=_("Số người xem, dự"), required=False)
    url = forms.URLField(
        label=_("Đường dẫn"), required=False, max_length=300, assume_scheme="https",
        error_messages={"invalid": _("Ghi cả địa chỉ, ví dụ https://tuoitre.example.vn/bai.")},
    )  # fmt: skip
    activity = forms.TypedChoiceField(
        label=_("Hoạt động trong sổ"), required=False, coerce=int, empty_value=None,
        help_text=_("Gắn hoạt động đã ghi: số liệu lấy từ sổ việc, không gõ lại."),
    )  # fmt: skip

    def __init__(self, *args: Any, activities: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["activity"].choices = [("", "—"), *activities]  # type: ignore[attr-defined]

    def clean_reach(self) -> int | None:
        """A whole number of the database."""
        reach: int | None = self.cleaned_data["reach"]
        if reach is not None and not 0 <= reach <= 100_000_000:
            raise forms.ValidationError(_("Số từ 0 đến 100.000.000."))
        return reach


class CelebrationForm(DatedForm):
    """A unit's plan for a great day."""

    unit = UnitField(label=_("Đơn vị"), error_messages={"required": _("Ghi đơn vị.")})
    name = words_field(_("Kỷ niệm"), 200, required=True, why=_("Ghi ngày kỷ niệm gì."))
    day = day_field(_("Ngày kỷ niệm"))
    since = _number(_("Tính từ năm"))
    goal = words_field(_("Mục đích, yêu cầu"), 1000, rows=3)

    def clean_since(self) -> int:
        """A year that can be."""
        since: int = self.cleaned_data["since"]
        if not 1 <= since <= 2199:
            raise forms.ValidationError(_("Ghi năm bốn chữ số, ví dụ 1964."))
        return since


class SumUpForm(DatedForm):
    """What came of all of it."""

    result = words_field(_("Đánh giá chung"), 2000, required=True, rows=4, why=_("Ghi vài chữ để người sau hiểu."))
