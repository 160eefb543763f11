# ruff: noqa: E501 - a pattern is read on one line
"""What looks like a figure and is none: dates, times, terms, numbers of documents, ordinals, ages, names and sayings.

Each rule has a name and masks the signs it covers; a number that begins under the mask is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from viecthat.reading import lexicon
from viecthat.reading.shadow import Shadow

_N = r"\d{1,4}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:19|20)\d{2}"
_OLD_YEAR = r"(?:1[4-9]|20)\d{2}"
_DASH = r"\s?[-–—]\s?"
_LIST = rf"(?:\s{{0,2}}(?:,|-|–|—|và|đến|hoặc|&)\s{{0,2}}(?:ngày\s)?{_DAY}(?:[/.]{_MONTH}(?!\d))?(?![\d.%/]|,\d))"
_NO_NOUN = r"(?!\s(?!(?:và|của|về|ngày|do|tại|được|đã|trong|cho|là|có|theo|khóa|với)(?!\w))[^\W\d])"
_DOCUMENTS = (
    r"nghị quyết|kết luận|chỉ thị|quyết định|nghị định|thông tư|hướng dẫn|kế hoạch|công văn|quy định|thông báo|pháp lệnh"
    r"|luật|đề án|chương trình hành động|chương trình|công điện|tờ trình|văn bản|quy chế|thông báo kết luận|báo cáo|giấy mời"
)
_ORDINAL = r"lần thứ|thứ|hạng|khóa|kỳ họp thứ|năm thứ|top|hạng thứ|đại hội|đại hội lần|lương thứ"
_LABEL = (
    r"lần|bài|điều|khoản|mục|chương|phần|lớp|khối|quận|phường|tổ|tổ dân phố|khu phố|khu|khóm|thôn|ấp|xóm|bản|đội|cụm|số|tập|đợt|vòng"
    r"|tầng|phòng|hẻm|ngõ|ngách|kiệt|trang|bảng|biểu|mẫu|phụ lục|loại|vùng|bậc|quân khu|sư đoàn|trung đoàn|lữ đoàn|binh đoàn"
    r"|quân đoàn|tiểu đoàn|đại đội|trung đội|hải đội|đồn|trạm|km|quốc lộ|tỉnh lộ|đường|cấp|hình|ảnh|câu|kỳ|giai đoạn|bước|tuần"
    r"|trung ương|tiêu chí|nhóm|mốc|phiên|cổng|kênh|ô|lô|công ty|nhà máy|xí nghiệp|bệnh viện|học kỳ|giải|ca|vị trí"
    r"|ki-ốt|tiết"
)
_SPAN = r"năm|tháng|tuần|ngày|quý|thế kỷ|thập kỷ|thập niên|giờ|tiếng|phút|giây|năm học|mùa|đêm|buổi sáng|tiếng đồng hồ"
_COUNTED_SPANS = (
    r"ngày công|ngày hội|ngày đoàn viên|ngày chủ nhật|ngày thứ|ngày hè|ngày lao động|ngày tình nguyện|ngày về|ngày ra quân"
    r"|giờ công|giờ học|giờ dạy|giờ tình nguyện|giờ lao động|giờ bay|đêm nhạc|đêm hội|đêm diễn|đêm giao lưu|đêm văn nghệ"
    r"|đêm lửa trại|tuần lễ|mùa hè xanh|tháng thanh niên|mùa vàng|tiếng hát|tiếng anh"
)
_SAYING = (
    r"tốt|không|sạch|có|nhất|chủ động|sẵn sàng|xung kích|trong 1|trong một|cùng|tại chỗ|rõ|bám|biết|dám|thật|xin|luôn|chống|liên kết"
    r"|trách nhiệm|giỏi|quyết tâm|đảm đang|hơn|đủ|phải|gắn|nêu gương|nâng cao|tăng cường|đẩy mạnh|tự giác|đúng|vững|đồng hành|đi đầu|đột phá"
)
_NAMING = (
    r"phong trào|phong trào thi đua|chương trình|chiến dịch|đề án|dự án|mô hình|cuộc vận động|cuộc thi|hội thi|công trình|danh hiệu|phần việc|chủ đề"
    r"|khẩu hiệu|thông điệp|phương châm|giải thưởng|câu lạc bộ|clb|diễn đàn|ngày hội|đợt|hoạt động|hành trình|tọa đàm|bộ phim|cuốn sách|chuyên mục|quỹ"
    r"|chuyên đề|hội trại|liên hoan|thi đua|cuộc|tên gọi|tên|gọi là|tinh thần|nguyên tắc|tiêu chuẩn|gameshow|sân chơi|mang tên|nội dung|ngày|tháng|tết|tuần lễ|phiên chợ|chợ|gian hàng|siêu thị|kế hoạch|hưởng ứng|học tập|thực hiện|lời dạy|chuỗi|giải"
)
_QUOTED = re.compile(r"[“\"«]([^“”\"«»\n]{1,160})[”\"»]")
_NAMED_BEFORE = re.compile(rf"(?<!\w)(?:{_NAMING})(?:\s(?:mang tên|có tên|với chủ đề|cấp \w+|\w+))?\s?:?\s?$")
_TOLD_BEFORE = re.compile(
    r"(?:chỉ tiêu|cho biết|nói|khẳng định|nhấn mạnh|chia sẻ|cho hay|cho rằng|mục tiêu|kết quả|gồm|:)\s?:?\s?$"
)
_LONG_QUOTE = 12
_ROMAN_AFTER = re.compile(r"\s[ivx]+(?!\w)")
_CAPITALISED = lexicon.compiled(r"\s[⟨A⟩][⟨a⟩]")
_RULES: tuple[tuple[str, re.Pattern[str], Callable[[Shadow, re.Match[str]], bool] | None], ...]


def masks(shadow: Shadow) -> Iterator[tuple[str, int, int]]:
    """Every stretch that holds no figure: the rule's name, start and end."""
    for name, pattern, unless in _RULES:
        text = shadow.cased if name in _CASED else shadow.low
        for found in pattern.finditer(text):
            if unless is None or not unless(shadow, found):
                yield name, found.start(), found.end()
    for found in lexicon.names().finditer(shadow.low):
        yield "name", found.start(), found.end()
    yield from _quoted_names(shadow)


