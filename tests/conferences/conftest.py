"""A city with its mid-term review, and who keeps its conferences."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from tests import factories as make
from viecthat.conferences.commands import ConferenceFacts, open_conference
from viecthat.kernel.periods import Period
from viecthat.reviews.commands import open_review


@dataclass
class City:
    """Thành đoàn Hà Nội with a review of the half-year that ends today, the conference on it held today."""

    tree: object
    officer: object
    second: object
    review: object
    conference: object


def facts(**said):
    """What is noted of the conference, unless said otherwise."""
    given = {
        "title": "Hội nghị sơ kết giữa nhiệm kỳ",
        "held_on": make.TODAY,
        "begins": time(8, 0),
        "ends": time(11, 30),
        "chairs": "Bí thư Thành đoàn",
        "secretary": "Trần Văn Bình",
        "place": "Cung Thanh niên Hà Nội",
    }
    return ConferenceFacts(**{**given, **said})


def hold_review(unit, slug, start, end, *, on=None):
    """A review of the unit."""
    return open_review(
        unit=unit.pk, slug=slug, kind="mid_term", title=f"Sơ kết {slug}", period=Period(start, end),
        conference_on=on, directives=(), source="", actor=None, at=make.AT,
    )  # fmt: skip


@pytest.fixture
def city(db, monkeypatch):
    make.stop_clock(monkeypatch)
    tree = make.make_tree()
    officer = make.make_officer("secretary", tree.city)
    second = make.make_officer("department_officer", tree.city, full_name="Lê Văn Hai")
    review = hold_review(tree.city, "giua-nhiem-ky", date(2025, 10, 1), make.TODAY, on=make.TODAY)
    conference = open_conference(unit=tree.city.pk, facts=facts(), reviews=[review], actor=officer, at=make.AT)
    return City(tree, officer, second, review, conference)
