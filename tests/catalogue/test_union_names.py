from datetime import date

import pytest

from viecthat.catalogue.areas import Area, areas, areas_on
from viecthat.catalogue.union_names import union_name

EARLY_2025 = date(2025, 6, 30)
SINCE_JULY_2025 = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("01", EARLY_2025, "Thành đoàn Hà Nội"),
        ("79", SINCE_JULY_2025, "Thành đoàn Thành phố Hồ Chí Minh"),
        ("cu-10", EARLY_2025, "Tỉnh đoàn Lào Cai"),
        ("15", SINCE_JULY_2025, "Tỉnh đoàn Lào Cai"),
        ("46", date(2018, 6, 30), "Tỉnh đoàn Thừa Thiên Huế"),
        ("46", EARLY_2025, "Thành đoàn Huế"),
        ("cu-268", EARLY_2025, "Quận đoàn Hà Đông"),
        ("cu-760", EARLY_2025, "Quận đoàn 1"),
        ("cu-271", EARLY_2025, "Huyện đoàn Ba Vì"),
        ("cu-269", EARLY_2025, "Thị đoàn Sơn Tây"),
        ("cu-227", EARLY_2025, "Thành đoàn Việt Trì"),
        ("cu-769", EARLY_2025, "Thành đoàn Thủ Đức"),
        ("cu-09619", EARLY_2025, "Đoàn thị trấn Tây Đằng"),
        ("09694", SINCE_JULY_2025, "Đoàn xã Suối Hai"),
        ("00004", SINCE_JULY_2025, "Đoàn phường Ba Đình"),
        ("26732", SINCE_JULY_2025, "Đoàn đặc khu Côn Đảo"),
    ],
)
def test_the_union_names_its_unit_after_kind_and_name(code: str, day: date, name: str) -> None:
    assert union_name(areas_on(day)[code]) == name


def test_a_ward_named_by_a_number() -> None:
    ward = Area(code="x", kind="phuong", name="1", parent="y", start=EARLY_2025, end=None)
    assert union_name(ward) == "Đoàn phường 1"


def test_every_area_has_a_name_in_the_union() -> None:
    assert all(union_name(area).endswith(area.name) for area in areas())