def _quoted_names(shadow: Shadow) -> Iterator[tuple[str, int, int]]:
    for found in _QUOTED.finditer(shadow.cased):
        inside = found[1]
        if not any(sign.isdigit() for sign in inside):
            continue
        before = shadow.low[max(0, found.start() - 40) : found.start()]
        words = len(inside.split())
        if _NAMED_BEFORE.search(before) and words < 2 * _LONG_QUOTE:
            named = True
        elif words >= _LONG_QUOTE or _TOLD_BEFORE.search(before):
            named = False
        else:
            named = not inside.strip()[:1].islower() and not re.match(r"\s?\d{1,3}\.\d{3}", inside)
        if named:
            yield "quoted name", found.start(), found.end()


def _counted(shadow: Shadow, found: re.Match[str]) -> bool:
    """Whether something counted stands after the number, and not the name of a place or a body."""
    noun = _noun_after(shadow, found.end())
    if noun and noun[1] in {"khóa", "kỳ"} and _ROMAN_AFTER.match(shadow.low, noun[0]):
        return False
    return noun is not None and not (noun[2] == "units" and _CAPITALISED.match(shadow.cased, noun[0]))


def _noun_after(shadow: Shadow, at: int) -> tuple[int, str, str] | None:
    if shadow.low[at : at + 1] == "%":
        return at + 1, "%", "share"
    if shadow.low[at : at + 1] == " ":
        return lexicon.noun_at(shadow.low, at + 1)
    return lexicon.noun_at(shadow.low, at)


def _each(shadow: Shadow, found: re.Match[str]) -> bool:
    """Whether the word is "each day", after which a number is an amount, or something counted follows."""
    before = shadow.low[max(0, found.start() - 8) : found.start()]
    return before.endswith(("mỗi ", "một ", "hàng ", "hằng ", "1 ", "trong ", "số ", "dài ")) and _counted(
        shadow, found
    )


