"""The mid-term review of Thành đoàn Hà Nội, 2017–2020, as an official document.

The ten results are the published ones (Thành đoàn Hà Nội, 25/06/2020). The goals, the split over districts and the
grades of proof are examples and the document says so; the branch names are those of real districts.
"""

from datetime import date
from decimal import Decimal

from viecthat.documents.model import (
    Annex,
    Bullets,
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
    "advised": "371.893",
    "placed": "20.245",
    "works": "680",
    "trees": "156.835",
    "ideas": "309.139",
    "introduced": "25.206",
    "cadres-trained": "86,7 %",
    "skills-method": "79,6 %",
}


def figure(key: str, unit: str = "") -> Figure:
    return Figure(PUBLISHED[key].replace(" ", "\u00a0"), unit, bookmark=key)


_BODY = (
    Paragraph((
        "Thực hiện Nghị quyết Đại hội đại biểu toàn quốc Đoàn TNCS Hồ Chí Minh lần thứ XI và Nghị quyết Đại hội đại "
        "biểu Đoàn TNCS Hồ Chí Minh thành phố Hà Nội lần thứ XV, nhiệm kỳ 2017 – 2022, Ban Thường vụ Thành đoàn Hà Nội "
        "báo cáo kết quả nửa đầu nhiệm kỳ như sau:",
    )),
    Heading(1, "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"),
    Heading(2, "1. Công tác giáo dục của Đoàn"),
    Paragraph((
        "100% cán bộ đoàn, 100% đoàn viên được quán triệt các chỉ thị, nghị quyết của Đảng, của Đoàn; 100% đoàn cấp xã "
        "có mô hình, công trình thanh niên làm theo lời Bác. Hằng năm, ",
        figure("cadres-trained"),
        " cán bộ Đoàn các cấp được tham gia các lớp đào tạo, bồi dưỡng nâng cao trình độ, kỹ năng và nghiệp vụ công "
        "tác thanh niên; ",
        figure("skills-method"),
        " đoàn cơ sở trở lên xây dựng và triển khai được các phương thức trang bị kỹ năng xã hội cho thanh thiếu niên.",
    )),
    Heading(2, "2. Các phong trào hành động cách mạng"),
    Heading(3, "2.1. Phong trào “Thanh niên tình nguyện”"),
    Paragraph((
        "Các cấp bộ đoàn xây dựng được ",
        figure("works", "công trình thanh niên"),
        " gắn với phát triển kinh tế – xã hội tại địa phương, đơn vị; trồng được ",
        figure("trees", "cây xanh"),
        " hưởng ứng chương trình “Trồng 1 triệu cây xanh” giai đoạn 2016 – 2020 của thành phố Hà Nội, vượt chỉ tiêu "
        "50.000 cây của cả nhiệm kỳ.",
    )),
    Heading(3, "2.2. Phong trào “Tuổi trẻ sáng tạo”"),
    Paragraph((
        "Toàn Đoàn có ",
        figure("ideas", "ý tưởng, sáng tạo"),
        " do đoàn viên, thanh niên đề xuất. Phương thức hoạt động có nhiều đổi mới, gắn sát với nhiệm vụ chính trị của "
        "Thành phố, địa phương, đơn vị và lợi ích chính đáng của thanh thiếu nhi.",
    )),
    Heading(2, "3. Các chương trình đồng hành với thanh niên"),
    Bullets((
        ("Tư vấn tuyển sinh, định hướng nghề nghiệp cho ", figure("advised", "đoàn viên, thanh niên"), ";"),
        (
            "Phối hợp dạy nghề, giới thiệu việc làm cho ",
            figure("placed", "thanh niên và bộ đội xuất ngũ"),
            ", ưu tiên thanh niên nông thôn, khu công nghiệp, khu chế xuất, thanh niên dân tộc và thanh niên trên địa "
            "bàn dân cư;",
        ),
        "Chủ động tham mưu cơ chế, chính sách, đề án giúp thanh niên lập thân, lập nghiệp.",
    )),
    Heading(2, "4. Xây dựng tổ chức Đoàn, tham gia xây dựng Đảng"),
    Paragraph((
        "Giới thiệu được ",
        figure("introduced", "đoàn viên ưu tú"),
        " cho Đảng xem xét kết nạp. Chất lượng tổ chức cơ sở Đoàn được nâng cao. Bảng 1 nêu kết quả của năm chỉ tiêu "
        "có số lượng lớn nhất và mức chứng thực của từng số liệu.",
    )),
    Table(
        caption="Bảng 1. Kết quả nửa nhiệm kỳ so với chỉ tiêu cả nhiệm kỳ",
        columns=(
            Column("TT", "center", 6),
            Column("Chỉ tiêu", "left", 28),
            Column("Đơn vị", "center", 12),
            Column("Đề ra", "right", 12),
            Column("Kết quả", "right", 12),
            Column("Mức chứng thực", "left", 17),
            Column("Đánh giá", "center", 18),
        ),
        rows=(
            ("1", "Tư vấn tuyển sinh, hướng nghiệp", "người", Number(500_000), Number(371_893),
             ProofBar(93_000, 185_000, 93_893), "Đúng tiến độ"),
            ("2", "Dạy nghề, giới thiệu việc làm", "người", Number(50_000), Number(20_245),
             ProofBar(8_000, 9_000, 3_245), "Cần đẩy mạnh"),
            ("3", "Trồng cây xanh", "cây", Number(50_000), Number(156_835),
             ProofBar(18_821, 42_345, 95_669), "Vượt"),
            ("4", "Ý tưởng, sáng tạo được đề xuất", "ý tưởng", Number(500_000), Number(309_139),
             ProofBar(200_000, 109_139, 0), "Đúng tiến độ"),
            ("5", "Đoàn viên ưu tú giới thiệu cho Đảng", "người", Number(50_000), Number(25_206),
             ProofBar(0, 0, 25_206), "Có triển vọng"),
        ),
    ),
    Heading(1, "II. HẠN CHẾ VÀ NGUYÊN NHÂN"),
    Paragraph((
        "Việc dạy nghề, giới thiệu việc làm cho thanh niên và bộ đội xuất ngũ còn chậm so với thời gian đã qua; một số "
        "đơn vị chưa mở được số liệu đến từng hoạt động. Nguyên nhân chủ quan là việc phối hợp với doanh nghiệp và "
        "trung tâm dịch vụ việc làm ở cơ sở chưa thường xuyên.",
    )),
    Heading(1, "III. NHIỆM VỤ TRỌNG TÂM NỬA CUỐI NHIỆM KỲ"),
    Paragraph((
        "Tiếp tục triển khai các nhóm nhiệm vụ và giải pháp đã được xác định trong Nghị quyết Đại hội Đoàn các cấp, "
        "phấn đấu hoàn thành ở mức cao nhất các chỉ tiêu của cả nhiệm kỳ; tập trung nguồn lực, xây dựng tổ chức, đổi "
        "mới chương trình hoạt động, đồng hành với đoàn viên, thanh niên Thủ đô trong học tập, lập thân, lập nghiệp "
        "và nâng cao đời sống văn hóa, tinh thần.",
    )),
    Paragraph((
        "Trên đây là báo cáo sơ kết giữa nhiệm kỳ của Thành đoàn Hà Nội, trân trọng báo cáo Ban Bí thư Trung ương Đoàn "
        "và Thường trực Thành ủy.",
    )),
)

