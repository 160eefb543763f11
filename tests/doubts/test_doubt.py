from decimal import Decimal

from tests.doubts.sheets import PERIOD, asked, one
from viecthat.doubts.doubt import Doubt, shown
from viecthat.kernel.quantities import Share


def test_shown_as_the_language_writes_it():
    assert shown(371_893) == "371.893"
    assert shown(Share(867, 1_000)) == "86,7\u00a0%"
    assert shown(Decimal("2.5"), "en") == "2.5"
    assert shown(PERIOD) == "6 tháng đầu năm 2026"


def test_said_in_another_language():
    doubt = Doubt("copied", 7, "", PERIOD, 0.9, "{count} số bằng {period}", {"count": 1_200, "period": PERIOD})
    assert doubt.words("en", lambda _: "{count} equal {period}") == "1,200 equal first half of 2026"


def test_asked_again_it_has_the_same_key():
    history = [210, 480, 190, 520, 230, 470]
    assert (
        asked(one(2_900, history))[0].key
        == asked(one(2_950, history))[0].key
        == "far_from_history:7:2026-H1:trees_planted:"
    )
