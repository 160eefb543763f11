"""A page as its server wrote it: what can be judged without drawing it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

ALONE = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FIELDS = {"input", "select", "textarea"}
PRESSED = {"a", "button", "summary"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LANDMARKS = {"nav": "navigation", "aside": "complementary", "section": "region", "form": "form", "search": "search"}
WITHIN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option", "optgroup", "hr"}}
# These attributes name other elements by their ids.
POINTERS = ("for", "aria-labelledby", "aria-describedby", "headers", "list", "form")


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    above: "Element | None"
    inside: "list[Element | str]" = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join([f"<{self.tag}", *(f"{key}={value!r}" for key, value in self.attributes.items())])[:120] + ">"

    @property
    def below(self) -> "Iterator[Element]":
        for inner in self.inside:
            if isinstance(inner, Element):
                yield inner
                yield from inner.below

    @property
    def over(self) -> "Iterator[Element]":
        if self.above:
            yield self.above
            yield from self.above.over

    @property
    def text(self) -> str:
        said = [inner if isinstance(inner, str) else inner.attributes.get("alt", inner.text) for inner in self.inside]
        return " ".join("".join(said).split())


class PlainPage(HTMLParser):
    """The tree of a page, and what was not closed as it was opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.root = self._here = Element("", {}, None)
        self.feed(html)
        self.close()
        if self._here is not self.root:
            self.faults.append(f"never closed: {self._here}")
        self.elements = [
            element for element in self.root.below if "template" not in {above.tag for above in element.over}
        ]
        self._by_id = {element.attributes["id"]: element for element in self.elements if "id" in element.attributes}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self._here)
        self._here.inside.append(element)
        if tag not in ALONE:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self._here
        self.handle_starttag(tag, attrs)
        self._here = here

    def handle_endtag(self, tag: str) -> None:
        if tag != self._here.tag:
            self.faults.append(f"</{tag}> closes {self._here}")
        while self._here.above and self._here.tag != tag:
            self._here = self._here.above
        self._here = self._here.above or self.root

    def handle_data(self, data: str) -> None:
        self._here.inside.append(data)

    def of(self, *tags: str) -> list[Element]:
        """All elements of these tags, in their order."""
        return [element for element in self.elements if element.tag in tags]

    def name(self, element: Element) -> str:
        """What is read out for it."""
        given = element.attributes
        if pointed := given.get("aria-labelledby"):
            return " ".join(self._by_id[one].text for one in pointed.split() if one in self._by_id)
        return (given.get("aria-label") or given.get("title") or "").strip()


def what_is_wrong(page: PlainPage) -> list[str]:
    """What breaks a rule whatever the page looks like."""
    return [*page.faults, *_ids(page), *_names(page), *_outline(page), *_places(page)]


def _ids(page: PlainPage) -> Iterator[str]:
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    yield from (f"{count} times id={one}" for one, count in ids.items() if count > 1)
    for element in page.elements:
        for key in POINTERS:
            for one in element.attributes.get(key, "").split():
                if one not in ids:
                    yield f"{key} points nowhere: {element}"


def _names(page: PlainPage) -> Iterator[str]:
    labelled = {label.attributes.get("for") for label in page.of("label") if label.text}
    for element in page.of(*FIELDS):
        around = any(above.tag == "label" and above.text for above in element.over)
        if element.attributes.get("type") in {"hidden", "submit"} or element.attributes.get("id") in labelled or around:
            continue
        if not page.name(element):
            yield f"a field without a name: {element}"
    yield from (f"nothing to read out: {one}" for one in page.of(*PRESSED) if not (page.name(one) or one.text))
    yield from (f"a picture without words: {image}" for image in page.of("img") if "alt" not in image.attributes)


def _outline(page: PlainPage) -> Iterator[str]:
    if len(mains := page.of("main")) != 1:
        yield f"{len(mains)} main parts"
    headings = page.of(*HEADINGS)
    if [bool(heading.text) for heading in headings if heading.tag == "h1"] != [True]:
        yield "not one heading of the first order"
    yield from (f"an empty heading: {heading}" for heading in headings if not heading.text)
    for before, after in pairwise(headings):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield f"{after.tag} “{after.text}” after {before.tag} “{before.text}”"
    landmarks = Counter(
        (role, page.name(element))
        for element in page.elements
        if (role := element.attributes.get("role", LANDMARKS.get(element.tag))) in LANDMARKS.values()
        and (page.name(element) or role in {"navigation", "complementary"})
    )
    yield from (f"{count} landmarks {role} “{name}”" for (role, name), count in landmarks.items() if count > 1)


def _places(page: PlainPage) -> Iterator[str]:
    for element in page.elements:
        allowed = WITHIN.get(element.tag)
        for inner in element.inside:
            if allowed and isinstance(inner, Element) and inner.tag not in allowed | {"script", "template"}:
                yield f"{inner} directly in {element}"
        if element.tag in PRESSED | FIELDS and any(above.tag in PRESSED for above in element.over):
            yield f"to be pressed within what is pressed: {element}"
