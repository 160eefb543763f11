"""The office of a unit: its departments judged by the criteria in force, with words; what was said stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, LONG_AGO, declare, make_officer, make_tree, make_unit, sign_in, stop_clock
from tests.reviews.helpers import plain, sheet_rows
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.criteria import (
    CriterionSaid,
    Scored,
    rate_department,
    score_department,
    set_office_criteria,
)
from viecthat.reviews.models import DepartmentLevel, DepartmentScore, OfficeCriteria, ReviewKind
from viecthat.reviews.queries.criteria import criteria_of, default_criteria, office_review
from viecthat.units.commands import load_unit_kinds
from viecthat.units.models import UnitKind

HALF = Period(date(2026, 1, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    tree = make_tree()
    load_unit_kinds(
        kinds=[UnitKind(code="provincial_department", name="Ban chuyên môn", name_en="Department", level=3)]
    )
    return tree


@pytest.fixture
def office(tree):
    """The organising and the campaign departments of the city."""
    return [
        make_unit(name, parent=tree.city, kind="provincial_department", code=code)
        for name, code in (("Ban Tổ chức", "hn-ban-to-chuc"), ("Ban Phong trào", "hn-ban-phong-trao"))
    ]


@pytest.fixture
def standing(tree):
    return make_officer("standing_committee", tree.city)


def held(tree, period=HALF, slug="6-thang-2026"):
    return open_review(
        unit=tree.city.pk, slug=slug, kind=ReviewKind.HALF_YEAR, title=f"Sơ kết cơ quan {slug}", period=period,
        conference_on=None, directives=(), source="", actor=None, at=AT,
    )  # fmt: skip


def adopt(tree, actor, start=HALF.start, lines=None):
    lines = lines or [CriterionSaid(one.name, one.points, one.meaning) for one in default_criteria()]
    return set_office_criteria(unit=tree.city.pk, start=start, decision="", lines=lines, actor=actor, at=AT)


def judge(review, unit, actor, points, words="Tham mưu đúng, kịp thời"):
    said = {one.pk: Scored(Decimal(points), words, "Sổ văn bản quý I") for one in criteria_of(review)}
    return score_department(review=review, unit=unit.pk, scores=said, actor=actor, at=AT)


def test_departments_are_judged_by_five_words_and_what_was_said_stays(tree, office, standing):
    review = held(tree)
    adopt(tree, standing)
    assert [one.name for one in criteria_of(review)] == ["Chất lượng", "Hiệu quả", "Gương mẫu", "Kiểu mẫu", "Uy tín"]
    first, second = office
    assert judge(review, first, standing, 15) == 5
    assert judge(review, first, standing, 15) == 0, "what is as it was is not said again"
    assert judge(review, first, standing, "18.5", "Đã xem lại minh chứng") == 5
    assert DepartmentScore.objects.count() == 10
    with pytest.raises(Refused, match="Chấm đủ các tiêu chí"):
        rate_department(review=review, unit=second.pk, level="good", words="", actor=standing, at=AT)
    with pytest.raises(Refused, match="Điểm ứng với mức “Hoàn thành xuất sắc nhiệm vụ”") as told:
        rate_department(review=review, unit=first.pk, level="good", words="", actor=standing, at=AT)
    assert told.value.field == "words"
    rate_department(review=review, unit=first.pk, level="good", words="Còn một việc quá hạn", actor=standing, at=AT)
    found = office_review(review, responsible=[], today=AT.date())
    one = next(one for one in found.departments if one.unit.id == first.pk)
    assert (one.points, one.most, one.place, one.level.level.code) == (Decimal("92.5"), Decimal(100), 1, "good")
    assert [was.points for was in one.lines[0].before] == [Decimal(15)]
    later = held(tree, Period(date(2026, 7, 1), date(2027, 1, 1)), "cuoi-nam-2026")
    ((_review, given),) = next(
        one.before
        for one in office_review(later, responsible=[], today=AT.date()).departments
        if one.unit.id == first.pk
    )
    assert given.level.code == "good", "the next review shows the level of this one"


@pytest.mark.parametrize(
    ("points", "words", "field"), [("20.5", "Tốt", "points"), ("7.3", "Tốt", "points"), ("7", " ", "words")]
)
def test_points_that_cannot_be(tree, office, standing, points, words, field):
    review = held(tree)
    adopt(tree, standing)
    with pytest.raises(Refused) as told:
        judge(review, office[0], standing, points, words)
    assert told.value.field.startswith(field)
    assert not DepartmentScore.objects.exists()


def test_a_later_set_of_criteria_leaves_what_was_judged(tree, office, standing):
    review = held(tree)
    adopt(tree, standing)
    judge(review, office[0], standing, 10)
    adopt(tree, standing, date(2026, 6, 1), [CriterionSaid("Chuyển đổi số", Decimal(30))])
    assert len(criteria_of(review)) == 5
    later = held(tree, Period(date(2026, 7, 1), date(2027, 1, 1)), "cuoi-nam-2026")
    assert [one.name for one in criteria_of(later)] == ["Chuyển đổi số"]
    with pytest.raises(Refused, match="Đã có bộ tiêu chí áp dụng từ ngày này"):
        adopt(tree, standing)
    officer = make_officer("base_officer", tree.commune)
    with pytest.raises(Refused, match="chưa được giao quyền đánh giá"):
        judge(review, office[0], officer, 10)
    with pytest.raises(Refused, match="không thuộc cơ quan"):
        judge(review, tree.commune, standing, 10)


def test_the_page_from_empty_to_judged(tree, standing, client):
    review = held(tree)
    sign_in(client, standing)
    url = reverse("reviews:office", args=["hn", review.slug])
    assert "Cơ quan chưa có ban, đơn vị nào" in plain(client.get(url))
    make_unit("Ban Tổ chức", parent=tree.city, kind="provincial_department", code="hn-ban-to-chuc", day=LONG_AGO)
    page = client.get(url)
    assert "Chưa có bộ tiêu chí" in plain(page)
    assert reverse("reviews:office", args=["hn", review.slug]) in page.content.decode(), "the tab is there now"
    lines = "20 | Chất lượng | Tham mưu đúng\n20 | Hiệu quả\nba mươi | Uy tín"
    criteria = reverse("reviews:office-criteria", args=["hn", review.slug])
    assert "Dòng 3" in plain(client.post(criteria, {"lines": lines, "start": "01/01/2026"}))
    assert not OfficeCriteria.objects.exists()
    assert client.post(criteria, {"lines": lines.replace("ba mươi", "30"), "start": "01/01/2026"}).status_code == 302
    sent = {}
    for one in criteria_of(review):
        sent |= {f"points_{one.pk}": "19,5", f"words_{one.pk}": "Đúng hạn", f"evidence_{one.pk}": "Sổ việc"}
    score = reverse("reviews:office-score", args=["hn", review.slug, "hn-ban-to-chuc"])
    assert client.post(score, sent).status_code == 302
    assert "58,5/70 điểm · thứ 1 · điểm ứng với Hoàn thành tốt nhiệm vụ" in plain(client.get(url))
    level = reverse("reviews:office-level", args=["hn", review.slug, "hn-ban-to-chuc"])
    assert client.post(level, {"level": "good", "words": ""}).status_code == 302
    assert DepartmentLevel.objects.get().points == Decimal("58.5")
    counted = []
    for number in range(3):
        made = make_unit(f"Ban {number}", parent=tree.city, kind="provincial_department", code=f"hn-ban-{number}")
        declare(made, make_officer("base_officer", made), 5)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counted.append(len(asked))
    assert counted[2] == counted[0], "as many queries for four departments as for two"
    rows = sheet_rows(client.get(reverse("reviews:office-file", args=["hn", review.slug])).content)
    assert ["Ban Tổ chức", "Hoàn thành tốt nhiệm vụ", 1, 19.5, 19.5, 19.5, 58.5, 70] in rows["Đánh giá"]
    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(url).status_code == 200
    assert client.get(score).status_code == 403
