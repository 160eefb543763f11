# ruff: noqa: E501 - a pattern is read on one line
"""The words of the catalogue that figures are read with, and the words of the language that stand about numbers."""

from __future__ import annotations

import re
from functools import cache

from viecthat.catalogue.readers import rows
from viecthat.kernel.names import fold

_LONGEST_PHRASE = 7
# The letters of Vietnamese for classes of signs: by code their capitals and small letters lie mixed.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

# Words that no counted noun begins with: they end the search for a unit.
STOPS = frozenset(
    [
        "trở",
        "đã",
        "được",
        "và",
        "hoặc",
        "hay",
        "là",
        "của",
        "cho",
        "tại",
        "ở",
        "trong",
        "với",
        "so",
        "bằng",
        "để",
        "từ",
        "đến",
        "tới",
        "thì",
        "nên",
        "mà",
        "do",
        "theo",
        "trên",
        "dưới",
        "vào",
        "về",
        "có",
        "tăng",
        "giảm",
        "chiếm",
        "đạt",
        "vượt",
        "ra",
        "khi",
        "sau",
        "trước",
        "nhằm",
        "bị",
        "gồm",
        "cùng",
        "còn",
        "nữa",
        "này",
        "đó",
        "kia",
        "ấy",
        "cả",
        "mỗi",
        "không",
        "chưa",
        "sẽ",
        "đang",
        "cũng",
        "đều",
        "tham",
        "thu",
        "hỗ",
        "trao",
        "tặng",
        "trồng",
        "xây",
        "tổ",
        "tốt",
        "sạch",
        "giỏi",
        "như",
        "nhưng",
        "nếu",
        "vì",
        "bởi",
        "qua",
        "lại",
        "lên",
        "xuống",
        "thuộc",
        "nằm",
        "gần",
        "hơn",
        "khoảng",
        "rồi",
        "thứ",
        "đi",
        "làm",
        "dành",
        "nhất",
        "mới",
        "đầu",
        "cuối",
        "tương",
        "ứng",
        "trị",
        "phát",
        "giúp",
        "vận",
        "thực",
        "hiện",
        "hoàn",
        "thành",
        "duy",
        "quyên",
        "góp",
        "bình",
        "quân",
        "trung",
        "đăng",
        "ký",
        "kết",
        "giới",
        "thiệu",
        "tiếp",
        "tục",
        "phấn",
        "đấu",
        "diễn",
        "chia",
        "trực",
        "gây",
        "nhận",
        "bầu",
        "đứng",
        "xếp",
    ]
)
# Adjectives that end a unit: "cây xanh các loại", "đoàn viên mới".
QUALITIES = frozenset(
    [
        "mới",
        "các",
        "miễn",
        "toàn",
        "xuất",
        "tiêu",
        "chủ",
        "trực",
        "chuyên",
        "nghèo",
        "khó",
        "đặc",
        "hoàn",
        "cấp",
        "loại",
        "nữa",
        "rưỡi",
        "dân",
        "văn",
        "kinh",
        "sạch",
        "đẹp",
        "lớn",
        "nhỏ",
        "cũ",
        "tại",
        "của",
        "cho",
        "là",
        "và",
        "được",
        "đã",
        "với",
    ]
)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern in whose classes ⟨A⟩ stands for the capitals of Vietnamese and ⟨a⟩ for its small letters."""
    return re.compile(pattern.replace("⟨A⟩", UPPER).replace("⟨a⟩", LOWER))


DETERMINERS = r"(?:(?:các|những|số|tổng số|tất cả|toàn bộ|toàn thể)\s){0,2}"

_PHRASES_OF_CUES = (
    "ít nhất, tối thiểu, tối đa, không dưới, không quá, xấp xỉ, nhiệm kỳ, giai đoạn, lần thứ, chỉ tiêu, phấn đấu, mục tiêu, "
    "dự kiến, kế hoạch, hoàn thành, kết quả, khen thưởng, biểu dương, tuyên dương, tổ chức, xây dựng, hỗ trợ, vận động, "
    "tham gia, tham dự, hội nghị, đại hội, trong đó, tổng số, tỷ lệ, so với, cùng kỳ, trị giá, kinh phí, nghị quyết, "
    "quyết định, kết luận, chỉ thị, hướng dẫn, công văn, phần trăm, kết nạp, giới thiệu, thu hút, đã, sẽ, được, đạt, vượt, "
    "hơn, trên, gần, khoảng, ước, nghìn, ngàn, triệu, tỷ, vạn, ngày, tháng, năm, quý, khóa, sáng, chiều, tối, và, của, cho, "
    "các, với, từ, đến, lần, trồng, tặng, trao, có, là, tại, cùng, tập thể, cá nhân, toàn đoàn, năm học"
)
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = re.compile(
    r"(?<!\w)(hon|tren|gan|khoang|uoc|duoc|dat)(?= \d)|(?<=\d)( ?)(ty|ti|trieu|nghin|ngan|van)(?!\w)|(?<=[0-9uyniỷ] )(dong)(?!\w)"
)
_NEAR_MARKS = {
    "hon": "hơn", "tren": "trên", "gan": "gần", "khoang": "khoảng", "uoc": "ước", "duoc": "được", "dat": "đạt",
    "ty": "tỷ", "ti": "tỉ", "trieu": "triệu", "nghin": "nghìn", "ngan": "ngàn", "van": "vạn", "dong": "đồng",
}  # fmt: skip


@cache
def nouns() -> dict[str, str]:
    """The group of every counted noun, by the noun in small letters."""
    known: dict[str, str] = {}
    for row in rows("reading_words"):
        for word in row["words"].split(","):
            known.setdefault(" ".join(word.split()), row["group"])
    return known


@cache
def _longest_by_first() -> dict[str, int]:
    longest: dict[str, int] = {}
    for noun in nouns():
        words = noun.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


_STEP = re.compile(r"\s?(?:,\s)?([^\W\d_]+[23²³]?)")


def noun_at(low: str, at: int) -> tuple[int, str, str] | None:
    """The longest counted noun that begins at a place: its end, the noun, its group. None when none does."""
    first = _STEP.match(low, at)
    if first is None or first.start(1) != at:
        return None
    most = _longest_by_first().get(first[1])
    if most is None:
        return None
    known, best, phrase, end = nouns(), None, "", at
    for _ in range(most):
        step = _STEP.match(low, end)
        if step is None or (phrase and step.start(1) != end + 1):
            break
        phrase = f"{phrase} {step[1]}" if phrase else step[1]
        end = step.end()
        if phrase in known:
            best = (end, phrase, known[phrase])
    return best


def _names_kept() -> list[str]:
    return [row["name"] for row in rows("reading_names")]


@cache
def names() -> re.Pattern[str]:
    """Names and sayings that hold a number."""
    number = r"(?:\d{1,9}(?:[.,]\d{1,3}){0,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    kept = (re.escape(name).replace(r"\{n\}", number).replace(r"\ ", r"\s") for name in _names_kept())
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(kept, key=len, reverse=True)) + r")(?!\w)")


@cache
def _marks() -> dict[str, str]:
    marks: dict[str, str] = {}
    for phrase in (*(part.strip() for part in _PHRASES_OF_CUES.split(",")), *nouns()):
        marks.setdefault(fold(phrase), phrase)
    return marks


def restored(line: str, words: list[re.Match[str]]) -> str:
    """A line without marks with those of the phrases we know, the longest first; same length."""
    marks = _marks()
    signs = list(line)
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            run = words[at : at + count]
            phrase = marks.get(" ".join(word[0] for word in run))
            if phrase is None or len(phrase) != run[-1].end() - run[0].start():
                continue
            signs[run[0].start() : run[-1].end()] = phrase
            at += count
            break
        else:
            at += 1
    return "".join(signs)


def restored_near_numbers(line: str) -> str:
    """A line with the marks of the few words about numbers that somebody left out in a hurry; same length."""
    return _NEAR.sub(_near_marks, line)


def _near_marks(found: re.Match[str]) -> str:
    if found[1]:
        return _NEAR_MARKS[found[1]]
    if found[3]:
        return found[2] + _NEAR_MARKS[found[3]]
    return _NEAR_MARKS[found[4]]
