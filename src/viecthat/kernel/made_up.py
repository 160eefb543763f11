"""What of the shown figures is made up for a demonstration. Whoever shows such figures says so."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag

_SENTENCES = {
    "vi": (
        "Chỉ tổng số nêu trong nguồn là số đã công bố; phần chia theo đơn vị, thời gian và mức chứng thực là minh hoạ.",
        "Trừ số của những bộ dựng trọn: ở đó tổng cũng là minh hoạ.",
        "Mọi số, cả tổng, là minh hoạ, không lấy từ nguồn nào.",
    ),
    "en": (
        "Only totals given by the source are published; their split by unit and time and the grades of proof are made "
        "up.",
        "Except where a whole set is made up: there the totals are, too.",
        "All figures, the totals too, are made up and come from no source.",
    ),
}


class MadeUp(IntFlag):
    """Nothing; the SPLIT over units of totals that were published; or ALL, the totals too. A page may show both."""

    NOTHING = 0
    SPLIT = 1
    ALL = 2

    @classmethod
    def of(cls, *, synthetic: bool, totals_published: bool) -> MadeUp:
        """What is made up of one set of figures."""
        if not synthetic:
            return cls.NOTHING
        return cls.SPLIT if totals_published else cls.ALL

    @classmethod
    def among(cls, parts: Iterable[MadeUp]) -> MadeUp:
        """What is made up of all these together."""
        found = cls.NOTHING
        for part in parts:
            found |= part
        return found

    @property
    def split(self) -> bool:
        """Some totals are published and their split is not."""
        return bool(self & MadeUp.SPLIT)

    @property
    def all(self) -> bool:
        """Some totals are made up as well."""
        return bool(self & MadeUp.ALL)

    def sentences(self, lang: str = "vi") -> tuple[str, ...]:
        """What a document must say of it."""
        split, except_all, everything = _SENTENCES[lang]
        if not self.split:
            return (everything,) if self.all else ()
        return (split, except_all) if self.all else (split,)
