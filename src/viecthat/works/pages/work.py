"""Youth works: the list, registering, one work and what is done with it, models and who followed them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.files.commands import small_copy
from viecthat.organisation.queries.whence import whence
from viecthat.plans.pages.shared import Reader, Words, change_page, file_response, own_units, reader_of, sent
from viecthat.ui.templatetags.ui import day as day_words
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may
from viecthat.works import forms
from viecthat.works.choices import WorkSize, WorkState
from viecthat.works.commands import later, recognition as recognising, work as commands
from viecthat.works.exports import works_sheet
from viecthat.works.models import PLANNED, YouthWork
from viecthat.works.pages.shared import (
    ON_A_PAGE,
    POSTED,
    Deed,
    contents,
    deeds_for,
    do,
    is_asked,
    kept_or_403,
    list_file,
    order_asked,
    picture,
    scope_asked,
    taken,
)
from viecthat.works.queries import model as models, work as queries
from viecthat.works.rules import (
    may_answer_plan,
    may_decide_above,
    may_inspect_work,
    may_keep_work,
    may_recognise_work,
    may_see_work,
    may_withdraw_recognition,
)

_RUNNING, _RECOGNISED = WorkState.RUNNING, WorkState.RECOGNISED


def _trail(work: YouthWork | None = None) -> list[tuple[str, str]]:
    trail = [(_("Công trình thanh niên"), reverse("works:list"))]
    return [*trail, (work.title, reverse("works:work", args=[work.pk]))] if work else trail


def _asked(request: HttpRequest, reader: Reader) -> tuple[forms.WorkListForm, Any]:
    form = forms.WorkListForm(request.GET.copy(), today=reader.today)
    scope = scope_asked(form, reader)
    if form.errors:
        # What can't be read finds nothing: a list that left a filter out would be taken for the answer.
        return form, YouthWork.objects.none().order_by("pk")
    data = form.cleaned_data
    wanted = queries.WorkFilter(
        text=data["text"], size=data["size"], state=data["state"], level=data["level"], mode=data["mode"],
        year=data["year"] if data["year"] and 1900 < data["year"] < 3000 else None,
    )  # fmt: skip
    return form, queries.works_found(scope, wanted, order_asked(request, queries.ORDERS, queries.NEWEST))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Works in reach, fifty to a page; above them the plans that wait for the reader."""
    reader = reader_of(request)
    form, found = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    scope = units_where(reader.actor, Capability.ACCEPT, reader.at)
    waiting = queries.plans_to_answer(scope, reader.actor, reader.at) if scope else []
    context = {
        "form": form,
        "page": page,
        "rows": queries.listed(list(page.object_list), reader.today),
        "waiting": waiting,
        "own": own_units(reader, capabilities=(Capability.RECORD,))[:1],
        "asked": is_asked(form),
        "narrowed": is_asked(form, "state", "level", "mode", "year"),
        "query": query.urlencode(),
        "default_order": queries.NEWEST,
    }
    return render(request, "works/works.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole, as a file."""
    reader = reader_of(request)
    _form, found = _asked(request, reader)
    rows = queries.listed_in_chunks(taken(found), reader.today)
    return list_file(kind, (works_sheet(rows),), "cong-trinh", reader.today)


@require_http_methods(POSTED)
def register(request: HttpRequest) -> HttpResponse:
    """Register a work or a task of a unit."""
    reader = reader_of(request)
    unit, own = kept_or_403(request, reader)
    start: dict[str, Any] = {"size": WorkSize.WORK, "copies": request.GET.get("mo-hinh", "")}
    form = forms.PlanForm(sent(request), today=reader.today, models=models.models_offered(), initial=start)

    def run(_data: dict[str, Any]) -> tuple[str, str]:
        work = commands.register_work(unit=unit.id, plan=form.plan(), actor=reader.actor, at=reader.at)
        said = _("Đã gửi cấp trên duyệt.") if work.size == WorkSize.WORK else _("Đã nhận phần việc; làm rồi ghi tiếp.")
        return said, reverse("works:work", args=[work.pk])

    words = Words(_("Đăng ký công trình, phần việc"), unit.name, _("Đăng ký"))
    others = [(row.name, f"?don-vi={row.code}") for row in own if row.id != unit.id][:12]
    return change_page(
        request, form, words, run, back=reverse("works:list"), trail=_trail(), extra={"others": others},
        template="works/change.html",
    )  # fmt: skip


def _work_or_404(pk: int, reader: Reader) -> YouthWork:
    work = queries.work_with_id(pk, reader.actor, reader.at)
    if work is None:
        raise Http404
    return work


@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: plan, money, milestones, photos, inspections, recognition, what became of it."""
    reader = reader_of(request)
    shown = _work_or_404(pk, reader)
    opened = queries.work_opened(shown, reader.at)
    context = {
        "opened": opened,
        "whence": whence(shown.followed.all()),
        "trail": [*_trail(), (shown.title, "")],
        "deeds": deeds_for(DEEDS, shown, reader),
        "line": models.line_of(shown, reader.today) if shown.origin_id or shown.model_on else [],
        "today": reader.today,
        "may_follow": shown.model_on is not None and bool(own_units(reader, capabilities=(Capability.RECORD,))),
        "sees_unit": may(reader.actor, Capability.SEE, shown.unit_id, reader.at),
        "may_change": _may_change(shown, reader),
    }
    return render(request, "works/work.html", context)


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with a work."""
    reader = reader_of(request)
    shown = _work_or_404(pk, reader)
    back = reverse("works:work", args=[pk])
    return do(request, DEEDS.get(slug), shown, reader, back=back, trail=_trail(shown), lede=shown.title)


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan that is not approved yet."""
    reader = reader_of(request)
    shown = _work_or_404(pk, reader)
    if not _may_change(shown, reader):
        raise Http404
    units = units_by_id([shown.guide_id], reader.today) if shown.guide_id else {}
    start = {
        "title": shown.title, "content": shown.content, "place": shown.place, "start": shown.start, "due": shown.due,
        "guide": units.get(shown.guide_id or 0), "copies": str(shown.copies_id or ""),
        **{name: getattr(shown, name) or None for name in PLANNED},
    }  # fmt: skip
    offered = models.models_offered(other_than=shown.pk)
    form = forms.PlanForm(sent(request), today=reader.today, models=offered, sized=False, initial=start)

    def run(_data: dict[str, Any]) -> tuple[str, str]:
        plan = form.plan(shown.size)
        commands.change_plan(work=shown, plan=plan, actor=reader.actor, at=reader.at)
        return _("Đã sửa và gửi lại cấp trên."), reverse("works:work", args=[pk])

    words = Words(_("Sửa kế hoạch"), shown.title, _("Gửi lại"))
    back = reverse("works:work", args=[pk])
    return change_page(request, form, words, run, back=back, trail=_trail(shown), template="works/change.html")


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a work as it is kept, or small (`?nho=1`)."""
    reader = reader_of(request)
    shown = queries.photo_with_id(pk)
    if shown is None or not may_see_work(reader.actor, shown.work, reader.at) or not shown.file.path.exists():
        raise Http404
    path = small_copy(shown.file) if request.GET.get("nho") else shown.file.path
    return picture(path.read_bytes(), f"cong-trinh-{pk}.jpg")


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision as it was sent."""
    reader = reader_of(request)
    row = queries.recognition_with_id(pk)
    if row is None or row.document is None or not may_see_work(reader.actor, row.work, reader.at):
        raise Http404
    if not row.document.path.exists():
        raise Http404
    ending = "pdf" if row.document.content_type == "application/pdf" else "docx"
    return file_response(row.document.path.read_bytes(), f"quyet-dinh-{pk}.{ending}", row.document.content_type)


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """Models that others may follow, the widest spread first; open to whoever works in some unit."""
    reader = reader_of(request)
    form = forms.ListForm(request.GET.copy(), today=reader.today)
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    scope = scope_asked(form, reader) if unit is not None else None
    knows = bool(authority_of(reader.actor, reader.at).units_for(Capability.SEE))
    order = order_asked(request, models.ORDERS, models.WIDEST)
    text = form.cleaned_data.get("text", "") if not form.errors else ""
    found = models.models_found(scope, text, order)
    page = Paginator(found if knows and not form.errors else found.none(), ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "rows": models.listed_models(list(page.object_list), reader.today),
        "asked": is_asked(form),
        "default_order": models.WIDEST,
        "trail": [*_trail(), (_("Mô hình"), "")],
    }
    return render(request, "works/models.html", context)


@require_safe
def spread(request: HttpRequest, pk: int) -> HttpResponse:
    """Which units followed which model, as a tree."""
    reader = reader_of(request)
    shown = _work_or_404(pk, reader)
    line = models.line_of(shown, reader.today)
    rows = [(one, may_see_work(reader.actor, one.work, reader.at)) for one in line]
    context = {
        "work": shown,
        "rows": rows,
        "units": len({one.unit.id for one in line if one.depth}),
        "trail": [*_trail(shown), (_("Lan toả"), "")],
    }
    return render(request, "works/spread.html", context)


def _may_change(row: YouthWork, reader: Reader) -> bool:
    waiting = row.state in {WorkState.PROPOSED, WorkState.RETURNED}
    return waiting and may_keep_work(reader.actor, row, reader.at)


def _keeps(*states: str) -> Any:
    return lambda row, r: row.state in states and may_keep_work(r.actor, row, r.at)


def _open_milestones(row: YouthWork, _reader: Reader) -> dict[str, Any]:
    waiting = row.milestones.filter(done_on__isnull=True).order_by("due", "pk")
    return {"milestones": [(str(one.pk), f"{one.title} ({day_words(one.due)})") for one in waiting]}


def _linkable(row: YouthWork, _reader: Reader) -> dict[str, Any]:
    return {"offered": [(one.pk, f"{day_words(one.day)}: {one.title}") for one in queries.activities_to_link(row)]}


_STEPS_OPEN = (WorkState.PROPOSED, WorkState.RETURNED, _RUNNING)
DEEDS: dict[str, Deed] = {
    "duyet": Deed(
        "check", gettext_lazy("Duyệt kế hoạch"), gettext_lazy("Đã duyệt; đơn vị bắt tay vào làm."), forms.NoteForm,
        lambda row, f, r: commands.approve_plan(work=row, words=f.cleaned_data["words"], actor=r.actor, at=r.at),
        lambda row, r: may_answer_plan(r.actor, row, r.at),
    ),
    "tra-lai": Deed(
        "back", gettext_lazy("Trả lại kế hoạch"), gettext_lazy("Đã trả lại kèm ý kiến."), forms.WordsForm,
        lambda row, f, r: commands.return_plan(work=row, words=f.cleaned_data["words"], actor=r.actor, at=r.at),
        lambda row, r: may_answer_plan(r.actor, row, r.at),
    ),
    "moc": Deed(
        "flag", gettext_lazy("Thêm mốc"), gettext_lazy("Đã thêm mốc."), forms.MilestoneForm,
        lambda row, f, r: commands.add_milestone(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(*_STEPS_OPEN),
    ),
    "moc-xong": Deed(
        "check", gettext_lazy("Ghi mốc đã xong"), gettext_lazy("Đã ghi mốc xong."), forms.ReachedForm,
        lambda row, f, r: commands.reach_milestone(
            work=row, milestone=int(f.cleaned_data["milestone"]), day=f.cleaned_data["day"],
            note=f.cleaned_data["note"], photos=contents(f.cleaned_data["photos"]), actor=r.actor, at=r.at,
        ),
        lambda row, r: _keeps(_RUNNING)(row, r) and row.milestones.filter(done_on__isnull=True).exists(),
        needs=_open_milestones,
    ),
    "anh": Deed(
        "camera", gettext_lazy("Thêm ảnh"), gettext_lazy("Đã thêm ảnh."), forms.PhotosForm,
        lambda row, f, r: commands.add_photos(
            work=row, photos=contents(f.cleaned_data["photos"]), caption=f.cleaned_data["caption"], actor=r.actor,
            at=r.at,
        ),
        _keeps(_RUNNING, _RECOGNISED),
    ),
    "kinh-phi": Deed(
        "report", gettext_lazy("Ghi kinh phí đã dùng"), gettext_lazy("Đã ghi kinh phí."), forms.MoneyForm,
        lambda row, f, r: commands.record_costs(work=row, money=f.money, actor=r.actor, at=r.at),
        _keeps(_RUNNING),
        starts=lambda row, _r: {f"actual_{c}": getattr(row, f"actual_{c}") or None for c in forms.MoneySource.values},
    ),
    "hoat-dong": Deed(
        "link", gettext_lazy("Gắn hoạt động"), gettext_lazy("Đã gắn hoạt động."), forms.LinkForm,
        lambda row, f, r: commands.link_activities(
            work=row, activities=f.cleaned_data["activities"], actor=r.actor, at=r.at
        ),
        _keeps(_RUNNING, _RECOGNISED),
        about=gettext_lazy("Hoạt động là từng buổi làm; công trình được tính một lần, khi công nhận."),
        needs=_linkable,
    ),
    "kiem-tra": Deed(
        "shield", gettext_lazy("Ghi kiểm tra tại chỗ"), gettext_lazy("Đã ghi kiểm tra."), forms.InspectForm,
        lambda row, f, r: recognising.inspect_work(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: may_inspect_work(r.actor, row, r.at),
    ),
    "cong-nhan": Deed(
        "award", gettext_lazy("Công nhận"), gettext_lazy("Đã công nhận; số liệu đã vào sổ việc."),
        forms.RecogniseForm,
        lambda row, f, r: recognising.recognise_work(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: row.state == _RUNNING and may_recognise_work(r.actor, row, r.at),
        about=gettext_lazy("Từ đây công trình và giá trị của nó vào sổ việc; không kê khai thêm lần nữa."),
    ),
    "rut-cong-nhan": Deed(
        "undo", gettext_lazy("Rút công nhận"), gettext_lazy("Đã rút công nhận; số liệu đã được đảo trong sổ việc."),
        forms.WordsForm,
        lambda row, f, r: recognising.withdraw_recognition(
            work=row, words=f.cleaned_data["words"], actor=r.actor, at=r.at
        ),
        lambda row, r: may_withdraw_recognition(r.actor, row, r.at),
    ),
    "ban-giao": Deed(
        "gift", gettext_lazy("Bàn giao"), gettext_lazy("Đã ghi bàn giao."), forms.HandOverForm,
        lambda row, f, r: later.hand_over(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: row.handed_on is None and _keeps(_RUNNING, _RECOGNISED)(row, r),
    ),
    "hien-trang": Deed(
        "search", gettext_lazy("Ghi hiện trạng"), gettext_lazy("Đã ghi hiện trạng."), forms.LaterForm,
        lambda row, f, r: later.check_later(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: row.state == _RECOGNISED
        and (may_keep_work(r.actor, row, r.at) or may_decide_above(r.actor, row.unit_id, r.at)),
    ),
    "mo-hinh": Deed(
        "tree", gettext_lazy("Chọn làm mô hình"), gettext_lazy("Đã là mô hình; mọi đơn vị xem và làm theo được."),
        forms.ModelForm,
        lambda row, f, r: later.make_model(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: row.state == _RECOGNISED and row.model_on is None and row.registered_by_id != r.actor.pk
        and may_decide_above(r.actor, row.unit_id, r.at),
    ),
    "thoi-mo-hinh": Deed(
        "x", gettext_lazy("Thôi là mô hình"), gettext_lazy("Đã thôi là mô hình."), forms.WordsForm,
        lambda row, f, r: later.end_model(work=row, **f.cleaned_data, actor=r.actor, at=r.at),
        lambda row, r: row.model_on is not None and may_decide_above(r.actor, row.unit_id, r.at),
    ),
    "thoi": Deed(
        "x", gettext_lazy("Thôi làm"), gettext_lazy("Đã ghi thôi làm."), forms.WordsForm,
        lambda row, f, r: commands.drop_work(work=row, words=f.cleaned_data["words"], actor=r.actor, at=r.at),
        _keeps(*_STEPS_OPEN),
    ),
}  # fmt: skip
