"""The headings of a review in the Union's standard order, by kind: data, no words of anybody.

Source of the order: reports of provinces and communes and the criteria sets of 2021 – situation, results by work area,
limits with causes and lessons, directions with key tasks, proposals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, override

from viecthat.kernel.numbers import roman
from viecthat.ledger.choices import WorkArea

if TYPE_CHECKING:
    from django.utils.functional import Promise

SITUATION, RESULTS, LIMITS, CAUSES, LESSONS = "situation", "results", "limits", "causes", "lessons"
AFTER, DIRECTIONS, TASKS, PROPOSALS = "after", "directions", "tasks", "proposals"
SHORTCOMINGS = "shortcomings"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `number` as printed before the title, `level` 1 or 2, `hint` what belongs there.

    An area's title is the area's own name. `written`: whether words stand directly under it; others only hold the
    headings below them.
    """

    key: str
    title: str
    title_en: str
    level: int = 1
    area: WorkArea | None = None
    written: bool = True
    hint: str | Promise = ""
    number: str = ""

    def titled(self, lang: str = "vi") -> str:
        """The title in a language."""
        if self.area is not None:
            with override(lang):
                return str(self.area.label)
        return self.title_en if lang == "en" else self.title


_STANDARD: tuple[Heading, ...] = (
    Heading(
        SITUATION,
        "Đặc điểm tình hình",
        "Situation",
        hint=_("Bối cảnh, thuận lợi, khó khăn; tổ chức, đoàn viên, cán bộ."),
    ),
    Heading(RESULTS, "Kết quả thực hiện", "Results", hint=_("Đánh giá chung trước khi vào từng mặt công tác.")),
    *(Heading(f"area.{area.name.lower()}", "", "", 2, area) for area in WorkArea),
    Heading(
        LIMITS,
        "Hạn chế, nguyên nhân, bài học kinh nghiệm",
        "Limits, causes, lessons",
        written=False,
    ),
    Heading(SHORTCOMINGS, "Hạn chế", "Limits", 2, hint=_("Từng hạn chế có người khắc phục ghi ở trang “Hạn chế”.")),
    Heading(CAUSES, "Nguyên nhân", "Causes", 2, hint=_("Khách quan, chủ quan.")),
    Heading(LESSONS, "Bài học kinh nghiệm", "Lessons", 2),
    Heading(AFTER, "Phương hướng, nhiệm vụ trọng tâm kỳ tới", "Directions and key tasks", written=False),
    Heading(DIRECTIONS, "Phương hướng", "Directions", 2),
    Heading(TASKS, "Nhiệm vụ trọng tâm", "Key tasks", 2, hint=_("Lời dẫn; từng nhiệm vụ ghi ở bảng bên dưới.")),
    Heading(PROPOSALS, "Kiến nghị, đề xuất", "Proposals"),
)

# What a kind of review calls otherwise: Vietnamese, English.
_CALLED: dict[str, dict[str, tuple[str, str]]] = {
    "mid_term": {
        RESULTS: ("Kết quả thực hiện Nghị quyết Đại hội", "Carrying out the congress’s resolution"),
        AFTER: ("Phương hướng, nhiệm vụ đến hết nhiệm kỳ", "Directions and key tasks to the end of the term"),
    },
    "term": {
        RESULTS: ("Kết quả thực hiện Nghị quyết Đại hội", "Carrying out the congress’s resolution"),
        AFTER: ("Phương hướng, nhiệm vụ nhiệm kỳ tới", "Directions and key tasks of the next term"),
    },
    "year": {AFTER: ("Phương hướng, nhiệm vụ trọng tâm năm tới", "Directions and key tasks of the next year")},
    "school_year": {
        AFTER: ("Phương hướng, nhiệm vụ trọng tâm năm học tới", "Directions and key tasks of the next school year")
    },
    "thematic": {
        SITUATION: ("Công tác quán triệt, triển khai", "Making the documents known and carrying them out"),
        RESULTS: ("Kết quả thực hiện văn bản", "Results"),
    },
    "campaign": {
        SITUATION: ("Công tác chuẩn bị, chỉ đạo chiến dịch", "Preparing and directing the campaign"),
        RESULTS: ("Kết quả chiến dịch", "Results of the campaign"),
        AFTER: ("Phương hướng, nhiệm vụ mùa chiến dịch tới", "Directions and key tasks of the next campaign"),
    },
    "working": {
        SITUATION: ("Tình hình đơn vị", "The unit’s situation"),
        RESULTS: ("Kết quả thực hiện kế hoạch", "Carrying out the plan"),
        LIMITS: ("Khó khăn, vướng mắc, nguyên nhân", "Difficulties and their causes"),
        SHORTCOMINGS: ("Khó khăn, vướng mắc", "Difficulties"),
        AFTER: ("Nhiệm vụ thời gian tới", "Tasks ahead"),
        PROPOSALS: ("Kiến nghị của đơn vị", "The unit’s proposals"),
    },
}


def headings_of(kind: str) -> tuple[Heading, ...]:
    """The headings of a kind of review in order, numbered I, 1, 2, II; of one nobody named, the standard ones."""
    called = _CALLED.get(kind, {})
    made: list[Heading] = []
    first = second = 0
    for heading in _STANDARD:
        if heading.level == 1:
            first, second = first + 1, 0
        else:
            second += 1
        title, title_en = called.get(heading.key, (heading.title, heading.title_en))
        number = roman(first) if heading.level == 1 else str(second)
        made.append(replace(heading, title=title, title_en=title_en, number=number))
    return tuple(made)


def heading_of(kind: str, key: str) -> Heading | None:
    """One heading of a kind of review."""
    return next((heading for heading in headings_of(kind) if heading.key == key), None)
