"""The mid-term review of Thành đoàn Hà Nội, 2017–2020, as an official document.

The results are the published ones (Thành đoàn Hà Nội, 25/06/2020). The goals, the split over districts and the grades
of proof are examples, and the document says so.
"""

from datetime import date
from decimal import Decimal

from viecthat.documents.model import (
    Annex,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Number,
    OfficialDocument,
    Paragraph,
    ProofBar,
    Signature,
    Table,
)

NOTICE = "Số liệu phân bổ xuống đơn vị và mức xác minh trong báo cáo này là số minh hoạ; số tổng là số đã công bố."

PUBLISHED = {
    "cadres-trained": "86,7\u00a0%",
    "skills-method": "79,6\u00a0%",
    "works": "680",
    "trees": "156.835",
    "ideas": "309.139",
    "advised": "371.893",
    "placed": "20.245",
    "introduced": "25.206",
}

HEADINGS = (
    (1, "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"),
    (2, "1. Công tác giáo dục của Đoàn"),
    (2, "2. Các phong trào hành động cách mạng"),
    (3, "2.1. Phong trào “Thanh niên tình nguyện”"),
    (3, "2.2. Phong trào “Tuổi trẻ sáng tạo”"),
    (2, "3. Các chương trình đồng hành với thanh niên"),
    (2, "4. Xây dựng tổ chức Đoàn, tham gia xây dựng Đảng"),
    (1, "II. HẠN CHẾ VÀ NGUYÊN NHÂN"),
    (1, "III. NHIỆM VỤ TRỌNG TÂM NỬA CUỐI NHIỆM KỲ"),
)
_HEADING = tuple(Heading(level, words) for level, words in HEADINGS)


def _figure(key: str, unit: str = "") -> Figure:
    return Figure(PUBLISHED[key], unit, bookmark=key)


_LEAD_IN = Paragraph(
    "Thực hiện Nghị quyết Đại hội đại biểu toàn quốc Đoàn TNCS Hồ Chí Minh lần thứ XI và Nghị quyết Đại hội đại "
    "biểu Đoàn TNCS Hồ Chí Minh thành phố Hà Nội lần thứ XV, nhiệm kỳ 2017 – 2022, Ban Thường vụ Thành đoàn Hà Nội "
    "báo cáo kết quả nửa đầu nhiệm kỳ như sau:",
)
_EDUCATION = Paragraph(
    (
        "100% cán bộ đoàn, 100% đoàn viên được quán triệt các chỉ thị, nghị quyết của Đảng, của Đoàn; 100% đoàn cấp "
        "xã có mô hình, công trình thanh niên làm theo lời Bác. Hằng năm, ",
        _figure("cadres-trained"),
        " cán bộ Đoàn các cấp được tham gia các lớp đào tạo, bồi dưỡng nâng cao trình độ, kỹ năng và nghiệp vụ công "
        "tác thanh niên; ",
        _figure("skills-method"),
        " đoàn cơ sở trở lên xây dựng và triển khai được các phương thức trang bị kỹ năng xã hội cho thanh thiếu niên.",
    )
)
_VOLUNTEERS = Paragraph(
    (
        "Các cấp bộ đoàn xây dựng được ",
        _figure("works", "công trình thanh niên"),
        " gắn với phát triển kinh tế – xã hội tại địa phương, đơn vị; trồng được ",
        _figure("trees", "cây xanh"),
        " hưởng ứng chương trình “Trồng 1 triệu cây xanh” giai đoạn 2016 – 2020 của thành phố Hà Nội, vượt chỉ tiêu "
        "của cả nhiệm kỳ.",
    )
)
_CREATIVE = Paragraph(
    (
        "Toàn Đoàn có ",
        _figure("ideas", "ý tưởng, sáng tạo"),
        " do đoàn viên, thanh niên đề xuất. Phương thức hoạt động có nhiều đổi mới, gắn sát với nhiệm vụ chính trị của "
        "Thành phố, địa phương, đơn vị và lợi ích chính đáng của thanh thiếu nhi.",
    )
)
_SUPPORT = Bullets(
    (
        ("Tư vấn tuyển sinh, định hướng nghề nghiệp cho ", _figure("advised", "đoàn viên, thanh niên"), ";"),
        (
            "Phối hợp dạy nghề, giới thiệu việc làm cho ",
            _figure("placed", "thanh niên và bộ đội xuất ngũ"),
            ", ưu tiên thanh niên nông thôn, khu công nghiệp, khu chế xuất, thanh niên dân tộc và thanh niên trên địa "
            "bàn dân cư;",
        ),
        "Chủ động tham mưu cơ chế, chính sách, đề án giúp thanh niên lập thân, lập nghiệp.",
    )
)
_ORGANISATION = Paragraph(
    (
        "Giới thiệu được ",
        _figure("introduced", "đoàn viên ưu tú"),
        " cho Đảng xem xét kết nạp. Chất lượng tổ chức cơ sở Đoàn được nâng cao. Bảng 1 nêu kết quả của năm chỉ tiêu "
        "có số lượng lớn nhất và mức chứng thực của từng số liệu.",
    )
)


