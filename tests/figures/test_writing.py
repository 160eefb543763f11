"""The compact writer says what the careful one says, and lets no text through unescaped."""

import pytest

from tests import factories as make
from viecthat.figures.pages.writing import TableWriter, amount_writer
from viecthat.figures.queries import words
from viecthat.figures.queries.answer import answer_of
from viecthat.figures.queries.pivot import laid_out
from viecthat.figures.queries.question import FigureQuestion
from viecthat.kernel.periods import Period
from viecthat.ledger.models import Indicator
from viecthat.units.queries import unit_with_code


@pytest.mark.parametrize("quantity", [0, 7, 999, 1_000, 371_893, -1, -12_345, 10**15])
@pytest.mark.parametrize("decimals", [0, 1])
@pytest.mark.parametrize("unit", ["cây", "đồng"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_quantity_is_written_as_everywhere(quantity, decimals, unit, lang):
    indicator = Indicator(pk=1, unit_of_measure=unit, unit_of_measure_en="VND", decimals=decimals)
    careful = words.quantity_words if unit == "đồng" else words.amount
    assert amount_writer(indicator, lang)(quantity) == careful(quantity, indicator, lang)


@pytest.mark.django_db
def test_names_are_escaped_wherever_they_stand():
    trick = "<script>alert(\"1\")</script> & 'con'"
    city = make.make_unit(f"Thành đoàn {trick}", kind="province", code="hn")
    make.make_unit(f"Đoàn xã {trick}", parent=city)
    trees = make.make_indicator(name=f"Cây {trick}", unit=f"cây {trick}")
    other = make.make_indicator("other", name=trick, unit="đồng")
    secretary = make.make_officer("secretary", city)
    make.declare(city, secretary, 5, indicator=trees, day=make.TODAY)
    make.declare(city, secretary, 5, indicator=other, day=make.TODAY)
    row = unit_with_code("hn", make.TODAY)
    for by in ("", "truc-thuoc"):
        asked = FigureQuestion((trees, other), (row,), (Period.year(2026), Period.year(2025)), make.TODAY, by=by)
        layout = laid_out(answer_of(asked, today=make.TODAY))
        writer = TableWriter(layout=layout, lang="vi", map_day_said=True, known=make.TODAY, rows_shown=9)
        written = writer.head('cs="<', "", ["<i>"] * 2) + writer.body([*layout.rows, *layout.totals], 'cs="<')
        assert "<script" not in written
        assert "<i>" not in written
        assert '"<' not in written
        assert "&lt;script&gt;" in written
