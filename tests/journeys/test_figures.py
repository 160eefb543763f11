"""An officer asks for a figure by hand: finds the indicator, opens a cell, comes back, looks at the SQL."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import PHONE, assert_accessible, assert_no_overflow
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser


def test_a_question_is_asked_opened_and_closed_by_keyboard(reading: Site, enter: Enter):
    page = enter(reading, "thanh-doan")
    page.goto("/so-lieu/")
    page.get_by_label("Tìm chỉ số").fill("cay xanh")
    page.get_by_label("Cây xanh được trồng").check()
    page.get_by_label("Kỳ nhiều kỳ").fill("6 tháng đầu năm 2018")
    page.get_by_label("Chia theo").select_option("truc-thuoc")
    page.get_by_text("Xem kỹ hơn").click()
    page.get_by_label("Bản đồ ngày").fill("30/06/2020")
    page.get_by_role("button", name="Xem số liệu").press("Enter")
    expect(page.get_by_role("heading", name="Bảng số liệu: 31 hàng")).to_be_visible()
    whole = page.locator("tfoot td a").first
    beneath = page.url
    figure = whole.inner_text()
    whole.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer.locator(".stat-value")).to_contain_text(figure)
    expect(page).to_have_url(re.compile("so=trees_planted"))
    assert_accessible(page)
    way = drawer.get_by_role("link", name="Câu SQL để tự kiểm tra số này").get_attribute("href")
    assert "WITH place" in page.context.request.get(way).text()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).to_have_url(beneath)
    expect(whole).to_be_focused()
    page.set_viewport_size(PHONE)
    assert_no_overflow(page)
