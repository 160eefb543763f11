import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.document_numbers import ISSUERS, STATE_ISSUERS, TYPES, DocumentNumber, parse_document_number
from viecthat.kernel.errors import Refused

SPELLING = "Số văn bản này thường viết là {}. Hãy xem lại thứ tự và dấu gạch."


def number_parts(number):
    return number.sequence, number.suffix, number.type, number.issuer, number.department


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("07-KL/TWĐTN-BTC", (7, "", "KL", "TWĐTN", "BTC")),
        ("15-HD/TWĐTN-BTC", (15, "", "HD", "TWĐTN", "BTC")),
        ("411-KH/TWĐTN-BTC", (411, "", "KH", "TWĐTN", "BTC")),
        ("26-CTr/TWĐTN-VP", (26, "", "CTr", "TWĐTN", "VP")),
        ("225-KH/TWĐTN-CTTN", (225, "", "KH", "TWĐTN", "CTTN")),
        ("400a-KH/TWĐTN-TNNT", (400, "a", "KH", "TWĐTN", "TNNT")),
        ("109-QĐ/TWĐTN-VP", (109, "", "QĐ", "TWĐTN", "VP")),
        ("1364-QĐKT/TWĐTN-VP", (1364, "", "QĐKT", "TWĐTN", "VP")),
        ("112-HD/TĐTN-TCKT", (112, "", "HD", "TĐTN", "TCKT")),
        ("06-HD/ĐTN", (6, "", "HD", "ĐTN", "")),
        ("289-QĐ/TW", (289, "", "QĐ", "TW", "")),
        ("31-HD/BTCTW", (31, "", "HD", "BTCTW", "")),
    ],
)
def test_numbers_as_they_should_be(text, parts):
    number = parse_document_number(text)
    assert number_parts(number) == parts
    assert number.canonical == str(number) == text
    assert number.warnings == ()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("07/KL-TWĐTN-BTC", "07-KL/TWĐTN-BTC"),
        ("20BC/ĐTN", "20-BC/ĐTN"),
        ("289/HD/ĐTN-BTC", "289-HD/ĐTN-BTC"),
        ("1836 QĐ/TWĐTN", "1836-QĐ/TWĐTN"),
        ("07-KL-TWĐTN-BTC", "07-KL/TWĐTN-BTC"),
        ("07-KL/TWĐTN/BTC", "07-KL/TWĐTN-BTC"),
        ("07/2019/KL-TWĐTN", "07-KL/TWĐTN"),
    ],
)
def test_other_spellings_are_understood_with_a_warning(text, canonical):
    number = parse_document_number(text)
    assert number == parse_document_number(canonical)
    assert number.canonical == canonical
    assert number.warnings == (SPELLING.format(canonical),)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Số: 7-KL/TWĐTN-BTC", "07-KL/TWĐTN-BTC"),
        ("số 07 – KL / TWĐTN – BTC", "07-KL/TWĐTN-BTC"),
        ("007-kl/twđtn-btc", "07-KL/TWĐTN-BTC"),
        ("26-ctr/tđtn", "26-CTr/TĐTN"),
        ("400A-KH/ĐTN", "400a-KH/ĐTN"),
        ("8-kl/abcxyz-vp", "08-KL/ABCXYZ-VP"),
        ("1-KL/ĐTN", "01-KL/ĐTN"),
        ("99999-KL/ĐTN", "99999-KL/ĐTN"),
    ],
)
def test_case_spaces_and_zeros_are_put_right_silently(text, canonical):
    number = parse_document_number(text)
    assert number.canonical == canonical
    assert number.warnings == ()


@pytest.mark.parametrize(
    ("text", "issuer", "meant"),
    [
        ("08-KL/TWĐT-BTC", "TWĐT", "TWĐTN"),
        ("08-KL/TWDTN", "TWDTN", "TWĐTN"),
        ("5-KH/TĐN", "TĐN", "TĐTN"),
        ("5-KH/TTN", "TTN", "TĐTN"),
    ],
)
def test_an_issuer_one_letter_from_a_known_one_is_kept_and_questioned(text, issuer, meant):
    number = parse_document_number(text)
    assert number.issuer == issuer
    assert number.warnings == (f"Chưa có cơ quan ban hành nào viết tắt là “{issuer}”; có phải {meant}?",)


