"""Charts: what is drawn says what the data say, alike in PDF and Word; a nation's report has its pages and charts."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tests.documents.big import CHARTS, big_document, chart
from tests.documents.reading import Pdf
from viecthat.documents.charts import PaceBar, PaceChart, RankBar, RankChart, TrendChart
from viecthat.documents.docx import to_docx
from viecthat.documents.drawing import VERIFIED, height_of, to_png, to_svg
from viecthat.documents.model import Bullets, Handout, Heading, Paragraph, Picture, leads_in
from viecthat.documents.pdf import handout_pdf, to_pdf

SVG = "{http://www.w3.org/2000/svg}"
TREND = TrendChart(
    points=((0, 0), (0.25, 30), (0.5, 80)),
    goal=200,
    result_word="80 cây",
    goal_word="chỉ tiêu 200",
    even_word="nhịp đều",
    days=("a", "b", "c"),
    scale=("0", "100", "200"),
    describe="d",
)


def boxes(svg, fill):
    return [float(box.get("width")) for box in ET.fromstring(svg).iter(f"{SVG}rect") if box.get("fill") == fill]


def test_a_bar_is_as_long_as_its_result_and_its_parts_as_its_proof():
    made = PaceChart((PaceBar("Cây", 0.5, "50/100", "50 %", proof=(1, 1, 2), gone=0.5),), "chỉ tiêu", "nửa", "x")
    svg = to_svg(made)
    verified, evidenced, declared = (boxes(svg, fill)[-1] for fill in (VERIFIED, "#4d86e4", "url(#declared)"))
    # The goal stands at eight tenths of 64 mm.
    assert verified + evidenced + declared == pytest.approx(0.5 * 0.8 * 64, abs=0.05)
    assert (verified, declared) == (pytest.approx(2 * evidenced, abs=0.02), pytest.approx(evidenced, abs=0.02))
    beyond = to_svg(PaceChart((PaceBar("Cây", 9.0, "", "900 %", proof=(0, 0, 1)),), "g", "t", "x"))
    assert boxes(beyond, VERIFIED)[-1] == 64


def test_a_line_goes_through_its_points_and_the_goal_stands_where_it_is():
    assert TREND.line() == [(0, 100), (25, 85), (50, 60)]
    assert TREND.goal_height() == 0
    assert TrendChart(((0, 0), (1, 400)), 200, "", "", "", ("", "", ""), ("", "", ""), "").goal_height() == 50


def test_words_of_others_are_no_part_of_the_drawing():
    svg = to_svg(RankChart((RankBar('<script>"&', 1.0, "1</text>"),), "x"))
    assert [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")] == ['<script>"&', "1</text>"]
    assert to_svg(RankChart((RankBar("Không ai", 0.0, "0"),), "x"))


def test_every_kind_is_drawn_at_its_height_alike_each_time():
    charts = [chart(place) for place in range(3)]
    pictures = to_png(charts)
    assert pictures == to_png(charts)
    for made, picture in zip(charts, pictures, strict=True):
        wide, tall = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
        assert tall / wide == pytest.approx(height_of(made) / 160, abs=0.01)
    assert to_png([]) == []


def test_a_paragraph_that_leads_in_stays_with_what_it_leads_to():
    assert leads_in(Paragraph("Gồm:"), Bullets(("a",)))
    assert not leads_in(Paragraph("Gồm."), Bullets(("a",)))
    assert leads_in(Paragraph("Ông A nói:"), Paragraph("“Tốt.”", italic=True))
    assert not leads_in(Paragraph("Gồm:"), Heading(1, "II"))
    assert leads_in(Paragraph("Như sau:"), Picture(TREND))


def test_a_nations_report_has_its_pages_and_its_charts():
    document = big_document()
    pdf = Pdf(to_pdf(document))
    assert 55 <= len(pdf.pages) <= 75
    words = pdf.all_text
    for place in range(CHARTS):
        assert f"Biểu đồ {place + 1}." in words
    assert words.count("nhịp đều") == len([place for place in range(CHARTS) if place % 3 == 1])
    word = zipfile.ZipFile(io.BytesIO(to_docx(document)))
    pictures = [name for name in word.namelist() if name.startswith("word/media/")]
    assert len(pictures) == CHARTS
    told = re.findall(r'descr="([^"]+)"', word.read("word/document.xml").decode())
    assert len(told) == CHARTS


def test_a_handout_keeps_to_its_sheet():
    long = Handout("ĐOÀN", "Tóm tắt", "", tuple(Paragraph("Lời. " * 120) for _ in range(6)), big_document().day)
    assert len(Pdf(handout_pdf(long)).pages) == 1
