"""Prints of an edition: the same bytes wherever they are made, the first one kept, drafts that say so."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, declare, make_officer, sign_in
from tests.reporting.making import call_of, form_of, report_of
from viecthat.kernel.errors import Refused
from viecthat.reporting.commands.printing import print_edition
from viecthat.reporting.commands.report import Said, say_figure, write_section
from viecthat.reporting.commands.steps import sign_report
from viecthat.reporting.exports import edition
from viecthat.reporting.exports.edition import Signed
from viecthat.reporting.exports.files import content_bytes, file_name
from viecthat.reporting.models import Edition, ReportForm
from viecthat.reporting.queries.content import (
    ContentLine,
    ContentSection,
    Coverage,
    EditionContent,
    Part,
    SignedDoubt,
    content_of,
)
from viecthat.units.commands import rename_unit

SIGNED = Signed(2, AT, "ab12" * 16)


def line(**said):
    """A count; a share when `of` is given."""
    given = {
        "line": 1, "code": "trees_planted", "name": "Cây xanh trồng mới", "name_en": "Trees planted",
        "measured_in": "cây", "measured_in_en": "trees", "measure": "flow", "decimals": 0, "area": 2,
        "value": 156_835, "n": None, "of": None, "entries": 5, "reported_by": 2, "grades": (100, 56_000, 100_735),
    }  # fmt: skip
    return ContentLine(**(given | said))


CONTENT = EditionContent(
    form="half_year",
    form_name="Báo cáo 6 tháng",
    form_name_en="Half-year report",
    signing="TM. BAN THƯỜNG VỤ",
    unit=3,
    unit_name="Thành đoàn Hà Nội",
    superior=("Trung ương Đoàn",),
    kinds=("central", "province"),
    start=date(2026, 1, 1),
    end=date(2026, 7, 1),
    due=date(2026, 7, 5),
    lines=(
        line(
            typed=30, reason="Cây vườn nhà", below=150_000,
            parts=(Part("Xã Suối Hai", 100_000, unit=7), Part("", 56_835)),
        ),
        line(
            code="cadres_trained", name="Cán bộ được bồi dưỡng", measure="ratio", area=6, value=None, n=24, of=28,
            grades=(0, 0, 24), parts=(Part("Xã Suối Hai", n=20, of=21, unit=7),),
        ),
        line(code="youth_works", name="Nhà nhân ái", entries=0, value=None, explanation="Chưa có vốn"),
    ),
    sections=(
        ContentSection(1, "I", "Kết quả đạt được", 1, written=False),
        ContentSection(2, "1", "Tình nguyện", 2, written=True, read_as="Trồng 156.835 cây.\n- Ở Suối Hai\n- Ở Ba Vì"),
    ),
    coverage=Coverage(30, 28, 1, ("Đoàn xã Cổ Đô",)),
    doubts=(SignedDoubt("round", 1, 80, "Số tròn lặp lại.", "Đã đếm lại."),),
    made_up="2",
    signer="Nguyễn Thu Hà",
    signer_post="Phó Bí thư",
    signed_for="Trần Thị Bình",
)  # fmt: skip


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(document[page].get_textpage().get_text_range() for page in range(len(document))).split())


def test_the_print_has_the_unions_layout_and_all_that_was_signed():
    told = words_of(content_bytes(CONTENT, SIGNED, "pdf"))
    for words in (
        "TRUNG ƯƠNG ĐOÀN", "THÀNH ĐOÀN HÀ NỘI", "ĐOÀN TNCS HỒ CHÍ MINH", "-BC/TĐTN-VP",
        "Hà Nội, ngày 27 tháng 3 năm 2026", "BÁO CÁO 6 tháng đầu năm 2026", "I. KẾT QUẢ ĐẠT ĐƯỢC", "1. Tình nguyện",
        "- Ở Suối Hai", "28/30 đơn vị", "Đoàn xã Cổ Đô", "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN", "PHÓ BÍ THƯ", "(đã ký)",
        "Nguyễn Thu Hà ký thay Trần Thị Bình", "PHỤ LỤC 1", "156.835", "85,7 %", "n/N = 24/28",
        "kê khai thêm 30: Cây vườn nhà", "Chưa có vốn", "Số tròn lặp lại. Trả lời: Đã đếm lại.", "Ghi tại chính đơn vị",
        "Bản 2, ký 27/03/2026 16:00; mã nội dung ab12ab12ab12ab12…", "Mọi số, cả tổng, là minh hoạ",
    ):  # fmt: skip
        assert words in told, words
    assert "BẢN THẢO" not in told
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_bytes(CONTENT, SIGNED, "xlsx")))
    assert book.sheet_names == ["Số liệu", "Chia theo đơn vị, nhóm", "Lời báo cáo", "Số liệu nghi vấn"]
    rows = {row[-1]: row for row in book.get_sheet_by_index(0).to_python()}
    assert rows["trees_planted"][4:10] == [156_835, "", "", 100_735, 56_000, 100]
    assert rows["cadres_trained"][4:6] == [24, 28]
    assert rows["youth_works"][4] == ""


def test_a_draft_says_so_on_every_page():
    pdf = pypdfium2.PdfDocument(content_bytes(CONTENT, None, "pdf"))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) == 3
    assert all("BẢN THẢO" in page for page in pages)
    assert "(đã ký)" not in pages[0]
    word = docx.Document(io.BytesIO(content_bytes(CONTENT, None, "docx")))
    for header in (word.sections[0].first_page_header, word.sections[0].header):
        assert 'string="BẢN THẢO"' in header._element.xml
    word = docx.Document(io.BytesIO(content_bytes(CONTENT, SIGNED, "docx")))
    assert "Watermark" not in word.sections[0].header._element.xml
    assert file_name(CONTENT, None, "pdf") == "bao-cao-thanh-doan-ha-noi-2026-07-01-ban-thao.pdf"


IN_ANOTHER_PROCESS = """
import hashlib, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "viecthat.project.settings"
import django
django.setup()
from tests.reporting.test_edition_prints import CONTENT, SIGNED
from viecthat.reporting.exports.files import content_bytes
for kind in ("pdf", "docx", "xlsx"):
    print(hashlib.sha256(content_bytes(CONTENT, SIGNED, kind)).hexdigest())
