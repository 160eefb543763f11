"""Reviews of other sources: a bloc of 21 units, the centre's office, a working session, three documents.

What was published is told in the sources' own words. Units that a source counts without naming stand by themselves in
the tree, with numbers for names; figures and points that no source gives are made up and say so.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.chance import chance
from viecthat.demo.rhythm import moment
from viecthat.demo.tree import BLOC_003, FOUNDED, HANOI, OFFICE_004, SOURCE_002
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings, open_dataset
from viecthat.ledger.queries import indicator_named
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.appraisal import AppraisalFacts, sign_appraisal
from viecthat.reviews.commands.bloc import open_bloc_review, set_next_tasks
from viecthat.reviews.commands.criteria import CriterionSaid, Scored, score_department, set_office_criteria
from viecthat.reviews.commands.directive import DirectivePart, PartSaid, write_of_directive
from viecthat.reviews.queries import review_held
from viecthat.reviews.queries.criteria import criteria_of, default_criteria
from viecthat.reviews.queries.directive import words_of_directives
from viecthat.reviews.rules import units_appraising
from viecthat.units.commands import UnitSpan, form_bloc, import_tree
from viecthat.units.queries import unit_with_code, units_with_codes

_MEMBERS = 21
_WORKING: Any = "working"
_HALF_YEAR: Any = "half_year"
_BLOC = "Khối Công nhân viên chức Thủ đô"
_BLOC_SOURCE = "Tuổi trẻ Thủ đô, 19/01/2021: “Đoàn Thanh niên Khối Công nhân viên chức Thủ đô: Đổi mới, sáng tạo …”"
_NEXT = (
    "Tổ chức học tập, quán triệt Nghị quyết Đại hội Đảng các cấp tới đoàn viên, thanh niên",
    "Triển khai quy tắc ứng xử nơi công cộng và quy tắc ứng xử của cán bộ công chức, viên chức nơi công sở",
    "Phối hợp với Đoàn Thanh niên các quận, huyện thành lập Chi đoàn tại các tòa nhà chung cư",
    "Chăm lo, đồng hành với thanh niên công nhân",
    "Tuyên truyền trên mạng xã hội, lan tỏa mô hình “Mỗi ngày 1 tin tốt, mỗi tuần 1 câu chuyện đẹp”",
)
# What is put side by side, with the largest number a unit may get.
_MADE_UP = (("initiatives_applied", 9), ("volunteer_turns", 400), ("gifts_given", 120), ("law_taught_turns", 250))
_SPOKEN = AppraisalFacts(
    said_by="Bùi Quang Huy",
    post="Bí thư thứ nhất Trung ương Đoàn",
    day=date(2024, 1, 29),
    words="Hà Nội có số lượng thanh niên đông đảo, có cơ chế đặc thù vì thế thanh niên Thủ đô phải là tấm gương cho "
    "thanh niên cả nước. Ban Thường vụ Thành đoàn cần nghiên cứu chủ trương lớn của Thành ủy và Trung ương Đoàn để đề "
    "xuất các giải pháp triển khai; đầu tư nghiên cứu thêm để có chương trình đột phá trong năm 2024.",
    direction="Tiên phong trong chuyển đổi số; đẩy mạnh kỷ niệm 60 năm phong trào “Ba sẵn sàng”, tạo dấu ấn thực hiện "
    "chủ đề công tác năm là Năm thanh niên tình nguyện.",
)
_OFFICE_SOURCE = "Web.ĐTN, 06/08/2018: “Sơ kết công tác 6 tháng đầu năm 2018 Cơ quan Trung ương Đoàn”"
_DEPARTMENTS = (
    ("phong-trao", "Các ban, đơn vị khối phong trào", "movement_department"),
    ("su-nghiep", "Các trung tâm sự nghiệp", "service_centre"),
    ("bao-chi", "Các đơn vị báo chí", "press_unit"),
    ("uy-ban", "Văn phòng Ủy ban Quốc gia về Thanh niên Việt Nam", "committee_office"),
)
# Words of the source on two of them; the points are made up.
_SAID = {
    "phong-trao": (
        ("18", "Tham mưu nhiều hoạt động giáo dục lý tưởng cách mạng, đạo đức, lối sống văn hóa"),
        ("17", "Hướng dẫn cơ sở và trực tiếp triển khai các công trình, phần việc thanh niên"),
        ("18", "Tham mưu, ban hành văn bản chỉ đạo và đi cơ sở tích cực"),
        ("16.5", "Ra mắt Cổng thông tin Ngân hàng ý tưởng sáng tạo thanh niên Việt Nam"),
        ("17", "Phản ứng kịp thời, nhạy bén trước các vấn đề của đất nước"),
    ),
    "bao-chi": (
        ("17", "Bám sát định hướng của Đảng, Nhà nước và Ban Bí thư Trung ương Đoàn"),
        ("16", "Đẩy mạnh các tuyến bài triển khai Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI"),
        ("17.5", "Chủ động, hiệu quả trong các nội dung công tác"),
        ("15.5", "Dùng công cụ mạng xã hội kịp thời trong tuyên truyền, định hướng"),
        ("17", "Tham gia tuyên truyền các sự kiện của đất nước đạt kết quả"),
    ),
}
_OF_DIRECTIVES = {
    ("KL", 7): "Ban Thường vụ Tỉnh đoàn đã quán triệt, triển khai Kết luận bằng nhiều giải pháp trong công tác cán bộ "
    "Đoàn phù hợp với tình hình địa phương, cơ sở; góp phần tạo nguồn cán bộ cho Đảng, chính quyền các cấp.\n"
    "100% cán bộ chuyên trách cấp tỉnh có trình độ đại học trở lên; nhiều cán bộ Đoàn được bầu, bổ nhiệm, điều "
    "động, luân chuyển giữ các chức vụ quan trọng.",
    ("KL", 8): "Các cấp bộ Đoàn đã cụ thể hóa Kết luận vào kế hoạch, chương trình công tác; xác định rõ trách nhiệm "
    "và lộ trình.\nGiữ vững ổn định về tổ chức của cơ sở Đoàn trên địa bàn dân cư; hoạt động có nhiều nét đổi mới về "
    "nội dung và hình thức.",
    ("HD", 15): "Đã triển khai đến 100% các huyện, thành Đoàn, Đoàn trực thuộc.\nĐoàn viên được tổ chức Đoàn nơi cư "
    "trú đại diện, bảo vệ quyền lợi hợp pháp, được tạo điều kiện tham gia hoạt động để phấn đấu trưởng thành.",
}  # fmt: skip


@transaction.atomic
def settle_held(at: datetime) -> int:
    """Everything that is not there yet; returns how many reviews came new."""
    return _working_session(at) + _bloc(at) + _office(at) + _documents(at)


def _working_session(at: datetime) -> int:
    """29 January 2024: the centre's secretariat works with Hà Nội on its plan of the year."""
    city = unit_with_code(HANOI, localdate(at))
    if city is None or review_held(city.id, "lam-viec-29-01-2024") is not None:
        return 0
    review = open_review(
        unit=city.id,
        slug="lam-viec-29-01-2024",
        kind=_WORKING,
        title="Ban Bí thư Trung ương Đoàn làm việc với Thành đoàn Hà Nội về kế hoạch công tác năm 2024",
        period=Period.year(2024),
        conference_on=date(2024, 1, 29),
        directives=(),
        source="ĐCSVN, 29/01/2024, Bảo Chi: “Thành đoàn Hà Nội cần có chương trình đột phá trong năm 2024”",
        actor=None,
        at=at,
    )
    superior = account_named("trung-uong")
    above = units_appraising(superior, city.id, at) if superior is not None else []
    if superior is not None and above:
        sign_appraisal(review=review, unit=above[0], facts=_SPOKEN, actor=superior, at=at)
    return 1


