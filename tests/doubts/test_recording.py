from datetime import UTC, datetime, timedelta, timezone

from tests.doubts.sheets import PERIOD, UNIT, asked, codes, report
from viecthat.doubts.facts import Photos, Presences, Recordings, Sheet, UnitFacts

QUIET = report([1.0])
TWO = Sheet(
    PERIOD, (UNIT, UnitFacts(8, "Đoàn xã Bình An", "commune", 500, 1)), QUIET.indicators, QUIET.values.repeat(2, 0)
)
DUE = datetime(2026, 7, 5, 17, 0, tzinfo=timezone(timedelta(hours=7)))
DIGEST = 0x0F3C_55AA_1234_BEEF


def test_most_of_the_book_in_the_last_hour():
    def recorded(late: int, early: int, age: int) -> Recordings:
        day = (DUE - timedelta(days=age)).date()
        rows = [(7, DUE - timedelta(minutes=at % 50 + 1), day) for at in range(late)]
        return Recordings.of([*rows, *((7, DUE - timedelta(days=20), day) for _ in range(early))])

    (doubt,) = asked(QUIET, due=DUE, recordings=recorded(40, 5, 60))
    assert (doubt.code, doubt.params) == ("last_hour", {"count": 40, "of": 45, "days": 60})
    assert codes(QUIET, due=DUE, recordings=recorded(40, 5, 3)) == []  # the work itself was of last week
    assert codes(QUIET, due=DUE, recordings=recorded(40, 40, 60)) == []
    assert codes(QUIET, recordings=recorded(40, 5, 60)) == []  # nobody knows when it was due


def test_nobody_is_in_two_places():
    def present(minutes: int, place: int = 2, unit: int = 8) -> Presences:
        begin = datetime(2026, 5, 3, 8, tzinfo=UTC)
        later = begin + timedelta(minutes=minutes)
        hours = timedelta(hours=3)
        return Presences.of([(1, 7, 100, 1, begin, begin + hours), (1, unit, 200, place, later, later + hours)])

    doubts = asked(TWO, presences=present(60))
    assert [(doubt.unit, doubt.code) for doubt in doubts] == [(7, "two_places"), (8, "two_places")]
    assert [piece.activity for piece in doubts[0].evidence] == [100, 200]
    assert asked(TWO, presences=present(60), asked=frozenset({8})) == doubts[1:]
    assert codes(TWO, presences=present(155)) == []  # half an hour is left for the way
    assert codes(TWO, presences=present(60, place=1)) == []


def test_one_picture_under_two_works():
    again = DIGEST ^ 0b1011
    assert codes(TWO, photos=Photos.of([(7, 1, DIGEST), (7, 2, again)])) == ["repeated_photos"]
    assert codes(TWO, photos=Photos.of([(7, 1, DIGEST), (7, 1, again)])) == []  # of one work
    assert codes(TWO, photos=Photos.of([(7, 1, DIGEST), (8, 2, DIGEST ^ 0b11111)])) == []
    assert codes(TWO, photos=Photos.of([(7, 1, 0), (8, 2, 0)])) == []  # black
    signed = DIGEST - 2**64 if DIGEST >= 2**63 else DIGEST
    doubts = asked(TWO, photos=Photos.of([(7, 1, signed), (8, 2, DIGEST)]))
    assert [doubt.unit for doubt in doubts] == [7, 8]
    assert doubts[0].score > 0.8