def _labels_nothing(shadow: Shadow, found: re.Match[str]) -> bool:
    """Whether the word before is no label of the number: "tổng số 12", "đội 5 người"."""
    before = shadow.low[max(0, found.start() - 10) : found.start()]
    if found["label"] == "số" and before.endswith(("tổng ", "trong ", "con ", "đa ", "một ")):
        return True
    if found["label"] == "lần" and before.endswith(("gấp ", "tăng ")):
        return True
    tail = shadow.low[found.end() : found.end() + 2]
    if tail[:1] == "%" or tail == " %" or re.match(r"[.,/]\d", tail):
        return True
    return (
        _counted(shadow, found)
        or re.match(r"\s(?:triệu|nghìn|ngàn|tỷ|tỉ|vạn)\b", shadow.low[found.end() :][:8]) is not None
    )


def _counts_something(shadow: Shadow, found: re.Match[str]) -> bool:
    """Whether a document's word is followed by an amount, not by its number: "quyết định 12 trường hợp"."""
    return not found["said"] and (
        _counted(shadow, found)
        or re.match(r"\s(?:triệu|nghìn|ngàn|tỷ|tỉ|vạn|năm|tháng)\b|[.,]\d", shadow.low[found.end() :][:8]) is not None
    )


def _is_counted_span(shadow: Shadow, found: re.Match[str]) -> bool:
    if _COUNTED_SPAN.match(shadow.low, found.start("span")):
        return True
    if found["span"] == "năm" and re.match(r"\s(?:gương|cá nhân|tập thể)", shadow.low[found.end() :][:10]):
        return True
    return _LENGTH_BEFORE.search(shadow.low[max(0, found.start() - 40) : found.start()]) is not None


def _of_ages(shadow: Shadow, found: re.Match[str]) -> bool:
    before = shadow.low[max(0, found.start() - 40) : found.start()]
    return "bình quân" in before or "trung bình" in before


def _proportion(shadow: Shadow, found: re.Match[str]) -> bool:
    """Whether d/m is n of N: nothing dated before, n not over N, and something counted after or a verb before."""
    first, second = int(found[1]), int(found[2])
    if first > second:
        return (
            bool(_noun_after(shadow, found.end()))
            and _ACHIEVED.search(shadow.low[max(0, found.start() - 20) : found.start()]) is not None
        )
    if _counted(shadow, found):
        return True
    return _ACHIEVED.search(shadow.low[max(0, found.start() - 20) : found.start()]) is not None


def _counted_in(shadow: Shadow, found: re.Match[str]) -> bool:
    digits = re.search(r"\d{1,4}[A-Za-z]?\s", shadow.low[found.start() : found.end()])
    return digits is not None and lexicon.noun_at(shadow.low, found.start() + digits.end()) is not None


