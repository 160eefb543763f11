"""What every page's frame needs to know: where we are, who looks, in which theme and language."""

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

THEME_COOKIE = "viecthat_theme"
THEMES = ("light", "dark")
BAR_PLACES = 3  # the bottom bar of a phone: three places, the way to record, and the rest under "Thêm"


@dataclass(frozen=True)
class NavItem:
    icon: str
    label: str
    short: str
    url: str
    current: bool
    group: str


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
        """settings.VIECTHAT_NAV without the items whose address is not in this installation."""
        items = (self._nav_item(item) for item in cast(Iterable[Mapping[str, Any]], _setting("VIECTHAT_NAV", [])))
        return [item for item in items if item is not None]

    @cached_property
    def nav_main(self) -> list[NavItem]:
        return [item for item in self.nav if not item.group]

    @cached_property
    def nav_groups(self) -> list[tuple[str, list[NavItem]]]:
        groups: dict[str, list[NavItem]] = {}
        for item in self.nav:
            if item.group:
                groups.setdefault(item.group, []).append(item)
        return list(groups.items())

    @cached_property
    def add(self) -> NavItem | None:
        """The one action a phone keeps under the thumb: the item with the plus sign."""
        return next((item for item in self.nav if item.icon == "plus"), None)

    @cached_property
    def bar(self) -> list[NavItem]:
        return [item for item in self.nav_main if item is not self.add][:BAR_PLACES]

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
        group = item.get("group", "")
        match = item.get("match") or url
        prefixes = (match,) if isinstance(match, str) else tuple(match)
        return NavItem(
            icon=item["icon"],
            label=label,
            short=gettext(item["short"]) if "short" in item else label.split(",")[0],
            url=url,
            current=self.request.path.startswith(prefixes),
            group=gettext(group) if group else "",
        )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A page may pass its own `due_count` (int) and `synthetic` (a MadeUp, True or a sentence)."""
    return {
        "shell": SimpleLazyObject(lambda: Shell(request)),
        "due_count": None,
        "synthetic": _setting("VIECTHAT_SYNTHETIC", False),
    }


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
