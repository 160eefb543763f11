import pytest

from tests.doubts.sheets import asked, one, report
from viecthat.doubts.facts import Prose

QUIET = report([1.0])


def told(text: str, sheet=QUIET):
    return asked(sheet, prose=(Prose(7, "Đánh giá", text),))


def test_beyond_where_reached_is_meant():
    sheet = one(23_130, goals=10_000)
    (doubt,) = told("Toàn đoàn vượt 231,3% chỉ tiêu năm 2020.", sheet)
    assert doubt.code == "beyond_or_reached"
    assert doubt.indicator == "trees_planted"
    assert "Nên ghi “đạt 231,3 %” hay “vượt 131,3 %”?" in doubt.words()
    assert told("Toàn đoàn vượt 131,3% chỉ tiêu năm 2020.", sheet) == []
    assert told("Toàn đoàn đạt 231,3% chỉ tiêu năm 2020.", sheet) == []
    (unknown,) = told("Toàn đoàn vượt 231,3% chỉ tiêu năm 2020.")
    assert unknown.score < doubt.score
    assert told("Chi đoàn vượt 12,5% chỉ tiêu.", one(125, goals=1_000)) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Tuyên truyền cho 15.190/18.1887 thanh niên", "15.190/18.1887"),
        ("Có 12.3456 lượt người", "12.3456"),
        ("Huy động 1.23.456 lượt", "1.23.456"),
    ],
)
def test_groups_of_digits_that_are_none(text, quote):
    (doubt,) = told(text)
    assert (doubt.code, doubt.params["quote"]) == ("broken_groups", quote)


@pytest.mark.parametrize(
    "text",
    [
        "15.190/18.188 thanh niên; 5.773/5.773",
        "ngày 15.4.2026, tháng 4.2026, số 225-KH/TWĐTN",
        "điện thoại 0912.345.678, tài khoản 1903.2026.1234",
        "dài 2,375 km, trị giá 1,250 tỷ đồng, đạt 86,7 %",
    ],
)
def test_what_is_no_broken_number(text):
    assert told(text) == []


def test_a_comma_before_three_digits_of_people():
    (doubt,) = told("Kết nạp 6,780 đoàn viên mới.")
    assert doubt.code == "comma_or_point"
    assert "ngăn hàng nghìn (6.780) hay ngăn phần lẻ (6,780)" in doubt.words()


FOUR = "Bí thư nêu 5 nhiệm vụ trọng tâm: học tập nghị quyết; rà soát chỉ tiêu; chăm lo cơ sở; dự báo tình hình"


def test_a_number_and_a_list_that_names_another():
    (doubt,) = told(f"{FOUR}. Thành đoàn tiếp thu.")
    assert doubt.code == "count_and_list"
    assert doubt.words() == "“5 nhiệm vụ trọng tâm”: ghi 5 nhưng kể 4. Còn sót phần nào không?"
    (numbered,) = told("Có 3 nhóm giải pháp: (1) tuyên truyền, vận động (2) tập huấn.")
    assert (numbered.params["stated"], numbered.params["listed"]) == (3, 2)


@pytest.mark.parametrize(
    "text",
    [
        f"{FOUR}. Đặc biệt, Thành đoàn phải đi đầu trong chuyển đổi số.",
        f"{FOUR}; đi đầu trong chuyển đổi số.",
        "Có 5 nhiệm vụ trọng tâm: học tập, rà soát, chăm lo.",
        "Triển khai 5 nhiệm vụ trọng tâm của năm. Kết quả: tốt; khá; đạt.",
        "Theo Chương trình 12/5 nội dung: một; hai.",
        "Có 4 nhiệm vụ: học tập; trồng 1.500 cây; rà soát: từng xã của TP. Hà Nội; chăm lo cơ sở.",
        "Có 5 nhiệm vụ trọng tâm: học tập; rà soát;\n- chăm lo; dự báo; đi đầu.",
    ],
)
def test_a_list_that_names_as_many_or_cannot_be_counted(text):
    assert told(text) == []
