import random
import unicodedata

import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold, normalise, one_line, person_sort_key, sort_key, spelled_alike

# The oracle is written out, not computed: every letter in alphabetical order, each vowel with its six tones in order.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {
    "a": "aàảãáạ",
    "ă": "ăằẳẵắặ",
    "â": "âầẩẫấậ",
    "e": "eèẻẽéẹ",
    "ê": "êềểễếệ",
    "i": "iìỉĩíị",
    "o": "oòỏõóọ",
    "ô": "ôồổỗốộ",
    "ơ": "ơờởỡớợ",
    "u": "uùủũúụ",
    "ư": "ưừửữứự",
    "y": "yỳỷỹýỵ",
}
CONSONANTS = "bcdđfghjklmnpqrstvwxz"


@st.composite
def syllables(draw):
    """A made-up syllable with its place in the dictionary: its letters, then its tone."""
    onset = draw(st.text(CONSONANTS, max_size=2))
    vowel = draw(st.sampled_from(sorted(TONES)))
    tone = draw(st.integers(0, 5))
    coda = draw(st.text(CONSONANTS, max_size=2))
    place = [ALPHABET.index(letter) for letter in onset + vowel + coda], tone
    return onset + TONES[vowel][tone] + coda, place


@st.composite
def phrases(draw):
    parts = draw(st.lists(syllables(), min_size=1, max_size=4))
    text = " ".join(text for text, _ in parts)
    return draw(st.sampled_from([text, text.upper(), text.title()])), [place for _, place in parts]


@given(phrases(), phrases())
def test_sort_key_is_the_dictionary_order(one, other):
    (text_a, place_a), (text_b, place_b) = one, other
    assert (sort_key(text_a) < sort_key(text_b)) == (place_a < place_b)
    assert (sort_key(text_a) == sort_key(text_b)) == (place_a == place_b)


@given(st.text(max_size=40))
def test_sort_key_is_plain_and_survives_normalising(text):
    key = sort_key(text)
    assert key == "" or set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert sort_key(normalise(text)) == key
    assert len(key) <= 4 * len(unicodedata.normalize("NFC", normalise(text).lower()))


@pytest.mark.parametrize(
    "in_order",
    [
        list(ALPHABET),
        list("aàảãáạ"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mác", "man"],
        ["Ba Đình", "Ba Vì", "Bà Rịa", "Bắc Từ Liêm", "Cầu Giấy", "Đan Phượng", "Đông Anh", "Đống Đa", "Gia Lâm"],
        ["Dương", "Đại", "Đan"],
        ["Chi đoàn 2", "Chi đoàn 10", "Chi đoàn 10A", "Chi đoàn A"],
        ["Khối 9", "Khối 12345678901234567890"],
        ["Hoa", "Hoa Lư", "Hòa", "Hòa Bình"],
        ["z", "zy", "Ω"],
    ],
)
def test_sort_key_orders(in_order):
    shuffled = in_order[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == in_order


def test_sort_key_takes_no_notice_of_case_punctuation_or_where_the_tone_stands():
    assert sort_key("hoà bình") == sort_key("HÒA BÌNH")
    assert sort_key("Đoàn xã, phường") == sort_key("đoàn xã  phường")
    assert sort_key("Khối 07") == sort_key("Khối 7")
    assert sort_key(unicodedata.normalize("NFD", "Đống Đa")) == sort_key("Đống Đa")


def test_people_are_listed_by_given_name_then_surname_then_middle_name():
    in_order = [
        "Nguyễn Văn An",
        "Lê Thị Ánh",
        "Lê Thị Hoa",
        "Nguyễn Thu Hoa",
        "Nguyễn Văn Hoa",
        "Phạm Thị Hoa",
        "Bùi Thị Hòa",
        "Y Moan Êban",
    ]
    in_order.insert(2, in_order.pop())
    assert sorted(sorted(in_order), key=person_sort_key) == in_order
    assert person_sort_key("Trần  Văn\u00a0Đức ") == person_sort_key("trần văn đức")
    assert person_sort_key("An") < person_sort_key("Bùi An")
    assert person_sort_key("") == ""


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Đoàn \t xã\n\nĐông\u00a0Anh ", "Đoàn xã Đông Anh"),
        (unicodedata.normalize("NFD", "Thành đoàn Hà Nội"), "Thành đoàn Hà Nội"),
        ("Ba\u200b Vì\ufeff", "Ba Vì"),
        ("a \u0000 b", "a b"),
        ("", ""),
    ],
)
def test_normalise(text, normal):
    assert normalise(text) == normal


@given(st.text(max_size=60))
def test_normalise_and_fold_have_nothing_left_to_do_the_second_time(text):
    assert normalise(normalise(text)) == normalise(text)
    assert fold(normalise(text)) == fold(text)


@given(phrases())
def test_fold_leaves_only_plain_letters(phrase):
    text, _ = phrase
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz ")
    assert len(fold(text)) == len(text)


def test_fold():
    assert fold("  ĐOÀN xã Đường  Lâm ") == "doan xa duong lam"
    assert fold("Sáng kiến số 12") == "sang kien so 12"


@pytest.mark.parametrize(
    ("typed", "name", "alike"),
    [
        ("tan linh", "Tân Lĩnh", True),
        ("TÂN  Linh", "Tân Lĩnh", True),
        ("Tản Lĩnh", "Tân Lĩnh", False),
        ("Tân Lĩnh", "Tan Linh", False),
        ("Hòa Bình", "Hoà Bình", True),
        ("Hóa Bình", "Hoà Bình", False),
        ("dong da", "Đống Đa", True),
        ("đong đa", "Đống Da", False),
        ("Thê", "Thế", True),
        ("Thé", "Thế", True),
        ("", "", True),
    ],
)
def test_spelled_alike_leaves_marks_out_and_changes_none(typed, name, alike):
    assert spelled_alike(typed, name) is alike


@given(st.text())
def test_spelled_alike_to_itself_and_without_its_marks(name):
    assert spelled_alike(name, name)
    assert spelled_alike(fold(name), name)


def test_one_line_refuses_text_that_is_too_long():
    assert one_line(" Ba  Vì ", 5) == "Ba Vì"
    assert one_line(unicodedata.normalize("NFD", "ế" * 10), 10) == "ế" * 10
    with pytest.raises(Refused, match=r"“123456” dài quá 5 ký tự\. Hãy viết ngắn lại\.") as caught:
        one_line("123456", 5, field="name")
    assert caught.value.field == "name"
    with pytest.raises(Refused) as caught:
        one_line("x" * 1_000_000, 50)
    assert len(str(caught.value)) < 100
