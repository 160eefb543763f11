"""What every page must be, whoever looks at it and on what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.journeys.place import SECRETS
from tests.journeys.places import PAGES, Place
from tests.journeys.plain import PlainPage, what_is_wrong

# A kind of element under the style sheets of its page.
Piece = tuple[str, str]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}

OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # only tells a locked orientation, which no style sheet of ours has
}
# Of a table or a list the first rows stand for all: a colour that is right eight times is right the hundredth time.
LEFT_OUT = ["tbody > tr:nth-child(n+9)", "ul > li:nth-child(n+13)"]
# What style sheets, scripts and readers aloud know an element by, with what it stands in.
KIND = """const own = element => !element ? "" : [element.localName, ...[...element.classList].sort(),
        ...["role", "type"].map(name => `[${element.getAttribute(name) ?? ""}]`)].join(".");
    const kind = element => `${own(element.parentElement)} > ${own(element)}`;
"""
KINDS = f"""async leftOut => {{ {KIND}
    // What would be fetched only when it comes into sight: a page that is never painted has nothing in sight.
    await Promise.all([...document.images].map(image => {{
        image.loading = "eager";
        return image.complete || new Promise(done => {{ image.onload = image.onerror = done; }});
    }}));
    const looked = [...document.querySelectorAll("*")].filter(element => !element.closest(leftOut));
    return [[...document.styleSheets].map(sheet => sheet.href ?? "").sort().join(" "), [...new Set(looked.map(kind))]];
}}"""
# Nothing (null) on a page that does not have axe yet. What holds no element of these kinds it passes by; all of it when
# none are named.
ASK_AXE = f"""async ([leftOut, options, kinds]) => {{ {KIND}
    if (!window.axe) return null;
    const exclude = [...leftOut], sought = new Set(kinds);
    const holds = element => {{
        const inside = [...element.children].map(child => [child, holds(child)]);
        if (!sought.has(kind(element)) && !inside.some(([_, held]) => held)) return false;
        exclude.push(...inside.filter(([_, held]) => !held).map(([child]) => child));
        return true;
    }};
    if (kinds) holds(document.documentElement);
    return (await axe.run({{exclude}}, options)).violations
        .map(rule => [rule.id, ...rule.nodes.map(node => node.html.slice(0, 200))]);
}}"""
WHAT_STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth + 1)
        .map(element => element.outerHTML.slice(0, 120)).slice(-5)"""


def unpainted_page(context: BrowserContext) -> Page:
    """A page that is parsed, run, styled and laid out as any other, at whatever width and in whatever colours, but is
    never painted: that would cost more than all the rest, and nobody looks at the picture.

    Nothing waits for a frame there: no click, no transition. A Chromium that knows only frames of its own paints on.
    """
    first = context.new_page()
    session = context.new_cdp_session(first)
    mine = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    first.close()
    assert context.browser is not None
    whole = context.browser.new_browser_cdp_session()
    wanted = {"url": "about:blank", "browserContextId": mine, "enableBeginFrameControl": True}
    with context.expect_page() as made:
        whole.send("Target.createTarget", wanted)
    whole.detach()
    return made.value


def assert_whole(place: Place, opened: Callable[..., Any], path: str) -> None:
    """The page that stands at a place, as it was written, in both languages."""
    response = opened(place.username, path)
    assert response.status_code == place.status, response.status_code
    assert response.wsgi_request.user.is_authenticated == (place.username is not None)
    assert "total;dur=" in response.headers["server-timing"]
    assert_guarded(response.headers, place)
    page = PlainPage(response.content.decode())
    assert (wrong := what_is_wrong(page)) == [], wrong
    assert [root.attributes.get("lang") for root in page.of("html")] == ["vi"]
    title = next(title.text for title in page.of("title"))
    assert title.endswith(" – Việc Thật")
    assert len(title) > len(" – Việc Thật")
    english = opened(place.username, path, language="en")
    assert english.status_code == place.status
    assert '<html lang="en"' in english.content.decode()


def assert_guarded(headers: Mapping[str, str], place: Place) -> None:
    """These headers of an answer keep strangers' scripts, frames and eyes away from it."""
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy or policy.startswith("sandbox; default-src 'none'")
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    secret = any(place in PAGES[name] for name in SECRETS)
    assert headers["referrer-policy"] == ("no-referrer" if secret else "same-origin")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]


def assert_drawn_well(page: Page, path: str, seen: set[Piece], *, status: int = 200) -> None:
    """The page at this path opens and fits every screen; axe finds nothing wrong with the pieces that it has not
    `seen` yet, and has seen them afterwards.
    """
    response = page.goto(path)
    assert response is not None
    assert response.status == status
    sheets, kinds = page.evaluate(KINDS, ", ".join(LEFT_OUT))
    new = [kind for kind in kinds if (sheets, kind) not in seen]
    assert_fit_for_all(page, new)
    seen.update((sheets, kind) for kind in new)


def assert_fit_for_all(page: Page, kinds: Sequence[str] | None = None) -> None:
    """Light on a desk, dark on a phone, narrow on a small one: no rule is broken by elements of these kinds, or by any,
    and nothing runs over the edge.
    """
    resize(page, DESK)
    assert_accessible(page, kinds)
    assert_no_overflow(page)
    if kinds is None or kinds:
        page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert_accessible(page, kinds)
    assert_no_overflow(page)
    page.set_viewport_size(SMALL_PHONE)
    assert_no_overflow(page)


def resize(page: Page, size: ViewportSize) -> None:
    """Lay the page out for a screen of this size; one that has it already is not asked again."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


def assert_accessible(page: Page, kinds: Sequence[str] | None = None) -> None:
    """No rule of WCAG 2.2 AA is broken as the page stands now, by elements of these kinds or by any."""
    if kinds is not None and not kinds:
        return
    asked = [LEFT_OUT, OPTIONS, kinds]
    broken = page.evaluate(ASK_AXE, asked)
    if broken is None:
        page.evaluate(AXE_SCRIPT)
        broken = page.evaluate(ASK_AXE, asked)
    assert broken == [], broken


def assert_no_overflow(page: Page) -> None:
    """The page scrolls down only; what sticks out is named."""
    sticking_out = page.evaluate(WHAT_STICKS_OUT)
    assert not sticking_out, (page.viewport_size, sticking_out)
