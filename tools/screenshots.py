"""Take the pictures of docs/images from the running demonstration, after `make demo`:

    python tools/screenshots.py

Starts the program on a free port over the installation's own data and changes nothing in them. Needs Chromium.
"""

import io
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from viecthat.project.database import data_home

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PROGRAM = Path(sys.executable).with_name("viecthat")
READY = re.compile(r"http://127\.0\.0\.1:\d+")
REVIEW = "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/"
DESK, PHONE = {"width": 1280, "height": 1000}, {"width": 390, "height": 1180}
COLOURS = 128
HEAVIEST = 400_000  # bytes
SECONDS = 120


def main() -> int:
    """Write the four pictures; 1 with a sentence when something is not there."""
    password = data_home() / "demo_password"
    if not password.is_file():
        print("No demonstration here: run `make demo` first.", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        desk = _signed_in(browser, address, "thanh-doan", password, viewport=DESK)
        desk.goto(REVIEW)
        _keep(desk, "review")
        desk.locator("#t-trees_planted a").click()
        for unit in ("Huyện đoàn Ba Vì", "Đoàn xã Tản Lĩnh"):
            desk.locator("#drawer .here > ul > li > a", has_text=unit).click()
            expect(desk.locator("#drawer .here > a")).to_contain_text(unit)
        _keep(desk, "drawer")
        desk.goto("/viec-cua-toi/")
        _keep(desk, "workbench")
        phone = _signed_in(
            browser,
            address,
            "tan-linh",
            password,
            viewport=PHONE,
            is_mobile=True,
            has_touch=True,
            device_scale_factor=2,
        )
        _fill_in(phone)
        _keep(phone, "record")
        browser.close()
    return 0


def _fill_in(page: Page) -> None:
    page.goto("/ghi-viec/?loai=tree_planting")
    page.get_by_label("Cây xanh được trồng").fill("120")
    page.locator("#id_title").fill("Trồng cây ven hồ Suối Hai")
    page.locator("#id_head_count").fill("34")
    page.locator("#id_place").fill("Bờ nam hồ Suối Hai, thôn Đô Trám")
    photo = page.context.request.get(_photo_of(page)).body()
    page.locator("#id_photos").set_input_files({"name": "ho-suoi-hai.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(page.locator("[data-record-note]")).to_contain_text("có minh chứng")
    page.locator("#id_photos").evaluate("element => element.blur()")
    page.locator("#id_kind").evaluate("element => scrollTo(0, element.offsetTop - 80)")


def _photo_of(page: Page) -> str:
    """One of the drawn pictures, from the review of the officer's own commune."""
    drawer = page.context.request.get("/so-ket/xa-09694/2019/?ban-do=hom-nay&so=trees_planted").text()
    found = re.search(r"/minh-chung/\d+/", drawer)
    if found is None:
        raise LookupError("the demonstration shows no photo of trees in xa-09694")
    return found[0]


def _signed_in(browser: Browser, address: str, username: str, password: Path, **options: object) -> Page:
    context = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password.read_text(encoding="ascii").strip())
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/viec-cua-toi/")
    return page


def _keep(page: Page, name: str) -> None:
    """Write what the window shows, in few colours: screens have few, and the repository keeps every version."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = IMAGES / f"{name}.png"
    shot.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > HEAVIEST:
        raise ValueError(f"{file} weighs {file.stat().st_size} bytes, more than {HEAVIEST}")
    print(file.relative_to(IMAGES.parent.parent), f"{file.stat().st_size // 1000} kB")


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [PROGRAM, "serve", "--workers", "1", "--port", str(port)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        for line in process.stdout or ():
            if found := READY.search(line):
                Thread(target=list, args=(process.stdout,), daemon=True).start()
                yield found[0]
                return
        raise RuntimeError("viecthat serve did not start")
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
