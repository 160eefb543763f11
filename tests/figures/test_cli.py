"""viecthat figures."""

import io
import json

import pytest
from rich.console import Console

from tests import factories as make
from viecthat.figures.cli import Wish, print_figures, question_of
from viecthat.kernel.errors import Refused

pytestmark = pytest.mark.usefixtures("city")
WISH = {"unit": "thanh doan ha noi", "indicators": ("trees_planted",), "period": "2018;2019", "map_day": "30/06/2020"}


def told(capsys, **wish):
    print_figures(Wish(**WISH | wish), at=make.AT, as_json=True)
    return json.loads(capsys.readouterr().out)


def test_a_table_in_the_terminal():
    screen = io.StringIO()
    print_figures(Wish(**WISH, by="children"), at=make.AT, console=Console(file=screen, width=100))
    assert "Thành đoàn Hà Nội" in screen.getvalue()
    assert "95.000" in screen.getvalue()


def test_the_shape_of_the_json(capsys):
    data = told(capsys, targets=True, last_year=True, as_known="2020-07-01", by="children", proof="evidenced")
    assert list(data) == [
        "schema", "version", "asked_at", "last_posting", "map_day", "as_known", "by", "count", "proof", "groups",
        "indicators", "periods", "way", "outside_lines", "synthetic", "figures",
    ]  # fmt: skip
    assert (data["schema"], data["version"], data["by"], data["proof"]) == (
        "viecthat.figures",
        1,
        "children",
        "evidenced",
    )
    last = data["figures"][-1]
    assert list(last) == [
        "unit", "row", "indicator", "period", "value", "n", "of", "grades", "reported_by", "entries", "additive",
        "target", "last_year",
    ]  # fmt: skip
    assert (last["unit"]["code"], last["row"], last["period"], last["value"]) == ("ha-noi", "whole", "2019", 95_000)
    assert last["grades"] == {"declared": 0, "evidenced": 95_000, "verified": 0}
    assert last["last_year"] == {"value": 26_835, "n": None, "of": None}
    assert last["target"]["counted_from"] == "2017-10-01"


def test_sql_instead_of_the_table(capsys):
    print_figures(Wish(**WISH), at=make.AT, as_sql=True)
    assert capsys.readouterr().out.startswith("-- trees_planted, units on the map of 2020-06-30. Reads only.\n")


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"unit": "khong co"}, "Không có đơn vị"),
        ({"unit": ";"}, "Ghi tên hoặc mã đơn vị"),
        ({"indicators": ("khong co",)}, "Không có chỉ số"),
        ({"period": "hôm nọ"}, "không phải là một kỳ"),
        ({"split": "weeks"}, "“weeks” không có trong lựa chọn: months, quarters, years"),
        ({"by": "village"}, "Không có loại đơn vị “village”; có: children, "),
        ({"as_known": "01/01/2199"}, "Chưa đến ngày đó"),
        ({"map_day": "31/02/2020"}, "Không có ngày 31/2/2020"),
    ],
)
def test_words_that_name_nothing_are_refused(wish, says):
    with pytest.raises(Refused, match=says):
        question_of(Wish(**WISH | wish), make.TODAY)
