"""The yearly report: people by group, each once; coverage with those missing; page, files and shell say the same."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, make_officer, make_unit, sign_in, stop_clock
from tests.people.members import figure
from tests.residence.residents import introduce, make_place, receive, registered
from tests.residence.test_pages import text_of
from viecthat.residence.commands.registration import change_branch, end_registration
from viecthat.residence.commands.remark import Given, confirm_remarks, give_remarks
from viecthat.residence.exports.report import report_document, report_workbook
from viecthat.residence.queries.report import residence_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """Five received: three workers, two pupils; two took part well, one was absent, one has moved on and on."""
    made = make_place()
    workers = registered(made, "An", "Bình", "Chi")
    pupils = registered(made, "Dung", "Em", group="pupils")
    change_branch(registration=workers[2], branch=made.other_village.pk, day=TODAY, actor=made.commune, at=AT)
    end_registration(registration=pupils[1], reason="moved", day=date(2026, 3, 12), actor=made.there, at=AT)
    letter = introduce(made, pupils[1].person, group="students", day=date(2026, 3, 13))
    receive(made, *letter, branch=made.other_village, day=date(2026, 3, 15))
    given = [
        Given(workers[0].pk, "good", "Tốt"), Given(workers[1].pk, "absent", "Vắng"), Given(pupils[0].pk, "good", "Tốt"),
    ]  # fmt: skip
    remarks = give_remarks(given=given, year=2026, day=TODAY, actor=made.there, at=AT)
    confirm_remarks(remarks=[one.pk for one in remarks], day=TODAY, actor=made.commune, at=AT)
    return made


def test_people_are_counted_once(place):
    told = residence_report(place.tree.city.pk, 2026, TODAY)
    assert {line.group.code: (line.received, line.active) for line in told.lines if line.active} == {
        "workers": (3, 3), "pupils": (1, 1), "students": (1, 1),
    }  # fmt: skip
    assert (told.total.received, told.total.active) == (5, 5)
    assert told.total.by_level == {"good": 2, "joined": 0, "absent": 1}
    assert (told.total.remarked, told.total.unremarked) == (3, 2)
    assert all(left == right for _code, left, right in told.checks)
    assert told.introduced == 6
    # The ledger agrees: six receptions at the two villages, five still there.
    both = (place.village, place.other_village)
    assert sum(figure(unit, "residence_received") for unit in both) == 6
    assert sum(figure(unit, "residence_registered") for unit in both) == 5
    assert sum(figure(unit, "residence_took_part_well") for unit in both) == 2


def test_another_year_and_another_unit_see_their_own(place):
    assert residence_report(place.tree.city.pk, 2025, TODAY).total.active == 0
    assert residence_report(place.tree.stranger.pk, 2026, TODAY).total.active == 0
    assert residence_report(place.other_village.pk, 2026, TODAY).total.active == 2


def test_coverage_names_those_that_have_not_begun(place):
    make_unit("Đoàn xã Ba Trại", parent=place.tree.city, kind="commune")
    (base,) = residence_report(place.tree.city.pk, 2026, TODAY).coverage
    # The home commune introduced, the other received; the school's union and Ba Trại did neither.
    assert (base.code, base.begun, base.all) == ("base", 2, 4)
    assert {row.name for row in base.missing} == {"Đoàn xã Ba Trại", "Đoàn trường THPT Ba Vì"}


def test_page_word_and_excel_say_the_same(client, place, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, make_officer("secretary", place.tree.city))
    address = reverse("residence:report", args=[place.tree.city.code])
    page = text_of(client.get(address))
    assert "tiếp nhận 5 đoàn viên" in page
    assert "tham gia tốt 66,7" in page
    assert "2 đơn vị chưa triển khai" in page or "1 đơn vị chưa triển khai" in page
    assert client.get(address, {"nam": "2017"}).status_code == 404
    word = client.get(reverse("residence:report-file", args=[place.tree.city.code, "docx"])).content
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs)
    assert "BÁO CÁO" in said
    assert client.get(reverse("residence:report-file", args=[place.tree.city.code, "odt"])).status_code == 404
    told = residence_report(place.tree.city.pk, 2026, TODAY)
    assert "received" in report_document(told, at=AT).bookmarks()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(report_workbook(told))).get_sheet_by_index(0)
    cells = [row for row in sheet.to_python() if row and row[0] == "Công nhân, người lao động"]
    assert [int(cell) for cell in cells[0][1:6]] == [3, 1, 0, 1, 1]


def test_in_the_shell(place, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("viecthat.residence.management.commands.residence.localdate", lambda: TODAY)
    files = ("--xlsx", str(tmp_path / "a.xlsx"), "--docx", str(tmp_path / "a.docx"))
    call_command("residence", "hn", "--year", "2026", *files)
    said = capsys.readouterr().out
    assert "tiếp nhận 5 đoàn viên" in said
    assert "✓ Số tiếp nhận" in said
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
