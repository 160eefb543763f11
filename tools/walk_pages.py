"""Walk every link of every page of the running demonstration, as each of its accounts, and say what somebody would
stumble over:

    python tools/walk_pages.py [ACCOUNT …] [--each N] [--files]

Reads only (GET), after `make demo`, from the workbench outwards; of addresses of one name and the same parameters N (2)
are opened. Told: links that are shown and refused (403, 404, 409) or fail, pages over 100 ms of processor time or 25
queries, English words in Vietnamese pages. Each with the page that led there. 1 when a link fails.
"""

import argparse
import gc
import logging
import os
import re
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

import viecthat.project.wsgi  # noqa: F401  # loaded as the server loads it, before what reads settings or tables
from viecthat.accounts.models import Account

START = ("/viec-cua-toi/", "/")
MOST_MS, MOST_QUERIES = 100, 25
# Word and PDF of a page are written by another program for seconds.
HEAVY = re.compile(r"/(pdf|docx|zip)/$")
# What is said in no language: names of programs, formats, units of measure.
KNOWN = {
    "adsl", "api", "app", "atom", "camera", "csv", "docx", "email", "english", "excel", "facebook", "google", "http",
    "https", "iso", "javascript", "jpeg", "jpg", "json", "kwh", "libreoffice", "logo", "mail", "olympic", "online",
    "pdf", "png", "powerpoint", "qr", "rss", "slogan", "sms", "smtp", "sql", "tiktok", "unicode", "url", "video",
    "vneid", "web", "website", "word", "www", "xlsx", "xml", "youtube", "zalo", "zip",
}  # fmt: skip
SYLLABLE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(c|ch|m|n|ng|nh|p|t)?"
)
_SILENT = {"script", "style", "code"}
WORD = re.compile(r"(?<![\w.@/&=-])[A-Za-z]{3,}(?![\w@/=-]|\.\w)")


@dataclass(frozen=True)
class Seen:
    """A page as it was opened."""

    path: str
    led: str
    status: int
    ms: float
    queries: int


class Page(HTMLParser):
    """The links of a page and the words that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Where it leads; what it says beside its text."""
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in _SILENT
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"img", "iframe"} and "src" in given:
            self.links.append(given["src"])
        if "hx-get" in given and given.get("hx-trigger", "").startswith(("load", "revealed")):
            self.links.append(given["hx-get"])  # asked for by itself; others send what was typed
        for name in ("title", "aria-label", "placeholder", "alt"):
            if name in given:
                self.words.append(given[name])

    def handle_endtag(self, tag: str) -> None:
        """Text counts again after what no one reads."""
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        """What is read."""
        if not self._silent:
            self.words.append(data)


class Walk:
    """One person's way through the pages."""

    def __init__(self, username: str | None, each: int, *, files: bool) -> None:
        self.username, self.each, self.files = username, each, files
        self.client = Client(raise_request_exception=False)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
        if username:
            account = Account.objects.get(username=username)
            self.client.force_login(account, backend="viecthat.accounts.backends.AccountBackend")
        self.seen: list[Seen] = []
        self.english: dict[str, tuple[int, str]] = {}
        self._kinds: Counter[tuple[str, ...]] = Counter()
        self._words: Counter[str] = Counter()

    def go(self) -> None:
        """Breadth first from where they start."""
        waiting = deque((path, "") for path in START)
        known = set(START)
        while waiting:
            path, led = waiting.popleft()
            if not self._worth(path):
                continue
            for link in self._open(path, led):
                if link not in known:
                    known.add(link)
                    waiting.append((link, path))

    def _worth(self, path: str) -> bool:
        parts = urlsplit(path)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return True  # a link to nowhere: to be told
        if not self.files and HEAVY.search(parts.path):
            return False
        kind = (match.view_name, *sorted(parse_qs(parts.query, keep_blank_values=True)))
        self._kinds[kind] += 1
        return self._kinds[kind] <= self.each

    def _open(self, path: str, led: str) -> Iterator[str]:
        reset_queries()
        gc.disable()  # its turn comes to whichever page is open then
        start = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(path, headers={"host": "127.0.0.1"})
        ms = (time.process_time() - start) * 1000
        gc.enable()
        self.seen.append(Seen(path, led, answer.status_code, ms, len(asked)))
        if answer.status_code in {301, 302}:
            yield from self._inside(path, answer["Location"])
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            for _ in getattr(answer, "streaming_content", ()):
                break
            answer.close()
            return
        page = Page()
        page.feed(answer.content.decode())
        asked_in_english = "tieng=en" in path
        for word in [] if asked_in_english else WORD.findall(" \n ".join(page.words)):
            low = word.lower()
            if not SYLLABLE.fullmatch(low) and low not in KNOWN and not word.isupper():
                many, where = self.english.get(low, (0, path))
                self.english[low] = many + 1, where
        for link in page.links:
            yield from self._inside(path, link)

    @staticmethod
    def _inside(path: str, link: str) -> Iterator[str]:
        parts = urlsplit(urljoin(path, link))
        if parts.scheme or parts.netloc or parts.path.startswith(settings.STATIC_URL):
            return
        yield parts.path + (f"?{parts.query}" if parts.query else "")


def main() -> int:
    """Walk and tell."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    asked.add_argument("accounts", nargs="*", help="usernames of the demonstration; - for nobody; all when none")
    asked.add_argument("--each", type=int, default=2, help="how many addresses of one name and parameters")
    asked.add_argument("--files", action="store_true", help="Word and PDF too")
    given = asked.parse_args()
    logging.disable()  # what is refused is told once, below
    names = [None if name == "-" else name for name in given.accounts] or [
        None,
        *Account.objects.order_by("pk").values_list("username", flat=True),
    ]
    failed = False
    for name in names:
        walk = Walk(name, given.each, files=given.files)
        walk.go()
        failed |= _tell(walk)
    return int(failed)


def _tell(walk: Walk) -> bool:
    print(f"\n== {walk.username or 'nobody'}: {len(walk.seen)} pages", flush=True)
    bad = [one for one in walk.seen if one.status >= 400]
    for one in bad:
        print(f"  {one.status}  {one.path}  <- {one.led}")
    by_name: dict[str, list[Seen]] = defaultdict(list)
    for one in walk.seen:
        if one.status == 200 and (one.ms > MOST_MS or one.queries > MOST_QUERIES):
            by_name[resolve(urlsplit(one.path).path).view_name].append(one)
    for name, many in sorted(by_name.items()):
        worst = max(many, key=lambda one: one.queries)
        slowest = max(one.ms for one in many)
        print(f"  {slowest:5.0f} ms {worst.queries:4} queries  {name}  {worst.path}")
    for word, (many, where) in sorted(walk.english.items(), key=lambda item: -item[1][0])[:80]:
        print(f"  “{word}” {many} times, as on {where}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