def test_a_known_or_a_quite_different_issuer_is_not_questioned():
    assert parse_document_number("08-KL/TWĐT-BTC", issuers=["TWĐT"]).warnings == ()
    assert parse_document_number("08-KL/ABCXYZ").warnings == ()
    # Two-letter codes are all one letter apart.
    assert parse_document_number("08-KL/TQ").warnings == ()


def test_a_slip_in_issuer_and_separators_gives_both_warnings():
    warnings = parse_document_number("08/KL-TWĐT-BTC").warnings
    assert [str(warning)[:12] for warning in warnings] == ["Số văn bản n", "Chưa có cơ q"]
    assert warnings[1].translated(lambda _: "did you mean {meant}?") == "did you mean TWĐTN?"


def test_an_unknown_type_is_kept_and_questioned():
    number = parse_document_number("12-QD/ĐTN")
    assert number.type == "QD"
    assert number.warnings == ("Chưa có loại văn bản nào viết tắt là “QD”; có phải QĐ?",)
    (warning,) = parse_document_number("12-XYZ/ĐTN").warnings
    assert warning.startswith("Chưa có loại văn bản nào viết tắt là “XYZ”. Hãy xem lại")


@pytest.mark.parametrize(
    ("text", "year"), [("1042/QĐ-TTg", None), ("147/2024/NĐ-CP", 2024), ("57/2020/QH14", 2020), ("15/KH-SNV", None)]
)
def test_state_bodies_keep_their_own_form(text, year):
    number = parse_document_number(text)
    assert number.canonical == text
    assert number.year == year
    assert number.state_form
    assert number.warnings == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Chưa có số văn bản. Hãy ghi như 07-KL/TWĐTN-BTC."),
        *(
            (
                text,
                f"“{text}” không phải là số văn bản. Hãy ghi đủ số, loại và cơ quan ban hành, như 07-KL/TWĐTN-BTC.",
            )
            for text in ("KL/TWĐTN", "07-KL", "07", "07-KL/", "Kết luận bảy", "07--KL/TWĐTN", "07-KL/TWĐTN-BTC;")
        ),
        ("0-KL/ĐTN", "Không có văn bản số 0. Hãy ghi số thứ tự từ 1 đến 99999."),
        ("100000-KL/ĐTN", "Không có văn bản số 100000. Hãy ghi số thứ tự từ 1 đến 99999."),
        ("1/0024/NĐ-CP", "Năm 24 chắc là gõ nhầm. Hãy ghi một năm từ 1900 đến 2199."),
        ("1/0020/QH14", "Năm 20 chắc là gõ nhầm. Hãy ghi một năm từ 1900 đến 2199."),
        ("7" * 61, "“" + "7" * 39 + "…” dài quá 60 ký tự. Hãy viết ngắn lại."),
    ],
)
def test_what_is_no_number_is_refused(text, sentence):
    with pytest.raises(Refused) as caught:
        parse_document_number(text, field="number")
    assert str(caught.value) == sentence
    assert caught.value.field == "number"


union_numbers = st.builds(
    DocumentNumber,
    sequence=st.integers(1, 99_999),
    suffix=st.sampled_from(["", "a", "b", "đ"]),
    type=st.sampled_from(sorted(TYPES)),
    issuer=st.sampled_from(sorted(ISSUERS)),
    department=st.sampled_from(["", "VP", "BTC", "TNNT", "UBKT", "VP-TH"]),
)
state_numbers = st.builds(
    DocumentNumber,
    sequence=st.integers(1, 99_999),
    suffix=st.just(""),
    type=st.sampled_from(sorted(TYPES)),
    issuer=st.sampled_from(sorted(STATE_ISSUERS)),
    year=st.none() | st.integers(1945, 2100),
    state_form=st.just(True),
)


@given(union_numbers | state_numbers)
def test_numbers_survive_writing_and_reading(number):
    read = parse_document_number(number.canonical)
    assert read == number
    assert read.warnings == ()


@given(union_numbers)
def test_the_slips_of_one_number_are_all_the_same_number(number):
    slash_first = number.canonical.replace("/", "-").replace("-", "/", 1)
    assert parse_document_number(slash_first) == number
    assert parse_document_number(number.canonical.lower()) == number
