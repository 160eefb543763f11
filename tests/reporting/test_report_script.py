"""The script of a report in a browser: what is open on a phone, where forty lines do not fit."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import viecthat.reporting

pytestmark = pytest.mark.browser
SCRIPT = Path(viecthat.reporting.__file__).parent / "static/reporting/report.js"
GROUP = '<details class="report-group" open><summary>{name}</summary>{body}</details>'
WRITTEN, BLANK = "<p data-blank><input name='so-1' value='5'></p>", "<p data-blank><input name='so-2'></p>"
RETURNED = f"{WRITTEN}<div class='returned'>Xin kèm danh sách.</div>"


@pytest.mark.parametrize(
    ("bodies", "kept"),
    [
        ([WRITTEN, BLANK, RETURNED], ["2"]),
        ([RETURNED, BLANK, RETURNED], ["0", "2"]),
        ([WRITTEN, BLANK, WRITTEN], ["1"]),
        ([WRITTEN, WRITTEN], ["0"]),
    ],
)
def test_on_a_phone_what_was_returned_is_open_then_the_first_with_an_empty_box(browser: Browser, bodies, kept):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content("".join(GROUP.format(name=n, body=body) for n, body in enumerate(bodies)))
    page.add_script_tag(path=SCRIPT)
    assert page.locator(".report-group[open] > summary").all_inner_texts() == kept
    page.close()
