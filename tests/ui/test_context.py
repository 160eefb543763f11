"""The frame of a page: what can be gone to, who looks, in which theme and language."""

import pytest
from django.http import HttpRequest
from django.template import Context
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from viecthat.ui.context import MENU_COOKIE, THEME_COOKIE, Shell, Who, shell
from viecthat.ui.templatetags.menu import menu

NAV = [
    {"icon": "todo", "label": "Việc của tôi", "url_name": "ui:stylebook-form", "match": "/viec-cua-toi/"},
    {"icon": "plus", "label": "Ghi việc", "url_name": "ui:stylebook"},
    {"icon": "review", "label": "Sơ kết, tổng kết", "url_name": "ui:stylebook", "match": ["/so-ket/", "/kieu-mau/"]},
    {"icon": "gone", "label": "Chưa xây", "url_name": "nowhere:at-all"},
    {"icon": "tree", "label": "Đơn vị", "url_name": "ui:stylebook", "match": "/don-vi/", "group": "Tổ chức"},
]


def frame(path: str = "/kieu-mau/", **cookies: str) -> Shell:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    return Shell(request)


@override_settings(VIECTHAT_NAV=NAV)
def test_the_menu_holds_what_this_installation_has_and_marks_where_we_are():
    here = frame()
    assert [item.label for item in here.nav] == ["Việc của tôi", "Ghi việc", "Sơ kết, tổng kết", "Đơn vị"]
    assert [item.current for item in here.nav] == [False, True, True, False]
    assert here.add is here.nav[1]
    assert [item.short for item in here.bar] == ["Việc của tôi", "Sơ kết"]
    assert [(group.key, group.title, group.open) for group in here.nav_groups] == [("to-chuc", "Tổ chức", False)]


@override_settings(VIECTHAT_OPEN_NAV=[NAV[0], NAV[3]])
def test_the_head_of_open_pages_holds_what_this_installation_has():
    assert [(item.label, item.current) for item in frame("/viec-cua-toi/").open_nav] == [("Việc của tôi", True)]


@override_settings(VIECTHAT_NAV=NAV)
def test_a_part_of_the_menu_is_open_where_we_are_and_where_it_was_left_open():
    assert [group.open for group in frame("/don-vi/").nav_groups] == [True]
    assert [group.open for group in frame(**{MENU_COOKIE: "viec.to-chuc"}).nav_groups] == [True]
    assert [group.open for group in frame(**{MENU_COOKIE: "to"}).nav_groups] == [False]


def short_for(request: HttpRequest) -> bool:
    return getattr(request.user, "is_short", False)


@pytest.mark.parametrize("short", [True, False])
@override_settings(
    VIECTHAT_NAV=[NAV[0], NAV[1], {**NAV[4], "plain": True}], VIECTHAT_SHORT_MENU=f"{__name__}.short_for"
)
def test_the_short_menu_is_one_list_of_what_is_for_all(short):
    here = frame()
    here.request.user = Somebody()
    here.request.user.is_short = short
    if short:
        assert [item.label for item in here.nav_main] == ["Đơn vị"]
        assert here.nav_groups == []
        assert here.add is None
    else:
        assert [item.label for item in here.nav_main] == ["Việc của tôi", "Ghi việc"]
        assert [group.title for group in here.nav_groups] == ["Tổ chức"]


def test_no_part_of_our_own_menu_is_long():
    groups = frame("/van-ban/").nav_groups
    assert len(frame().nav_main) <= 6
    assert 1 < len(groups) <= 6
    assert [group.title for group in groups if not 1 < len(group.items) <= 6] == []
    assert [group.title for group in groups if group.open] == ["Giao việc"]


@override_settings(VIECTHAT_NAV=NAV)
def test_the_menu_is_written_with_its_parts_folded_and_what_is_due_at_the_first():
    written = menu(Context({"shell": frame("/don-vi/"), "due_count": 2}))
    assert '<details data-menu="to-chuc" open><summary>Tổ chức' in written
    assert written.count('aria-current="page"') == 1
    assert written.index("Việc của tôi") < written.index('<span class="badge due">2') < written.index("Ghi việc")


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")])
def test_only_a_known_theme_is_taken_from_the_cookie(cookie, theme):
    assert frame(**{THEME_COOKIE: cookie}).theme == theme


def test_the_other_languages_are_offered_under_their_own_names():
    assert frame().languages == [("en", "English")]
    with override("en"):
        assert frame().languages == [("vi", "Tiếng Việt")]


@pytest.mark.parametrize(
    ("name", "initials"), [("Trần Minh Đức", "MĐ"), ("Hà", "H"), ("", ""), ("  Nguyễn   Thu  Hà ", "TH")]
)
def test_initials_come_from_the_end_of_a_vietnamese_name(name, initials):
    assert Who(name).initials == initials


class Somebody:
    is_authenticated = True

    def __str__(self) -> str:
        return "Nguyễn Thu Hà"


def named_by_settings(_request: HttpRequest) -> tuple[str, str]:
    return "Nguyễn Thu Hà", "Bí thư Đoàn xã Suối Hai"


def test_who_looks_is_the_account_or_what_the_settings_tell_of_it():
    here = frame()
    assert here.who is None, "nobody has signed in"
    here = frame()
    here.request.user = Somebody()
    assert here.who == Who("Nguyễn Thu Hà")
    with override_settings(VIECTHAT_WHO=f"{__name__}.named_by_settings"):
        here = frame()
        here.request.user = Somebody()
        assert here.who == Who("Nguyễn Thu Hà", "Bí thư Đoàn xã Suối Hai")


def test_nothing_is_worked_out_for_a_page_that_asks_for_nothing():
    given = shell(RequestFactory().get("/"))
    assert given["due_count"] is None
    assert set(given) == {"shell", "due_count", "synthetic"}


def test_a_chosen_theme_is_drawn_by_the_server():
    client = Client()
    client.cookies[THEME_COOKIE] = "dark"
    assert '<html lang="vi" data-theme="dark">' in client.get("/kieu-mau/").content.decode()
    assert '<html lang="vi">' in Client().get("/kieu-mau/").content.decode()
