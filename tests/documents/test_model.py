from dataclasses import FrozenInstanceError, replace

import pytest

from tests.documents.sample import HANOI_MID_TERM, PUBLISHED
from viecthat.documents.model import Column, Figure, Heading, Number, Paragraph, ProofBar, Table


def test_document_is_frozen():
    with pytest.raises(FrozenInstanceError):
        HANOI_MID_TERM.issuer = "THÀNH ĐOÀN HUẾ"


def test_bookmarks_come_in_reading_order_once_each():
    assert HANOI_MID_TERM.bookmarks() == (*PUBLISHED, "annex-works")
    twice = replace(HANOI_MID_TERM, body=(*HANOI_MID_TERM.body, Paragraph((Figure("680", bookmark="works"),))))
    assert twice.bookmarks() == HANOI_MID_TERM.bookmarks()


def test_title_is_type_and_abstract():
    assert HANOI_MID_TERM.title.startswith("BÁO CÁO Sơ kết giữa nhiệm kỳ")
    assert HANOI_MID_TERM.title.endswith("nhiệm kỳ 2017 – 2022")


@pytest.mark.parametrize("bookmark", ["cây", "a b", "-a", "a" * 65, "<w:t>"])
def test_bookmark_word_cannot_hold_is_refused(bookmark):
    with pytest.raises(ValueError, match="bookmark"):
        Figure("680", bookmark=bookmark)
    with pytest.raises(ValueError, match="bookmark"):
        Number(680, bookmark=bookmark)


def test_faults_of_the_caller_are_named():
    columns = (Column("a"), Column("b"))
    with pytest.raises(ValueError, match="3 cells under 2 columns"):
        Table(columns, (("1", "2", "3"),))
    with pytest.raises(ValueError, match="has columns"):
        Table((), ())
    with pytest.raises(ValueError, match="width_share"):
        Column("a", width_share=0)
    with pytest.raises(ValueError, match="heading level 4"):
        Heading(4, "x")
    with pytest.raises(ValueError, match="negative"):
        ProofBar(-1, 2, 3)


def test_column_groups_are_runs_of_neighbours():
    columns = (Column("TT"), Column("a", group="X"), Column("b", group="X"), Column("c", group="Y"), Column("d"))
    assert Table(columns, ()).column_groups() == (("", 1), ("X", 2), ("Y", 1), ("", 1))
    apart = (Column("a", group="X"), Column("b"), Column("c", group="X"))
    assert Table(apart, ()).column_groups() == (("X", 1), ("", 1), ("X", 1))
