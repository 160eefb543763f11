"""The page of a review's words: kept box by box, nobody's lost, figures live, tasks numbered and opened once."""

from datetime import date
from unittest.mock import ANY

import pytest
from django.urls import reverse

from tests import factories as make
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import TaskOrigin
from viecthat.plans.commands import decide_sharing, draft_sharing, register_directive
from viecthat.plans.models import Task
from viecthat.reporting.queries.report import mark_of
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.content import OvertakenError, open_task, write_words
from viecthat.reviews.models import KeyTask, ReviewSection
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.fields import Fields
from viecthat.units.queries import unit_with_code

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 5)
HTMX = {"HX-Request": "true"}
BOX = "muc-area-movements"


@pytest.fixture
def work(client):
    tree, trees = make.make_tree(), make.make_indicator()
    secretary = make.make_officer("secretary", tree.city)
    for unit, quantity in [(tree.branch, 100), (tree.neighbour, 4000)]:
        make.make_activity(unit, secretary, title=f"Trồng {quantity}", results={trees: quantity}, day=MARCH)
    make.sign_in(client, secretary)
    review = open_review(
        unit=tree.city.pk, slug="tong-ket-nam-2025", kind="year", title="Tổng kết năm 2025",
        period=Period.year(2025), conference_on=None, directives=(), source="", actor=None, at=make.AT,
    )  # fmt: skip
    return tree, secretary, review


def address(name="content", *more, **query):
    return reverse(f"reviews:{name}", args=["hn", "tong-ket-nam-2025", *more], query=query)


def box(text, revision=0, drawn=""):
    return {f"{BOX}-text": text, f"{BOX}-revision": revision, f"{BOX}-mark": mark_of(drawn, "")}


def task(client, words, unit="Đoàn xã Suối Hai", due="30/06/2026"):
    return client.post(address("add-task"), {"words": words, "unit": unit, "due": due})


