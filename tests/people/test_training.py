"""A member's year: registered, reviewed by oneself, rated by the branch; attendance and a cap for the top class."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.commands.training import (
    Rating,
    rate_members,
    record_own_reviews,
    register_for_training,
    take_back_rating,
)
from viecthat.people.models import MemberYear

pytestmark = pytest.mark.django_db
CLASSES = ("excellent", "good", "done", "not_done")


@pytest.fixture
def tree():
    make_member_indicators()
    make_indicator("members_in_training", register="memberships", area=6)
    for code in CLASSES:
        make_indicator(f"members_rated_{code}", register="memberships", area=6)
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def five(tree):
    return [make_member(tree.branch, f"Người {n}").pk for n in range(5)]


def register(people, actor, **changed):
    given = {"year": 2026, "contents": ["ideals", "health"], "day": date(2026, 1, 10), **changed}
    return register_for_training(people=people, **given, actor=actor, at=AT)


def review(people, actor, own="good"):
    day = date(2026, 3, 1)
    return record_own_reviews(classes=dict.fromkeys(people, own), year=2026, day=day, actor=actor, at=AT)


def rate(ratings, actor):
    return rate_members(ratings=ratings, year=2026, day=TODAY, actor=actor, at=AT)


def test_a_year_from_the_registration_to_the_rating(tree, secretary, five):
    register(five, secretary)
    review(five, secretary)
    rate([Rating(five[0], "excellent", 9, 10), *(Rating(pk, "good", 5, 10) for pk in five[1:])], secretary)
    assert figure(tree.branch, "members_in_training") == 5
    assert [figure(tree.branch, f"members_rated_{code}") for code in CLASSES] == [1, 4, 0, 0]


def test_one_after_the_other_and_once(tree, secretary, five):
    with pytest.raises(RowsRefused, match="5 dòng"):
        review(five, secretary)
    register(five, secretary)
    with pytest.raises(RowsRefused) as wrong:
        register(five[:1], secretary)
    assert "đã đăng ký rèn luyện năm ấy" in str(wrong.value.rows[0])
    with pytest.raises(RowsRefused) as wrong:
        rate([Rating(five[0], "good", 5, 10)], secretary)
    assert "tự nhận xét trước" in str(wrong.value.rows[0])
    review(five, secretary)
    rate([Rating(five[0], "good", 5, 10)], secretary)
    with pytest.raises(RowsRefused):
        rate([Rating(five[0], "done", 5, 10)], secretary)
    with pytest.raises(RowsRefused):
        review(five[:1], secretary)


def test_contents_are_those_of_the_catalogue(secretary, five):
    for contents in ([], ["cooking"]):
        with pytest.raises(Refused, match="nội dung rèn luyện"):
            register(five, secretary, contents=contents)
    with pytest.raises(RowsRefused):
        register(five, secretary, day=date(2026, 3, 28))


@pytest.mark.parametrize(
    ("attended", "held", "sentence"),
    [(8, 9, "từ 90 phần trăm"), (0, 0, "từ 90 phần trăm"), (11, 10, "nhiều hơn số buổi tổ chức")],
)
def test_the_top_class_comes_to_nine_of_ten(secretary, five, attended, held, sentence):
    register(five, secretary)
    review(five, secretary)
    with pytest.raises(RowsRefused) as wrong:
        rate([Rating(five[0], "excellent", attended, held)], secretary)
    assert sentence in str(wrong.value.rows[0])


def test_the_top_class_has_a_cap_over_all_meetings_of_the_year(tree, secretary, five):
    register(five, secretary)
    review(five, secretary)
    with pytest.raises(Refused, match="nhiều nhất 1 người, đang có 2"):
        rate([Rating(pk, "excellent", 10, 10) for pk in five[:2]], secretary)
    rate([Rating(five[0], "excellent", 10, 10)], secretary)
    with pytest.raises(Refused, match="nhiều nhất 1 người"):
        rate([Rating(five[1], "excellent", 10, 10)], secretary)
    assert figure(tree.branch, "members_rated_excellent") == 1


def test_a_rating_taken_back_is_given_anew(tree, secretary, five):
    register(five, secretary)
    review(five, secretary)
    (row,) = rate([Rating(five[0], "not_done", 1, 10)], secretary)
    with pytest.raises(Refused, match="vì sao"):
        take_back_rating(year_of_member=row, reason="", actor=secretary, at=AT)
    with pytest.raises(Refused, match="bạn phụ trách"):
        take_back_rating(year_of_member=row, reason="x", actor=secretary_of(tree.sister), at=AT)
    take_back_rating(year_of_member=row, reason="Ghi nhầm người", actor=secretary, at=AT)
    rate([Rating(five[0], "good", 9, 10)], secretary)
    assert [figure(tree.branch, f"members_rated_{code}") for code in CLASSES] == [0, 1, 0, 0]


def test_nobody_else_rates(tree, five, secretary):
    register(five, secretary)
    for stranger in (secretary_of(tree.sister), make_officer("inspector", tree.city)):
        with pytest.raises(RowsRefused):
            review(five, stranger)
        with pytest.raises(RowsRefused):
            register(five, stranger, year=2025)


def test_on_one_page(client, tree, five, secretary, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, secretary)
    address = reverse("people:training", args=[tree.branch.code])
    assert client.get(reverse("people:training-branches")).status_code == 302
    ticks = {f"register-tick_{pk}": "on" for pk in five}
    none = client.post(address, {"viec": "register", "register-day": "10/01/2026", **ticks})
    assert none.status_code == 422
    assert "Chọn ít nhất một nội dung" in text_of(none)
    sent = {"viec": "register", "register-day": "10/01/2026", "register-contents": ["ideals"], **ticks}
    assert client.post(address, sent).status_code == 302
    own = {f"review-class_{pk}": "good" for pk in five}
    assert client.post(address, {"viec": "review", "review-day": "01/03/2026", **own}).status_code == 302
    ratings = {f"rate-class_{pk}": "excellent" for pk in five} | {f"rate-attended_{pk}": "10" for pk in five}
    over = client.post(address, {"viec": "rate", "rate-day": "27/03/2026", "rate-held": "10", **ratings})
    assert over.status_code == 422
    assert "Xuất sắc không quá 20 phần trăm" in text_of(over)
    ratings |= {f"rate-class_{pk}": "good" for pk in five[1:]} | {f"rate-class_{five[4]}": ""}
    assert (
        client.post(address, {"viec": "rate", "rate-day": "27/03/2026", "rate-held": "10", **ratings}).status_code
        == 302
    )
    page = text_of(client.get(address))
    assert "5/5 đoàn viên đã đăng ký" in page
    assert "Hoàn thành xuất sắc nhiệm vụ: 1" in page
    assert "Hoàn thành tốt nhiệm vụ: 3" in page
    row = MemberYear.objects.get(person=five[0])
    back = reverse("people:take-back-rating", args=[tree.branch.code, row.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Nhầm"}).status_code == 302
    assert client.post(address, {"viec": "x"}).status_code == 403
    assert client.get(address, {"nam": "1890"}).status_code == 404
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
    assert client.get(back).status_code == 404
    inspector = make_officer("inspector", tree.city)
    sign_in(client, inspector)
    assert client.post(address, sent).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    register([make_member(tree.branch, f"Người {n}").pk for n in range(count)], secretary)
    sign_in(client, secretary)
    address = reverse("people:training", args=[tree.branch.code])
    client.get(address)
    with django_assert_num_queries(13):
        assert client.get(address).content.decode().count("review-class_") == count * 2
