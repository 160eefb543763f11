"""A language model of one's own: asked only when set and only nearby, and it may carry no number of its own."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from tests import factories as make
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.drafting import _is_local, _send

pytestmark = pytest.mark.django_db
SAYS = (
    "Toàn đơn vị trồng được {trees_planted} cây xanh, vượt 12,5 % so với 3.000 cây, {khong_co}.\n"
    "Dẫn đầu là {trees_planted.best}."
)


class Model(BaseHTTPRequestHandler):
    asked: list[dict[str, object]] = []
    answer: tuple[int, bytes] = (200, b"")

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, body = type(self).answer
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://example.org/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def worded(text: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@pytest.fixture
def model(settings) -> Iterator[type[Model]]:
    Model.asked, Model.answer = [], (200, worded(SAYS))
    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.VIECTHAT_WORDS_MODEL = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
    yield Model
    server.shutdown()
    server.server_close()


@pytest.fixture
def there(client) -> str:
    tree, trees = make.make_tree(), make.make_indicator()
    secretary = make.make_officer("secretary", tree.city, full_name="Nguyễn Thu Hà")
    for unit, quantity in [(tree.branch, 100), (tree.neighbour, 4000)]:
        make.make_activity(unit, secretary, title=f"Trồng {quantity}", results={trees: quantity}, day=date(2025, 3, 5))
    make.sign_in(client, secretary)
    open_review(
        unit=tree.city.pk, slug="nam-2025", kind="year", title="Tổng kết năm 2025", period=Period.year(2025),
        conference_on=None, directives=(), source="", actor=None, at=make.AT,
    )  # fmt: skip
    return reverse("reviews:draft", args=["hn", "nam-2025", "area.movements"])


def test_its_words_come_with_live_figures_and_its_own_numbers_marked(client, model, there):
    answer = client.post(there)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<b class="field-figure">4.100</b>' in html
    for number in ("{12_5}", "{3_000}", "{khong_co}"):
        assert f'<mark class="unknown">{number}</mark>' in html
    assert "3 số không lấy từ số liệu" in html
    sent = json.dumps(model.asked, ensure_ascii=False)
    assert "{trees_planted}" in sent
    assert "4.100" not in sent  # neither figures nor anybody's name leave for the model
    assert "Thu Hà" not in sent


def test_the_button_is_there_only_when_a_model_is_set(client, there, settings):
    page = reverse("reviews:content", args=["hn", "nam-2025"])
    assert "viet-giup" not in client.get(page).content.decode()
    assert client.post(there).status_code == 404
    settings.VIECTHAT_WORDS_MODEL = "http://127.0.0.1:9/"
    assert "viet-giup" in client.get(page).content.decode()


@pytest.mark.parametrize(
    "answer", [(200, b"not json"), (200, b"[]"), (500, b""), (302, b""), (200, worded("x") + b" " * 200_001)]
)
def test_what_is_no_answer_is_said_kindly(client, model, there, answer):
    model.answer = answer
    told = client.post(there)
    assert told.status_code == 422
    assert "trả lời không dùng được" in told.content.decode()


def test_a_model_that_is_away_is_said_kindly(client, there, settings):
    settings.VIECTHAT_WORDS_MODEL = "http://127.0.0.1:9/"
    assert "không trả lời" in client.post(there).content.decode()


@pytest.mark.parametrize("address", ["http://93.184.216.34/", "https://127.0.0.1/", "http://0.0.0.0/", "ftp://x", "x"])
def test_nothing_is_sent_outside(settings, address):
    settings.VIECTHAT_WORDS_MODEL = address
    with pytest.raises(Refused, match=r"không ở trong mạng|phải có dạng"):
        _send({})


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True), ("::1", True), ("10.1.2.3", True), ("192.168.1.9", True), ("fd00::1", True),
        ("8.8.8.8", False), ("2001:4860:4860::8888", False), ("::ffff:8.8.8.8", False), ("169.254.169.254", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("::ffff:127.0.0.1", True),
    ],
)  # fmt: skip
def test_what_is_near(address, local):
    assert _is_local(address) is local
