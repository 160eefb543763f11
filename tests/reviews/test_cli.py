"""`viecthat review` and `viecthat explain` as a keeper meets them: a process of their own, its words, its result."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from tests.documents.reading import Pdf
from tests.program import call
from tests.reviews.city import AT
from viecthat.kernel.errors import Refused
from viecthat.reviews.cli import explain_figure, print_review, show_review, write_documents

PROGRAM = Path(sys.executable).with_name("viecthat")
SLUG = "giua-nhiem-ky-2017-2020"


@pytest.fixture(scope="module")
def run(standing):
    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *words],
            env={**standing.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def typed(standing, capsys):
    """As `run`, in this process."""
    return lambda *words: call(capsys, *words)


def shown(*, colour=False, **asked):
    """What `show_review` prints to a terminal of 100 columns."""
    console = Console(file=io.StringIO(), width=100, force_terminal=colour, highlight=False, color_system="standard")
    show_review(**({"unit": "ha-noi", "period": SLUG, "at": AT, "console": console} | asked))
    return console.file.getvalue()


# the review


def test_the_review_shows_every_figure_to_the_digit(run):
    done = run("review", "ha-noi", "2017-2020")
    assert (done.returncode, done.stderr) == (0, "")
    text = done.stdout
    for figure in ("156.835 cây", "371.893 người", "20.245 người", "680 công trình", "309.139 ý tưởng"):
        assert figure in text.replace("\u00a0", " ")
    for line in (
        r"^Cây xanh được trồng +156\.835 cây +200\.000 +78,4.% +55.% → đúng tiến độ +██▓▓▓▓▓▓▓▓░░$",
        r"^ +17·64·19 %$",
        r"^Công trình thanh niên +680 công trình +1\.400\* +48,6.% +55.% ↗ có triển vọng",
        r"^Thanh niên, bộ đội xuất +20\.245 người +50\.000 +40,5.% +55.% ! cần đẩy mạnh",
        r"^Vốn vay hỗ trợ thanh +529 tỷ đồng +50 tỷ đồng +1\.058,0.% +55.% ▲ vượt",
        r"^⚑ gấp 10,6 lần mức đề",
        r"^Thiếu nhi có hoàn cảnh +— +15\.000 +55.% – chưa có số liệu —$",
        r"^tạo, bồi dưỡng hằng năm +3\.121/3\.600",
        r"^2018: 75,0.% · 2019:",
        r"^ ✓ 9 ≤ 30/3  Điều lệ Đoàn",
        r"^ ✓ 12\.000 ≤ 25\.206  Kết nạp Đảng",
        r"^ Đoàn viên ưu tú được giới thiệu cho Đảng 25\.206/30\.000.đoàn viên ưu tú → ",
        r"^ • Kết quả giữa nhiệm kỳ của Thành đoàn Hà Nội · HNP: “Sơ kết giữa nhiệm kỳ”, 25/06/2020",
        r"^ → đúng tiến độ  4$",
        r"^ 10 chỉ tiêu$",
        r"^\* mức đề ra minh hoạ",
    ):
        assert re.search(line, text, re.MULTILINE), line
    assert "Phần chia theo đơn vị, thời gian và mức chứng thực là minh hoạ" in text
    assert "Bản đồ khi đó, ngày 30/06/2020: 3 huyện đoàn và tương đương, 4 đoàn cấp xã" in text
    assert "Đơn vị trực thuộc có số liệu: 2/3" in text


def test_it_fits_a_hundred_columns_and_is_plain_when_piped(typed):
    for words in (("review", "ha-noi", SLUG), ("explain", "ha-noi", "trees_planted", SLUG)):
        text = typed(*words).stdout
        assert max(map(len, text.splitlines())) <= 100
        assert "\x1b" not in text
        assert all(line == line.rstrip() for line in text.splitlines())


def test_it_is_whole_under_an_ascii_locale(run):
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    done = run("review", "ha-noi", SLUG, **plain)
    assert done.returncode == 0
    assert "Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đoàn các cấp" in done.stdout
    assert run("review", "khong-co", SLUG, **plain).stderr.startswith("Không có đơn vị nào")


@pytest.mark.parametrize(
    ("unit", "period"),
    [
        ("ha-noi", "01/10/2017 - 30/06/2020"),
        ("Thành đoàn Hà Nội", "2017-2020"),
        ("thanh doan ha noi", "giữa nhiệm kỳ 2017 – 2020"),
    ],
)
def test_a_unit_and_a_review_go_by_several_names(standing, unit, period):
    assert "Sơ kết giữa nhiệm kỳ thực hiện" in shown(unit=unit, period=period)


def test_a_term_is_the_units_congress_term(standing):
    text = shown(period="nhiệm kỳ 2017 – 2022")
    assert "Kỳ: nhiệm kỳ 2017 – 2022" in text
    assert "Bản đồ khi đó, ngày 30/09/2022" in text


def test_todays_map_gives_the_same_totals_with_other_units(standing):
    then, now = shown(), shown(map="now")
    assert "3 huyện đoàn và tương đương" in then
    assert "Bản đồ hôm nay, ngày 27/03/2026: 3 đoàn cấp xã" in now
    for figure in ("156.835", "371.893", "20.245", "25.206"):
        assert figure in then
        assert figure in now


def test_what_was_known_then(standing):
    text = shown(as_known=date(2020, 6, 25))
    assert "151.835" in text
    assert "Chỉ tính những gì đã vào sổ đến hết ngày 25/06/2020" in text


def test_in_a_terminal_it_has_colours_and_grades_by_texture_too(standing):
    text = shown(colour=True)
    assert "\x1b[1;31m! cần đẩy mạnh" in text
    assert "\x1b[94m██" in text


def test_a_narrow_terminal_breaks_lines_and_no_digit(standing):
    console = Console(file=io.StringIO(), width=80, highlight=False)
    show_review("ha-noi", SLUG, at=AT, console=console)
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert any("156.835" in line for line in lines)


def test_a_unit_without_anything_says_so(standing):
    assert "Kỳ này chưa có chỉ tiêu và số liệu nào." in shown(unit="xa-minh-phu", period="2018")


def test_json_is_all_there_is_on_stdout(run, typed, tmp_path):
    done = run("review", "ha-noi", SLUG, "--json", "--pdf", str(tmp_path / "r.pdf"))
    data = json.loads(done.stdout)
    assert (data["schema"], data["version"], data["map"]["name"]) == ("viecthat.review", 1, "then")
    assert done.stderr.strip() == f"Đã ghi {tmp_path / 'r.pdf'}"
    known = json.loads(typed("review", "ha-noi", SLUG, "--json", "--map", "now", "--as-known", "25/06/2020").stdout)
    assert (known["map"]["name"], known["as_known"][:10]) == ("now", "2020-06-25")


def test_files_are_what_they_say(typed, tmp_path):
    paths = {kind: tmp_path / f"sơ kết.{kind}" for kind in ("docx", "xlsx", "pdf")}
    done = typed("review", "ha-noi", SLUG, *(word for kind, path in paths.items() for word in (f"--{kind}", str(path))))
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("Đã ghi")] == [
        f"Đã ghi {path}" for path in paths.values()
    ]
    assert "word/document.xml" in zipfile.ZipFile(paths["docx"]).namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(paths["xlsx"]).namelist()
    assert "156.835" in Pdf(paths["pdf"].read_bytes()).all_text


def test_documents_are_written_into_a_folder_that_is_made(standing, tmp_path):
    written = write_documents("ha-noi", SLUG, tmp_path / "out" / "sub", at=AT)
    assert [path.name for path in written] == [f"so-ket-ha-noi-{SLUG}.{kind}" for kind in ("docx", "xlsx", "pdf")]
    assert all(path.stat().st_size > 5_000 for path in written)


# a figure explained


def test_a_figure_is_explained_down_to_its_lines_and_proved(run):
    done = run("explain", "ha-noi", "trees_planted", SLUG)
    assert (done.returncode, done.stderr) == (0, "")
    text = re.sub(r"#\d+", "#", done.stdout.replace("\u00a0", " "))
    assert text.endswith(
        "Thành đoàn Hà Nội: 156.835 cây  █▓▓▓▓▓▓░\n"
        "├── Huyện đoàn Ba Vì: 120.000 cây  76,5 %  █▓▓▓▓▓▓▓\n"
        "│   ├── Đoàn xã Tản Lĩnh: 60.000 cây  50,0 %  ▓▓▓▓▓▓▓▓\n"
        "│   │   └── ▓ 12/02/2019  60.000 cây  Số đã công bố, nhập vào  #\n"
        "│   ├── Đoàn xã Ba Trại: 40.000 cây  33,3 %  ▓▓▓▓▓▓▓▓\n"
        "│   │   ├── ▓ 26/03/2019  35.000 cây  Số đã công bố, nhập vào  #\n"
        "│   │   └── ▓ 26/03/2020  5.000 cây  Trồng rừng đầu nguồn  2 minh chứng  #\n"
        "│   └── Ghi tại chính đơn vị, hoặc chưa chia được: 20.000 cây\n"
        "│       └── █ 11/03/2018  20.000 cây  Số đã công bố, nhập vào  #\n"
        "├── Quận đoàn Tây Hồ: 30.000 cây  19,1 %  ░░░░░░░░\n"
        "│   └── Đoàn phường Quảng An: 30.000 cây  100 %  ░░░░░░░░\n"
        "│       └── ░ 04/02/2020  30.000 cây  Số đã công bố, nhập vào  #\n"
        "└── Ghi tại chính đơn vị, hoặc chưa chia được: 6.835 cây\n"
        "    └── █ 20/02/2018  6.835 cây  Số đã công bố, nhập vào  #\n"
        "\n"
        "Σ 6 dòng sổ = 156.835 cây ✓\n"
    )


@pytest.mark.parametrize(
    ("indicator", "last"),
    [
        ("communes_with_model", "Σ 3 dòng sổ = 3/4 đơn vị đạt ✓"),
        ("Cán bộ Đoàn được đào tạo, bồi dưỡng hằng năm", "Σ 4 dòng sổ = 3.121/3.600 = 86,7 % ✓"),
        ("career_advised", "Σ 4 dòng sổ = 1 người có tên + 371.892 chỉ đếm đầu người = 371.893 người ✓"),
        ("loans_outstanding", "Σ 1 dòng sổ = 529 tỷ đồng ✓"),
        ("swimming_learners", "Σ 2 dòng sổ = 0 em ✓"),
        ("needy_children_helped", "Σ 0 dòng sổ = 0 em ✓"),
    ],
)
def test_every_measure_is_proved_in_its_own_way(standing, indicator, last):
    console = Console(file=io.StringIO(), width=100, highlight=False)
    assert explain_figure("ha-noi", indicator, SLUG, at=AT, console=console)
    assert console.file.getvalue().replace("\u00a0", " ").splitlines()[-1] == last


def test_under_todays_map_old_units_lines_stand_at_their_successors(standing):
    console = Console(file=io.StringIO(), width=100, highlight=False)
    explain_figure("ha-noi", "trees_planted", SLUG, map="now", depth=2, at=AT, console=console)
    text = console.file.getvalue().replace("\u00a0", " ")
    assert "├── Đoàn xã Suối Hai: 100.000 cây" in text
    assert re.search(r"60\.000 cây  Số đã công bố, nhập vào  \(Đoàn xã Tản Lĩnh\)", text)


def test_the_depth_says_how_far_it_is_opened(typed):
    text = typed("explain", "ha-noi", "trees_planted", SLUG, "--depth", "1").stdout
    assert "Huyện đoàn Ba Vì" in text
    assert "Đoàn xã Tản Lĩnh" not in text
    assert "Σ 6 dòng sổ" in text


def test_a_sum_that_does_not_hold_ends_with_one(standing, monkeypatch):
    from viecthat.reviews.queries import explaining

    true = explaining._lines
    monkeypatch.setattr(explaining, "_lines", lambda *asked: true(*asked)[1:])
    console = Console(file=io.StringIO(), width=100, highlight=False)
    assert not explain_figure("ha-noi", "trees_planted", SLUG, at=AT, console=console)
    assert "✗ khác số 156.835 cây ở trên" in console.file.getvalue().replace("\u00a0", " ")


def test_explained_json(typed):
    data = json.loads(typed("explain", "ha-noi", "trees_planted", SLUG, "--json").stdout)
    assert (data["schema"], data["proof"]["holds"], data["tree"]["value"]) == ("viecthat.explained", True, 156_835)


# saying no


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["review", "khong-co", "2019"], "Không có đơn vị nào tên hoặc mã là “khong-co”"),
        (["review", "ha-noi", "2018", "--as-known", "31/02/2020"], "Không có ngày 31/2/2020"),
        (["review", "ha-noi", "2018", "--docx", "/không/có/a.docx"], "Không ghi được “/không/có/a.docx”: không có thư"),
        (["explain", "ha-noi", "cay", "2018"], "Không có chỉ số nào tên hoặc mã là “cay”."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_ends_with_one(typed, words, sentence):
    done = typed(*words)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"period": "hôm qua"}, "“hôm qua” không phải là một kỳ."),
        ({"as_known": date(2190, 1, 1)}, "Chưa đến ngày đó nên chưa thể biết"),
        ({"period": "2150"}, "Kỳ năm 2150 chưa bắt đầu."),
        ({"map": "tomorrow"}, "Bản đồ là “then” (khi đó) hoặc “now” (hôm nay)."),
        (
            {"unit": "xa-suoi-hai", "period": "2019"},
            "“Đoàn xã Suối Hai” không có trong bản đồ đơn vị ngày 31/12/2019. Hãy chọn bản đồ của ngày khác.",
        ),
        (
            {"unit": "xa-ba-trai", "period": "2019", "map": "now"},
            "“Đoàn xã Ba Trại” không có trong bản đồ đơn vị ngày 27/03/2026. Hãy chọn bản đồ của ngày khác.",
        ),
    ],
)
def test_more_that_cannot_be(standing, asked, sentence):
    with pytest.raises(Refused, match=re.escape(sentence)):
        shown(**asked)


def test_a_folder_is_no_file_and_a_file_no_folder(standing, tmp_path):
    (tmp_path / "tệp").touch()
    with pytest.raises(Refused, match=r"Không ghi được .*đó không phải thư mục"):
        write_documents("ha-noi", SLUG, tmp_path / "tệp" / "sâu", at=AT)
    with pytest.raises(Refused, match="đó là một thư mục"):
        print_review("ha-noi", SLUG, at=AT, files={"pdf": tmp_path})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["review", "ha-noi", "2018", "--map", "xưa"],
            "Giá trị của --map không đúng: chọn một trong then, now. Xem: viecthat review --help",
        ),
        (
            ["explain", "ha-noi", "trees_planted", "2018", "--depth", "0"],
            "Giá trị của --depth không đúng: cần một số từ 1 đến 6. Xem: viecthat explain --help",
        ),
    ],
)
def test_a_command_line_that_makes_no_sense_ends_with_two(typed, words, sentence):
    done = typed(*words)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", sentence)
