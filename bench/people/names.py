"""Made-up names as arrays: full, folded and as a sort key, put together from parts without a loop over people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viecthat.kernel.names import fold, sort_key

Bytes = npt.NDArray[np.bytes_]

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Đào", "Mai", "Trịnh", "Đoàn", "Lâm", "Phùng", "Tạ", "Hà", "Cao", "Thái", "Lương", "Chu", "Nông",
)  # fmt: skip
# The first few families are most of the people.
WEIGHTS = np.array([38, 12, 9.5, 7, 5.1, 5.1, 4.5, 3.9, 3.9, 2.1, 2, 1.4, 1.3, 1.3, 1, *[0.5] * 15])
MIDDLE = (
    "Văn", "Thị", "Hữu", "Đức", "Thanh", "Minh", "Ngọc", "Quốc", "Thuỳ", "Khánh", "Gia", "Bảo", "Xuân", "Hồng", "Kim",
    "Phương", "Thu", "Anh", "Tuấn", "Quang", "Công", "Đình", "Trọng", "Tiến", "Hoài", "Diệu", "Mỹ", "Như", "Tường",
    "Việt", "Thị Thanh", "Thị Ngọc", "Thị Thu", "Văn Minh", "Thị Kim", "Hoàng Minh", "Thị Hồng", "Nguyên", "Trung",
)  # fmt: skip
GIVEN = (
    "An", "Anh", "Ánh", "Bình", "Bảo", "Cường", "Châu", "Chi", "Dũng", "Duy", "Dương", "Đạt", "Đức", "Giang", "Hà",
    "Hải", "Hạnh", "Hằng", "Hậu", "Hiền", "Hiếu", "Hoà", "Hoàng", "Hồng", "Huệ", "Hùng", "Huy", "Hương", "Hường",
    "Khánh", "Khoa", "Khôi", "Khuê", "Kiên", "Lan", "Lâm", "Linh", "Loan", "Long", "Lộc", "Ly", "Mai", "Mạnh", "Minh",
    "My", "Nam", "Nga", "Ngân", "Nghĩa", "Ngọc", "Nguyên", "Nhàn", "Nhi", "Nhung", "Oanh", "Phong", "Phúc", "Phương",
    "Phượng", "Quang", "Quân", "Quyên", "Quỳnh", "Sơn", "Tâm", "Tài", "Thảo", "Thắng", "Thắm", "Thành", "Thịnh",
    "Thoa", "Thu", "Thuỷ", "Thư", "Tiến", "Toàn", "Trang", "Trâm", "Trinh", "Trung", "Tú", "Tuấn", "Tuyết", "Uyên",
    "Vân", "Việt", "Vinh", "Vũ", "Vy", "Xuân", "Yến",
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Three arrays over people, UTF-8."""

    full: Bytes
    folded: Bytes
    keys: Bytes


def draw_names(count: int, chance: np.random.Generator) -> Names:
    """So many names."""
    family = chance.choice(len(FAMILY), count, p=WEIGHTS / WEIGHTS.sum())
    middle, given = chance.integers(0, len(MIDDLE), count), chance.integers(0, len(GIVEN), count)

    def joined(make: object, space: bytes, parts: tuple[tuple[tuple[str, ...], object], ...]) -> Bytes:
        arrays = [np.array([make(word).encode() for word in words])[place] for words, place in parts]  # type: ignore[operator, index]
        found = arrays[0]
        for array in arrays[1:]:
            found = np.strings.add(np.strings.add(found, space), array)
        return found

    in_order = ((FAMILY, family), (MIDDLE, middle), (GIVEN, given))
    by_given = ((GIVEN, given), (FAMILY, family), (MIDDLE, middle))
    return Names(joined(str, b" ", in_order), joined(fold, b" ", in_order), joined(sort_key, b"", by_given))
