"""Documents of a review: taken along, made in the background, given to the press, in a unit's own file."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pptx import Presentation

from tests import factories as make
from tests.documents.reading import Pdf
from tests.reporting.making import YEAR, call_of, form_of, report_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import indicator_named
from viecthat.reporting.commands.steps import sign_report
from viecthat.reviews.commands import open_review, order
from viecthat.reviews.commands.extract import begin_extract, change_extract, release_extract
from viecthat.reviews.commands.template import put_template
from viecthat.reviews.exports.offered import CONTENT_TYPES, DOCUMENTS
from viecthat.reviews.exports.sample_template import sample_template
from viecthat.reviews.models import DocumentOrder, OrderState, PressExtract, WordTemplate
from viecthat.reviews.queries.extracts import released_extracts

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(hours=2)
FIRST = {"docx": b"PK", "pptx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "csv": "\ufeff".encode()}


@pytest.fixture
def tree():
    make.make_indicator()
    make.make_indicator("advised", name="Thanh niên được tư vấn", unit="người")
    return make.make_tree()


@pytest.fixture
def city(tree):
    """A review of the city with a target, two units that worked and three young people advised."""
    officer = make.make_officer("secretary", tree.city)
    trees = indicator_named("trees_planted")
    make.make_target(tree.city, trees, goal=1000, start=YEAR.start, end=YEAR.end)
    for unit, quantity in ((tree.branch, 120), (tree.neighbour, 300)):
        make.declare(unit, make.make_officer("secretary", tree.city), quantity, day=YEAR.start)
    make.declare(tree.branch, officer, 3, indicator=indicator_named("advised"), day=YEAR.start)
    review = open_review(
        unit=tree.city.pk, slug="nam", kind="year", title="Tổng kết năm", period=YEAR, conference_on=None,
        directives=(), source="", actor=None, at=make.AT,
    )  # fmt: skip
    return review, officer


def address(name, *more):
    return reverse(f"reviews:{name}", args=["hn", "nam", *more])


def asked(client, what, **more):
    return client.post(address("document-make"), {"tai-lieu": what, **more})


def words_of(content, part="word/document.xml"):
    return re.sub("<[^>]+>", "", zipfile.ZipFile(io.BytesIO(content)).read(part).decode())


def test_every_document_is_there_in_both_languages(client, city):
    make.sign_in(client, city[1])
    page = client.get(address("documents")).content.decode()
    for one in DOCUMENTS:
        for kind in one.kinds:
            assert f'value="{one.key}.{kind}"' in page
            made = asked(client, f"{one.key}.{kind}")
            assert made.status_code == 200
            assert made["Content-Type"] == CONTENT_TYPES[kind]
            assert made["Content-Disposition"] == f'attachment; filename="{one.name}-hn-nam.{kind}"'
            assert made.content.startswith(FIRST[kind])
    english = asked(client, "report.docx", **{"ngon-ngu": "en"})
    assert english["Content-Disposition"].endswith('bao-cao-hn-nam-en.docx"')
    assert "REPORT" in words_of(english.content)
    assert "Chart 1. " in words_of(english.content)
    assert DocumentOrder.objects.count() == 0
    wrong = asked(client, "report.xls")
    assert wrong.status_code == 422
    assert "Không có tài liệu này" in wrong.content.decode()


def test_slides_hold_native_charts_tables_and_the_words_of_the_speaker(client, city):
    make.sign_in(client, city[1])
    deck = Presentation(io.BytesIO(asked(client, "slides.pptx").content))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[:3] == ["Tổng kết năm", "Nội dung", "Đang ở đâu"]
    assert titles[-1] == "Kết luận hội nghị"
    area = next(slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("Các phong trào"))
    chart = next(shape.chart for shape in area.shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == ["Cây xanh được trồng: 42,0\u00a0%"]
    assert sum(series.values[0] for series in chart.plots[0].series) == pytest.approx(0.42)
    table = next(shape.table for shape in area.shapes if shape.has_table)
    assert [cell.text for cell in table.rows[1].cells][:3] == ["Cây xanh được trồng", "420", "1.000"]
    assert "trồng được 420" in area.notes_slide.notes_text_frame.text.lower()


def test_a_long_document_is_made_in_the_background_and_kept_for_a_day(client, city, monkeypatch):
    review, officer = city
    monkeypatch.setattr(order, "AT_ONCE", 0)
    make.sign_in(client, officer)
    assert asked(client, "brief.pdf").content.startswith(b"%PDF")
    assert asked(client, "report.pdf").headers["Location"] == address("documents") + "#da-lam"
    waiting = DocumentOrder.objects.get()
    bar = client.get(reverse("reviews:document-progress", args=[waiting.pk])).content.decode()
    assert 'hx-trigger="every 1s"' in bar
    assert '<progress aria-label="Báo cáo, PDF" max="1" value="0">' in bar
    assert client.get(reverse("reviews:document-file", args=[waiting.pk])).status_code == 404

    seen = []
    keep = order.keep_document

    def watched(**given):
        seen.append(DocumentOrder.objects.values_list("state", "done", "total").get())
        return keep(**given)

    monkeypatch.setattr(order, "keep_document", watched)
    order.make_document(order=waiting.pk, at=LATER)
    assert seen == [("making", 4, 5)]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done, waiting.made_at) == (OrderState.READY, 5, LATER)
    page = client.get(address("documents")).content.decode()
    assert 'hx-trigger="every 1s"' not in page
    assert reverse("reviews:document-file", args=[waiting.pk]) in page
    file = client.get(reverse("reviews:document-file", args=[waiting.pk]))
    assert "BÁO CÁO" in Pdf(file.content).all_text
    # Made once, whoever asks again.
    order.make_document(order=waiting.pk, at=LATER)
    assert len(seen) == 1

    other = make.make_officer("secretary", review.unit, full_name="Trần Văn Khác")
    make.sign_in(client, other)
    assert client.get(reverse("reviews:document-file", args=[waiting.pk])).status_code == 404
    path = waiting.file.path
    assert path.exists()
    assert order.forget_orders(at=waiting.asked_at + timedelta(hours=23)) == 0
    assert order.forget_orders(at=waiting.asked_at + timedelta(hours=25)) == 1
    assert not DocumentOrder.objects.exists()


def test_what_cannot_be_made_says_why_and_nobody_waits_for_too_much(client, city, monkeypatch):
    review, officer = city
    monkeypatch.setattr(order, "AT_ONCE", 0)
    make.sign_in(client, officer)
    for _ in range(order.MOST_AT_WORK):
        asked(client, "report.docx")
    refused = asked(client, "slides.pptx")
    assert refused.status_code == 422
    assert "Bạn đang chờ ba tài liệu" in refused.content.decode()
    first, second, _third = DocumentOrder.objects.order_by("pk")

    def broken(*_args, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr(order, "made", broken)
    order.make_document(order=first.pk, at=LATER)
    monkeypatch.setattr(
        order, "review_table", lambda *_args, **_more: (_ for _ in ()).throw(Refused("Không có bản đồ."))
    )
    order.make_document(order=second.pk, at=LATER)
    page = client.get(address("documents")).content.decode()
    assert "Máy chủ gặp lỗi khi làm tài liệu" in page
    assert "Không có bản đồ." in page
    with pytest.raises(Refused, match="chưa được giao quyền"):
        order.order_document(
            review=review, what="report", kind="pdf", lang="vi", at=LATER,
            actor=make.make_officer("secretary", make.make_unit("Đoàn xã Lạ", code="xa-la")),
        )  # fmt: skip


def test_the_page_asks_the_same_of_one_and_of_three(client, city, django_assert_num_queries):
    review, officer = city
    make.sign_in(client, officer)

    def listed(count):
        begin_extract(review=review, title=f"Bản {count}", codes=["trees_planted"], actor=officer, at=make.AT)
        order.order_document(review=review, what="report", kind="pdf", lang="vi", actor=officer, at=make.AT)
        client.get(address("documents"))
        with django_assert_num_queries(QUERIES):
            assert client.get(address("documents")).status_code == 200

    for count in (1, 2, 3):
        listed(count)


QUERIES = 14


# the press


def test_an_extract_is_chosen_locked_and_stays(client, city, tree):
    _review, officer = city
    make.sign_in(client, officer)
    begun = client.post(address("extract-new"))
    page = client.get(begun["Location"]).content.decode()
    assert re.search(r'value="trees_planted" checked', page)
    assert "chưa có báo cáo đã ký" in page
    # Three people are too few to be told of.
    assert "Thanh niên được tư vấn: <b>dưới 5 người</b>" in page
    given = {"title": "Kết quả năm", "lead": "Năm qua.", "codes": ["advised", "trees_planted"]}
    client.post(begun["Location"], given | {"chuyen": "1"})
    extract = PressExtract.objects.get()
    assert extract.codes == ["trees_planted", "advised"]
    assert (extract.state, extract.released_by) == ("released", officer)
    assert "- Cây xanh được trồng: 420 cây, đạt 42,0 % chỉ tiêu." in extract.text
    assert "dưới 5 người." in extract.text
    assert extract.content[1]["value"] is None
    assert list(released_extracts()) == [extract]

    make.declare(tree.branch, officer, 5000, day=YEAR.start)
    shown = client.get(begun["Location"]).content.decode()
    assert "420 cây" in shown
    assert "5.420" not in shown
    assert "420 cây" in words_of(client.get(address("extract-file", 1, "docx")).content).replace("\u00a0", " ")
    assert client.get(address("extract-file", 1, "pdf")).content.startswith(b"%PDF")
    with pytest.raises(Refused, match="không sửa được"):
        change_extract(extract=extract, title="Khác", lead="", codes=[], actor=officer, at=LATER)
    for change in (lambda: PressExtract.objects.update(text="khác"), lambda: PressExtract.objects.all().delete()):
        with pytest.raises((InternalError, IntegrityError), match="không sửa, không xoá"), transaction.atomic():
            change()


def test_figures_of_a_signed_report_are_those_of_the_edition(city, tree):
    review, officer = city
    report = report_of(call_of(form_of(["trees_planted"]), tree.centre), tree.city, officer)
    edition = sign_report(report=report, actor=officer, at=make.AT)
    make.declare(tree.branch, officer, 5000, day=YEAR.start)
    extract = begin_extract(review=review, title="Theo báo cáo", codes=["trees_planted"], actor=officer, at=LATER)
    released = release_extract(extract=extract, actor=officer, at=LATER)
    assert (released.edition, released.as_known) == (edition, edition.as_known)
    assert "420 cây" in released.text
    assert "báo cáo đã ký, bản 1" in released.text


def test_drafts_are_for_those_who_plan_and_an_empty_one_is_not_released(client, city):
    review, officer = city
    make.sign_in(client, officer)
    begun = client.post(address("extract-new"))["Location"]
    refused = client.post(begun, {"title": "Không số", "chuyen": "1"})
    assert refused.status_code == 422
    assert "Chưa chọn số liệu nào" in refused.content.decode()
    assert client.post(begun, {"title": "Lạ", "codes": ["khong_co"]}).status_code == 422
    reader = make.make_officer("inspector", review.unit, full_name="Đỗ Thị Xem")
    make.sign_in(client, reader)
    assert client.get(begun).status_code == 404
    assert client.post(address("extract-new")).status_code == 403
    assert "Soạn bản trích" not in client.get(address("documents")).content.decode()
    make.sign_in(client, officer)
    assert client.post(address("extract-drop", 1))["Location"] == address("documents")
    assert not PressExtract.objects.exists()


# a unit's own file


def test_a_units_own_file_is_filled_with_its_report(client, city):
    review, officer = city
    make.sign_in(client, officer)
    page = reverse("reviews:templates", args=["hn"])
    sample = client.get(reverse("reviews:template-file", args=["hn", "vi-du"])).content
    sent = client.post(page, {"file": _upload(sample, "Mẫu của ta.docx")})
    assert sent.status_code == 302, sent.content.decode()
    assert "Mẫu của ta.docx" in client.get(page).content.decode()
    ours = asked(client, "report.docx").content
    said = words_of(ours)
    assert "{{" not in said
    assert "Cây xanh được trồng: 420" in said
    assert "II. KẾT QUẢ THỰC HIỆN" in said
    assert "PHỤ LỤC 1" in said
    assert any(name.startswith("word/media/") for name in zipfile.ZipFile(io.BytesIO(ours)).namelist())
    client.post(reverse("reviews:template-take-back", args=["hn"]))
    assert WordTemplate.objects.get().taken_back_by == officer
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in words_of(asked(client, "report.docx").content)
    make.sign_in(client, make.make_officer("inspector", review.unit, full_name="Đỗ Thị Xem"))
    assert client.get(page).status_code == 403


def _upload(content, name="mau.docx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def changed(*, replace=(), add=()):
    """The sample with words replaced in its text and parts added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample_template())) as source, zipfile.ZipFile(packed, "w", 8) as target:
        for name in source.namelist():
            inner = source.read(name)
            for old, new in replace if name == "word/document.xml" else ():
                assert old.encode() in inner
                inner = inner.replace(old.encode(), new.encode())
            target.writestr(name, inner)
        for name, inner in add:
            target.writestr(name, inner)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: b"PK\x03\x04 khong phai", "không phải tệp Word"),
        (lambda: changed(replace=[("{{ co_quan }}", "{{ co_quann }}")]), "trường không biết: co_quann"),
        (lambda: changed(replace=[("so_lieu.trees_planted", "so_lieu.trees")]), "trường không biết: so_lieu.trees"),
        (lambda: changed(replace=[("t.de_ra", "t.mat_khau")]), "trường không biết: t.mat_khau"),
        (lambda: changed(replace=[("{{ so }}", "{{ so.__class__ }}")]), "trường không biết: so.__class__"),
        (lambda: changed(replace=[("{{ so }}", "{{ so.format() }}")]), "không được dùng: call"),
        (lambda: changed(replace=[("{{ so }}", "{{ so * 9 }}")]), "không được dùng: mul"),
        (lambda: changed(replace=[("{{ so }}", "{{ so")]), "viết sai"),
        (lambda: changed(replace=[("in chi_tieu", "in range(9)")]), "lặp một tầng"),
        (lambda: changed(add=[("word/vbaProject.bin", b"x")]), "macro"),
        (lambda: changed(add=[("word/to.xml", b"0" * (90 * 2**20))]), "bung ra quá lớn"),
        (lambda: changed(add=[("word/la.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")]), "khai báo lạ"),
        (
            lambda: changed(add=[("word/_rels/x.rels", b'<Relationship Type="x/image" TargetMode="External"/>')]),
            "bên ngoài",
        ),
    ],
    ids=["zip", "field", "figure", "part", "class", "call", "mul", "syntax", "loop", "macro", "bomb", "entity", "far"],
)
def test_a_file_that_is_not_taken_says_why(tree, content, why):
    officer = make.make_officer("secretary", tree.city)
    with pytest.raises(Refused, match=re.escape(why)):
        put_template(unit=tree.city.pk, file_name="mau.docx", content=content(), actor=officer, at=make.AT)
    assert not WordTemplate.objects.exists()