_SPELT_BEFORE = re.compile(r"(?<!\w)(?:một|hai|ba|bốn|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm)\s?$")
_COUNTED_SPAN = re.compile(rf"(?:{_COUNTED_SPANS})(?!\w)")
_LENGTH_BEFORE = re.compile(r"(?:dài|thời lượng|kéo dài|phim|video|clip)\s(?:\w+\s){0,2}$")
_ACHIEVED = re.compile(r"(?:đạt|có|với|được|thực hiện|hoàn thành|là|chiếm|tổng số|:)\s$")
_CASED = {"document code", "numbered heading", "address"}
_RULES = (
    ("address of the web", re.compile(r"(?:https?://|www\.)\S{1,400}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}"), None),
    (
        "phone",
        re.compile(
            r"(?<![\d.,])(?:\+84|\(?0\d{1,3}\)?)[ .-]?\d{3,4}[ .-]?\d{3,4}(?:[ .-]?\d{2,4})?(?![\d.,]\d)|1[89]00[ .]?\d{4,6}"
        ),
        None,
    ),
    (
        "document code",
        re.compile(
            r"(?<![\w.,])\d{1,6}[a-zA-Z]?\s?[/-]\s?(?:\d{4}\s?[/-]\s?)?(?!KH\s?:?\s?\d)[A-ZĐ]{2}[\wĐđ]{0,12}(?:\s?[/-]\s?[A-ZĐ][\wĐđ]{0,12}){0,5}"
            r"|(?<![\w.,])\d{1,6}\s?[/-]\s?(?:\d{4}\s?[/-]\s?)?[A-ZĐ]\w{0,6}\s?[/-]\s?[A-ZĐ][\wĐđ-]{1,20}"
        ),
        None,
    ),
    (
        "document number",
        re.compile(
            rf"(?<!\w)(?:{_DOCUMENTS})\s(?:liên tịch\s)?(?P<said>số\s?:?\s?)?\d{{1,5}}(?![\d%])(?:\s?(?:,|và|&)\s?\d{{1,3}}(?![\d%]|[.,]\d){_NO_NOUN}){{0,9}}"
        ),
        _counts_something,
    ),
    (
        "full date",
        re.compile(
            rf"(?<!\d)(?:{_DAY}(?:[/.-]{_MONTH})?\s{{0,2}}(?:[-–,]|và|đến)\s{{0,2}}(?:ngày\s)?){{0,3}}{_DAY}\s?([/.-])\s?{_MONTH}\s?\1\s?(?:{_OLD_YEAR}|\d{{2}})(?!\d)"
        ),
        None,
    ),
    ("month of a year", re.compile(rf"(?<![\d.,]){_MONTH}\s?[/.-]\s?{_YEAR}(?!\d)"), None),
    (
        "day",
        re.compile(
            rf"(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|qua|nay)(?:\s(?:ngày|nay|qua|mai))?\s?[(,]?\s?(?:ngày\s)?{_DAY}\s?[/.-]\s?{_MONTH}(?![\d%]|[.,]\d){_LIST}{{0,4}}"
        ),
        None,
    ),
    (
        "days before a date",
        re.compile(
            rf"(?<!\w)(?:ngày|từ|sáng|chiều)\s{_DAY}{_LIST}{{0,4}}\s?[-–]\s?{_DAY}\s?[/.]\s?{_MONTH}(?![\d%]|[.,]\d)|(?<!\w)(?:ngày|từ)\s{_DAY}{_LIST}{{1,4}}/{_MONTH}(?!\d)"
        ),
        None,
    ),
    (
        "day alone",
        re.compile(rf"(?<!\w)(?:ngày|mùng|mồng|hôm)\s{_DAY}(?![\d%/]|[.,]\d){_LIST}{{0,4}}(?:\stháng\s{_MONTH})?"),
        _each,
    ),
    (
        "day in brackets",
        re.compile(rf"\((?:sáng\s|chiều\s|tối\s|ngày\s)?{_DAY}[/.-]{_MONTH}(?:\s?[-–]\s?{_DAY}[/.-]{_MONTH})?\)"),
        None,
    ),
    (
        "two days",
        re.compile(
            rf"(?<![\d.,/]){_DAY}([/.-]){_MONTH}\s?(?:[-–]|đến|tới|và|đến ngày)\s?(?:ngày\s)?{_DAY}\1{_MONTH}(?![\d%]|[.,/]\d)"
        ),
        None,
    ),
    ("day and month", re.compile(r"(?<![\d.,/])(0?[1-9]|[12]\d|3[01])/(1[0-2]|0?[1-9])(?![\d%]|[.,/]\d)"), _proportion),
    (
        "month",
        re.compile(
            rf"(?<!\w)tháng\s{_MONTH}(?![\d%]|[.,]\d)(?:\s?(?:,|và|-|–|đến|đến tháng)\s?{_MONTH}(?![\d%]|[.,]\d){_NO_NOUN}){{0,9}}"
        ),
        _each,
    ),
    ("quarter", re.compile(rf"(?<!\w)quý\s[1-4](?!\d)(?:\s?[/-]\s?{_YEAR})?"), None),
    (
        "years",
        re.compile(
            rf"(?<![\d.,]){_YEAR}\s?(?:[-–—/]|và|đến|,)\s?(?:năm\s)?{_YEAR}(?!\d)(?:\s?(?:,|và)\s?{_YEAR}(?!\d)){{0,5}}|(?<!\w)(?:năm|năm học|hè|xuân|tết|mùa|vụ|từ|đến|trước|sau|giai đoạn|nhiệm kỳ|khóa|quý|tháng|tới|seagames|world cup|mùa thi)\s{_YEAR}(?![\d.%]|,\d)(?:\s?[-–]\s?\d{{2}}(?!\d))?"
        ),
        None,
    ),
    (
        "time",
        re.compile(
            r"(?<![\d.,])\d{1,2}:\d{2}(?::\d{2})?(?!\d)|(?<![\d.,/])(?:[01]?\d|2[0-4])\s?(?:giờ|h|g)\s?(?:[0-5]?\d(?:\s?(?:phút|p|'))?)?(?![\w])(?!\s(?:công|học|dạy|tình|lao|bay))"
        ),
        None,
    ),
    ("all day", re.compile(r"(?<!\d)24/(?:24\s?(?:h|giờ|/7|(?=[.,;]))|7(?!\d))"), None),
    (
        "span of time",
        re.compile(rf"(?<![\d.,])\d{{1,4}}(?:,\d)?(?:(?:{_DASH}|\sđến\s)\d{{1,4}})?\s?(?P<span>{_SPAN})(?!\w)"),
        _is_counted_span,
    ),
    (
        "age",
        re.compile(
            r"\d{1,3}(?:,\d{1,2})?(?:(?:\s?[-–]\s?|\sđến\s(?:dưới\s)?)\d{1,3}(?:,\d{1,2})?)?\s?tuổi|(?<!\w)tuổi\s(?:từ\s)?\d{1,3}(?:(?:\s?-\s?|\sđến\s)\d{1,3})?"
        ),
        _of_ages,
    ),
    (
        "ordinal",
        re.compile(
            rf"(?<!\w)(?:{_ORDINAL})\s(?:số\s)?(?:\d{{1,3}}(?![\d%]|[.,]\d)|(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w))(?!\s(?:giải|cá nhân|tập thể|đồng chí|người|triệu|tỷ))"
        ),
        None,
    ),
    (
        "label",
        re.compile(
            rf"(?<!\w)(?P<label>{_LABEL})\s(?:số\s|thứ\s)?{_N}(?:[a-h](?!\w))?(?![\d%]|[.,]\d)(?:\s?(?:,|và)\s?\d{{1,3}}(?![\d%]|[.,]\d){_NO_NOUN}){{0,9}}"
        ),
        _labels_nothing,
    ),
    ("a number's sign", re.compile(r"(?<!\w)số\s?:\s?\d{1,5}(?=\s?[-/]|\s?$)"), None),
    (
        "numbered line",
        re.compile(r"(?m)^\s{0,8}(?:[-+*•–]\s?)?\(?\d{1,2}(?:\.\d{1,2}){0,3}\s?[.)/](?=\s|[^\W\d])"),
        None,
    ),
    (
        "numbered heading",
        lexicon.compiled(
            r"(?m)^\s{0,8}\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?\s(?=[⟨A⟩])|(?<=[.:;] )\d{1,2}\.\s(?=[⟨A⟩])|(?<=[:;,.] )\d{1,2}\)\s"
        ),
        None,
    ),
    (
        "number in brackets",
        re.compile(r"\(\d{1,2}\)(?=\s)"),
        lambda shadow, found: _SPELT_BEFORE.search(shadow.low[max(0, found.start() - 8) : found.start()]) is not None,
    ),
    (
        "counter",
        re.compile(r"(?:lượt xem|lượt đọc|đã xem|xem|bình luận|lượt thích|chia sẻ)\s?[:(]\s?\d[\d.,]{0,15}"),
        None,
    ),
    ("lines of a counter", re.compile(r"(?m)^[^\n]{0,40}\d{4} {1,40}(?P<seen>\d[\d.]{0,12}) {0,40}$"), None),
    ("line of digits", re.compile(r"(?m)^ {0,9}\d[\d ]{0,60}$"), None),
    ("version", re.compile(r"(?<![\d.,])[2-5]\.0(?![\d%])"), None),
    ("saying", re.compile(rf"(?<![\d.,/])(?:\d|1[0-2])\s(?:{_SAYING})(?![\w])(?!\s(?:trên|dưới|đạt))"), None),
    (
        "joined letters",
        re.compile(r"[^\W\d_]-?\d[\w-]{0,40}"),
        None,
    ),
    (
        "address",
        lexicon.compiled(r"(?:số|Số|[Tt]ại|địa chỉ:?|,)\s\d{1,4}[A-Z]?\s(?:đường\s|phố\s)?[⟨A⟩][⟨a⟩]+\s[⟨A⟩][⟨a⟩]+"),
        _counted_in,
    ),
    (
        "half and thirds",
        re.compile(r"(?<![\d.,/])[123]/[2345](?![\d/]|[.,]\d)\s(?:số|tổng|thời gian|diện tích|dân số|chặng|quãng)"),
        None,
    ),
)
