"""A review is opened from the screen, found again, put right, and taken away while nothing is in it."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make
from viecthat.kernel.periods import Period
from viecthat.plans.commands import register_directive
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.content import name_task
from viecthat.reviews.commands.opening import first_title, short_name
from viecthat.reviews.exports.heading import _KINDS_EN
from viecthat.reviews.models import Review, ReviewKind

pytestmark = pytest.mark.django_db
OPEN = reverse("reviews:open")
LIST = reverse("reviews:list")


@pytest.fixture
def tree(client):
    made = make.make_tree()
    make.sign_in(client, make.make_officer("secretary", made.city))
    return made


@pytest.fixture
def conclusion(tree):
    made, _ = register_directive(
        issuer=tree.city.pk, number="07-KL/TĐTN", type="KL", subject="Công tác cán bộ Đoàn", issued_on=None,
        force=(None, None), term=None, source="", actor=None, at=make.AT,
    )  # fmt: skip
    return made


def given(**change):
    return {"unit": "hn", "kind": "year", "period": "năm 2025", "title": "", "directives": "", **change}


def edit(slug="tong-ket-nam-2025"):
    return reverse("reviews:edit", args=["hn", slug])


@pytest.mark.parametrize(
    ("kind", "period", "slug"),
    [
        ("half_year", Period.half(2018, 1), "so-ket-6-thang-dau-nam-2018"),
        ("year", Period.year(2025), "tong-ket-nam-2025"),
        ("school_year", Period.school_year(2024), "tong-ket-nam-hoc-2024-2025"),
        ("mid_term", Period(date(2017, 10, 1), date(2020, 7, 1)), "giua-nhiem-ky-2017-2020"),
        ("campaign", Period(date(2025, 6, 1), date(2025, 8, 16)), "chien-dich-tu-01-06-2025-den-15-08-2025"),
        ("working", Period.year(2024), "lam-viec-nam-2024"),
    ],
)
def test_the_first_short_name_says_kind_and_period(kind, period, slug):
    assert short_name(kind, period) == slug


def test_every_kind_has_its_name_in_either_language():
    assert set(_KINDS_EN) == set(ReviewKind.values)
    assert all(first_title(kind, Period.year(2025)) for kind in ReviewKind.values)


def test_opened_with_its_name_made_and_its_documents(client, tree, conclusion):
    answer = client.post(OPEN, given(kind="thematic", directives="07-kl/tđtn\n", conference_on="09/01/2026"))
    review = Review.objects.get()
    assert answer.headers["Location"] == reverse("reviews:content", args=["hn", review.slug])
    assert (review.title, review.slug) == ("Sơ kết chuyên đề năm 2025", "chuyen-de-nam-2025")
    assert list(review.directives.all()) == [conclusion]
    # Another of the same period is another short name; of a year there is one only.
    client.post(OPEN, given(kind="thematic", directives="07-KL/TĐTN", title="Chuyên đề hai"))
    assert Review.objects.filter(slug="chuyen-de-nam-2025-2").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": ""}, "Ghi tên hoặc mã đơn vị"),
        ({"unit": "na"}, "chưa được giao quyền mở cuộc sơ kết"),
        ({"kind": "lon-xon"}, "lon-xon"),
        ({"period": ""}, "Ghi kỳ"),
        ({"period": "hôm kia"}, "hôm kia"),
        ({"period": "năm 2031"}, "chưa tới"),
        ({"kind": "half_year"}, "không hợp với loại"),
        ({"kind": "thematic"}, "cần ít nhất một văn bản"),
        ({"directives": "99-NQ"}, "Không có văn bản số “99-NQ”"),
        ({"conference_on": "31/12/2024"}, "không thể họp trước khi kỳ bắt đầu"),
        ({"title": "x" * 201}, "Dài quá 200 ký tự"),
    ],
)
def test_what_can_t_be_opened_is_told_and_nothing_is_half_written(client, tree, change, sentence):
    answer = client.post(OPEN, given(**change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Review.objects.exists()


def test_once_a_year(client, tree):
    client.post(OPEN, given())
    answer = client.post(OPEN, given())
    assert "Đơn vị đã mở “Tổng kết năm 2025” cho kỳ này" in answer.content.decode()
    assert Review.objects.count() == 1


def test_put_right_and_taken_away_only_while_empty(client, tree, conclusion):
    client.post(OPEN, given())
    answer = client.post(
        edit(), {"title": "Hội nghị  tổng kết", "conference_on": "9/1/2026", "directives": "07-KL/TĐTN"}
    )
    assert answer.status_code == 302
    review = Review.objects.get()
    assert (review.title, review.conference_on) == ("Hội nghị tổng kết", date(2026, 1, 9))
    assert "07-KL/TĐTN" in client.get(edit()).content.decode()
    assert client.post(edit(), {"title": "", "directives": ""}).status_code == 422
    remove = reverse("reviews:remove", args=["hn", review.slug])
    row = name_task(
        review=review, words="Một", unit=tree.city.pk, due=None, at=make.AT,
        actor=make.make_officer("secretary", tree.city),
    )  # fmt: skip
    assert "đã có nội dung" in client.post(remove, follow=True).content.decode()
    row.delete()
    assert "Đã xoá “Hội nghị tổng kết”" in client.post(remove, follow=True).content.decode()
    assert not Review.objects.exists()


def test_only_those_who_plan_open_and_change(client, tree):
    client.post(OPEN, given())
    make.sign_in(client, make.make_officer("inspector", tree.city))
    assert client.get(OPEN).status_code == 403
    assert client.get(edit()).status_code == 403
    assert "Mở cuộc mới" not in client.get(LIST).content.decode()


def test_found_by_words_without_marks_unit_kind_and_year_and_sorted(client, tree):
    for unit, year, kind, title in [
        (tree.city, 2023, ReviewKind.YEAR, "Tổng kết thi đua"),
        (tree.city, 2024, ReviewKind.CAMPAIGN, "Mùa hè xanh"),
        (tree.commune, 2025, ReviewKind.YEAR, "Năm của xã"),
    ]:
        open_review(
            unit=unit.pk, slug=f"cuoc-{year}", kind=kind, title=title, period=Period.year(year), conference_on=None,
            directives=(), source="", actor=None, at=make.AT,
        )  # fmt: skip

    def shown(**query):
        html = client.get(LIST, query).content.decode()
        return sorted(
            (title for title in ("Tổng kết thi đua", "Mùa hè xanh", "Năm của xã") if f">{title}</a>" in html),
            key=html.index,
        )

    assert shown() == ["Năm của xã", "Mùa hè xanh", "Tổng kết thi đua"]
    assert shown(xep="ky") == ["Tổng kết thi đua", "Mùa hè xanh", "Năm của xã"]
    assert shown(q="mua he") == ["Mùa hè xanh"]
    assert shown(q="suoi hai") == ["Năm của xã"]
    assert shown(loai="campaign") == ["Mùa hè xanh"]
    assert shown(nam="2025") == ["Năm của xã"]
    assert shown(nam="1900") == []
    assert "Ghi năm, ví dụ 2025." in client.get(LIST, {"nam": "0"}).content.decode()
    assert "Không có cuộc nào như vậy" in client.get(LIST, {"q": "khong co"}).content.decode()