def _target(
    name: str, unit: str, goal: int, result: int, proof: tuple[int, int, int], verdict: str
) -> tuple[Cell, ...]:
    return (name, unit, Number(goal), Number(result), ProofBar(*proof), verdict)


_TARGET_TABLE = Table(
    caption="Bảng 1. Kết quả nửa nhiệm kỳ so với chỉ tiêu cả nhiệm kỳ",
    columns=(
        Column("Chỉ tiêu", "left", 34),
        Column("Đơn vị", "center", 12),
        Column("Đề ra", "right", 12),
        Column("Kết quả", "right", 12),
        Column("Mức chứng thực", "left", 17),
        Column("Đánh giá", "center", 20),
    ),
    rows=(
        _target("Tư vấn tuyển sinh", "người", 500_000, 371_893, (93_000, 185_000, 93_893), "Đúng tiến độ"),
        _target("Dạy nghề, giới thiệu việc làm", "người", 50_000, 20_245, (8_000, 9_000, 3_245), "Cần đẩy mạnh"),
        _target("Trồng cây xanh", "cây", 50_000, 156_835, (18_821, 42_345, 95_669), "Vượt"),
        _target("Ý tưởng, sáng tạo được đề xuất", "ý tưởng", 500_000, 309_139, (200_000, 109_139, 0), "Đúng tiến độ"),
        _target("Đoàn viên ưu tú giới thiệu cho Đảng", "người", 50_000, 25_206, (0, 0, 25_206), "Có triển vọng"),
    ),
)
_LIMITS = Paragraph(
    "Việc dạy nghề, giới thiệu việc làm cho thanh niên và bộ đội xuất ngũ còn chậm so với thời gian đã qua; một số "
    "đơn vị chưa mở được số liệu đến từng hoạt động. Nguyên nhân chủ quan là việc phối hợp với doanh nghiệp và trung "
    "tâm dịch vụ việc làm ở cơ sở chưa thường xuyên.",
)
_TASKS = Paragraph(
    "Tiếp tục triển khai các nhóm nhiệm vụ và giải pháp đã được xác định trong Nghị quyết Đại hội Đoàn các cấp, phấn "
    "đấu hoàn thành ở mức cao nhất các chỉ tiêu của cả nhiệm kỳ; tập trung nguồn lực, xây dựng tổ chức, đổi mới chương "
    "trình hoạt động, đồng hành với đoàn viên, thanh niên Thủ đô trong học tập, lập thân, lập nghiệp và nâng cao đời "
    "sống văn hóa, tinh thần.",
)
_CLOSING = Paragraph(
    "Trên đây là báo cáo sơ kết giữa nhiệm kỳ của Thành đoàn Hà Nội, trân trọng báo cáo Ban Bí thư Trung ương Đoàn và "
    "Thường trực Thành ủy.",
)

_RATES = Annex(
    "KẾT QUẢ CÁC CHỈ TIÊU NỬA NHIỆM KỲ 2017 – 2022",
    (
        Table(
            columns=(
                Column("TT", "center", 6),
                Column("Nội dung chỉ tiêu", "left", 46),
                Column("Đơn vị tính", "center", 14),
                Column("Kết quả", "right", 14),
                Column("Ghi chú", "left", 20),
            ),
            rows=(
                ("1", "Cán bộ đoàn, đoàn viên được quán triệt nghị quyết", "%", Number(100, 0, "%"), ""),
                ("2", "Đoàn cấp xã có mô hình, công trình làm theo lời Bác", "%", Number(100, 0, "%"), ""),
                ("3", "Cán bộ Đoàn được đào tạo, bồi dưỡng", "%", Number(Decimal("86.7"), unit="%"), "hằng năm"),
                ("4", "Đoàn cơ sở có phương thức trang bị kỹ năng", "%", Number(Decimal("79.6"), unit="%"), ""),
                ("5", "Công trình thanh niên", "công trình", Number(680, bookmark="annex-works"), ""),
            ),
        ),
    ),
)

