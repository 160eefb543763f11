"""Figures of the ledger in an article: as they are now at the desk, as they were when approved for everybody."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, sign_in
from tests.news.test_news import READER, _clock, address, editor, portal, text_of, tree, write, writer
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, declare_figure, post_entries
from viecthat.news.commands.article import approve_article, correct_article, put_back, send_article, take_down
from viecthat.news.commands.figure import place_figure, take_figure_out
from viecthat.news.models import Article, ArticleFigure, ArticleVersion
from viecthat.news.queries.figures import counts_people
from viecthat.units.models import Unit

__all__ = ["_clock", "editor", "portal", "tree", "writer"]
pytestmark = pytest.mark.django_db
YEAR = Period.year(TODAY.year)
BODY = "Đoàn xã trồng [số 1] trong năm."


@pytest.fixture
def trees(tree):
    return make_indicator("trees_planted")


def count(indicator, unit, actor, quantity):
    declare_figure(
        unit=unit.pk, indicator=indicator, quantity=quantity, day=TODAY, reason="Kê khai", actor=actor, at=AT
    )


def with_figure(portal, unit, actor, indicator, body=BODY):
    row = write(portal, unit, actor, body=body)
    place_figure(article=row, indicator=indicator.pk, unit=unit.pk, period=YEAR, actor=actor, at=AT)
    return row


def published(row, writer, editor):
    send_article(article=row, actor=writer, at=AT)
    approve_article(article=row, publish_at=AT, actor=editor, at=AT)
    return Article.objects.get(pk=row.pk)


def refusal(command, **given):
    with pytest.raises(Refused) as refused, transaction.atomic():
        command(**given, at=AT)
    return str(refused.value)


def figure_page(row, number=1):
    return reverse("news:figure", args=[row.portal.code, row.pk, row.slug, number])


def plain(response):
    words = re.sub(r"</?(a|mark)\b[^>]*>", "", response.content.decode())
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))).replace("\u00a0", " ")


def test_a_figure_moves_with_the_ledger_until_it_is_approved_and_never_after(tree, portal, writer, editor, trees):
    count(trees, tree.commune, writer, 1200)
    row = with_figure(portal, tree.commune, writer, trees)
    desk = reverse("news:desk-article", args=[row.pk])
    looking = Client()
    sign_in(looking, writer)
    assert "Đoàn xã trồng 1.200 cây trong năm." in plain(looking.get(desk))

    count(trees, tree.commune, writer, 34)
    assert "Đoàn xã trồng 1.234 cây trong năm." in plain(looking.get(desk))
    row = published(row, writer, editor)
    count(trees, tree.commune, writer, 500)

    page = Client(**READER).get(address(row))
    assert "Đoàn xã trồng 1.234 cây trong năm." in plain(page)
    assert figure_page(row) in page.content.decode()
    assert "1.234 cây" in plain(Client(**READER).get(address(row, "article-print")))
    assert ArticleVersion.objects.get(article=row).body == "Đoàn xã trồng 1.234\u00a0cây trong năm."
    assert "1.234 cây" in plain(looking.get(desk))
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        ArticleFigure.objects.filter(article=row).update(value=1)


def test_everybody_reads_how_it_was_counted_and_who_may_goes_on_to_the_ledger(tree, portal, writer, editor, trees):
    count(trees, tree.commune, writer, 1234)
    row = with_figure(portal, tree.commune, writer, trees)
    reader = Client(**READER)
    assert reader.get(figure_page(row)).status_code == 404, "not public yet"
    row = published(row, writer, editor)

    page = reader.get(figure_page(row))

    for said in ("1.234 cây", "Cây xanh được trồng", "Đoàn xã Suối Hai", f"năm {TODAY.year}", "Cộng các việc ghi"):
        assert said in plain(page), said
    assert 'name="robots" content="noindex"' in page.content.decode()
    assert "/so-lieu/" not in page.content.decode()
    officer = Client()
    sign_in(officer, writer)
    assert f"/so-lieu/?cs=trees_planted&amp;dv={tree.commune.code}" in officer.get(figure_page(row)).content.decode()
    sign_in(officer, make_officer("base_officer", tree.stranger))
    assert "/so-lieu/?" not in officer.get(figure_page(row)).content.decode()
    assert reader.get(figure_page(row, 2)).status_code == 404


@pytest.mark.parametrize(("people", "said"), [(4, "trồng dưới 5 người trong"), (5, "trồng 5 người trong")])
def test_few_people_are_not_told_of(tree, portal, writer, editor, people, said):
    helped = make_indicator("people_helped", name="Người được giúp", unit="người")
    count(helped, tree.commune, writer, people)
    row = published(with_figure(portal, tree.commune, writer, helped), writer, editor)

    page, opened = (plain(Client(**READER).get(one)) for one in (address(row), figure_page(row)))

    assert said in page
    assert ("Số ít người không nêu đúng" in opened) == (people < 5)
    assert "4 người" not in page + opened


@pytest.mark.parametrize(
    ("unit", "people"), [("em", True), ("ca", True), ("lượt hộ", True), ("đoàn viên ưu tú", True), ("cây", False),
                         ("lượt cây", False), ("đoàn cơ sở", False)]
)  # fmt: skip
def test_children_cases_and_households_are_people_trees_are_not(tree, unit, people):
    assert counts_people(make_indicator("counted_so", unit=unit)) is people


def test_a_share_of_few_people_is_not_told_of_either(tree, portal, writer, editor):
    trained = make_indicator("trained", name="Người học xong", unit="người", listed=False)
    asked = make_indicator("to_train", name="Người phải học", unit="người", listed=False)
    parts = {"numerator": trained, "denominator": asked}
    share = make_indicator("share_trained", name="Tỷ lệ học xong", measure="ratio", unit="người", **parts)
    count(share, tree.commune, writer, Share(97, 100))
    row = published(with_figure(portal, tree.commune, writer, share), writer, editor)

    page, opened = (plain(Client(**READER).get(one)) for one in (address(row), figure_page(row)))

    assert "Đoàn xã trồng không nêu" in page
    for text in (page, opened):
        assert "97" not in text.replace("1997", "")
    assert "Số ít người không nêu đúng" in opened


@pytest.fixture
def helped(tree, writer):
    """People helped: 40 of the commune's branch, 3 of its own, 60 of the neighbour's; only 3 are not told of."""
    indicator = make_indicator("people_helped", name="Người được giúp", unit="người")
    count(indicator, tree.branch, writer, 40)
    count(indicator, tree.commune, writer, 3)
    count(indicator, tree.neighbour, make_officer("base_officer", tree.neighbour), 60)
    return indicator


def of_units(portal, writer, editor, indicator, *units, title="Bài", period=YEAR):
    """An article that names a figure of each unit, sent to the editors."""
    body = " và ".join(f"[số {n}]" for n in range(1, len(units) + 1))
    row = write(portal, Unit.objects.get(pk=writer.grants.get().unit_id), writer, body=body, title=title)
    for unit in units:
        place_figure(article=row, indicator=indicator.pk, unit=unit.pk, period=period, actor=editor, at=AT)
    send_article(article=row, actor=writer, at=AT)
    return row


def test_two_figures_that_leave_too_few_are_not_published_together(tree, portal, writer, editor, helped):
    row = of_units(portal, writer, editor, helped, tree.commune, tree.branch)

    said = refusal(approve_article, article=row, publish_at=AT, actor=editor)

    assert said == (
        "[số 2] đặt cạnh [số 1]: lấy trừ đi còn chưa đến 5, người đọc biết về quá ít người. "
        "Bỏ [số 2] khỏi bài, hoặc lấy đơn vị, kỳ khác."
    )
    assert Article.objects.get(pk=row.pk).state == "sent"


def test_nor_in_two_articles_one_after_the_other(tree, portal, writer, editor, helped):
    first = of_units(portal, writer, editor, helped, tree.branch, title="Bài trước")
    approve_article(article=first, publish_at=AT, actor=editor, at=AT)
    second = of_units(portal, writer, editor, helped, tree.commune, title="Bài sau")

    said = refusal(approve_article, article=second, publish_at=AT, actor=editor)
    assert f"“Người được giúp” của Chi đoàn thôn Đô Trám, năm {TODAY.year} (bài “Bài trước”)" in said

    take_down(article=first, reason="Sai", actor=editor, at=AT)
    approve_article(article=second, publish_at=AT, actor=editor, at=AT)
    assert "(bài “Bài sau”)" in refusal(put_back, article=first, actor=editor)


def test_an_article_still_to_come_counts_and_is_not_named(tree, portal, writer, editor, helped):
    first = of_units(portal, writer, editor, helped, tree.branch, title="Bài mai đăng")
    approve_article(article=first, publish_at=AT + timedelta(days=1), actor=editor, at=AT)
    second = of_units(portal, writer, editor, helped, tree.commune)

    said = refusal(approve_article, article=second, publish_at=AT, actor=editor)

    assert "(một bài sắp đăng)" in said
    assert "mai đăng" not in said


def test_grades_that_taken_from_others_leave_too_few_are_left_out(tree, portal, writer, editor):
    """Of 93 people of the commune 23 are shown by records, of its branch's 60 people 20: three are left."""
    indicator = make_indicator("people_helped", name="Người được giúp", unit="người")
    for unit, declared, evidenced in ((tree.branch, 40, 20), (tree.commune, 30, 3)):
        count(indicator, unit, writer, declared)
        line = Line(unit.pk, indicator.pk, TODAY, evidenced, Grade.EVIDENCED)
        post_entries(kind=PostingKind.REGISTER, unit=unit.pk, lines=[line], actor=writer, at=AT)
    rows = []
    for number, units in enumerate(((tree.branch,), (tree.commune,), (tree.branch, tree.commune))):
        row = of_units(portal, writer, editor, indicator, *units, title=f"Bài {number}")
        approve_article(article=row, publish_at=AT, actor=editor, at=AT)
        rows.append(Article.objects.get(pk=row.pk))
    kept = [[(one.declared, one.evidenced, one.value) for one in row.figures.order_by("number")] for row in rows]
    assert kept == [[(40, 20, 60)], [(0, 0, 93)], [(40, 20, 60), (0, 0, 93)]]
    proofs = ["counted-proof" in Client(**READER).get(figure_page(row)).content.decode() for row in rows[:2]]
    assert proofs == [True, False]
    assert "93 người" in plain(Client(**READER).get(address(rows[1])))


