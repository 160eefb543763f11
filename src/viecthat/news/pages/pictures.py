"""The library of pictures, and pictures in an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import EvidenceKind
from viecthat.activities.queries import activity_whole, evidence_of
from viecthat.activities.rules import may_see_activity
from viecthat.kernel.errors import Refused
from viecthat.news.commands.picture import add_picture, change_picture, place_picture, take_picture_out
from viecthat.news.forms.news import FromActivityForm, NewPictureForm, PictureForm, PlaceForm
from viecthat.news.pages.portal import picture_response
from viecthat.news.pages.shared import (
    POSTED,
    Words,
    actions,
    article_in_reach,
    form_page,
    in_reach,
    links,
    own_units,
    reader_of,
    sent,
    trail_of,
    unit_kept_or_404,
)
from viecthat.news.queries.desk import PICTURE_ORDERS, picture_by_id, pictures_found, pictures_offered
from viecthat.news.rules import may_change_article, may_edit, may_see_desk
from viecthat.units.pages.register import Asked, Column, Register, Shown, asked_of, register_file, register_page
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.news.models import Article, Picture
    from viecthat.news.pages.shared import Reader


def _register(request: HttpRequest, reader: Reader) -> tuple[Register[Picture], Asked, QuerySet[Picture]]:
    asked = asked_of(request, reader.at, reader.today, years=False)
    found = pictures_found(asked.units, text=asked.get("text"))

    def show(rows: Sequence[Picture], today: date) -> list[Shown]:
        units = units_by_id({row.unit_id for row in rows}, today)
        return [
            Shown(
                reverse("news:picture-change", args=[row.pk]),
                (row.caption or _("ảnh {n}").format(n=row.pk), row.alt, row.credit, units[row.unit_id].name,
                 row.activity.title if row.activity else "", localdate(row.recorded_at)),
                chip="" if row.alt else _("thiếu lời tả"),
            )
            for row in rows
        ]  # fmt: skip

    register: Register[Picture] = Register(
        title=_("Kho ảnh"),
        slug="kho-anh",
        columns=(
            Column(_("Chú thích"), width=48), Column(_("Lời tả"), width=48), Column(_("Ảnh của"), width=20),
            Column(_("Đơn vị"), width=32), Column(_("Hoạt động"), width=40), Column(_("Vào kho"), "-ngay", "day", 12),
        ),
        orders=PICTURE_ORDERS,
        default="-ngay",
        show=show,
        nothing=_("Chưa có ảnh nào"),
        what_to_do=_("Thêm ảnh có chú thích và lời tả, hoặc lấy từ ảnh minh chứng của một hoạt động."),
        links=links(),
        actions=actions(reader, asked.unit, _("Thêm ảnh"), "picture-add"),
    )  # fmt: skip
    return register, asked, found


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The library of units in reach."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_page(request, register, asked, found, reader.today)


@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list whole."""
    reader = reader_of(request)
    register, asked, found = _register(request, reader)
    return register_file(request, register, asked, found, reader.today, kind)


@require_http_methods(POSTED)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A picture for the unit's library."""
    reader = reader_of(request)
    unit = unit_kept_or_404(code, reader)
    form = NewPictureForm(sent(request), request.FILES or None, today=reader.today)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        photo = given.pop("photo")
        if photo is None:
            return "", reverse("news:picture-from-activity", args=[given["activity"]])
        add_picture(unit=unit.id, content=photo.read(), facts=given, actor=reader.actor, at=reader.at)
        return _("Đã vào kho ảnh."), reverse("news:pictures")

    return _photo_form(request, form, Words(_("Thêm ảnh"), unit.name, _("Lưu ảnh")), run, reverse("news:pictures"))


