"""What every page's frame needs to know: where we are, who looks, in which theme and language."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from viecthat.kernel.names import fold

THEME_COOKIE = "viecthat_theme"
MENU_COOKIE = "viecthat_menu"
THEMES = ("light", "dark")
BAR_PLACES = 4  # the bottom bar of a phone: four places, one of them the way to record, and the rest under "Thêm"


@dataclass(frozen=True)
class NavItem:
    icon: str
    label: str
    short: str
    url: str
    current: bool
    group: str


@dataclass(frozen=True)
class NavGroup:
    """Part of the menu under a name that folds it: the part of this page is open, others as they were left."""

    key: str
    title: str
    items: tuple[NavItem, ...]
    open: bool


@dataclass(frozen=True)
class Who:
    """The signed-in person as the frame shows them: a name and one line (post and unit)."""

    name: str
    line: str = ""

    @property
    def initials(self) -> str:
        """The first letters of the last two words: Vietnamese given names come last."""
        return "".join(word[0] for word in self.name.split()[-2:]).upper()


class Shell:
    """Worked out only when a template asks, so that fragments and files cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        theme = request.COOKIES.get(THEME_COOKIE, "")
        self.theme = theme if theme in THEMES else ""
        self.menus: dict[Any, SafeString] = {}  # as written for this page, by what is due

    @cached_property
    def language(self) -> str:
        return (get_language() or settings.LANGUAGE_CODE)[:2]

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """The other languages to switch to, each under its own name."""
        return [(code, name) for code, name in settings.LANGUAGES if code[:2] != self.language]

    @cached_property
    def nav(self) -> list[NavItem]:
        """settings.VIECTHAT_NAV without the items whose address is not in this installation.

        Whom settings.VIECTHAT_SHORT_MENU, a function (request) -> bool, says it of gets the `plain` ones alone.
        """
        given = cast(Iterable[Mapping[str, Any]], _setting("VIECTHAT_NAV", []))
        items = (self._nav_item(item) for item in given if item.get("plain") or not self.short_menu)
        return [item for item in items if item is not None]

    @cached_property
    def open_nav(self) -> list[NavItem]:
        """settings.VIECTHAT_OPEN_NAV: what everybody opens without signing in, as the head of open pages names it."""
        given = cast(Iterable[Mapping[str, Any]], _setting("VIECTHAT_OPEN_NAV", []))
        return [item for item in map(self._nav_item, given) if item is not None]

    @cached_property
    def short_menu(self) -> bool:
        ask = _setting("VIECTHAT_SHORT_MENU", None)
        if ask is None or not hasattr(self.request, "user"):
            return False
        return cast(Callable[[HttpRequest], bool], import_string(ask))(self.request)

    @cached_property
    def nav_main(self) -> list[NavItem]:
        return [item for item in self.nav if not item.group or self.short_menu]

    @cached_property
    def nav_groups(self) -> list[NavGroup]:
        groups: dict[str, list[NavItem]] = {}
        for item in self.nav:
            if item.group and not self.short_menu:
                groups.setdefault(item.group, []).append(item)
        left_open = set(self.request.COOKIES.get(MENU_COOKIE, "").split("."))
        return [
            NavGroup(key, gettext(label), tuple(items), key in left_open or any(item.current for item in items))
            for label, items in groups.items()
            for key in [_key_of(label)]
        ]

    @cached_property
    def add(self) -> NavItem | None:
        """The one action a phone keeps under the thumb: the item with the plus sign."""
        return next((item for item in self.nav if item.icon == "plus"), None)

    @cached_property
    def bar(self) -> list[NavItem]:
        return [item for item in self.nav_main if item is not self.add][: BAR_PLACES - (self.add is not None)]

    @cached_property
    def who(self) -> Who | None:
        """settings.VIECTHAT_WHO names a function (request) -> (name, line); without it, the account's own name."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        ask_who = _setting("VIECTHAT_WHO", None)
        if ask_who is None:
            return Who(str(user))
        name, line = cast(Callable[[HttpRequest], tuple[str, str]], import_string(ask_who))(self.request)
        return Who(name, line)

    @cached_property
    def home_url(self) -> str:
        return _address(_setting("VIECTHAT_START", "home:workbench")) or "/"

    @cached_property
    def search_url(self) -> str:
        return _address(_setting("VIECTHAT_SEARCH", "home:search"))

    @cached_property
    def sign_in_url(self) -> str:
        return _address(settings.LOGIN_URL)

    @cached_property
    def sign_out_url(self) -> str:
        return _address(_setting("VIECTHAT_SIGN_OUT", "accounts:sign-out"))

    @cached_property
    def language_url(self) -> str:
        return _address("set_language")

    def _nav_item(self, item: Mapping[str, Any]) -> NavItem | None:
        url = _address(item["url_name"])
        if not url:
            return None
        label = gettext(item["label"])
        match = item.get("match") or url
        prefixes = (match,) if isinstance(match, str) else tuple(match)
        return NavItem(
            icon=item.get("icon", ""),
            label=label,
            short=gettext(item["short"]) if "short" in item else label.split(",")[0],
            url=url,
            current=self.request.path.startswith(prefixes),
            group=item.get("group", ""),
        )


def open_frame(request: HttpRequest) -> str:
    """The frame of a page that everybody opens: the whole shell for who works here, a plain one for others."""
    return "ui/shell.html" if request.user.is_authenticated else "ui/open.html"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A page may pass its own `due_count` (int) and `synthetic` (a MadeUp, True or a sentence)."""
    return {
        "shell": SimpleLazyObject(lambda: Shell(request)),
        "due_count": None,
        "synthetic": _setting("VIECTHAT_SYNTHETIC", False),
    }


@lru_cache(maxsize=50)
def _key_of(label: str) -> str:
    """A group as a cookie names it, in whatever language it is shown."""
    return "-".join(re.findall("[a-z0-9]+", fold(label)))


def _setting(name: str, default: object) -> Any:
    return getattr(settings, name, default)


def _address(name: str) -> str:
    """The address of a named page, or nothing when this installation has no such page."""
    return _address_in(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=200)
def _address_in(name: str, _urlconf: str, _prefix: str) -> str:
    # The same forty on every page, and none ever changes.
    try:
        return reverse(name)
    except NoReverseMatch:
        return name if name.startswith("/") else ""
