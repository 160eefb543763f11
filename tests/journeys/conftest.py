"""A real browser before the real program: a server for those who read, one more for each journey that writes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.browsers import SECONDS
from tests.demo_data import standing_on
from tests.journeys.ids import ids_of
from tests.journeys.looking import DESK, Piece, assert_drawn_well, assert_whole, resize, unpainted_page
from tests.journeys.places import Place
from tests.journeys.serving import Site, served_copy

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.plugin import DjangoDbBlocker

    from tests.demo_data import Template

Enter = Callable[..., Page]
Judge = Callable[[Place], None]


class Readers(NamedTuple):
    """Who looks at the demonstration: a page for each person, and what these pages complained about."""

    pages: dict[tuple[str, str | None, bool], Page]
    heard: list[str]


@pytest.fixture(scope="session")
def reading(demo_template: "Template", tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demonstration for tests that change nothing in it."""
    with served_copy(demo_template, f"read_{worker_id}", tmp_path_factory.mktemp("journey") / "home") as site:
        yield site


@pytest.fixture(scope="module")
def writing(
    demo_template: "Template",
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    request: pytest.FixtureRequest,
) -> Iterator[Site]:
    """A copy of the demonstration for this module alone; what a test writes stays for the next one."""
    name = f"{request.module.__name__.rpartition('.')[2]}_{worker_id}"
    with served_copy(demo_template, name, tmp_path_factory.mktemp("journey") / "home") as site:
        yield site


@pytest.fixture
def enter(browser: Browser, complaints: list[str]) -> Iterator[Enter]:
    """`enter(site, "tan-linh", **options of the context)`: a page of somebody who has signed in.

    Without a name nobody has.
    """
    contexts = []

    def open_page(site: Site, username: str | None = None, **options: Any) -> Page:
        contexts.append(_context(browser, site, username, **options))
        _listen(contexts[-1], complaints)
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def inside(django_db_blocker: "DjangoDbBlocker") -> Callable[[Site], AbstractContextManager[None]]:
    """`with inside(site)`: commands and queries stand on the site's own database, as those of its program do."""

    @contextmanager
    def stand(site: Site) -> Iterator[None]:
        secret = (site.home / "secret_key").read_text(encoding="ascii")
        with django_db_blocker.unblock(), standing_on(site.loaded), override_settings(SECRET_KEY=secret):
            yield

    return stand


@pytest.fixture(scope="module")
def _readers(browser: Browser) -> Iterator[Readers]:
    readers = Readers({}, [])
    yield readers
    for page in list(readers.pages.values()):
        page.context.close()


@pytest.fixture
def look(browser: Browser, complaints: list[str], _readers: Readers) -> Iterator[Enter]:
    """As `enter`, for tests that change nothing: a person's page is kept for the module, and with it what its browser
    has fetched (style sheets, scripts, letters) and the process that draws it. Whoever only reads and measures has it
    not `painted`.
    """

    def open_page(site: Site, username: str | None = None, *, painted: bool = True) -> Page:
        key = site.address, username, painted
        if key not in _readers.pages:
            context = _context(browser, site, username)
            page = context.new_page() if painted else unpainted_page(context)
            _listen(page, _readers.heard)
            _readers.pages[key] = page
            for end in ("crash", "close"):
                page.on(end, lambda _page: _readers.pages.pop(key, None))
        page = _readers.pages[key]
        resize(page, DESK)
        page.emulate_media(color_scheme="light")
        return page

    yield open_page
    complaints += _readers.heard
    _readers.heard.clear()


@pytest.fixture(scope="module")
def _opened(
    browser: Browser, reading: Site, inside: Callable[[Site], AbstractContextManager[None]]
) -> Iterator[Callable[..., "HttpResponse"]]:
    """Pages as they are written, without a browser: `_opened("tan-linh", "/don-vi/", language="en")`."""
    from django.conf import settings
    from django.test import Client

    from tests.factories import sign_in
    from viecthat.accounts.queries import account_named

    clients: dict[str | None, Client] = {}

    def opened(username: str | None, path: str, language: str = "vi") -> "HttpResponse":
        if username not in clients:
            clients[username] = Client()
            if username is not None:
                # Later it would end the client's session: the program hashes the password anew, at its full price.
                reading.session(browser, username)
                account = account_named(username)
                assert account is not None, username
                sign_in(clients[username], account)
        clients[username].cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return clients[username].get(path, follow=True)

    with inside(reading):
        yield opened


@pytest.fixture(scope="module")
def _seen() -> set[Piece]:
    """The pieces of pages that axe has looked into."""
    return set()


@pytest.fixture
def judge(
    reading: Site, look: Enter, ids: dict[str, str], _opened: Callable[..., "HttpResponse"], _seen: set[Piece]
) -> Judge:
    """Whether the page of a place is whole and fit for all.

    Every page is read as it is written and laid out by a browser, which hears its complaints and sees whether it fits
    each width. Axe looks into each kind of element (its tag, its classes, its role, what it stands in) that it has not
    seen yet under the style sheets of the page: the first of a kind stands for all, and no kind is never looked into.
    """

    def judged(place: Place) -> None:
        path = place.path.format(**ids)
        assert_whole(place, _opened, path)
        page = look(reading, place.username, painted=False)
        assert_drawn_well(page, path, _seen, status=place.status)

    return judged


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """When the test is over no page may have complained: no script error, no breach of the content policy, no part
    that did not load.
    """
    heard: list[str] = []
    yield heard
    assert heard == []


def _context(browser: Browser, site: Site, username: str | None, **options: Any) -> BrowserContext:
    # Less motion: what fades from light to dark would be judged half-way.
    given = {
        "base_url": site.address,
        "viewport": DESK,
        "locale": "vi-VN",
        "color_scheme": "light",
        "reduced_motion": "reduce",
        # What it asks for in a page's place would be heard as complaints; whoever tests it lets it in.
        "service_workers": "block",
    } | options
    if username is not None:
        given["storage_state"] = site.session(browser, username)
    context = browser.new_context(**given)
    context.set_default_timeout(SECONDS * 1000)
    return context


def _listen(where: BrowserContext | Page, complaints: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        # What did not load is told with its address below; a part under way when the page was left is no fault.
        if message.type == "error" and not message.text.startswith(("Failed to load resource", "htmx:")):
            complaints.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            complaints.append(f"{response.status} {response.url}")

    where.on("console", on_console)
    where.on("response", on_response)
    if isinstance(where, Page):
        where.on("pageerror", lambda error: complaints.append(str(error)))
    else:
        where.on("weberror", lambda error: complaints.append(str(error.error)))


@pytest.fixture(scope="session")
def ids(browser: Browser, reading: Site) -> dict[str, str]:
    contexts = [
        browser.new_context(base_url=reading.address, storage_state=reading.session(browser, name))
        for name in ("thanh-doan", "tan-linh")
    ]
    found = ids_of(*(context.request for context in contexts))
    for context in contexts:
        context.close()
    return found