"""


def test_the_same_edition_makes_the_same_bytes_in_another_process():
    mine = [hashlib.sha256(content_bytes(CONTENT, SIGNED, kind)).hexdigest() for kind in ("pdf", "docx", "xlsx")]
    settings = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "UTC"}
    made = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS], env=settings, capture_output=True, text=True, check=True
    )
    assert made.stdout.split() == mine
    with zipfile.ZipFile(io.BytesIO(content_bytes(CONTENT, SIGNED, "docx"))) as packed:
        assert "2026-03-27" in packed.read("docProps/core.xml").decode()
    assert content_bytes(replace(CONTENT, signer="Ai khác"), SIGNED, "pdf") != content_bytes(CONTENT, SIGNED, "pdf")


@pytest.fixture
def signed(tree):
    branch = make_officer("branch_secretary", tree.branch)
    declare(tree.branch, branch, 120)
    report = report_of(call_of(form_of(), tree.centre), tree.branch, branch)
    section = report.call.form.sections.get(written=True).pk
    write_section(report=report, section=section, text="Trồng {trees_planted} cây.", revision=0, actor=branch, at=AT)
    line_pk = report.call.form.lines.get(indicator__code="trees_planted").pk
    say_figure(report=report, line=line_pk, said=Said(typed=3, reason="Sổ tay"), revision=0, actor=branch, at=AT)
    return sign_report(report=report, actor=branch, at=AT)


def test_the_first_print_stays_the_same_to_the_byte(signed, tree, client, monkeypatch):
    sign_in(client, make_officer("inspector", tree.city))
    address = f"/bao-cao/{signed.report_id}/ban/1/bao-cao"
    first = client.get(f"{address}.pdf")
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert "123" in words_of(first.content)
    word = client.get(f"{address}.docx").content
    declare(tree.branch, make_officer("branch_secretary", tree.branch), 5000)
    ReportForm.objects.update(name="Tên mẫu khác", signing="TL. BAN THƯỜNG VỤ")
    rename_unit(unit=tree.branch, name="Chi đoàn mang tên khác", day=TODAY, decision="1-QĐ", actor=None, at=AT)
    with monkeypatch.context() as changed:
        changed.setattr(edition, "_title", lambda _section: "Cách trình bày khác")
        assert client.get(f"{address}.pdf").content == first.content
        assert client.get(f"{address}.docx").content != word  # made anew, in the layout of now
    assert client.get(f"{address}.docx").content == word
    told = json.loads(client.get(f"{address}.json").content)
    assert told["schema"] == "viecthat.edition"
    assert content_of(told["content"]) == content_of(signed.content)
    assert client.get(f"{address}.odt").status_code == 404
    # What is kept is never silently exchanged.
    kept = Edition.objects.get(pk=signed.pk).printed
    kept.path.write_bytes(first.content + b"\n")
    with pytest.raises(Refused, match="bị đổi trên đĩa"):
        print_edition(edition=signed, at=AT + timedelta(days=1))
    assert client.get(f"{address}.pdf", follow=True).redirect_chain == [(f"/bao-cao/{signed.report_id}/ban/1/", 302)]
    kept.path.write_bytes(first.content)
