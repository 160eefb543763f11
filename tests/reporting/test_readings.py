"""A text read, gone through, left and taken up again, declared as one posting, taken back by a reversal."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from tests.factories import AT, make_account, make_officer, sign_in
from tests.reporting.conftest import TEXT
from viecthat.kernel.errors import Refused
from viecthat.ledger.commands import lines_of, reverse_posting
from viecthat.ledger.models import Entry, Posting
from viecthat.reporting.commands.reading import declare_reading, keep_choices, read_text
from viecthat.reporting.models import Reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("officer")]
LIST, NEW = reverse("reporting:readings"), reverse("reporting:new")


def kept(officer, text=TEXT, title=""):
    return read_text(title=title, text=text, source="", actor=officer, at=AT)


def sent(reading, **other):
    """The form as the page shows it, with what the officer changes."""
    boxes = {"unit": "hn-suoi-hai", "day": "31/12/2025"}
    for place, figure in enumerate(reading.figures):
        boxes |= {
            f"number-{place}": figure["number"],
            f"kind-{place}": figure["kind"],
            f"indicator-{place}": figure["indicator"],
            f"decision-{place}": figure["decision"],
        }
    return boxes | {name.replace("_", "-"): value for name, value in other.items()}


def address(reading):
    return reverse("reporting:reading", args=[reading.pk])


class TestReading:
    def test_pasted_text_opens_with_its_figures_beside_it(self, client):
        response = client.post(NEW, {"text": TEXT})
        reading = Reading.objects.get()
        assert response.url == address(reading)
        assert [(one["number_text"], one["indicator"], one["kind"]) for one in reading.figures] == [
            ("1.250", "trees_planted", "result"),
            ("12", "youth_works", "result"),
            ("86", "members_admitted", "result"),
            ("24/28", "cadres_trained", "result"),
            ("2.000", "trees_planted", "target"),
        ]
        html = client.get(response.url).content.decode()
        assert '<a href="#so-0">1.250 cây xanh</a>' in html
        assert "“Trồng 1 triệu cây xanh”" in html
        assert 'value="Cây xanh được trồng"' in html
        assert reading.title == "Đoàn xã Suối Hai tổng kết năm 2025"

    def test_a_word_file_is_read_too(self, client):
        document = Document()
        document.add_paragraph("Đoàn xã trồng được 1.250 cây xanh.")
        content = io.BytesIO()
        document.save(content)
        content.seek(0)
        content.name = "bao-cao.docx"
        assert client.post(NEW, {"file": content}).status_code == 302
        assert Reading.objects.get().source == "bao-cao.docx"

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"text": "  "}, "Chưa có chữ nào để đọc"),
            ({"text": "1 2 " * 40_000}, "tách thành vài phần"),
            ({"file": io.BytesIO(b"MZ\x00\x01")}, "không phải DOCX, PDF"),
        ],
    )
    def test_what_can_not_be_read_is_said(self, client, given, sentence):
        response = client.post(NEW, given)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Reading.objects.exists()

    def test_only_who_may_declare_and_only_ones_own(self, officer, client, tree):
        reading = kept(officer)
        sign_in(client, make_officer("base_officer", tree.neighbour))
        assert client.get(address(reading)).status_code == 404
        assert reading.title not in client.get(LIST).content.decode()
        sign_in(client, make_account())
        assert [client.get(one).status_code for one in (LIST, NEW, address(reading))] == [403, 403, 403]


class TestDeciding:
    def test_left_and_taken_up_again(self, officer, client):
        reading = kept(officer)
        response = client.post(
            address(reading), sent(reading, decision_0="kept", number_0="1.300"), headers={"HX-Request": "true"}
        )
        assert "Lấy 1 số" in response.content.decode()
        html = client.get(address(reading)).content.decode()
        assert 'value="1.300"' in html
        assert "Đoàn xã Suối Hai (hn-suoi-hai)" in html
        assert not Entry.objects.exists()

    def test_an_indicator_is_chosen_by_its_name(self, officer, client):
        reading = kept(officer)
        client.post(address(reading), sent(reading, indicator_1="cay xanh duoc trong"))
        reading.refresh_from_db()
        assert reading.figures[1]["indicator"] == "trees_planted"


class TestDeclaring:
    def test_what_was_kept_becomes_one_posting_that_quotes_the_text(self, officer, client, tree):
        reading = kept(officer)
        chosen = {"decision_0": "kept", "decision_1": "kept", "decision_3": "kept", "decision_4": "dropped"}
        response = client.post(address(reading), sent(reading, **chosen) | {"ghi": "1"})
        posting = Posting.objects.get()
        assert response.url == reverse("ledger:posting", args=[posting.pk])
        assert sorted((line.unit, line.quantity) for line in lines_of(posting)) == [
            (tree.commune.pk, 12), (tree.commune.pk, 24), (tree.commune.pk, 28), (tree.commune.pk, 1250),
        ]  # fmt: skip
        assert posting.reason == (
            "Đọc từ “Đoàn xã Suối Hai tổng kết năm 2025”: "
            "“1.250 cây xanh” · “12 công trình thanh niên” · “24/28 cán bộ”"
        )
        assert "đã vào sổ việc" in client.get(address(reading)).content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({}, "Chưa lấy số nào"),
            ({"decision_2": "kept"}, "Đoàn viên mới kết nạp"),
            ({"decision_4": "kept"}, "là chỉ tiêu, chưa phải việc đã làm"),
            ({"decision_0": "kept", "decision_4": "kept", "kind_4": "result"}, "kẻo cộng hai lần"),
            ({"decision_0": "kept", "indicator_0": ""}, "Chọn chỉ số cho “1.250 cây xanh”"),
            ({"decision_0": "kept", "indicator_0": "Cây chuối"}, "Không có chỉ số nào tên hoặc mã là “Cây chuối”"),
            ({"decision_0": "kept", "number_0": "nhiều"}, "không phải là số"),
            ({"decision_3": "kept", "number_3": "86,7"}, "ghi số đạt và tổng số"),
            ({"decision_3": "kept", "number_3": "30/28"}, "từ 0 đến tổng số"),
            ({"decision_0": "kept", "day": ""}, "Ghi ngày của số liệu"),
            ({"decision_0": "kept", "unit": ""}, "Chọn đơn vị"),
        ],
    )
    def test_refused_in_a_sentence_and_nothing_is_lost(self, officer, client, changes, sentence):
        reading = kept(officer)
        response = client.post(address(reading), sent(reading, **changes) | {"ghi": "1"})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Posting.objects.exists()
        reading.refresh_from_db()
        assert [figure["decision"] for figure in reading.figures].count("kept") == sum(
            name.startswith("decision") for name in changes
        )

    def test_a_reversal_opens_it_again(self, officer, client, tree):
        reading = kept(officer)
        boxes = sent(reading, decision_0="kept") | {"ghi": "1"}
        client.post(address(reading), boxes)
        with pytest.raises(Refused, match="đã ghi vào sổ"):
            declare_reading(reading=reading.pk, actor=officer, at=AT)
        with pytest.raises(Refused, match="đã ghi vào sổ"):
            keep_choices(reading=reading.pk, unit=None, day=None, choices={}, actor=officer, at=AT)
        corrector = make_officer("secretary", tree.commune)
        reverse_posting(posting=Posting.objects.get(), reason="Đếm nhầm", actor=corrector, at=AT)
        assert client.post(address(reading), boxes | {"number-0": "1.200"}).status_code == 302
        assert sorted(Entry.objects.values_list("quantity", flat=True)) == [-1250, 1200, 1250]

    def test_another_unit_is_not_declared_for(self, officer, client):
        reading = kept(officer)
        response = client.post(address(reading), sent(reading, decision_0="kept", unit="hn-tan-linh") | {"ghi": "1"})
        assert "chưa được giao quyền kê khai" in response.content.decode()


class TestList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_as_much_for_one_row_as_for_three(self, officer, client, count, django_assert_num_queries):
        for number in range(count):
            kept(officer, title=f"Bản chép tay {number}")
        client.get(LIST)
        with django_assert_num_queries(5):
            assert client.get(LIST).content.decode().count("Bản chép tay") == count

    def test_is_searched_without_marks_and_by_state(self, officer, client):
        kept(officer, title="Báo cáo tháng Thanh niên")
        kept(officer, title="Bài báo khác")
        assert "Bài báo khác" not in client.get(LIST, {"q": "thang thanh"}).content.decode()
        assert "Không có bản đọc nào" in client.get(LIST, {"trang-thai": "declared"}).content.decode()

    def test_nothing_read_yet(self, client):
        assert "Chưa đọc văn bản nào" in client.get(LIST).content.decode()


class TestProgram:
    def test_figures_as_json(self, tmp_path, capsys):
        file = tmp_path / "bao-cao.txt"
        file.write_text(TEXT, encoding="utf-8")
        call_command("read", str(file), "--json")
        told = json.loads(capsys.readouterr().out)
        assert (told["schema"], told["version"], told["org"]) == ("viecthat.reading", 1, "Đoàn xã Suối Hai")
        assert told["figures"][3] == {
            "quote": "24/28 cán bộ", "number_text": "24/28", "value": 24, "denominator": 28, "unit": "cán bộ",
            "what": "cán bộ được bồi dưỡng", "qualifier": "exact", "kind": "result",
            "start": TEXT.index("24/28"), "end": TEXT.index("24/28") + 5, "who": "Đoàn xã Suối Hai",
            "period": "năm 2025", "indicator": {"code": "cadres_trained", "score": 1.0},
        }  # fmt: skip

    def test_figures_as_a_table(self, tmp_path, capsys):
        file = tmp_path / "bao-cao.txt"
        file.write_text("Đoàn xã trồng được hơn 1.250 cây xanh.", encoding="utf-8")
        call_command("read", str(file))
        out = capsys.readouterr().out
        assert "1.250" in out
        assert "kết quả" in out

    def test_a_file_that_is_not_there(self):
        with pytest.raises(Refused, match="Không mở được tệp"):
            call_command("read", "/khong-co/tep.txt")
