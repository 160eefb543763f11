"""The year of an emulation bloc: opened by its head, members side by side, ranking opened down, tasks set once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.reviews.helpers import plain, sheet_rows
from viecthat.documents.extract import text_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import MeasureKind
from viecthat.organisation.commands.bloc import score_member, set_criteria
from viecthat.organisation.models import BlocCriterion
from viecthat.plans.models import Task
from viecthat.reviews.commands.bloc import open_bloc_review, set_next_tasks
from viecthat.reviews.models import Review
from viecthat.reviews.queries.bloc import side_by_side
from viecthat.units.commands import form_bloc
from viecthat.units.queries import units_by_id

TITLE = "Tổng kết khối năm 2026"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def bloc(tree):
    """Suối Hai leads, Tản Lĩnh is its deputy, the other province is a member."""
    return form_bloc(
        name="Khối Công nhân viên chức", year=2026, head=tree.commune.pk, deputy=tree.neighbour.pk,
        members=[tree.stranger.pk], actor=None, at=AT,
    )  # fmt: skip


@pytest.fixture
def leader(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def member(tree):
    return make_officer("base_officer", tree.stranger, full_name="Trần Văn Nghệ")


def test_the_head_opens_the_year_once_and_nobody_else(tree, bloc, leader, member, client):
    with pytest.raises(Refused, match="Chỉ khối trưởng, khối phó"):
        open_bloc_review(bloc=bloc, title=TITLE, conference_on=None, actor=member, at=AT)
    sign_in(client, member)
    told = client.get(reverse("reviews:of-bloc", args=[bloc.pk]), follow=True)
    assert told.redirect_chain == [(reverse("organisation:bloc", args=[bloc.pk]), 302)]
    assert "Khối chưa mở tổng kết" in told.content.decode()
    sign_in(client, leader)
    response = client.post(reverse("reviews:of-bloc", args=[bloc.pk]), {"title": TITLE, "conference_on": "19/01/2027"})
    review = Review.objects.get()
    assert response.url == reverse("reviews:bloc", args=["hn-suoi-hai", "khoi-khoi-cong-nhan-vien-chuc-2026"])
    assert (review.unit_id, review.bloc_id, review.kind) == (tree.commune.pk, bloc.pk, "year")
    assert (review.start, review.end, review.conference_on) == (date(2026, 1, 1), date(2027, 1, 1), date(2027, 1, 19))
    with pytest.raises(Refused, match="Khối đã có cuộc"):
        open_bloc_review(bloc=bloc, title="Lần hai", conference_on=None, actor=leader, at=AT)
    outsider = make_officer("base_officer", tree.branch)
    sign_in(client, outsider)
    assert client.get(reverse("reviews:of-bloc", args=[bloc.pk])).status_code == 404


def test_members_stand_side_by_side_with_what_most_of_them_have_first(tree, bloc, leader, member, client):
    trees, turns = make_indicator(), make_indicator("turns", name="Lượt tình nguyện", measure=MeasureKind.TURNS)
    people = make_indicator("donors", name="Người hiến máu", measure=MeasureKind.PEOPLE)
    declare(tree.commune, leader, 1200, indicator=trees)
    declare(tree.stranger, member, 300, indicator=trees)
    declare(tree.stranger, member, 40, indicator=turns)
    declare(tree.commune, leader, 3, indicator=people)
    review = open_bloc_review(bloc=bloc, title=TITLE, conference_on=None, actor=leader, at=AT)
    criteria = [("Công tác giáo dục", Decimal(60)), ("Phong trào", Decimal(40))]
    set_criteria(bloc=bloc.pk, criteria=criteria, actor=leader, at=AT)
    first, second = BlocCriterion.objects.order_by("position")
    score_member(
        bloc=bloc.pk, unit=tree.commune.pk, scorer=tree.stranger.pk,
        points={first.pk: Decimal(50), second.pk: Decimal("30.5")}, actor=member, at=AT,
    )  # fmt: skip
    sign_in(client, member)
    url = reverse("reviews:bloc", args=["hn-suoi-hai", review.slug])
    with CaptureQueriesContext(connection) as before:
        page = plain(client.get(url))
    assert "Cây xanh được trồng 2/3 đơn vị Lượt tình nguyện 1/3 đơn vị Người hiến máu 1/3 đơn vị" in page
    assert "Cả khối 1.500 40" in page, "the same people may stand in two units: no sum of them"
    assert "Đoàn xã Suối Hai 1.200 nhiều nhất — dưới 5" in page, "few people of somebody else's unit are not told"
    assert "Chưa có số liệu: Đoàn xã Tản Lĩnh." in page
    assert "Phong trào 40 – 30,5" in page, "points are opened down to the criteria"
    sheets = sheet_rows(client.get(reverse("reviews:bloc-file", args=["hn-suoi-hai", review.slug, "xlsx"])).content)
    assert ["hn-suoi-hai", "Đoàn xã Suối Hai", 1200, None, None] in sheets["Số liệu"]
    letter = client.get(reverse("reviews:bloc-file", args=["hn-suoi-hai", review.slug, "docx"]))
    told = " ".join(text_of(letter.content).replace("\u00a0", " ").split())
    assert "Khối Công nhân viên chức năm 2026 có 3 đơn vị; khối trưởng: Đoàn xã Suối Hai." in told
    assert "Cây xanh được trồng (cây): 1.500; 2/3 đơn vị có số liệu; nhiều nhất: Đoàn xã Suối Hai." in told
    assert "dưới 5" in told, "small figures of people are kept back on paper too"
    assert client.get(reverse("reviews:bloc-file", args=["hn-suoi-hai", review.slug, "exe"])).status_code == 404
    declare(tree.neighbour, make_officer("base_officer", tree.neighbour), 9, indicator=trees)
    with CaptureQueriesContext(connection) as after:
        assert "Chưa có số liệu" not in plain(client.get(url))
    assert len(after) == len(before), "as many queries however many members have figures"
    rows = units_by_id([tree.commune.pk, tree.stranger.pk], TODAY)
    own = side_by_side(list(rows.values()), review_period(review), TODAY, responsible=[tree.commune.pk])
    assert not any(cell.hidden for row in own.rows for cell in row.cells if row.unit.id == tree.commune.pk)


def review_period(review):
    from viecthat.reviews.queries.bloc import period_of

    return period_of(review)


def test_tasks_of_the_next_year_are_set_once_for_all_members(tree, bloc, leader, member, client):
    review = open_bloc_review(bloc=bloc, title=TITLE, conference_on=None, actor=leader, at=AT)
    sign_in(client, leader)
    url = reverse("reviews:bloc-tasks", args=["hn-suoi-hai", review.slug])
    sent = {"words": "Học tập Nghị quyết Đại hội Đảng\n\nThành lập chi đoàn ở toà nhà chung cư", "due": "31/12/2027"}
    assert client.post(url, sent | {"due": "01/12/2026"}).status_code == 422, "a day before the review's last"
    assert not Task.objects.exists()
    for _twice in range(2):
        assert client.post(url, sent).status_code == 302
    tasks = list(Task.objects.order_by("pk"))
    assert [task.title for task in tasks] == [
        "Học tập Nghị quyết Đại hội Đảng",
        "Thành lập chi đoàn ở toà nhà chung cư",
    ]
    assert {task.unit_id for task in tasks} == {tree.commune.pk}
    assert set(tasks[0].others.values_list("unit", flat=True)) == {tree.neighbour.pk, tree.stranger.pk}
    page = plain(client.get(reverse("reviews:bloc", args=["hn-suoi-hai", review.slug])))
    assert "Đã xong 0/2 nhiệm vụ." in page
    sign_in(client, member)
    assert client.get(url).status_code == 403
    with pytest.raises(Refused, match="Chỉ khối trưởng"):
        set_next_tasks(review=review, words=["Việc khác"], due=None, actor=member, at=AT)
