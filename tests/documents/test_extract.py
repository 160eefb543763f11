"""The words of documents that people send, and what is no document."""

import io

import pytest
import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from viecthat.documents.extract import DOCX, PDF, PLAIN, kind_of, text_of
from viecthat.kernel.errors import Refused


def docx(*paragraphs, rows=()):
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for place, words in enumerate(row):
                table.cell(number, place).text = words
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_docx_with_a_table():
    content = docx("I. MỤC TIÊU", "", "1.  Trồng  cây", rows=[("Chỉ tiêu", "Mức"), ("Cây", "45.000")])
    assert kind_of(content) == DOCX
    assert text_of(content).split("\n") == ["I. MỤC TIÊU", "1. Trồng cây", "Chỉ tiêu · Mức", "Cây · 45.000"]


def test_pdf_lines_are_put_together_to_paragraphs():
    words = "Đoàn viên, thanh niên toàn thành phố phấn đấu hoàn thành vượt mức các chỉ tiêu của nhiệm kỳ đã đề ra. " * 2
    page = f"#set page(width: 10cm)\n+ {words}\n+ Trồng 45.000 cây xanh."
    content = typst.compile(page.encode())
    assert kind_of(content) == PDF
    first, second = text_of(content).split("\n")[0], text_of(content).split("\n")[-1]
    assert first.startswith("1. Đoàn viên, thanh niên")
    assert second == "2. Trồng 45.000 cây xanh."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_plain_text(encoding):
    content = "Một\r\n\r\n  Hai  ba".encode(encoding)
    assert kind_of(content) == PLAIN
    assert text_of(content) == "Một\nHai ba"


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x00\x01", b"PK\x03\x04", b"%PDF-1.7 nothing", "Một".encode("utf-16"), docx("a")[:400]],
    ids=["empty", "program", "no zip", "broken pdf", "utf-16 is not guessed", "half a docx"],
)
def test_what_is_no_document_is_told_at_its_box(content):
    with pytest.raises(Refused) as refused:
        text_of(content, field="attached")
    assert refused.value.field == "attached"


@pytest.mark.libreoffice
def test_the_old_doc_of_word(convert):
    words = ("Đoàn xã trồng được 1.250 cây xanh.", "Kết nạp 86 đoàn viên.")
    old = convert({"bao-cao.docx": docx(*words)}, "doc")["bao-cao.doc"]
    assert text_of(old).split("\n") == list(words)


def test_the_old_doc_without_a_program_for_it(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(Refused, match="lưu thành DOCX"):
        text_of(bytes.fromhex("d0cf11e0a1b11ae1") + b"...")


def test_figures_in_content_controls_are_read_and_what_was_struck_out_is_not():
    document = Document()
    paragraph = document.add_paragraph("Trồng được ")
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:r><w:t>371.893</w:t></w:r></w:sdtContent></w:sdt>",
        f"<w:del {nsdecls('w')}><w:r><w:delText>400.000</w:delText></w:r></w:del>",
    )
    for piece in control:
        paragraph._p.append(parse_xml(piece))
    paragraph.add_run(" cây")
    paragraph.paragraph_format.tab_stops.add_tab_stop(100_000)
    whole = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Cả đoạn</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph._p.addnext(whole)
    cell = document.add_table(1, 2).rows[0].cells
    cell[0].text = "Cây"
    cell[1].paragraphs[0]._p.append(parse_xml(control[0]))
    kept = io.BytesIO()
    document.save(kept)
    assert text_of(kept.getvalue()).split("\n") == ["Trồng được 371.893 cây", "Cả đoạn", "Cây · 371.893"]