def _bloc(at: datetime) -> int:
    """The year 2020 of a bloc of 21 units; its conference was on 19 January 2021."""
    today = localdate(at)
    spans = [
        UnitSpan(f"{BLOC_003}-{n:02}", f"Đơn vị {n:02} của khối (nguồn 003)", "base_union", BLOC_003, FOUNDED, None)
        for n in range(1, _MEMBERS + 1)
    ]
    import_tree(spans=spans, successions=[], decision=_BLOC_SOURCE)
    codes = [span.unit for span in spans]
    found = units_with_codes(codes, today)
    members = [found[code].id for code in codes]
    if review_held(members[0], "khoi-khoi-cong-nhan-vien-chuc-thu-do-2020") is not None:
        return 0
    bloc = form_bloc(name=_BLOC, year=2020, head=members[0], members=members[2:], deputy=members[1], actor=None, at=at)
    review = open_bloc_review(
        bloc=bloc,
        title="Tổng kết công tác Đoàn và phong trào thanh niên Khối Công nhân viên chức năm 2020",
        conference_on=date(2021, 1, 19),
        source=_BLOC_SOURCE,
        actor=None,
        at=at,
    )
    _figures(members, at)
    set_next_tasks(review=review, words=list(_NEXT), due=None, actor=None, at=at)
    return 1


