"""Vietnamese syllables are told from what two words run together, or a mark too many, make of them."""

import pytest

from viecthat.kernel.syllables import is_syllable, looks_misspelt

RIGHT = "phát giữ gìn gì giêng quyển quốc khuya nghiêng ngoằn rượu hòa hoà thuỷ huỷ khuỷu xoong học được thuở mưa cửa"
WRONG = "phatát chuyênn đườg nhữg bảoo hoàt nghịêp"
LET_BE = "Facebook online TWĐTN ĐCSVN Đắk Lắk Krông Plông"


@pytest.mark.parametrize("word", RIGHT.split())
def test_these_are_syllables(word):
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert not looks_misspelt(word)


@pytest.mark.parametrize("word", WRONG.split())
def test_these_look_misspelt(word):
    assert looks_misspelt(word)


@pytest.mark.parametrize("word", LET_BE.split())
def test_names_loans_and_short_forms_are_let_be(word):
    assert not looks_misspelt(word)
