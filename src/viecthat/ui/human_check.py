"""Are you a person: five digits in a picture or read aloud, drawn and spoken by ourselves; no other service is asked.

A form that anybody may send has one box, named `human`:

    human = HumanCheckField()

and its page spends the answer when all else is right (`accounts.pages.human_check.answered_once`), so that one answer
sends one form. Nothing is kept until then: the signed token tells the digits to whoever holds the server's key.
"""

from __future__ import annotations

import io
import wave
from functools import lru_cache
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

DIGITS = 5
MINUTES = 30
NAME = "human"
TOKEN, AGAIN = f"{NAME}_token", f"{NAME}_again"
_WIDTH, _HEIGHT = 200, 72
_RATE = 8000
_SPOKEN = Path(__file__).with_name("spoken")
_LANGUAGES = ("vi", "en")
_signer = TimestampSigner(salt="viecthat.human")


def new_token() -> str:
    """A question nobody was asked before."""
    return _signer.sign(token_urlsafe(9))


def digits_of(token: str) -> str:
    """The digits a token stands for; empty for one that is not ours or older than `MINUTES`."""
    try:
        nonce = _signer.unsign(token, max_age=MINUTES * 60)
    except BadSignature:
        return ""
    number = int.from_bytes(salted_hmac("viecthat.human", nonce, algorithm="sha256").digest()[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_right(token: str, answer: str) -> bool:
    """Whether these are the digits; blanks between them do no harm."""
    digits = digits_of(token)
    return digits != "" and "".join(answer.split()) == digits


def picture_of(digits: str) -> bytes:
    """The digits as a PNG, each turned a little, with lines across."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - heavy, and every form imports this

    seed = salted_hmac("viecthat.human.picture", digits, algorithm="sha256").digest()
    chance = Random(seed)  # noqa: S311 - where a line lies is no secret
    sheet = Image.new("L", (_WIDTH, _HEIGHT), 255)
    for place, digit in enumerate(digits):
        size = chance.randint(42, 50)
        piece = Image.new("L", (56, 64), 0)
        ImageDraw.Draw(piece).text((28, 32), digit, 255, ImageFont.load_default(size), anchor="mm")
        turned = piece.rotate(chance.uniform(-22, 22), Image.Resampling.BICUBIC)
        spot = (place * 36 + chance.randint(-2, 4), chance.randint(0, 8))
        sheet.paste(chance.randint(20, 70), (*spot, spot[0] + 56, spot[1] + 64), turned)
    lines = ImageDraw.Draw(sheet)
    for _line in range(4):
        points = [(x, chance.randint(6, _HEIGHT - 6)) for x in range(0, _WIDTH + 1, _WIDTH // 4)]
        lines.line(points, chance.randint(40, 120), chance.randint(1, 2), joint="curve")
    drawn = io.BytesIO()
    sheet.quantize(16).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def sound_of(digits: str, language: str) -> bytes:
    """The digits read aloud in Vietnamese or English as a WAV file, with a little noise under them."""
    import numpy as np  # noqa: PLC0415 - heavy, and every form imports this

    chance = np.random.default_rng(int(digits or 0))
    parts = [np.zeros(_RATE // 3)]
    for digit in digits:
        said = _said(language if language in _LANGUAGES else _LANGUAGES[0], digit)
        pace = chance.uniform(0.92, 1.08)
        parts += [np.interp(np.arange(0, len(said), pace), np.arange(len(said)), said)]
        parts += [np.zeros(int(_RATE * chance.uniform(0.35, 0.6)))]
    heard = np.concatenate(parts)
    heard += chance.normal(0, 3, len(heard))
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        sound.writeframes((heard + 128).clip(0, 255).astype("u1").tobytes())
    return written.getvalue()


@lru_cache(maxsize=20)
def _said(language: str, digit: str) -> np.ndarray:
    import numpy as np  # noqa: PLC0415 - as above

    with wave.open(str(_SPOKEN / f"{language}-{digit}.wav"), "rb") as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "u1").astype(float) - 128


def asked(attrs: Mapping[str, Any] | None = None, token: str = "", answer: str = "") -> SafeString:
    """The question as it stands in a form; the one of `token` when its answer is right, else a new one."""
    kept = token if is_right(token, answer) else ""
    given = {"token": kept or new_token(), "answer": answer if kept else "", "attrs": flatatt(dict(attrs or {}))}
    return render_to_string("ui/parts/human_check.html", given | {"name": NAME, "token_name": TOKEN, "again": AGAIN})


class HumanCheckInput(forms.Widget):
    """The picture, the sound, the box for the digits, a button for others. Works without scripts."""

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> tuple[str, str]:
        if data.get(AGAIN):
            return "", ""
        return str(data.get(TOKEN, ""))[:200], str(data.get(name, ""))[:40]

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: object, name: str) -> bool:
        return name not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - the signature of every widget
        token, answer = value if isinstance(value, tuple) else ("", "")
        return asked(attrs, token, answer)


class HumanCheckField(forms.Field):
    """Five digits to copy; cleaned to the token they answer."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mã xác nhận"))
        kwargs.setdefault("help_text", _("Gõ năm chữ số trong hình; không nhìn được hình thì bấm nghe."))
        super().__init__(widget=HumanCheckInput(), **kwargs)

    def clean(self, value: Any) -> str:
        token, answer = value if isinstance(value, tuple) else ("", "")
        if not token:
            raise ValidationError(_("Đã đổi mã khác; gõ năm chữ số mới rồi gửi lại."))
        if not digits_of(token):
            raise ValidationError(_("Mã đã quá nửa giờ; gõ năm chữ số mới."))
        if not is_right(token, answer):
            raise ValidationError(_("Chưa đúng năm chữ số; đã đổi hình khác, gõ lại."))
        return token
