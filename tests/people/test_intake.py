"""Lists from files: every planted fault found by its row, no good row accused, written as one, taken back as one."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import AT, make_officer, make_tree, make_unit, sign_in, stop_clock
from tests.people.lists import messy_sheet
from tests.people.members import figure, make_member, make_member_indicators, other_branch, secretary_of
from viecthat.documents.sheets import open_sheets
from viecthat.kernel.errors import Refused
from viecthat.people.choices.intake import IntakeState
from viecthat.people.commands import intake as commands
from viecthat.people.commands.transfer import send_transfer
from viecthat.people.models import Intake, IntakeRow, MemberEvent, Membership, Person, SensitiveFacts
from viecthat.people.queries.intake import counts_by_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def csv_of(*rows, heads="Họ tên;Ngày sinh;Giới tính;Chi đoàn;Số thẻ;SĐT") -> bytes:
    return "\n".join([heads, *rows]).encode()


def sent(tree, officer, content, *, unit=None, name="ds.xlsx", columns=None, since=None) -> Intake:
    """A list taken in and checked."""
    intake = commands.receive_list(
        unit=(unit or tree.commune).pk, file_name=name, content=content, actor=officer, at=AT
    )
    commands.settle_columns(
        intake=intake, columns=columns or intake.columns, day_order="dmy", default_since=since, actor=officer, at=AT
    )
    commands.work_on_list(intake=intake.pk, at=AT)
    return Intake.objects.get(pk=intake.pk)


def written(intake, officer, *, with_warned=True) -> Intake:
    commands.write_checked_list(intake=intake, with_warned=with_warned, actor=officer, at=AT)
    commands.work_on_list(intake=intake.pk, at=AT)
    return Intake.objects.get(pk=intake.pk)


def told(intake, number) -> str:
    row = IntakeRow.objects.get(intake=intake, number=number)
    return " | ".join(p[2].format(**p[3]) for p in row.problems)


def verdicts(intake) -> dict[int, str]:
    return dict(IntakeRow.objects.filter(intake=intake).values_list("number", "verdict"))


def test_every_planted_fault_is_found_and_no_good_row_accused(tree, officer):
    other_branch(tree)
    branches = ["Chi đoàn thôn Đô Trám", "chi doan thon hat giang", "thôn Hát Giang"]
    messy = messy_sheet(branches)
    assert len(messy.refused) + len(messy.warned) + len(messy.skipped) == 60
    intake = sent(tree, officer, messy.content)
    assert intake.state == IntakeState.CHECKED, intake.failure
    assert intake.hidden_sheets == ["Nháp"]
    assert intake.columns[1:9] == [
        "full_name", "birth_date", "sex", "joined", "branch", "card_number", "phone", "hometown"
    ]  # fmt: skip
    found = verdicts(intake)
    expected = {
        **dict.fromkeys(messy.refused, "refused"),
        **dict.fromkeys(messy.warned, "warned"),
        **dict.fromkeys(messy.skipped, "skipped"),
    }
    wrong = {
        number: (verdict, expected.get(number, "fine"), told(intake, number))
        for number, verdict in found.items()
        if verdict != expected.get(number, "fine")
    }
    assert not wrong
    assert len(found) == messy.count


def test_good_rows_are_written_as_one_and_taken_back_as_one(tree, officer):
    rows = [
        "Nguyễn Văn An;04/05/2005;Nam;Chi đoàn thôn Đô Trám;HN-1;0912000001",
        "Trần Thị Bình;05/06/2004;Nữ;thon hat giang;HN-2;912000002",
        "Lê Văn Cường;31/02/2004;Nam;thôn Hát Giang;HN-3;",
    ]
    intake = sent(tree, officer, csv_of(*rows), since=date(2024, 3, 26))
    assert counts_by_verdict(intake) == {"fine": 1, "warned": 1, "refused": 1, "skipped": 0}
    assert Person.objects.count() == 0
    done = written(intake, officer)
    assert (done.state, done.total, done.content) == (IntakeState.DONE, 2, None)
    an, binh = Person.objects.order_by("sort_key")
    assert (an.full_name, an.card_number, an.unit) == ("Nguyễn Văn An", "HN-1", tree.branch)
    assert (binh.phone, binh.unit) == ("0912000002", tree.sister)
    assert (figure(tree.branch, "members"), figure(tree.sister, "members")) == (1, 1)
    assert Membership.objects.get(person=an).start == date(2024, 3, 26)
    assert MemberEvent.objects.get(person=an).posting.dataset == done.dataset

    commands.ask_to_take_back(intake=done, reason="Gửi nhầm tệp", actor=officer, at=AT)
    commands.work_on_list(intake=done.pk, at=AT)
    undone = Intake.objects.get(pk=done.pk)
    assert (undone.state, undone.failure) == (IntakeState.UNDONE, "")
    assert (figure(tree.branch, "members"), figure(tree.sister, "members")) == (0, 0)
    assert not Membership.objects.exists()
    an.refresh_from_db()
    assert (an.unit, an.card_number, an.phone) == (None, None, "")
    # Nobody of it stands in the way of the right file.
    again = sent(tree, officer, csv_of(*rows[:2]))
    assert counts_by_verdict(again)["refused"] == 0


def test_nothing_is_taken_back_once_something_was_built_on_it(tree, officer):
    done = written(
        sent(tree, officer, csv_of("Nguyễn Văn An;04/05/2005;Nam;Đô Trám;;".replace("Đô", "thôn Đô"))), officer
    )
    an = Person.objects.get()
    send_transfer(
        person=an.pk, destination=tree.neighbour.pk, day=date(2026, 3, 27), remark="Tốt", letter="01", reason="Đi học",
        fee_paid_until=date(2026, 3, 1), actor=officer, at=AT,
    )  # fmt: skip
    commands.ask_to_take_back(intake=done, reason="Gửi nhầm tệp", actor=officer, at=AT)
    commands.work_on_list(intake=done.pk, at=AT)
    kept = Intake.objects.get(pk=done.pk)
    assert kept.state == IntakeState.DONE
    assert "Nguyễn Văn An đã có việc khác" in kept.failure
    assert figure(tree.branch, "members") == 1


def test_of_people_out_of_reach_nothing_is_told(tree, officer):
    """What could leak is there first: the same person, card and phone next door and here."""
    outside = other_branch(tree)
    make_member(outside, "Lê Đức An", born=date(2004, 1, 2), card="HN-9", phone="0987654321")
    make_member(tree.sister, "Vũ Hà", born=date(2003, 1, 2), card="HN-8", phone="0987654322")
    rows = ["Lê Đức An;02/01/2004;Nam;thôn Đô Trám;HN-9;0987654321", "Vũ Hà;02/01/2003;Nữ;thôn Đô Trám;;"]
    by_commune = sent(tree, officer, csv_of(*rows))
    assert verdicts(by_commune) == {2: "fine", 3: "warned"}
    assert "Chi đoàn thôn Hát Giang" in told(by_commune, 3)
    by_branch = sent(tree, secretary_of(tree.branch), csv_of(*rows), unit=tree.branch)
    assert verdicts(by_branch) == {2: "fine", 3: "fine"}
    assert written(by_branch, by_branch.uploaded_by).total == 2
    city = make_officer("secretary", tree.city)
    by_city = sent(tree, city, csv_of(rows[0]), unit=tree.city)
    assert verdicts(by_city) == {2: "refused"}
    assert "Đã có trong sổ" in told(by_city, 2)


def test_in_the_register_already(tree, officer):
    make_member(tree.branch, "Lê Đức An", born=date(2004, 1, 2), card="HN-9", phone="0987654321")
    intake = sent(
        tree,
        officer,
        csv_of(
            "LÊ ĐỨC  AN;02/01/2004;Nam;thôn Đô Trám;;",
            "Trần Bình;03/01/2004;Nam;thôn Đô Trám;hn-9;",
            "Lê Đức An;04/01/2004;Nam;thôn Hát Giang;;0987654321",
            "Lê Đức Ân;04/01/2004;Nam;thôn Hát Giang;;0987.654.321",
            "Lê Đức Ánh;04/01/2004;Nam;thôn Hát Giang;;098-765-4321",
        ),
    )
    assert verdicts(intake) == {2: "refused", 3: "refused", 4: "refused", 5: "refused", 6: "warned"}


def test_who_came_into_the_register_since_the_check_is_left_out(tree, officer):
    rows = ["Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;", "Trần Bình;03/01/2004;Nam;thôn Đô Trám;;"]
    intake = sent(tree, officer, csv_of(*rows))
    make_member(tree.branch, "Lê Đức An", born=date(2004, 1, 2))
    done = written(intake, officer)
    assert done.total == 1
    assert verdicts(done) == {2: "refused", 3: "fine"}
    assert figure(tree.branch, "members") == 2


def test_only_by_those_who_keep_the_books(tree, officer):
    content = csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;")
    for role in ("inspector", "standing_committee", "keeper"):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            commands.receive_list(
                unit=tree.commune.pk, file_name="a.csv", content=content, actor=make_officer(role, tree.city), at=AT
            )
    intake = sent(tree, officer, content)
    colleague = make_officer("base_officer", tree.commune)
    with pytest.raises(Refused, match="người khác gửi"):
        commands.write_checked_list(intake=intake, with_warned=True, actor=colleague, at=AT)


def test_the_restricted_part_only_by_those_who_need_it(tree):
    heads = "Họ tên;Ngày sinh;Chi đoàn;Dân tộc;Số CCCD"
    rows = ["Lê Đức An;02/01/2004;thôn Đô Trám;Tày;001204000001", "Vi Hà;03/01/2004;thôn Đô Trám;Thái;123"]
    department = make_officer("department_officer", tree.city)
    blind = sent(tree, department, csv_of(*rows, heads=heads))
    assert verdicts(blind) == {2: "fine", 3: "fine"}
    assert not any("Tày" in row.cells or "ethnicity" in row.facts for row in IntakeRow.objects.filter(intake=blind))
    commands.drop_list(intake=blind, actor=department, at=AT)
    secretary = make_officer("secretary", tree.commune)
    done = written(sent(tree, secretary, csv_of(*rows, heads=heads)), secretary)
    assert done.total == 1
    facts = SensitiveFacts.objects.get()
    assert (facts.ethnicity, facts.id_number) == ("Tày", "001204000001")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "rỗng"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "kiểu cũ"),
        (b"PK\x03\x04 torn", "bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "không phải bảng tính"),
        (b"%PDF-1.7 nothing to see", "không phải bảng tính"),
        ("một câu chẳng có cột nào".encode(), "không phải bảng tính"),
        (b"a;b\n" * 7_000_000, "nặng quá"),
    ],
    ids=["empty", "old", "torn", "picture", "paper", "a sentence", "heavy"],
)
def test_what_is_no_list_is_refused(tree, officer, content, sentence):
    with pytest.raises(Refused, match=sentence):
        commands.receive_list(unit=tree.branch.pk, file_name="x", content=content, actor=officer, at=AT)


def bomb(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return packed.getvalue()


BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://r">'
    b'<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
LINKS = b'<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'


def book(sheet: bytes) -> bytes:
    return bomb({"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS, "xl/worksheets/sheet1.xml": sheet})


def test_traps_are_refused():
    with pytest.raises(Refused, match="quá nhiều dữ liệu"):
        open_sheets(bomb({"xl/workbook.xml": BOOK, "xl/sharedStrings.xml": b"\0" * (300 * 2**20)}))
    growing = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(Refused, match="bị hỏng"):
        list(open_sheets(book(growing)).rows())
    with pytest.raises(Refused, match="bị hỏng"):
        list(open_sheets(book(b"<worksheet><sheetData><row>")).rows())
    with pytest.raises(Refused, match="không phải bảng tính"):
        open_sheets(bomb({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
    # One cell in the last row and column is one cell, not a rectangle.
    cells = b'<c r="B1048576"><v>7</v></c><c r="XFD1048576"><v>1</v></c>'
    far = b'<worksheet><sheetData><row r="1048576">' + cells + b"</row></sheetData></worksheet>"
    (row,) = open_sheets(book(far)).rows()
    assert (row.number, row.cells) == (1_048_576, [None, 7.0])


def test_columns_are_remembered_and_can_be_set_right(tree, officer):
    heads = "Người;Ngày chào đời;Nhóm"
    rows = ["Lê Đức An;02/01/2004;thôn Đô Trám"]
    intake = commands.receive_list(
        unit=tree.commune.pk, file_name="a.csv", content=csv_of(*rows, heads=heads), actor=officer, at=AT
    )
    assert intake.columns == ["", "", ""]
    for columns, sentence in [
        (["", "", ""], "họ và tên"),
        (["full_name", "", ""], "ngày sinh"),
        (["full_name", "birth_date", "birth_date"], "hai cột"),
        (["full_name"], "đã đổi"),
    ]:
        with pytest.raises(Refused, match=sentence):
            commands.settle_columns(
                intake=intake, columns=columns, day_order="dmy", default_since=None, actor=officer, at=AT
            )
    chosen = ["full_name", "birth_date", "branch"]
    commands.settle_columns(intake=intake, columns=chosen, day_order="dmy", default_since=None, actor=officer, at=AT)
    commands.work_on_list(intake=intake.pk, at=AT)
    assert verdicts(intake) == {2: "fine"}
    again = commands.receive_list(
        unit=tree.commune.pk, file_name="b.csv", content=csv_of(*rows, heads=heads), actor=officer, at=AT
    )
    assert again.columns == chosen


def test_one_list_at_a_time_and_not_too_many_in_all(tree, officer, monkeypatch):
    content = csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;")

    def begin(actor):
        intake = commands.receive_list(unit=tree.commune.pk, file_name="a.csv", content=content, actor=actor, at=AT)
        commands.settle_columns(
            intake=intake, columns=intake.columns, day_order="dmy", default_since=None, actor=actor, at=AT
        )

    begin(officer)
    with pytest.raises(Refused, match="đợi xong"):
        begin(officer)
    monkeypatch.setattr(commands, "MOST_AT_WORK", 1)
    with pytest.raises(Refused, match="nhiều danh sách"):
        begin(make_officer("base_officer", tree.commune))


def test_a_whole_column_with_the_month_first_or_turned_round(tree, officer):
    sure = [f"Nguyễn Văn {'ABCDEFGHIK'[i]};{i + 1:02}/{20 + i}/2004;Nam;thôn Đô Trám;;" for i in range(9)]
    doubtful = ["Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;"]
    ours = [f"Trần Văn {'ABCDEFGHIK'[i]};{20 + i}/{i + 1:02}/2004;Nam;thôn Đô Trám;;" for i in range(3)]
    mixed = sent(tree, officer, csv_of(*sure, *ours, *doubtful))
    assert verdicts(mixed)[14] == "warned"
    assert "2/1 hay ngày 1/2" in told(mixed, 14)
    intake = commands.receive_list(
        unit=tree.commune.pk, file_name="b.csv", content=csv_of(*sure, *doubtful), actor=officer, at=AT
    )
    commands.settle_columns(
        intake=intake, columns=intake.columns, day_order="mdy", default_since=None, actor=officer, at=AT
    )
    commands.work_on_list(intake=intake.pk, at=AT)
    assert set(verdicts(intake).values()) == {"fine"}
    assert IntakeRow.objects.get(intake=intake, number=11).facts["born"] == "2004-02-01"


def test_two_branches_of_one_name_are_told_apart_by_what_is_above(tree):
    make_unit("Chi đoàn thôn Đô Trám", parent=tree.neighbour, kind="branch", code="hn-tl-do-tram")
    secretary = make_officer("secretary", tree.city)
    heads = "Họ tên;Ngày sinh;Giới tính;Chi đoàn;Đoàn xã"
    rows = [
        "Lê Đức An;02/01/2004;Nam;thôn Đô Trám;",
        "Lê Đức Bình;02/01/2004;Nam;thôn Đô Trám;xã Tản Lĩnh",
        "Lê Đức Cường;02/01/2004;Nam;hn-do-tram;",
    ]
    intake = sent(tree, secretary, csv_of(*rows, heads=heads), unit=tree.city)
    assert verdicts(intake) == {2: "refused", 3: "fine", 4: "fine"}
    assert "Có 2 chi đoàn" in told(intake, 2)


def test_merged_headings_and_a_name_in_two_columns(tree):
    import xlsxwriter

    packed = io.BytesIO()
    workbook = xlsxwriter.Workbook(packed)
    page = workbook.add_worksheet()
    page.merge_range(0, 0, 0, 5, "ĐOÀN TNCS HỒ CHÍ MINH – DANH SÁCH")
    page.merge_range(1, 1, 1, 2, "Họ và tên")
    page.merge_range(1, 3, 1, 4, "Ngày sinh")
    page.write(1, 0, "TT")
    page.write_row(2, 3, ["Nam", "Nữ"])
    page.write_row(3, 0, [1, "Nguyễn Văn", "An", "04/05/2005", ""])
    page.write_row(4, 0, [2, "Trần Thị", "Bình", "", "05/06/2004"])
    workbook.close()
    secretary = secretary_of(tree.branch)
    done = written(sent(tree, secretary, packed.getvalue(), unit=tree.branch), secretary)
    assert done.total == 2
    assert sorted(Person.objects.values_list("full_name", "sex", "birth_date")) == [
        ("Nguyễn Văn An", "male", date(2005, 5, 4)),
        ("Trần Thị Bình", "female", date(2004, 6, 5)),
    ]


def test_the_steps_on_the_screen(client, tree, officer, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, officer)
    address = reverse("people:intakes")
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"unit": tree.commune.code})
    assert wrong.status_code == 422
    assert "Chọn tệp" in wrong.content.decode()
    file = io.BytesIO(csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;", "Vũ Hà;31/02/2003;Nữ;thôn Đô Trám;;"))
    file.name = "../../đoàn viên.csv"
    begun = client.post(address, {"unit": tree.commune.code, "file": file})
    assert begun.status_code == 302
    intake = Intake.objects.get()
    assert intake.file_name == "đoàn viên.csv"
    page = client.get(begun.url)
    assert "Cột nào là gì?" in page.content.decode()
    columns = {f"cot-{place}": field for place, field in enumerate(intake.columns)}
    assert (
        client.post(reverse("people:intake-columns", args=[intake.pk]), {**columns, "day_order": "dmy"}).status_code
        == 302
    )
    assert "đang kiểm tra" in client.get(begun.url).content.decode()
    part = client.get(reverse("people:intake-progress", args=[intake.pk]))
    assert "every 1s" in part.content.decode()
    commands.work_on_list(intake=intake.pk, at=AT)
    assert client.get(reverse("people:intake-progress", args=[intake.pk]))["HX-Refresh"] == "true"
    checked = client.get(begun.url).content.decode()
    assert "không có ngày 31/2/2003" in checked
    assert "Ghi vào sổ" in checked
    back = client.get(reverse("people:intake-problems", args=[intake.pk]))
    cells = [row.cells for row in open_sheets(back.content).rows()]
    assert "không có ngày 31/2/2003" in str(cells[-1][-1])
    assert client.post(reverse("people:intake-write", args=[intake.pk]), {"with_warned": "on"}).status_code == 302
    commands.work_on_list(intake=intake.pk, at=AT)
    assert "Đã ghi 1 người vào sổ" in client.get(begun.url).content.decode()
    undo = reverse("people:intake-take-back", args=[intake.pk])
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "Nhầm"}).status_code == 302
    commands.work_on_list(intake=intake.pk, at=AT)
    assert "Đã hoàn tác" in client.get(begun.url).content.decode()
    assert client.get(reverse("people:intake-template")).status_code == 200
    for stranger in (secretary_of(tree.sister), make_officer("keeper", tree.centre)):
        sign_in(client, stranger)
        assert client.get(begun.url).status_code == 404


def test_rows_of_a_list_are_for_whoever_sent_it(client, tree, officer):
    intake = sent(tree, officer, csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;"))
    sign_in(client, make_officer("base_officer", tree.commune))
    page = client.get(reverse("people:intake", args=[intake.pk])).content.decode()
    assert "Lê Đức An" not in page
    assert client.get(reverse("people:intake-problems", args=[intake.pk])).status_code == 403
    assert client.post(reverse("people:intake-write", args=[intake.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_rows_asks_as_much_for_one_as_for_three(
    client, tree, officer, rows, django_assert_num_queries, monkeypatch
):
    stop_clock(monkeypatch)
    lines = [f"Lê Đức {'ABC'[i]};31/02/2004;Nam;thôn Đô Trám;;" for i in range(rows)]
    intake = sent(tree, officer, csv_of(*lines))
    sign_in(client, officer)
    client.get(reverse("people:intake", args=[intake.pk]))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("people:intake", args=[intake.pk]))


QUERIES = 15


def test_from_the_shell(tree, officer, tmp_path, monkeypatch, capsys):
    stop_clock(monkeypatch)
    file = tmp_path / "ds.csv"
    file.write_bytes(csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;", "Vũ Hà;31/02/2003;Nữ;thôn Đô Trám;;"))
    given = [str(file), "--unit", tree.commune.code, "--as", officer.username]
    with pytest.raises(CommandError, match="code 1"):
        call_command("members", "import", *given, "--dry-run")
    said = capsys.readouterr().out
    assert "không có ngày 31/2/2003" in said
    assert not Intake.objects.exists()
    assert not Person.objects.exists()
    call_command("members", "import", *given)
    assert "Đã ghi 1 người vào sổ" in capsys.readouterr().out
    assert Person.objects.get().full_name == "Lê Đức An"
    with pytest.raises(Refused, match="tài khoản"):
        call_command("members", "import", str(file), "--unit", tree.commune.code, "--as", "nobody")


def test_old_lists_are_forgotten(tree, officer):
    done = written(sent(tree, officer, csv_of("Lê Đức An;02/01/2004;Nam;thôn Đô Trám;;")), officer)
    left = sent(tree, officer, csv_of("Lê Đức Bình;02/01/2004;Nam;thôn Đô Trám;;"))
    commands.forget_old_lists(at=AT + timedelta(days=29))
    assert Intake.objects.filter(pk=left.pk).exists()
    commands.forget_old_lists(at=AT + timedelta(days=31))
    assert not Intake.objects.filter(pk=left.pk).exists()
    row = IntakeRow.objects.get(intake=done)
    assert (row.cells, row.facts, row.person is not None) == ([], {}, True)
