"""Codes that change every thirty seconds: theirs who hold the key, of their time, and of nothing else."""

from datetime import timedelta

from tests.factories import AT
from viecthat.kernel.rotating_codes import (
    SECONDS,
    code_at,
    digits_at,
    digits_hold,
    is_of,
    is_signed,
    read_code,
    step_at,
)

KEY, OTHER = "a" * 32, "b" * 32
STEP = timedelta(seconds=SECONDS)


def test_a_code_says_whose_it_is_and_of_when_and_only_its_key_made_it():
    code = read_code(code_at(b"i", 2**40 - 5, KEY, AT))
    assert code is not None
    assert (code.purpose, code.serial, code.step) == (b"i", 2**40 - 5, step_at(AT))
    assert is_signed(code, KEY)
    assert not is_signed(code, OTHER)
    for letters in ("", "x" * 26, code_at(b"i", 1, KEY, AT)[:-1], "1" * 26, "đ" * 26):
        read = read_code(letters)
        assert read is None or not is_signed(read, KEY)


def test_a_code_is_of_its_thirty_seconds_and_their_neighbours():
    code = read_code(code_at(b"i", 7, KEY, AT))
    assert code is not None
    assert [is_of(code, AT + n * STEP) for n in (-2, -1, 0, 1, 2, 120)] == [False, True, True, True, False, False]


def test_digits_hold_as_long_and_for_one_purpose():
    typed = digits_at(b"i", 7, KEY, AT)
    assert len(typed) == 6
    assert digits_hold(typed, b"i", 7, KEY, AT + STEP)
    assert not digits_hold(typed, b"i", 7, KEY, AT + 2 * STEP)
    assert not digits_hold(typed, b"o", 7, KEY, AT)
    assert not digits_hold(typed, b"i", 8, KEY, AT)
    assert not digits_hold("", b"i", 7, KEY, AT)
