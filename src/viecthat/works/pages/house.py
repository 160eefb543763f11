"""Charity houses: the list with places and sums, one house, and the household behind a logged click."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.files.commands import small_copy
from viecthat.kernel.errors import Refused
from viecthat.organisation.queries.whence import whence
from viecthat.plans.pages.shared import Reader, Words, change_page, own_units, reader_of, sent
from viecthat.units.queries import units_by_id
from viecthat.works import forms
from viecthat.works.choices import HOUSE_UNDER_WAY, HouseState
from viecthat.works.commands import house as commands
from viecthat.works.exports import houses_sheet
from viecthat.works.models import CharityHouse
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
from viecthat.works.queries import house as queries
from viecthat.works.rules import may_keep_house, may_see_household


def _trail(house: CharityHouse | None = None) -> list[tuple[str, str]]:
    trail = [(_("Nhà nhân ái"), reverse("works:houses"))]
    return [*trail, (house.commune, reverse("works:house", args=[house.pk]))] if house else trail


def _asked(request: HttpRequest, reader: Reader) -> tuple[forms.HouseListForm, Any]:
    form = forms.HouseListForm(request.GET.copy(), today=reader.today)
    scope = scope_asked(form, reader)
    if form.errors:
        return form, CharityHouse.objects.none().order_by("pk")
    data = form.cleaned_data
    found = queries.houses_found(
        scope, text=data["text"], kind=data["kind"], state=data["state"],
        year=data["year"] if data["year"] and 1900 < data["year"] < 3000 else None,
        order=order_asked(request, queries.ORDERS, queries.NEWEST),
    )  # fmt: skip
    return form, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Houses in reach: where, how far, how much; never whose."""
    reader = reader_of(request)
    form, found = _asked(request, reader)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "rows": queries.listed(list(page.object_list), reader.today),
        "own": own_units(reader, capabilities=(Capability.SENSITIVE,))[:1],
        "asked": is_asked(form),
        "narrowed": is_asked(form, "kind", "state", "year"),
        "query": query.urlencode(),
        "default_order": queries.NEWEST,
    }
    return render(request, "works/houses.html", context)


@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list whole, as a file."""
    reader = reader_of(request)
    _form, found = _asked(request, reader)
    rows = queries.listed_in_chunks(taken(found), reader.today)
    return list_file(kind, (houses_sheet(rows),), "nha-nhan-ai", reader.today)


@require_http_methods(POSTED)
def register(request: HttpRequest) -> HttpResponse:
    """A unit undertakes a house."""
    reader = reader_of(request)
    unit, own = kept_or_403(request, reader)
    if not may_see_household(reader.actor, unit.id, reader.at):
        raise PermissionDenied
    form = forms.HouseForm(sent(request), today=reader.today, initial={"day": reader.today})

    def run(data: dict[str, Any]) -> tuple[str, str]:
        house = commands.register_house(unit=unit.id, **data, actor=reader.actor, at=reader.at)
        return _("Đã đăng ký nhà."), reverse("works:house", args=[house.pk])

    words = Words(_("Đăng ký nhà"), unit.name, _("Đăng ký"))
    others = [(row.name, f"?don-vi={row.code}") for row in own if row.id != unit.id][:12]
    return change_page(
        request, form, words, run, back=reverse("works:houses"), trail=_trail(), extra={"others": others},
        template="works/change.html",
    )  # fmt: skip


def _house_or_404(pk: int, reader: Reader) -> CharityHouse:
    house = queries.house_with_id(pk, reader.actor, reader.at)
    if house is None:
        raise Http404
    return house


def _shown(request: HttpRequest, house: CharityHouse, reader: Reader, **more: Any) -> HttpResponse:
    near = may_see_household(reader.actor, house.unit_id, reader.at)
    money = queries.money_of(house)
    context = {
        "house": house,
        "unit": units_by_id([house.unit_id], reader.today)[house.unit_id],
        "whence": whence(house.followed.all()),
        "money": money,
        "sum": sum(row.amount for row in money),
        "known": queries.household_known(house),
        "near": near,
        "views": queries.views_of(house) if near else [],
        "deeds": deeds_for(DEEDS, house, reader),
        "trail": [*_trail(), (house.commune, "")],
        **more,
    }
    response = render(request, "works/house.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def house(request: HttpRequest, pk: int) -> HttpResponse:
    """One house: place, sums, days. Its household opens by another click."""
    reader = reader_of(request)
    return _shown(request, _house_or_404(pk, reader), reader)


@require_POST
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """The house with name, address and photos of the household; that it was read is noted."""
    reader = reader_of(request)
    shown = _house_or_404(pk, reader)
    if not may_see_household(reader.actor, shown.unit_id, reader.at):
        raise PermissionDenied
    try:
        family = commands.open_household(house=shown, actor=reader.actor, at=reader.at)
    except Refused:
        return redirect("works:house", pk)
    return _shown(request, shown, reader, family=family, photos=queries.photos_of(shown))


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a house: for those only who may read whose it is."""
    reader = reader_of(request)
    shown = queries.photo_with_id(pk)
    if shown is None or not may_see_household(reader.actor, shown.house.unit_id, reader.at):
        raise Http404
    if not shown.file.path.exists():
        raise Http404
    path = small_copy(shown.file) if request.GET.get("nho") else shown.file.path
    return picture(path.read_bytes(), f"nha-{pk}.jpg")