def _figures(members: list[int], at: datetime) -> None:
    """The source gives none; without any there would be nothing to put side by side."""
    dataset, new = open_dataset(
        code="khoi-003-2020",
        title="Số liệu minh hoạ của 21 đơn vị Khối Công nhân viên chức Thủ đô năm 2020",
        source=_BLOC_SOURCE,
        source_date=date(2021, 1, 19),
        synthetic=True,
        note="Tin chỉ nêu khối có 21 đơn vị, không nêu tên và số liệu từng đơn vị: mọi số ở đây là minh hoạ.",
        at=at,
    )
    if not new:
        return
    drafts = []
    for code, most in _MADE_UP:
        indicator, draw = indicator_named(code).pk, chance(f"khoi-003/{code}")
        for place, unit in enumerate(members):
            if draw.random() < 0.15:  # not everybody has everything
                continue
            day = date(2020, 1 + place % 12, 15)
            line = Line(unit, indicator, day, draw.randint(1, most), Grade.DECLARED)
            key = f"demo/khoi-003/{code}/{place}"
            recorded = moment(day, draw, 8 * 60, 17 * 60)
            drafts.append(Draft(unit, PostingKind.IMPORT, (line,), recorded, key, reason="Số minh hoạ"))
    import_postings(drafts=drafts, dataset=dataset, at=at)


def _office(at: datetime) -> int:
    """The first half of 2018 of the centre's office; its conference was on 2 August 2018."""
    today = localdate(at)
    spans = [
        UnitSpan(f"{OFFICE_004}-{code}", name, kind, OFFICE_004, FOUNDED, None) for code, name, kind in _DEPARTMENTS
    ]
    import_tree(spans=spans, successions=[], decision=_OFFICE_SOURCE)
    office = unit_with_code(OFFICE_004, today)
    if office is None or review_held(office.id, "6-thang-dau-nam-2018") is not None:
        return 0
    period = Period.half(2018, 1)
    review = open_review(
        unit=office.id,
        slug="6-thang-dau-nam-2018",
        kind=_HALF_YEAR,
        title="Sơ kết công tác 6 tháng đầu năm 2018 cơ quan Trung ương Đoàn",
        period=period,
        conference_on=date(2018, 8, 2),
        directives=(),
        source=_OFFICE_SOURCE,
        actor=None,
        at=at,
    )
    set_office_criteria(
        unit=office.id,
        start=period.start,
        decision="Yêu cầu của Bí thư thứ nhất tại hội nghị 02/8/2018; thang điểm minh hoạ",
        lines=[CriterionSaid(one.name, one.points, one.meaning) for one in default_criteria()],
        actor=None,
        at=at,
    )
    criteria = criteria_of(review)
    found = units_with_codes([f"{OFFICE_004}-{code}" for code in _SAID], today)
    for code, said in _SAID.items():
        scores = {
            one.pk: Scored(Decimal(points), words, "Tin hội nghị 02/8/2018; điểm minh hoạ")
            for one, (points, words) in zip(criteria, said, strict=True)
        }
        unit = found[f"{OFFICE_004}-{code}"].id
        score_department(review=review, unit=unit, scores=scores, actor=None, at=at)
    return 1


def _documents(at: datetime) -> int:
    """What was said on 15 November 2021 of each of the three documents."""
    unit = unit_with_code(SOURCE_002, localdate(at))
    review = review_held(unit.id, "chuyen-de-2021") if unit is not None else None
    if review is None:
        return 0
    for directive in review.directives.all():
        words = _OF_DIRECTIVES.get((directive.type, directive.sequence or 0))
        known = words_of_directives(review, [directive])[directive.pk]
        if words and not any(part.row for part in known):
            said = {DirectivePart.RESULT: PartSaid(words, 0)}
            write_of_directive(review=review, directive=directive.pk, said=said, actor=None, at=at)
    return 0