@require_http_methods(POSTED)
def from_activity(request: HttpRequest, activity: int) -> HttpResponse:
    """A photo that shows an activity enters the library of one's highest unit."""
    reader = reader_of(request)
    shown, units = activity_whole(activity), own_units(reader, capabilities=(Capability.RECORD,))
    if shown is None or not units or not may_see_activity(reader.actor, shown, reader.at):
        raise Http404
    found = [one for one in evidence_of([activity]).get(activity, []) if one.may_be_public]
    photos = [
        (str(one.pk), one.caption or _("ảnh {n}").format(n=one.pk)) for one in found if one.kind == EvidenceKind.PHOTO
    ]
    form = FromActivityForm(sent(request), today=reader.today, photos=photos)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen = int(given.pop("photo"))
        made = add_picture(
            unit=units[0].id, content=b"", facts=given, evidence=chosen, actor=reader.actor, at=reader.at
        )
        return _("Đã vào kho ảnh."), reverse("news:picture-change", args=[made.pk])

    words = Words(_("Lấy ảnh của hoạt động"), shown.title, _("Lấy vào kho"))
    trail = trail_of((_("Kho ảnh"), reverse("news:pictures")), (words.title, ""))
    return form_page(request, form, words, run, back=reverse("news:pictures"), trail=trail)


@require_http_methods(POSTED)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture and its words."""
    reader = reader_of(request)
    row = in_reach(picture_by_id(pk), reader)
    initial = {"caption": row.caption, "alt": row.alt, "credit": row.credit, "activity": row.activity_id}
    form = PictureForm(sent(request), today=reader.today, initial=initial)

    def run(given: dict[str, Any]) -> tuple[str, str]:
        change_picture(picture=row, facts=given, actor=reader.actor, at=reader.at)
        return _("Đã ghi."), reverse("news:pictures")

    words = Words(row.caption or _("ảnh {n}").format(n=row.pk), _("Chú thích và lời tả"), _("Lưu"))
    return _photo_form(request, form, words, run, reverse("news:pictures"), row)


@require_safe
def picture_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture for the desk, public or not."""
    reader = reader_of(request)
    row = picture_by_id(pk)
    seen = row is not None and (
        may_see_desk(reader.actor, row.unit_id, reader.at)
        or any(
            may_edit(reader.actor, place.article.portal, reader.at)
            for place in row.places.select_related("article__portal")
        )
    )
    if row is None or not seen or not row.file.path.exists():
        raise Http404
    return picture_response(row.file.path.read_bytes(), f"anh-{pk}.jpg", everybody=False)


@require_http_methods(POSTED)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The next picture of an article: of the library, or new."""
    reader = reader_of(request)
    row = _placed_in(pk, reader)
    offered = pictures_offered(row)
    choices = [(str(one.pk), one.caption or _("ảnh {n}").format(n=one.pk)) for one in offered]
    form = PlaceForm(sent(request), request.FILES or None, today=reader.today, pictures=choices)
    back = reverse("news:desk-article", args=[pk])

    def run(given: dict[str, Any]) -> tuple[str, str]:
        chosen, photo = given.pop("picture"), given.pop("photo")
        picture = next((one for one in offered if str(one.pk) == chosen), None)
        if picture is None:
            content = photo.read()
            picture = add_picture(unit=row.unit_id, content=content, facts=given, actor=reader.actor, at=reader.at)
        place_picture(article=row, picture=picture, actor=reader.actor, at=reader.at)
        return _("Đã thêm ảnh vào bài."), back

    return _photo_form(request, form, Words(_("Thêm ảnh vào bài"), row.title, _("Thêm ảnh")), run, back)


@require_POST
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture stands in the article no longer."""
    reader = reader_of(request)
    row = _placed_in(pk, reader)
    try:
        take_picture_out(article=row, number=number, actor=reader.actor, at=reader.at)
    except Refused as refused:
        raise Http404 from refused
    return HttpResponseRedirect(reverse("news:desk-article", args=[pk]))


def _placed_in(pk: int, reader: Reader) -> Article:
    row = article_in_reach(pk, reader)
    if not may_change_article(reader.actor, row, reader.at) and not may_edit(reader.actor, row.portal, reader.at):
        raise Http404
    return row


def _photo_form(
    request: HttpRequest, form: PictureForm, words: Words, run: Any, back: str, picture: Picture | None = None
) -> HttpResponse:
    trail = trail_of((_("Kho ảnh"), reverse("news:pictures")), (words.title, ""))
    extra = {"picture": picture}
    return form_page(request, form, words, run, back=back, trail=trail, extra=extra, template="news/picture_form.html")