@require_http_methods(POSTED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do one thing with a house."""
    reader = reader_of(request)
    shown = _house_or_404(pk, reader)
    back = reverse("works:house", args=[pk])
    return do(request, DEEDS.get(slug), shown, reader, back=back, trail=_trail(shown), lede=shown.commune)


def _keeps(*states: str) -> Any:
    return lambda row, r: row.state in states and may_keep_house(r.actor, row, r.at)


def _named(row: CharityHouse) -> bool:
    known = queries.household_known(row)
    return known is not None and known.forgotten_on is None


DEEDS: dict[str, Deed] = {
    "ghi-ho": Deed(
        "users", gettext_lazy("Ghi hộ và đồng ý"), gettext_lazy("Đã ghi hộ."), forms.FamilyForm,
        lambda row, f, r: commands.name_household(house=row, family=f.family(), actor=r.actor, at=r.at),
        lambda row, r: _keeps(*HOUSE_UNDER_WAY, HouseState.HANDED)(row, r) and not _named(row),
        starts=lambda _row, r: {"consent_on": r.today},
    ),
    "kinh-phi": Deed(
        "report", gettext_lazy("Ghi kinh phí"), gettext_lazy("Đã ghi kinh phí."), forms.HouseMoneyForm,
        lambda row, f, r: commands.fund_house(house=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(*HOUSE_UNDER_WAY),
    ),
    "khoi-cong": Deed(
        "flag", gettext_lazy("Khởi công"), gettext_lazy("Đã ghi khởi công."), forms.DayOnlyForm,
        lambda row, f, r: commands.start_house(house=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(HouseState.PLANNED),
    ),
    "anh": Deed(
        "camera", gettext_lazy("Thêm ảnh"), gettext_lazy("Đã thêm ảnh."), forms.HousePhotosForm,
        lambda row, f, r: commands.add_house_photos(
            house=row, stage=f.cleaned_data["stage"], photos=contents(f.cleaned_data["photos"]), actor=r.actor, at=r.at
        ),
        lambda row, r: _keeps(*HOUSE_UNDER_WAY, HouseState.HANDED)(row, r) and _named(row),
        starts=lambda _row, _r: {},
    ),
    "ban-giao": Deed(
        "gift", gettext_lazy("Bàn giao"), gettext_lazy("Đã bàn giao; số liệu đã vào sổ việc."), forms.DayOnlyForm,
        lambda row, f, r: commands.hand_over_house(house=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(HouseState.BUILDING),
    ),
    "lay-lai": Deed(
        "undo", gettext_lazy("Lấy lại bàn giao"), gettext_lazy("Đã lấy lại; số liệu đã được đảo trong sổ việc."),
        forms.ReasonForm,
        lambda row, f, r: commands.take_back_hand_over(house=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(HouseState.HANDED), starts=lambda _row, _r: {},
    ),
    "xoa-ho": Deed(
        "bin", gettext_lazy("Hộ rút đồng ý"), gettext_lazy("Đã xoá tên, địa chỉ và ảnh; nơi và số tiền vẫn còn."),
        forms.SureForm,
        lambda row, _f, r: commands.forget_household(house=row, actor=r.actor, at=r.at),
        lambda row, r: may_keep_house(r.actor, row, r.at) and _named(row), starts=lambda _row, _r: {},
    ),
    "thoi": Deed(
        "x", gettext_lazy("Thôi làm"), gettext_lazy("Đã ghi thôi làm."), forms.ReasonForm,
        lambda row, f, r: commands.drop_house(house=row, **f.cleaned_data, actor=r.actor, at=r.at),
        _keeps(*HOUSE_UNDER_WAY), starts=lambda _row, _r: {},
    ),
}  # fmt: skip