def test_all_parts_but_a_few_people_are_found_too(tree, portal, writer, editor, helped):
    row = of_units(portal, writer, editor, helped, tree.branch, tree.neighbour, tree.city)
    said = refusal(approve_article, article=row, publish_at=AT, actor=editor)
    assert said.startswith("[số 3] đặt cạnh [số 1]; [số 2]:")


def test_a_correction_is_held_to_it_and_what_everybody_reads_already_is_not(tree, portal, writer, editor, helped):
    row = of_units(portal, writer, editor, helped, tree.branch)
    approve_article(article=row, publish_at=AT, actor=editor, at=AT)
    place_figure(article=row, indicator=helped.pk, unit=tree.commune.pk, period=YEAR, actor=editor, at=AT)
    facts = {"title": row.title, "category": row.category_id}
    change = {"article": row, "note": "Thêm số", "actor": editor}
    assert "[số 2] đặt cạnh [số 1]" in refusal(
        correct_article, **change, facts=facts | {"body": "Giúp [số 1], cả xã [số 2]."}
    )
    correct_article(**change, facts=facts | {"body": "Đã giúp [số 1]."}, at=AT)


def test_trees_may_differ_by_as_few_as_they_like(tree, portal, writer, editor, trees):
    count(trees, tree.branch, writer, 40)
    count(trees, tree.commune, writer, 3)
    row = of_units(portal, writer, editor, trees, tree.commune, tree.branch)
    approve_article(article=row, publish_at=AT, actor=editor, at=AT)
    assert Article.objects.get(pk=row.pk).state == "approved"


