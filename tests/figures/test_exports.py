"""The workbook: the table, every figure, and how it was asked."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests import factories as make
from tests.figures.asking import answer
from viecthat.documents.xlsx import to_xlsx
from viecthat.figures.choices import CHILDREN, Against
from viecthat.figures.exports import workbook_of
from viecthat.figures.queries.pivot import laid_out
from viecthat.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("city")


def sheets(*codes, **asked):
    found = answer(*codes, **asked)
    made = workbook_of(found, laid_out(found), at=make.AT, lang="vi", address="https://x/so-lieu/?cs=1")
    read = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(made)))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def test_three_sheets_with_the_figures_and_how_they_were_asked():
    found = sheets("trees_planted", "cadres_trained", by=CHILDREN, against=frozenset(Against))
    assert list(found) == ["Bảng", "Từng số", "Cách hỏi"]
    assert ["Huyện đoàn Ba Vì", 120_000.0] in [row[:2] for row in found["Bảng"]]
    assert any("minh hoạ" in str(row[0]) for row in found["Bảng"][:4])
    whole = next(
        row for row in found["Từng số"] if row[1] == "ha-noi" and row[5] == "trees_planted" and row[9] > 10_000
    )
    assert whole[9] == 156_835
    asked = dict(row[:2] for row in found["Cách hỏi"])
    assert asked["Bản đồ ngày"] == "30/06/2020"
    assert asked["Như đã biết"] == "lúc tải"
    assert int(asked["Chứng từ cuối cùng trong sổ"]) > 0
    assert asked["Hỏi lại bằng đường dẫn"] == "https://x/so-lieu/?cs=1"
    assert asked["Chia theo"] == "đơn vị trực thuộc"


def test_a_table_of_mixed_columns_is_left_out():
    assert "Bảng" not in sheets("trees_planted", "cadres_trained", periods=[Period.year(2018), Period.year(2019)])


def test_people_kept_back_are_in_no_file():
    tay_ho = answer("career_advised", units=("quan-tay-ho",)).question.units[0].id
    found = sheets("career_advised", by=CHILDREN, beyond_reach={tay_ho}, fewest_people=100_000)
    (row,) = [row for row in found["Từng số"] if row[1] == "quan-tay-ho"]
    assert row[9:] == [""] * len(row[9:])
    (row,) = [row for row in found["Bảng"] if row[0] == "Quận đoàn Tây Hồ"]
    assert row[1] == "dưới 5"
