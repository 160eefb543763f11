"""One Chromium for each worker; a plugin for all floors."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

# What a page is given to come to what is expected of it: Playwright's five seconds are short on a machine that others
# use too. Only a test that fails waits for so long.
SECONDS = 60
expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The same engine without a window of its own, which is drawn though nobody sees it: a third of the time. Where the
    # system has only the whole Chromium, that serves.
    program = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
    # Drawn by the processor either way; without the process that plays a graphics card it takes less of it.
    return browser_type_launch_args | {"executable_path": program, "args": ["--disable-gpu"]}


class LastingBrowser:
    """A browser that is begun anew when it has died: one test fails with it, not every one after that."""

    def __init__(self, launch: Callable[[], Browser]) -> None:
        self._launch, self._running = launch, launch()

    def __getattr__(self, name: str) -> Any:
        if not self._running.is_connected():
            self._running = self._launch()
        return getattr(self._running, name)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Django keeps one connection where an event loop runs in the thread and another where none does: what was opened
    on one side of a browser's loop would stay, unseen from the other, and hold up the end of the test database.
    """
    from django.db import connections

    connections.close_all()
    driver = sync_playwright().start()
    yield driver
    connections.close_all()
    driver.stop()


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    lasting = LastingBrowser(launch_browser)
    yield cast(Browser, lasting)
    lasting.close()