def test_the_part_of_a_share_and_the_same_count_alone_are_the_same_people(tree, portal, writer, editor):
    trained = make_indicator("trained", name="Người học xong", unit="người")
    asked = make_indicator("to_train", name="Người phải học", unit="người")
    parts = {"numerator": trained, "denominator": asked}
    share = make_indicator("share_trained", name="Tỷ lệ học xong", measure="ratio", unit="người", **parts)
    count(share, tree.commune, writer, Share(3, 10))
    count(share, tree.branch, writer, Share(57, 90))
    first = of_units(portal, writer, editor, share, tree.branch)
    approve_article(article=first, publish_at=AT, actor=editor, at=AT)
    second = of_units(portal, writer, editor, trained, tree.commune)
    count_of_commune = refusal(approve_article, article=second, publish_at=AT, actor=editor)
    assert "“Tỷ lệ học xong” của Chi đoàn thôn Đô Trám" in count_of_commune


def test_what_cannot_be_published_is_refused_in_a_sentence(tree, portal, writer, editor, trees):
    row = with_figure(portal, tree.commune, writer, trees, body="Trồng [số 1], bằng [số 2].")
    send_article(article=row, actor=writer, at=AT)
    approve = {"article": row, "publish_at": AT, "actor": editor}
    assert "[số 2]" in refusal(approve_article, **approve)
    place_figure(article=row, indicator=trees.pk, unit=tree.commune.pk, period=YEAR, actor=editor, at=AT)
    assert "[số 1] chưa có trong sổ việc" in refusal(approve_article, **approve)
    looking = Client()
    sign_in(looking, editor)
    assert "Số chưa có trong sổ việc, chưa đăng được: [số 1] [số 2]" in plain(
        looking.get(reverse("news:desk-article", args=[row.pk]))
    )
    given = {"article": row, "indicator": trees.pk, "period": YEAR}
    stranger = make_officer("base_officer", tree.stranger)
    assert "không còn sửa" in refusal(place_figure, **given, unit=tree.stranger.pk, actor=stranger)
    assert "chưa được giao quyền xem số liệu" in refusal(place_figure, **given, unit=tree.stranger.pk, actor=editor)


