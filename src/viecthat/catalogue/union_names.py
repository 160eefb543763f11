"""What the Youth Union calls its unit in an administrative area."""

from __future__ import annotations

from viecthat.catalogue.areas import Area

_FORMS = {
    "tinh": "Tỉnh đoàn {}",
    "thanh_pho_tw": "Thành đoàn {}",
    "quan": "Quận đoàn {}",
    "huyen": "Huyện đoàn {}",
    "thi_xa": "Thị đoàn {}",
    "thanh_pho": "Thành đoàn {}",
    "xa": "Đoàn xã {}",
    "phuong": "Đoàn phường {}",
    "thi_tran": "Đoàn thị trấn {}",
    "dac_khu": "Đoàn đặc khu {}",
}


def union_name(area: Area) -> str:
    """The unit's name at the area's level: "Huyện đoàn Ba Vì", "Đoàn xã Tản Lĩnh"."""
    # The bare name is a man's; the city is never called by it alone.
    name = "Thành phố Hồ Chí Minh" if area.kind == "thanh_pho_tw" and area.name == "Hồ Chí Minh" else area.name
    return _FORMS[area.kind].format(name)
