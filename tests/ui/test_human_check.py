"""A human check is answered by eye or by ear, without scripts; what is wrong, forged, old or spent sends nothing."""

import io
import re
import threading
import time
import wave

import pytest
from django import forms
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image

from tests.factories import AT
from viecthat.accounts.pages.human_check import answered_once
from viecthat.ui import human_check
from viecthat.ui.human_check import HumanCheckField, digits_of, new_token, picture_of, sound_of


class Asked(forms.Form):
    words = forms.CharField()
    human = HumanCheckField()


def filled(token, answer, **more):
    return Asked({"words": "Chào", "human_token": token, "human": answer} | more)


def drawn(form):
    (token,) = re.findall(r'name="human_token" value="([^"]+)"', str(form["human"]))
    return token


def test_the_digits_are_drawn_and_spoken(client):
    token = new_token()
    digits = digits_of(token)
    assert re.fullmatch(r"\d{5}", digits)
    answer = client.get(reverse("ui:human-picture", args=[token]))
    assert (answer["Content-Type"], answer["X-Robots-Tag"]) == ("image/png", "noindex")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (200, 72)
        assert sum(picture.convert("L").histogram()[:100]) > 400  # not blank
    heard = client.get(reverse("ui:human-sound", args=[token]))
    assert heard["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(heard.content)) as sound:
        assert 3 < sound.getnframes() / sound.getframerate() < 8
    assert sound_of("12345", "vi") != sound_of("12345", "en")
    assert picture_of("12345") != picture_of("12346")
    for wrong in ("khong", token[:-1] + ("a" if token[-1] != "a" else "b")):
        assert client.get(reverse("ui:human-picture", args=[wrong])).status_code == 404
    assert not client.cookies


def test_a_right_answer_stays_and_a_wrong_one_brings_another_question():
    token = new_token()
    right = filled(token, " ".join(digits_of(token)), words="")
    assert set(right.errors) == {"words"}
    assert drawn(right) == token
    wrong = filled(token, "00000" if digits_of(token) != "00000" else "11111")
    assert "Chưa đúng năm chữ số" in str(wrong.errors["human"])
    assert drawn(wrong) != token
    again = filled(token, digits_of(token), human_again="1")
    assert "Đã đổi mã khác" in str(again.errors["human"])
    assert drawn(again) != token
    assert "Đã đổi mã khác" in str(Asked({"words": "Chào"}).errors["human"])


def test_an_old_question_is_not_answered(monkeypatch):
    token = new_token()
    answer = digits_of(token)
    monkeypatch.setattr(human_check, "MINUTES", -1)
    assert "quá nửa giờ" in str(filled(token, answer).errors["human"])


@pytest.mark.django_db
def test_one_answer_sends_one_form():
    token = new_token()
    first, second = filled(token, digits_of(token)), filled(token, digits_of(token))
    assert first.is_valid()
    assert second.is_valid()
    assert answered_once(first, AT)
    assert not answered_once(second, AT)
    assert "đã dùng" in str(second.errors["human"])
    assert drawn(second) != token


def test_of_two_forms_sent_at_the_same_moment_one_is_sent(own_database):
    token = new_token()
    first, second = filled(token, digits_of(token)), filled(token, digits_of(token))
    assert first.is_valid()
    assert second.is_valid()
    answers = []

    def send_second():
        answers.append(answered_once(second, AT))
        connection.close()

    other = threading.Thread(target=send_second)
    with transaction.atomic():
        assert answered_once(first, AT)
        other.start()
        # The first is not committed before the second asks: it waits, instead of finding nothing spent.
        assert somebody_waits(other)
    other.join(timeout=20)
    assert answers == [False]
    assert "đã dùng" in str(second.errors["human"])


def somebody_waits(other):
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() == (1,):
                return True
        if not other.is_alive():
            return False
        time.sleep(0.05)
    return False
