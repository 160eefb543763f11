"""A language model of the user's own may put the suggested sentences into running words: off unless an address is set.

It runs on this machine or in its own network, never elsewhere, is told nothing but sentences made of figures, and may
carry no number of its own: whatever it writes that is no field is marked before anybody can put it in.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.reviews.exports.suggestions import suggestions_of
from viecthat.reviews.queries.content import read_words, unknown_in
from viecthat.reviews.queries.fields import FIELD

if TYPE_CHECKING:
    from viecthat.reporting.queries.narrative import Words
    from viecthat.reviews.headings import Heading
    from viecthat.reviews.queries.fields import Fields

LONGEST_ANSWER = 200_000  # bytes
LONGEST_DRAFT = 8_000  # characters
_NUMBER = re.compile(r"\d[\d.,/]*\d|\d")
_ASKED = {
    "vi": (
        "Bạn giúp viết một mục của báo cáo sơ kết, tổng kết công tác Đoàn bằng văn phong hành chính, mạch lạc, không "
        "khoa trương. Chỉ dùng các ý dưới đây. Mỗi con số phải giữ nguyên mã trong ngoặc nhọn, như {trees_planted}; "
        "không viết con số nào khác. Không thêm nhận định không có trong các ý. Chỉ trả về đoạn văn."
    ),
    "en": (
        "Write one section of a Youth Union review in plain official prose. Use only the points below. Keep every "
        "figure as its code in braces, such as {trees_planted}; write no other number. Add no judgement that is not "
        "in the points. Return the paragraph only."
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, with fields, and as it reads. `marked`: numbers of its own, kept as fields of nothing."""

    words: str
    pieces: tuple[Words, ...]
    marked: tuple[str, ...]


def is_configured() -> bool:
    """Whether the installation names a model of its own."""
    return bool(settings.VIECTHAT_WORDS_MODEL)


def draft_words(heading: Heading, fields: Fields) -> Draft:
    """Ask the model for a paragraph under the heading, made of the sentences the figures suggest.

    Raises Refused when none is configured, its address is not local, it does not answer, or there is nothing to say.
    """
    points = suggestions_of(heading, fields)
    if not points:
        raise Refused(gettext_noop("Mục này chưa có số liệu nào để viết."))
    asked = {
        "model": settings.VIECTHAT_WORDS_MODEL_NAME,
        "stream": False,
        "temperature": 0.2,
        "messages": [
            {"role": "system", "content": _ASKED[fields.lang]},
            {"role": "user", "content": "\n".join([f"# {heading.titled(fields.lang)}", *(f"- {p}" for p in points)])},
        ],
    }
    text = _without_own_numbers(_answer_of(_send(asked)), points)
    pieces = read_words(text, fields)
    return Draft(text, pieces, tuple(unknown_in(pieces)))


def _without_own_numbers(text: str, points: list[str]) -> str:
    """The text with every number that is no field and not in the points' own words in braces, a field of nothing."""
    allowed = {number for point in points for number in _NUMBER.findall(FIELD.sub(" ", point))}
    made: list[str] = []
    at = 0
    for field in FIELD.finditer(text):
        made += [_marked(text[at : field.start()], allowed), field[0]]
        at = field.end()
    made.append(_marked(text[at:], allowed))
    return "".join(made)


def _marked(text: str, allowed: set[str]) -> str:
    return _NUMBER.sub(
        lambda number: number[0] if number[0] in allowed else f"{{{re.sub(r'[.,/]', '_', number[0])}}}", text
    )


def _send(asked: dict[str, object]) -> bytes:
    """Post to the model and read its answer; the connection goes to the very address that was checked."""
    parts = urlsplit(settings.VIECTHAT_WORDS_MODEL)
    if parts.scheme != "http" or not parts.hostname:
        raise Refused(
            gettext_noop("Địa chỉ mô hình viết giúp phải có dạng http://127.0.0.1:11434/v1/chat/completions.")
        )
    port = parts.port or 80
    address = _local_address(parts.hostname, port)
    connection = http.client.HTTPConnection(address, port, timeout=settings.VIECTHAT_WORDS_MODEL_SECONDS)
    body = json.dumps(asked, ensure_ascii=False).encode()
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = {"Content-Type": "application/json; charset=utf-8", "Host": f"{parts.hostname}:{port}"}
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read(LONGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as broken:
        raise Refused(gettext_noop("Mô hình viết giúp không trả lời; viết tiếp bằng câu gợi ý.")) from broken
    finally:
        connection.close()
    # A redirect would lead away from the address that was checked: it is no answer.
    if answer.status != http.HTTPStatus.OK or len(content) > LONGEST_ANSWER:
        raise Refused(gettext_noop("Mô hình viết giúp trả lời không dùng được; viết tiếp bằng câu gợi ý."))
    return content


def _local_address(host: str, port: int) -> str:
    """An address of the host on this machine or in a private network. Raises Refused when one of them lies outside."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as broken:
        raise Refused(gettext_noop("Mô hình viết giúp không trả lời; viết tiếp bằng câu gợi ý.")) from broken
    if not found or not all(_is_local(address) for address in found):
        raise Refused(
            gettext_noop("Địa chỉ mô hình viết giúp không ở trong mạng của đơn vị nên không được dùng: {host}."),
            host=host,
        )
    return min(found)


def _is_local(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    if known.is_loopback:
        return True
    apart = known.is_unspecified or known.is_multicast or known.is_reserved or known.is_link_local
    return known.is_private and not apart


def _answer_of(content: bytes) -> str:
    try:
        told = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as broken:
        raise Refused(gettext_noop("Mô hình viết giúp trả lời không dùng được; viết tiếp bằng câu gợi ý.")) from broken
    lines = (normalise(line) for line in str(told)[:LONGEST_DRAFT].splitlines())
    return "\n".join(line for line in lines if line)