def test_words_are_kept_and_read_with_the_figure_of_now(client, work):
    tree, secretary, _ = work
    there = address("section", "area.movements")
    answer = client.post(there, box("Trồng được {trees_planted} cây, {khong_co}."), headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<b class="field-figure">4.100</b>' in html
    assert "Cuộc này không có số nào mã “{khong_co}”" in html
    assert f'id="{BOX}-revision" name="{BOX}-revision" form="report" value="1"' in html
    make.declare(tree.branch, secretary, 900, indicator=work_trees(), day=MARCH)
    assert '<b class="field-figure">5.000</b>' in client.get(address()).content.decode()
    # A number typed by hand is marked where it stands.
    html = client.post(there, box("Trồng được 4.100 cây xanh.", 1), headers=HTMX).content.decode()
    assert "Trong lời viết “4.100 cây xanh”, trong bảng 5.000 cây" in html.replace("\u00a0", " ")


def work_trees():
    from viecthat.ledger.queries import indicator_named

    return indicator_named("trees_planted")


def test_two_at_once_nobody_s_words_are_lost(client, work):
    tree, _, review = work
    other = make.make_officer("secretary", tree.city, full_name="Lê Văn Hai")
    write_words(review=review, heading="area.movements", lang="vi", text="Của Hai", revision=0, actor=other, at=make.AT)
    answer = client.post(address(), box("Của tôi"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Của Hai" in html
    assert "Của tôi</textarea>" in html
    assert ReviewSection.objects.get().words == "Của Hai"
    there = address("section", "area.movements")
    assert client.post(there, box("Của tôi") | {f"{BOX}-over": 1}, headers=HTMX).status_code == 200
    row = ReviewSection.objects.get()
    assert (row.words, row.revision) == ("Của tôi", 2)
    with pytest.raises(OvertakenError):
        write_words(review=review, heading="area.movements", lang="vi", text="x", revision=1, actor=other, at=make.AT)
    again = {"review": review, "heading": "area.movements", "lang": "vi", "text": "Của tôi", "revision": 1}
    assert write_words(**again, actor=other, at=make.AT).revision == 2, "the same words are no quarrel"


def test_a_box_nobody_touched_is_passed_over_and_languages_stand_apart(client, work):
    sent = box("", 0) | {"muc-lessons-text": "Bài học", "muc-lessons-revision": 0, "muc-lessons-mark": mark_of("", "")}
    assert client.post(address(), sent).status_code == 302
    assert client.post(address(tieng="en"), {**sent, "muc-lessons-text": "Lesson"}).status_code == 302
    rows = ReviewSection.objects.order_by("lang").values_list("heading", "lang", "words")
    assert list(rows) == [("lessons", "en", "Lesson"), ("lessons", "vi", "Bài học")]
    assert "Lesson" not in client.get(address()).content.decode()
    assert "Bài học kinh nghiệm" in client.get(address()).content.decode()
    assert "Lessons" in client.get(address(tieng="en")).content.decode()


def test_who_only_reads_sees_words_and_can_t_write(client, work):
    tree, secretary, review = work
    write_words(
        review=review, heading="results", lang="vi", text="Kết <b>tốt</b>", revision=0, actor=secretary, at=make.AT
    )  # fmt: skip
    make.sign_in(client, make.make_officer("inspector", tree.city))
    html = client.get(address()).content.decode()
    assert "Kết &lt;b&gt;tốt&lt;/b&gt;" in html
    assert "<textarea" not in html
    assert client.post(address(), box("x")).status_code == 403
    assert client.post(address("section", "results"), {"muc-results-text": "x"}).status_code == 403
    make.sign_in(client, make.make_officer("secretary", tree.stranger))
    assert client.get(address()).status_code == 403
    assert client.get(reverse("reviews:content", args=["na", "2025"])).status_code == 404


@pytest.mark.parametrize("key", ["khong-co", "limits"])
def test_under_no_heading_nothing_is_written(client, work, key):
    place = {f"muc-{key}-text": "x", f"muc-{key}-revision": 0, f"muc-{key}-mark": ""}
    assert client.post(address("section", key), place, headers=HTMX).status_code in {404, 422}
    assert not ReviewSection.objects.exists()


def test_key_tasks_are_numbered_moved_and_opened_once(client, work):
    tree, secretary, _review = work
    for words in ("Một", "Hai", "Ba"):
        assert task(client, words).status_code == 302
    first, _second, third = KeyTask.objects.all()
    client.post(address("step-task", third.pk), {"lam": "len"})
    client.post(address("step-task", first.pk), {"lam": "bo"})
    assert list(KeyTask.objects.values_list("number", "words")) == [(1, "Ba"), (2, "Hai")]
    client.post(address("step-task", third.pk), {"lam": "giao"})
    opened = Task.objects.get()
    assert (opened.title, opened.unit_id, opened.giver_id) == ("Ba", tree.commune.pk, tree.city.pk)
    assert (opened.due, opened.origin, opened.origin_note) == (date(2026, 6, 30), ANY, "Tổng kết năm 2025")
    assert opened.origin == TaskOrigin.CONCLUSION
    with pytest.raises(Refused, match="đã được giao"):
        open_task(row=third, actor=secretary, at=make.AT)
    html = client.post(address("step-task", third.pk), {"lam": "bo"}, follow=True).content.decode()
    assert "Nhiệm vụ đã giao thì sửa ở trang nhiệm vụ" in html
    assert reverse("tasks:task", args=[opened.pk]) in html
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words": ""}, "Ghi nội dung nhiệm vụ"),
        ({"words": "x" * 501}, "Dài quá 500 ký tự"),
        ({"unit": "Tỉnh đoàn Nghệ An"}, "Chọn chính đơn vị hoặc một đơn vị trực thuộc"),
        ({"unit": "Không có"}, "Không có đơn vị nào"),
        ({"due": "01/06/2025"}, "Hạn phải ở sau kỳ"),
    ],
)
def test_what_can_t_be_a_task_is_refused_at_its_field(client, work, change, sentence):
    answer = task(client, **{"words": "Một", **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not KeyTask.objects.exists()


def test_the_weakest_is_the_furthest_behind_its_share_and_a_leaf_knows_its_place(work):
    tree, secretary, _ = work
    period = Period.year(2025)
    target = make.make_target(tree.city, work_trees(), goal=8200, start=period.start, end=period.end)
    decision, _ = register_directive(
        issuer=tree.city.pk, number="12-QĐ/TĐTN", type="QĐ", subject="Giao chỉ tiêu", issued_on=date(2025, 1, 6),
        force=(None, None), term=None, source="", actor=None, at=make.AT,
    )  # fmt: skip
    # 100 of 110 is nearer its share than 4.000 of 8.000.
    given = {(tree.commune.pk, None): 110, (tree.neighbour.pk, None): 8_000}
    sharing = draft_sharing(target=target, unit=tree.city.pk, amounts=given, actor=secretary, at=make.AT)
    decide_sharing(sharing=sharing, decision=decision, day=date(2025, 1, 6), actor=secretary, at=make.AT)

    def say(code, part):
        unit = unit_with_code(code, make.TODAY)
        told = Fields(review_table(unit, period, map_name="then", today=make.TODAY)).say("trees_planted", part)
        return told.replace("\u00a0", " ")

    assert say("hn", "weakest") == "Đoàn xã Tản Lĩnh (4.000 cây, bằng 50,0 % phần được giao)"
    assert say("hn", "best") == "Đoàn xã Tản Lĩnh (4.000 cây, bằng 50,0 % phần được giao)"
    assert say("hn-suoi-hai", "rank") == "2/2"


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_units_sections_and_tasks_as_for_one(
    client, work, django_assert_num_queries, more
):  # fmt: skip
    tree, secretary, review = work
    headings = ("results", "area.movements", "lessons")[: 1 + more]
    for heading in headings:
        write_words(
            review=review, heading=heading, lang="vi", text="{trees_planted.best} {review.silent_names}",
            revision=0, actor=secretary, at=make.AT,
        )  # fmt: skip
        task(client, heading)
    for number in range(more):
        unit = make.make_unit(f"Đoàn xã Số {number}", parent=tree.city)
        make.declare(unit, secretary, 5, indicator=work_trees(), day=MARCH)
    client.get(address())  # the tree and the settled entries are in memory from here on
    with django_assert_num_queries(23):
        client.get(address())
