# ruff: noqa: E501 - a pattern is read on one line
"""What kind of figure a number is: the first rule that fits, in the order of the conventions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from viecthat.reading.numbers import Number
from viecthat.reading.units import Unit

# What is still to come. The cue must stand before the number, and nothing done between them.
_TO_COME = re.compile(
    r"phấn đấu|(?<!\d )chỉ tiêu(?! thi đua)|mục tiêu|dự kiến|dự định|(?<!\w)sẽ(?!\w)|theo kế hoạch|lên kế hoạch|kế hoạch (?:năm|là|đến|giao|:)|đặt ra|đề ra|"
    r"hướng tới|hướng đến|quyết tâm|tiến tới|nhiệm kỳ tới|năm tới|thời gian tới|giai đoạn tới|"
    r"(?:mỗi|hằng năm|hàng năm)[^.;,]{0,40}(?:ít nhất|tối thiểu)|đăng ký (?:thực hiện|đảm nhận|xây dựng|trồng|hỗ trợ)|chuẩn bị (?:trao|tặng|tổ chức|xây)|đến năm 20[2-9]\d|đến hết năm 20\d\d|"
    r"đến cuối (?:năm|nhiệm kỳ)|yêu cầu|cần (?:có|đạt|hỗ trợ|huy động)|nhằm (?:huy động|hỗ trợ|xây|trồng|đạt)"
)
_DONE = re.compile(
    r"(?<!\w)đã(?!\w)|(?<!\w)bầu(?!\w)|kết quả|đến nay|hiện nay|(?<!\w)hiện(?: tại)? có(?!\w)|hiện có|tính đến|qua đó|năm qua|thời gian qua|trước đó|năm ngoái|năm trước|vừa qua|"
    r"(?:vượt|đạt|hoàn thành|bằng|so với|thực hiện|của)\s(?:\S+\s){0,4}?(?:chỉ tiêu|kế hoạch|mục tiêu)(?: được giao| đề ra| giao| đặt ra)?"
)
_MEASURED_BY_TARGET = re.compile(
    r"^[ )]{0,3}(?:(?:so với|so|của|theo|với|tổng số|tổng|các|số|mức)\s){0,3}(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết|kh|ct|tiêu chí|yêu cầu)(?!\w)"
)
_MEASURED_BEFORE = re.compile(
    r"(?:hoàn thành|thực hiện|vượt|tỷ lệ thực hiện|tiến độ)(?:\s\S+){0,4}?\s(?:chỉ tiêu|kế hoạch|nghị quyết|mục tiêu)[^.;]{0,40}$|vượt\s(?:\S+\s)?$|(?:hoàn thành|thực hiện)\s(?:được\s)?(?:\S+\s)?$"
)
_GROWN = re.compile(r"(?:tăng|giảm|chiếm|cao hơn|thấp hơn|nhiều hơn|ít hơn|lãi suất)(?:\s\S+){0,3}\s?$")
_AWARDED_BEFORE = re.compile(
    r"khen thưởng|tuyên dương|biểu dương|vinh danh|tôn vinh|phong tặng|truy tặng|tặng (?:thưởng|bằng|giấy|kỷ niệm chương|huy hiệu|danh hiệu|huân chương|cờ)|"
    r"trao (?:tặng )?(?:bằng|giấy|kỷ niệm chương|huy hiệu|danh hiệu|cờ|giải|thưởng)|công nhận danh hiệu|danh hiệu|khen tặng|đoạt|đạt giải|nhận bằng khen|được khen"
)
_AWARDED_AFTER = re.compile(
    r"^[^.;\n]{0,90}?(?:được|đã|vinh dự|đạt|nhận)[^.;\n\d]{0,25}(?:khen|tuyên dương|biểu dương|vinh danh|tôn vinh|bằng khen|giấy khen|danh hiệu|kỷ niệm chương|huy hiệu|giải thưởng|phong tặng|truy tặng|trao giải|đạt giải|đoạt giải)"
    r"|^[^.;\n\d]{0,60}?(?:đạt|đoạt|giành)\s(?:\S+\s)?(?:giải|huy chương|danh hiệu)(?!\w)"
)
_AWARD_LIST = re.compile(r"^[^.;\n]{0,12}?(?:xuất sắc|tiêu biểu|có thành tích|điển hình)")
_PRESENT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:dự|tham dự|tới dự|đến dự|về dự|cùng dự|có mặt|tham gia dự)(?!\w)|sự (?:tham dự|có mặt|góp mặt|chứng kiến)|với sự tham dự|chào đón|quy tụ|triệu tập)[^.;\n]{0,90}$"
)
_PRESENT_AFTER = re.compile(
    r"^[^.;\n\d]{0,70}?(?<!\w)(?:dự|tham dự|tới dự|đến dự|về dự|có mặt|dự họp|dự hội nghị|được triệu tập)(?!\w)(?! thi| án| kiến| toán| báo| phòng| trữ)"
)
_JOINED_IN = re.compile(r"tham gia|hưởng ứng|ra quân|góp mặt|tranh tài|thu hút")
_MEETING = re.compile(
    r"hội nghị|đại hội|buổi lễ|lễ ra quân|lễ phát động|lễ kỷ niệm|lễ mít tinh|mít tinh|lễ khai mạc|lễ tuyên dương|lễ trao|lễ hội|hội thi|hội thao|hội diễn|ngày hội|buổi|lớp tập huấn|tập huấn|diễn đàn|tọa đàm|giải bóng|hội trại|hội thảo|lễ khánh thành|đêm|chương trình|cuộc thi|giải chạy|giải"
)
_DATED = re.compile(
    r"(?:^|[\s(-])(?:sáng|chiều|tối|trưa|ngày|hôm nay|vừa qua)\s?[(,]?\s?(?:nay|qua|\d{1,2}\s?[/.-]\s?\d{1,2}|ngày \d)|tại (?:buổi|lễ|hội|chương trình|đại hội|ngày hội|diễn đàn)"
)
_ELECTED = re.compile(r"bầu|bổ sung|đi dự|chỉ định|hiệp thương|quốc hội|hội đồng nhân dân|hđnd|gồm")
_ANNOUNCED = re.compile(r"chỉ tiêu|mục tiêu|phương hướng|nhiệm vụ trọng tâm|dự kiến|phấn đấu")
_ON_BEHALF = re.compile(r"(?:đại diện cho|thay mặt(?: cho)?)\s(?:(?:hơn|gần|khoảng|trên)\s)?$")
_HEADING = 90
_HEADED = re.compile(
    r"^[\s\d.()*ivx+-]{0,12}(?:(?:các|một số|những|danh sách|đăng ký|về)\s){0,3}(?:chỉ tiêu|mục tiêu|phương hướng|nhiệm vụ|dự kiến)"
)
_PRESENT_LIST = re.compile(r"^\s*(?:tham |cùng |đến |về |tới )?dự\s[^.\n]{0,400}$")
_TARGETS = ("chỉ tiêu", "tiêu chí", "nhóm chỉ tiêu")
_JUDGED = re.compile(r"đạt|vượt|hoàn thành|chưa|thực hiện xong")
_SOON_AFTER = re.compile(r"^[^.,;:\n\d]{0,30}?(?<!\w)(?:sẽ|dự kiến)(?!\w)")
_ELECTION = re.compile(r"(?:số phiếu|tín nhiệm|phiếu bầu|tán thành)")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands about a number: its sentence on either side, what earlier lines promised, and whether a meeting is told of."""

    before: str
    after: str
    carried: bool
    told_of_meeting: bool
    delta: bool = False
    inherited: str = ""
    column: str = ""