DISTRICTS = (
    *("Ba Đình", "Bắc Từ Liêm", "Cầu Giấy", "Đống Đa", "Hà Đông", "Hai Bà Trưng", "Hoàn Kiếm", "Hoàng Mai"),
    *("Long Biên", "Nam Từ Liêm", "Tây Hồ", "Thanh Xuân", "Sơn Tây", "Ba Vì", "Chương Mỹ", "Đan Phượng", "Đông Anh"),
    *("Gia Lâm", "Hoài Đức", "Mê Linh", "Mỹ Đức", "Phú Xuyên", "Phúc Thọ", "Quốc Oai", "Sóc Sơn", "Thạch Thất"),
    *("Thanh Oai", "Thanh Trì", "Thường Tín", "Ứng Hòa"),
)


def split(total: int) -> list[int]:
    """An uneven split over the districts that adds up to `total`."""
    parts = [total * (40 + 7 * (place % 5)) // 1700 for place in range(len(DISTRICTS))]
    return [total - sum(parts[1:]), *parts[1:]]


PLACED, TREES, INTRODUCED = split(20_245), split(156_835), split(25_206)


def _district(place: int) -> tuple[Cell, ...]:
    third = PLACED[place] // 3
    return (
        str(place + 1),
        DISTRICTS[place],
        Number(PLACED[place]),
        ProofBar(PLACED[place] - third - third // 2, third, third // 2),
        Number(TREES[place]),
        ProofBar(place, 10, 30 - place),
        Number(INTRODUCED[place]),
        "",
    )


_BY_DISTRICT = Annex(
    "SỐ LIỆU THEO QUẬN, HUYỆN, THỊ XÃ",
    (
        Table(
            columns=(
                Column("TT", "center", 4),
                Column("Quận, huyện, thị đoàn", "left", 20),
                Column("Số lượng", "right", 10, "Dạy nghề, việc làm"),
                Column("Mức chứng thực", "left", 14, "Dạy nghề, việc làm"),
                Column("Số lượng", "right", 10, "Trồng cây xanh"),
                Column("Mức chứng thực", "left", 14, "Trồng cây xanh"),
                Column("Đoàn viên ưu tú giới thiệu cho Đảng", "right", 14),
                Column("Ghi chú", "left", 14),
            ),
            rows=(
                *(_district(place) for place in range(len(DISTRICTS))),
                (
                    "",
                    "Cộng",
                    Number(sum(PLACED)),
                    ProofBar(8_000, 9_000, 3_245),
                    Number(sum(TREES)),
                    ProofBar(18_821, 42_345, 95_669),
                    Number(sum(INTRODUCED)),
                    "",
                ),
            ),
            total_row=True,
        ),
    ),
    landscape=True,
)

HANOI_MID_TERM = OfficialDocument(
    superior="TRUNG ƯƠNG ĐOÀN",
    issuer="THÀNH ĐOÀN HÀ NỘI",
    number="Số:       -BC/TĐTN-VP",
    place="Hà Nội",
    day=date(2020, 6, 25),
    type_name="BÁO CÁO",
    abstract=(
        "Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đoàn toàn quốc",
        "lần thứ XI và Nghị quyết Đại hội Đoàn thành phố Hà Nội lần thứ XV,",
        "nhiệm kỳ 2017 – 2022",
    ),
    body=(
        _LEAD_IN,
        *(_HEADING[0], _HEADING[1], _EDUCATION),
        *(_HEADING[2], _HEADING[3], _VOLUNTEERS, _HEADING[4], _CREATIVE),
        *(_HEADING[5], _SUPPORT),
        *(_HEADING[6], _ORGANISATION, _TARGET_TABLE),
        *(_HEADING[7], _LIMITS),
        *(_HEADING[8], _TASKS),
        _CLOSING,
    ),
    annexes=(_RATES, _BY_DISTRICT),
    signature=Signature("TM. BAN THƯỜNG VỤ THÀNH ĐOÀN", "PHÓ BÍ THƯ", "Nguyễn Văn Mẫu"),
    recipients=(
        "Ban Bí thư Trung ương Đoàn (để báo cáo)",
        "Thường trực Thành ủy (để báo cáo)",
        "Ban Chấp hành Thành đoàn",
        "Các quận, huyện, thị đoàn và đoàn trực thuộc",
        "Lưu VT, VP",
    ),
    notices=(NOTICE,),
)
