"""What a branch records of one member: each page reads one form and gives one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from viecthat.accounts.queries import actor_of
from viecthat.kernel.errors import Refused
from viecthat.people.choices.membership import EventKind
from viecthat.people.commands import life, party
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.fee import exempt_from_fee
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.commands.transfer import send_transfer
from viecthat.people.forms import life as forms
from viecthat.people.forms.fee import ExemptForm
from viecthat.people.queries.membership import event_with_id, opened_file, person_with_file
from viecthat.people.rules.membership import may_keep_members, may_undo_event
from viecthat.ui.sentences import add_refusal, sentence_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person
    from viecthat.people.queries.membership import OpenedFile
    from viecthat.units.forms import DatedForm


@dataclass(frozen=True)
class Deed:
    """Something a branch may record of a member: its words, its form, its command."""

    slug: str
    icon: str
    title: str | Promise
    lede: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[DatedForm]
    run: Callable[[int, dict[str, Any], Account, datetime], object]
    fits: Callable[[OpenedFile], bool] = lambda _opened: True


def _send(person: int, given: dict[str, Any], actor: Account, at: datetime) -> object:
    destination = given.pop("destination").id
    return send_transfer(person=person, destination=destination, **given, actor=actor, at=at)


def _host(person: int, given: dict[str, Any], actor: Account, at: datetime) -> object:
    host = given.pop("other_unit").id
    return life.start_temporary_activity(person=person, host=host, **given, actor=actor, at=at)


def _mature(person: int, given: dict[str, Any], actor: Account, at: datetime) -> object:
    try:
        return life.mature_members(people=[person], **given, actor=actor, at=at)
    except RowsRefused as refused:
        raise next(iter(refused.rows.values())) from refused


def _punish(person: int, given: dict[str, Any], actor: Account, at: datetime) -> object:
    names = ("present", "votes_for", "votes_against", "votes_blank")
    count = life.Count(*(given.pop(name) for name in names))
    return life.discipline_member(person=person, count=count, **given, actor=actor, at=at)


def _stage(opened: OpenedFile) -> str:
    return opened.party.kind if opened.party else ""


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed(
            "chuyen", "right", gettext_lazy("Chuyển sinh hoạt"),
            gettext_lazy("Nơi đến nhận rồi mới thôi thuộc chi đoàn này; không lúc nào ở hai nơi hay không ở nơi nào."),
            gettext_lazy("Gửi giấy giới thiệu"), gettext_lazy("Đã gửi giấy giới thiệu; chờ nơi đến nhận."),
            forms.SendForm, _send, lambda opened: opened.transfer is None,
        ),
        Deed(
            "tam-thoi", "pin", gettext_lazy("Sinh hoạt tạm thời"),
            gettext_lazy("Vẫn là đoàn viên của chi đoàn này, sinh hoạt một thời gian ở chi đoàn khác."),
            gettext_lazy("Ghi sinh hoạt tạm thời"), gettext_lazy("Đã ghi sinh hoạt tạm thời."),
            forms.TemporaryForm, _host,
        ),
        Deed(
            "vang-mat", "clock", gettext_lazy("Vắng mặt có phép"),
            gettext_lazy("Đi xa một năm trở lại, có báo cáo; trong thời gian này không bị xoá tên."),
            gettext_lazy("Ghi vắng mặt có phép"), gettext_lazy("Đã ghi vắng mặt có phép."),
            forms.LeaveForm, lambda p, given, actor, at: life.grant_leave(person=p, **given, actor=actor, at=at),
        ),
        Deed(
            "truong-thanh", "award", gettext_lazy("Trưởng thành Đoàn"),
            gettext_lazy("Quá 30 tuổi, chi đoàn làm lễ trưởng thành; từ ngày đó thôi là đoàn viên."),
            gettext_lazy("Ghi lễ trưởng thành"), gettext_lazy("Đã ghi lễ trưởng thành."),
            forms.MatureForm, _mature, lambda opened: opened.due is not None,
        ),
        Deed(
            "o-lai", "undo", gettext_lazy("Ở lại sinh hoạt sau tuổi 30"),
            gettext_lazy("Theo nguyện vọng, chi đoàn đồng ý, không quá 35 tuổi; cán bộ đoàn theo thời gian giữ chức."),
            gettext_lazy("Ghi ở lại sinh hoạt"), gettext_lazy("Đã ghi ở lại sinh hoạt."),
            forms.StayForm, lambda p, given, actor, at: life.stay_on(person=p, **given, actor=actor, at=at),
            lambda opened: opened.due is not None,
        ),
        Deed(
            "uu-tu", "target", gettext_lazy("Xét đoàn viên ưu tú"),
            gettext_lazy("Chi đoàn họp xét; bước trước khi giới thiệu cho Đảng."),
            gettext_lazy("Ghi kết quả xét"), gettext_lazy("Đã ghi đoàn viên ưu tú."),
            forms.ConsiderForm,
            lambda p, given, actor, at: party.consider_outstanding(person=p, **given, actor=actor, at=at),
            lambda opened: _stage(opened) in {"", EventKind.PARTY_DECLINED},
        ),
        Deed(
            "gioi-thieu-dang", "flag", gettext_lazy("Giới thiệu cho Đảng"),
            gettext_lazy("Đoàn viên ưu tú, từ đủ 18 tuổi, được giới thiệu đến một chi bộ."),
            gettext_lazy("Ghi giới thiệu"), gettext_lazy("Đã ghi giới thiệu cho Đảng."),
            forms.IntroduceForm,
            lambda p, given, actor, at: party.introduce_to_party(person=p, **given, actor=actor, at=at),
            lambda opened: _stage(opened) == EventKind.CONSIDERED,
        ),
        Deed(
            "tra-loi-dang", "flag", gettext_lazy("Kết quả kết nạp Đảng"),
            gettext_lazy("Chi bộ đã kết nạp, hoặc chưa; chưa thì chi đoàn tiếp tục bồi dưỡng và xét lại."),
            gettext_lazy("Ghi kết quả"), gettext_lazy("Đã ghi kết quả."),
            forms.AnswerForm,
            lambda p, given, actor, at: party.record_party_answer(person=p, **given, actor=actor, at=at),
            lambda opened: _stage(opened) == EventKind.INTRODUCED,
        ),
        Deed(
            "mien-doan-phi",
            "gift",
            gettext_lazy("Miễn đoàn phí"),
            gettext_lazy("Hoàn cảnh khó khăn, chi đoàn đồng ý; mỗi lần không quá sáu tháng."),
            gettext_lazy("Ghi miễn đoàn phí"),
            gettext_lazy("Đã ghi miễn đoàn phí."),
            ExemptForm,
            lambda p, given, actor, at: exempt_from_fee(person=p, **given, actor=actor, at=at),
        ),
        Deed(
            "xoa-ten", "x", gettext_lazy("Xoá tên"),
            gettext_lazy("Bỏ sinh hoạt hoặc không đóng đoàn phí ba tháng trong năm. Không phải kỷ luật."),
            gettext_lazy("Xoá tên"), gettext_lazy("Đã xoá tên trong danh sách đoàn viên."),
            forms.StrikeForm, lambda p, given, actor, at: life.strike_off(person=p, **given, actor=actor, at=at),
        ),
        Deed(
            "ky-luat", "shield", gettext_lazy("Kỷ luật"),
            gettext_lazy("Bỏ phiếu kín, quá nửa số đoàn viên có mặt đồng ý."),
            gettext_lazy("Ghi kỷ luật"), gettext_lazy("Đã ghi kỷ luật."),
            forms.DisciplineForm, _punish,
        ),
        Deed(
            "tu-tran", "book", gettext_lazy("Từ trần"),
            gettext_lazy("Hồ sơ được giữ lại; từ ngày này thôi tính là đoàn viên."),
            gettext_lazy("Ghi"), gettext_lazy("Đã ghi."),
            forms.DeathForm, lambda p, given, actor, at: life.record_death(person=p, **given, actor=actor, at=at),
        ),
    )
}  # fmt: skip


def deeds_for(opened: OpenedFile) -> list[Deed]:
    """What may be recorded of this member now."""
    return [deed for deed in DEEDS.values() if deed.fits(opened)] if opened.membership else []


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Record one deed of one member."""
    at, actor, today = now(), actor_of(request), localdate()
    person = person_with_file(pk, actor, at)
    deed = DEEDS.get(slug)
    if person is None or deed is None:
        raise Http404
    opened = opened_file(person, at)
    if opened.membership is None or not may_keep_members(actor, opened.membership.unit_id, at):
        raise PermissionDenied
    form = deed.form(_sent(request), today=today, initial={"day": today, "month": today.replace(day=1)})
    if form.is_bound and form.is_valid():
        try:
            deed.run(person.pk, dict(form.cleaned_data), actor, at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, str(deed.done))
            return redirect("people:person", pk)
    lede = f"{person.full_name} · {opened.unit.name if opened.unit else ''}"
    words = {"title": deed.title, "lede": lede, "about": deed.lede, "button": deed.button}
    context = {"form": form, "person": person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an event that was recorded wrongly."""
    at, actor = now(), actor_of(request)
    event = event_with_id(pk, actor, at)
    if event is None:
        raise Http404
    if not may_undo_event(actor, event, at):
        raise PermissionDenied
    form = forms.UndoForm(_sent(request), today=localdate())
    if form.is_bound and form.is_valid():
        try:
            undo_event(event=event, reason=form.cleaned_data["reason"], actor=actor, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lấy lại; số liệu đã được đảo trong sổ việc."))
            # Taking back may have carried the file out of reach.
            still = person_with_file(event.person_id, actor, at) is not None
            return redirect("people:person", event.person_id) if still else redirect("people:register")
    words = {
        "title": _("Lấy lại: {what}").format(what=event.get_kind_display()),
        "lede": event.person.full_name,
        "about": _("Số liệu của việc này bị đảo trong sổ việc; việc vẫn đọc được, kèm lý do."),
        "button": _("Lấy lại"),
    }
    context = {"form": form, "person": event.person, "words": words, "with_files": False}
    return render(request, "people/change.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    # Not `request.POST or None`: a form sent with every box blank is an answer too, and must be refused as one.
    return request.POST if request.method == "POST" else None


def made_up(people: Iterable[Person | None]) -> str | bool:
    """What a page says when somebody on it is made up; False when nobody is."""
    if any(person is not None and person.example for person in people):
        return _("Dữ liệu minh hoạ: có người trên trang này do máy tạo để trình bày.")
    return False


def tell_rows(form: DatedForm, refused: RowsRefused, labels: list[str]) -> None:
    """Put each wrong row's sentence at the head of the form, with who it is about."""
    add_refusal(form, refused)
    for place, wrong in refused.rows.items():
        form.add_error(None, f"{labels[place]}: {sentence_of(wrong)}")
