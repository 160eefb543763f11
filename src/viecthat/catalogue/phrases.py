"""How a report says an indicator's figure: verb, what is counted, what follows. Others are said by their name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """`before` 156.835 `many` `after`; `one` is for a single one where the language tells them apart.

    Without `many` the figure is followed by its own unit of measure (529 tỷ đồng).
    """

    before: str
    many: str = ""
    after: str = ""
    one: str = ""


VI: dict[str, Phrase] = {
    "uncle_ho_models": Phrase("xây dựng được", "mô hình, công trình", "làm theo lời Bác"),
    "youth_works": Phrase("xây dựng được", "công trình thanh niên"),
    "trees_planted": Phrase("trồng được", "cây xanh"),
    "ideas_proposed": Phrase("có", "ý tưởng, sáng tạo", "do đoàn viên, thanh niên đề xuất"),
    "career_advised": Phrase("tư vấn tuyển sinh, định hướng nghề nghiệp cho", "đoàn viên, thanh niên"),
    "trained_or_placed": Phrase("dạy nghề, giới thiệu việc làm cho", "thanh niên và bộ đội xuất ngũ"),
    "loans_outstanding": Phrase("có", "", "vốn vay hỗ trợ thanh niên phát triển kinh tế"),
    "startup_projects": Phrase("hỗ trợ", "dự án khởi nghiệp"),
    "needy_children_helped": Phrase("giúp đỡ", "thiếu nhi", "có hoàn cảnh khó khăn"),
    "swimming_learners": Phrase("dạy bơi cho", "thiếu nhi"),
    "members_admitted": Phrase("kết nạp", "đoàn viên mới"),
    "outstanding_introduced": Phrase("giới thiệu", "đoàn viên ưu tú", "cho Đảng xem xét kết nạp"),
    "outstanding_admitted": Phrase("có", "đoàn viên ưu tú", "được kết nạp vào Đảng"),
    "private_firm_organisations": Phrase("thành lập", "tổ chức Đoàn, Hội", "trong doanh nghiệp ngoài nhà nước"),
}
EN: dict[str, Phrase] = {
    "uncle_ho_models": Phrase("made", "models and works", "following Uncle Hồ’s words", "model or work"),
    "youth_works": Phrase("built", "youth works", one="youth work"),
    "trees_planted": Phrase("planted", "trees", one="tree"),
    "ideas_proposed": Phrase("received", "ideas", "from members and young people", "idea"),
    "career_advised": Phrase("gave career advice to", "young people", one="young person"),
    "trained_or_placed": Phrase(
        "trained or found jobs for",
        "young people and discharged soldiers",
        one="young person",
    ),
    "loans_outstanding": Phrase("had", "", "in loans to young people"),
    "startup_projects": Phrase("supported", "start-up projects", one="start-up project"),
    "needy_children_helped": Phrase("helped", "needy children", one="needy child"),
    "swimming_learners": Phrase("taught", "children", "to swim", "child"),
    "members_admitted": Phrase("admitted", "new members", one="new member"),
    "outstanding_introduced": Phrase(
        "introduced", "outstanding members", "to the Party for admission", "outstanding member"
    ),
    "outstanding_admitted": Phrase("saw", "outstanding members", "admitted to the Party", "outstanding member"),
    "private_firm_organisations": Phrase("founded", "organisations", "in private firms", "organisation"),
}
PHRASES = {"vi": VI, "en": EN}