def kind_of(number: Number, unit: Unit | None, about: Context) -> tuple[str, str]:
    """The kind of a figure and the name of the rule that decided."""
    words, group = (unit.words, unit.group) if unit else ("", "")
    fact = Fact(number, words, group, about)
    for name, kind, holds in _RULES:
        if holds(fact):
            return kind or about.inherited, name
    return "result", "what is left"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its unit and what stands about it."""

    number: Number
    words: str
    group: str
    about: Context

    @property
    def counts_targets(self) -> bool:
        return self.words.startswith(_TARGETS)

    @property
    def is_judged(self) -> bool:
        """Targets that are met or not: "13/15 chỉ tiêu đạt", not "đề ra 12 chỉ tiêu"."""
        near = self.about.before[-40:] + " … " + self.about.after[:40]
        return self.counts_targets and _JUDGED.search(near) is not None

    @property
    def measures_by_target(self) -> bool:
        """A per cent of a plan or a target."""
        if self.group != "share":
            return False
        about, grown = self.about, _GROWN.search(self.about.before) is not None
        if about.column == "ratio_of_targets" or _MEASURED_BY_TARGET.match(about.after):
            return True
        return not grown and (self.number.value > 100 or _MEASURED_BEFORE.search(about.before[-80:]) is not None)


_HONOURED = {"people", "units", "families", "unknown", "works"}
_RULES: tuple[tuple[str, str, Callable[[Fact], bool]], ...] = (
    ("targets judged", "ratio_of_targets", lambda fact: fact.is_judged),
    ("to come", "target", lambda fact: is_to_come(fact.about)),
    ("part of those before", "", lambda fact: bool(fact.about.inherited) and fact.group == "people"),
    ("award counted", "award", lambda fact: fact.group == "awards"),
    ("awarded", "award", lambda fact: fact.group in _HONOURED and not fact.about.delta and _awarded(fact.about)),
    ("present", "headcount_present", lambda fact: fact.group == "people" and _present(fact.words, fact.about)),
    ("targets counted", "ratio_of_targets", lambda fact: fact.counts_targets),
    ("per cent of a target", "ratio_of_targets", lambda fact: fact.measures_by_target),
    ("per cent", "share", lambda fact: fact.group == "share"),
    ("money", "money", lambda fact: fact.group == "money"),
    ("length of a product", "duration", lambda fact: fact.words.startswith(("phút", "giây"))),
)


def is_to_come(about: Context) -> bool:
    """Whether the number is of a plan: the last cue before it is of what is to come, or earlier lines announced it."""
    if about.column:
        return about.column == "target"
    if _SOON_AFTER.match(about.after):
        return True
    to_come = max((found.start() for found in _TO_COME.finditer(about.before)), default=-1)
    done = max((found.end() for found in _DONE.finditer(about.before)), default=-1)
    if to_come >= 0 and to_come >= done:
        return True
    return about.carried and done < 0


def announces(sentence: str) -> bool:
    """Whether a sentence without figures says that targets follow."""
    tail = sentence.rstrip()
    cues = list(_ANNOUNCED.finditer(tail))
    cue = cues[-1] if cues else None
    if cue is None or _DONE.search(tail, max(0, cue.start() - 20)):
        return False
    if tail.endswith((":", "cụ thể", "cụ thể.", "sau", "sau.", "như sau.")):
        return True
    return len(tail) < _HEADING and _HEADED.match(tail) is not None


def ends_announcement(sentence: str) -> bool:
    """Whether a sentence tells of what is done, so that what was announced is over."""
    return _DONE.search(sentence) is not None


def tells_of_meeting(sentence: str) -> bool:
    """Whether a sentence reports a meeting of a day."""
    return _MEETING.search(sentence) is not None and _DATED.search(sentence) is not None


def _awarded(about: Context) -> bool:
    before = about.before
    cue = max((found.end() for found in _AWARDED_BEFORE.finditer(before)), default=-1)
    if cue >= 0 and not re.search(r"(?:sau đó|ngoài ra|bên cạnh đó|thu hút|tham gia|có sự)", before[cue:]):
        return True
    return _AWARDED_AFTER.match(about.after) is not None


def _present(words: str, about: Context) -> bool:
    clause = about.before
    if _ON_BEHALF.search(clause):
        return False
    if words.startswith(("đại biểu", "khách mời")):
        return not _ELECTED.search(clause[-60:])
    if _PRESENT_AFTER.match(about.after) or _PRESENT_BEFORE.search(clause) or _PRESENT_LIST.match(clause):
        return not re.search(r"dự thi|dự án|dự kiến|dự toán|thí sinh", clause[-60:])
    told = about.told_of_meeting or tells_of_meeting(clause)
    near = clause[-60:] + about.after[:60]
    return told and _JOINED_IN.search(near) is not None and _MEETING.search(clause + about.after[:80]) is not None