def test_a_correction_takes_new_figures_and_leaves_the_old_ones_as_they_were(tree, portal, writer, editor, trees):
    count(trees, tree.commune, writer, 100)
    row = published(with_figure(portal, tree.commune, writer, trees), writer, editor)
    count(trees, tree.commune, writer, 11)
    assert "còn nhắc số này" in refusal(take_figure_out, article=row, number=1, actor=editor)
    place_figure(article=row, indicator=trees.pk, unit=tree.commune.pk, period=YEAR, actor=editor, at=AT)
    facts = {"title": row.title, "body": "Trồng [số 1], nay là [số 2].", "category": row.category_id}
    correct_article(article=row, facts=facts, note="Thêm số mới", actor=editor, at=AT)

    row.refresh_from_db()
    assert "Trồng 100 cây, nay là 111 cây." in plain(Client(**READER).get(address(row)))
    first, second = ArticleVersion.objects.filter(article=row).order_by("number")
    assert (first.body, second.body) == (
        "Đoàn xã trồng 100\u00a0cây trong năm.", "Trồng 100\u00a0cây, nay là 111\u00a0cây."
    )  # fmt: skip


def test_readers_cost_the_ledger_nothing(tree, portal, writer, editor, trees, monkeypatch):
    count(trees, tree.commune, writer, 100)
    row = with_figure(portal, tree.commune, writer, trees, body="Một [số 1], hai [số 2], ba [số 3].")
    for _number in (2, 3):
        place_figure(article=row, indicator=trees.pk, unit=tree.commune.pk, period=YEAR, actor=writer, at=AT)
    row = published(row, writer, editor)

    def asked(*_args, **_given):
        raise AssertionError("a reader must not ask the ledger")

    monkeypatch.setattr("viecthat.news.queries.figures.ask", asked)
    reader = Client(**READER)
    reader.get(address(row))
    with CaptureQueriesContext(connection) as done:
        assert "Một 100 cây, hai 100 cây, ba 100 cây." in plain(reader.get(address(row)))
    assert len(done) == 13
    with CaptureQueriesContext(connection) as done:
        assert reader.get(figure_page(row, 3)).status_code == 200
    assert len(done) == 6


def test_by_pages_a_figure_is_chosen_and_taken_out(tree, portal, writer, editor, trees):
    count(trees, tree.commune, writer, 77)
    row = write(portal, tree.commune, writer, body=BODY)
    looking = Client()
    sign_in(looking, writer)
    place = reverse("news:figure-place", args=[row.pk])
    assert "Lấy số từ sổ việc" in text_of(looking.get(place))
    assert looking.post(place, {"unit": tree.commune.code}).status_code == 422
    sent = {"indicator": trees.pk, "unit": tree.commune.code, "period": f"năm {TODAY.year}"}
    done = looking.post(place, sent, follow=True)
    assert "viết [số 1] vào chỗ cần" in text_of(done)
    assert "Đoàn xã trồng 77 cây trong năm." in plain(done)
    out = reverse("news:figure-out", args=[row.pk, 1])
    assert looking.get(out).status_code == 405
    assert "Bài nhắc số không có trong bài: [số 1]" in plain(looking.post(out, follow=True))
    other = Client()
    sign_in(other, make_officer("base_officer", tree.stranger))
    assert (other.get(place).status_code, other.post(out).status_code) == (404, 404)