_DISTRICTS = (
    "Ba Đình", "Bắc Từ Liêm", "Cầu Giấy", "Đống Đa", "Hà Đông", "Hai Bà Trưng", "Hoàn Kiếm", "Hoàng Mai", "Long Biên",
    "Nam Từ Liêm", "Tây Hồ", "Thanh Xuân", "Sơn Tây", "Ba Vì", "Chương Mỹ", "Đan Phượng", "Đông Anh", "Gia Lâm",
    "Hoài Đức", "Mê Linh", "Mỹ Đức", "Phú Xuyên", "Phúc Thọ", "Quốc Oai", "Sóc Sơn", "Thạch Thất", "Thanh Oai",
    "Thanh Trì", "Thường Tín", "Ứng Hòa",
)


def _split(total: int) -> list[int]:
    parts = [total * (40 + 7 * (place % 5)) // 1700 for place in range(len(_DISTRICTS))]
    return [total - sum(parts[1:]), *parts[1:]]


_PLACED, _TREES, _INTRODUCED = _split(20_245), _split(156_835), _split(25_206)

_TARGETS = Annex(
    "KẾT QUẢ CÁC CHỈ TIÊU NỬA NHIỆM KỲ 2017 – 2022",
    (
        Table(
            columns=(
                Column("TT", "center", 6),
                Column("Nội dung chỉ tiêu", "left", 46),
                Column("Đơn vị tính", "center", 14),
                Column("Kết quả", "right", 15),
                Column("Ghi chú", "left", 20),
            ),
            rows=(
                ("1", "Cán bộ đoàn, đoàn viên được quán triệt các chỉ thị, nghị quyết", "%",
                 Number(100, 0, "%"), ""),
                ("2", "Đoàn cấp xã có mô hình, công trình làm theo lời Bác", "%", Number(100, 0, "%"), ""),
                ("3", "Cán bộ Đoàn các cấp được đào tạo, bồi dưỡng hằng năm", "%",
                 Number(Decimal("86.7"), 1, "%"), "tính theo năm"),
                ("4", "Đoàn cơ sở trở lên có phương thức trang bị kỹ năng xã hội", "%",
                 Number(Decimal("79.6"), 1, "%"), ""),
                ("5", "Công trình thanh niên", "công trình", Number(680, bookmark="annex-works"), ""),
            ),
        ),
    ),
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
                *(
                    (
                        str(place + 1), name,
                        Number(_PLACED[place]), ProofBar(_PLACED[place] // 4, _PLACED[place] // 3, _PLACED[place] // 3),
                        Number(_TREES[place]), ProofBar(place, 10, 30 - place),
                        Number(_INTRODUCED[place]), "",
                    )
                    for place, name in enumerate(_DISTRICTS)
                ),
                ("", "Cộng", Number(20_245), ProofBar(1, 1, 1), Number(156_835), ProofBar(18_821, 42_345, 95_669),
                 Number(25_206), ""),
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
    body=_BODY,
    annexes=(_TARGETS, _BY_DISTRICT),
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
