"""Checks drawn by lot: the seed repeats the draw, doubt weighs, figures follow what was found, nothing is deleted."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.activities.commands.test_activity import live_entries
from tests.factories import AT, TODAY, make_activity, make_indicator, make_officer, make_photo
from viecthat.activities.choices import CheckState, State
from viecthat.activities.commands.checking import answer_check, draw_checks, settle_check
from viecthat.activities.models import Activity, Check
from viecthat.activities.queries.checking import Candidate, Doubt, drawn, pool_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade
from viecthat.ledger.models import Entry

SPAN = Period(TODAY - timedelta(days=30), TODAY + timedelta(days=1))


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def inspector(tree):
    return make_officer("inspector", tree.city)


def draw(tree, actor, **change):
    told = {"title": "Quý II", "start": SPAN.start, "end": SPAN.end, "size": 2, "seed": "2106", "due": None}
    return draw_checks(unit=tree.city.pk, actor=actor, at=AT, **told | change)


def scene(seed: int) -> bytes:
    """A picture with something in it, told apart by the seed."""
    picture = Image.effect_mandelbrot((320, 240), (-2 + seed / 9, -1.2, 0.6 + seed / 9, 1.2 - seed / 9), 60)
    sent = io.BytesIO()
    picture.convert("RGB").save(sent, "JPEG", quality=92)
    return sent.getvalue()


def smaller(photo: bytes) -> bytes:
    with Image.open(io.BytesIO(photo)) as picture:
        sent = io.BytesIO()
        picture.resize((160, 120)).save(sent, "JPEG", quality=40)
    return sent.getvalue()


def test_a_seed_draws_the_same_again_and_doubt_weighs() -> None:
    pool = [Candidate(pk, (Doubt.ALIKE,) if pk <= 10 else ()) for pk in range(1, 101)]
    first = drawn(pool, 20, "7")
    assert first == drawn(list(reversed(pool)), 20, "7")
    assert first != drawn(pool, 20, "8")
    doubted = sum(one.activity <= 10 for seed in range(200) for one in drawn(pool, 10, str(seed)))
    # A tenth of the pool weighs five times: by weight about a third of what is drawn, without it a tenth.
    assert 500 < doubted < 900


def test_the_pool_names_its_doubts_and_leaves_out_what_is_under_check(tree, secretary, inspector) -> None:
    shown = scene(1)
    plain = make_activity(tree.branch, secretary, title="Không ảnh")
    one = make_activity(tree.branch, secretary, title="Ảnh một", photos=[shown])
    two = make_activity(tree.branch, secretary, title="Ảnh hai", photos=[smaller(shown)])
    other = make_activity(tree.branch, secretary, title="Ảnh khác", photos=[scene(4)])
    make_activity(
        tree.branch, make_officer("department_officer", tree.city), title="Ngày khác", day=TODAY - timedelta(60)
    )

    pool = {one.activity: one for one in pool_of(inspector, tree.city.pk, SPAN, AT)}

    assert pool.keys() == {plain.pk, one.pk, two.pk, other.pk}
    assert pool[plain.pk].doubts == (Doubt.DECLARED,)
    assert pool[one.pk].doubts == pool[two.pk].doubts == (Doubt.ALIKE,)
    assert pool[other.pk].doubts == ()
    row = draw(tree, inspector, size=3)
    assert row.pool == 4
    assert [check.position for check in row.checks.order_by("position")] == [1, 2, 3]
    assert len(pool_of(inspector, tree.city.pk, SPAN, AT)) == 1


def test_what_is_found_changes_the_figures_and_keeps_the_work(tree, secretary, inspector) -> None:
    trees = make_indicator()
    works = [make_activity(tree.branch, secretary, title=f"Việc {n}", photos=[make_photo((n, 9, 9))]) for n in range(3)]
    checks = {check.activity_id: check for check in draw(tree, inspector, size=3).checks.all()}
    right, fewer, none = (checks[work.pk] for work in works)

    settle_check(check=right, found=CheckState.VERIFIED, words="Đếm đủ", actor=inspector, at=AT)
    settle_check(
        check=fewer, found=CheckState.CORRECTED, words="Còn 90", results={trees.pk: 90}, actor=inspector, at=AT
    )
    settle_check(check=none, found=CheckState.REJECTED, words="Không có cây nào", actor=inspector, at=AT)

    assert [live_entries(work) for work in works] == [
        [("trees_planted", 120, Grade.VERIFIED)], [("trees_planted", 90, Grade.VERIFIED)], []
    ]  # fmt: skip
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 210
    assert list(Activity.objects.order_by("pk").values_list("state", flat=True)) == ["verified", "verified", "rejected"]
    with pytest.raises(Refused, match="đơn vị trả lời"):
        settle_check(check=none, found=CheckState.VERIFIED, words="Có", actor=inspector, at=AT)
    with pytest.raises(Refused, match="bị sửa số hoặc bị bác"):
        answer_check(check=right, answer="Cảm ơn", actor=secretary, at=AT)
    answer_check(check=none, answer="Đoàn xem nhầm bờ hồ", actor=secretary, at=AT)
    settle_check(check=none, found=CheckState.VERIFIED, words="Đến lại, đủ cây", actor=inspector, at=AT)
    assert live_entries(works[2]) == [("trees_planted", 120, Grade.VERIFIED)]
    assert Activity.objects.get(pk=works[2].pk).state == State.VERIFIED
    assert Check.objects.get(pk=none.pk).words == "Đến lại, đủ cây"


def test_nobody_checks_what_they_may_not(tree, secretary, inspector) -> None:
    officer = make_officer("department_officer", tree.city)
    own = make_activity(tree.branch, officer)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        draw(tree, secretary)
    with pytest.raises(Refused, match="Không có việc nào"):
        draw(tree, officer)  # their own work is not in their pot
    for wrong, field in (({"size": 0}, "size"), ({"seed": " "}, "seed"), ({"end": SPAN.start}, "end")):
        with pytest.raises(Refused) as refused:
            draw(tree, inspector, **wrong)
        assert refused.value.field == field
    (check,) = draw(tree, inspector).checks.all()
    for actor, sentence in ((officer, "tự xác minh"), (secretary, "chưa được giao quyền")):
        with pytest.raises(Refused, match=sentence):
            settle_check(check=check, found=CheckState.VERIFIED, words="Đủ", actor=actor, at=AT)
    with pytest.raises(Refused) as refused:
        settle_check(check=check, found=CheckState.REJECTED, words=" ", actor=inspector, at=AT)
    assert refused.value.field == "words"
    assert live_entries(own) == [("trees_planted", 120, Grade.DECLARED)]
