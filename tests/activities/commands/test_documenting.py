"""Proof added later: figures rise from declared to evidenced, once, and nothing is counted twice."""

import pytest

from tests.activities.commands.test_activity import live_entries, rows
from tests.factories import AT, make_activity, make_officer, make_person, make_photo
from viecthat.activities.choices import State
from viecthat.activities.commands import Photo, cancel_activity, document_activity, verify_activity
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade
from viecthat.ledger.models import Entry, Posting


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


def test_a_photo_raises_declared_figures_to_evidenced(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)

    document_activity(activity=activity, photos=[Photo(make_photo())], people=[], actor=secretary, at=AT)

    assert live_entries(activity) == [("trees_planted", 120, Grade.EVIDENCED)]
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 120
    assert activity.evidence.count() == 1
    assert activity.postings.count() == 3


def test_names_do_too_and_are_counted_among_the_heads(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary, head_count=1)
    people = [make_person(f"Người {n}", unit=tree.branch) for n in range(2)]

    document_activity(activity=activity, photos=[], people=[p.pk for p in people], actor=secretary, at=AT)

    activity.refresh_from_db()
    assert live_entries(activity) == [("trees_planted", 120, Grade.EVIDENCED)]
    assert activity.head_count == 2


def test_more_proof_of_proved_work_changes_no_figure(tree, secretary) -> None:
    lan, hung = make_person("Lan", unit=tree.branch), make_person("Hùng", unit=tree.branch)
    activity = make_activity(tree.branch, secretary, people=[lan])
    verify_activity(activity=activity, finding="Đúng", actor=make_officer("inspector", tree.city), at=AT)
    postings = Posting.objects.count()

    document_activity(activity=activity, photos=[Photo(make_photo())], people=[lan.pk, hung.pk], actor=secretary, at=AT)

    activity.refresh_from_db()
    assert activity.state == State.VERIFIED
    assert Posting.objects.count() == postings
    assert activity.participations.count() == 2


def test_what_adds_nothing_or_may_not_be_added_is_refused(tree, secretary) -> None:
    lan, stranger = make_person("Lan", unit=tree.branch), make_person("Nghệ", unit=tree.stranger)
    activity = make_activity(tree.branch, secretary, people=[lan], photos=[make_photo((1, 1, 1))])
    officer = make_officer("branch_secretary", tree.sister)
    photo = Photo(make_photo())
    before = rows()

    for given, sentence in [
        ({"photos": [], "people": []}, "Chưa có gì để bổ sung"),
        ({"photos": [], "people": [lan.pk]}, "Chưa có gì để bổ sung"),
        ({"photos": [], "people": [stranger.pk]}, "không nằm trong các đơn vị"),
        ({"photos": [Photo(b"no picture")], "people": []}, "không phải ảnh"),
        ({"photos": [photo] * 12, "people": []}, "12 ảnh"),
        ({"photos": [photo], "people": [], "actor": officer}, "chưa được giao quyền"),
    ]:
        with pytest.raises(Refused, match=sentence):
            document_activity(**{"activity": activity, "actor": secretary, "at": AT, **given})
        assert rows() == before, sentence


def test_cancelled_work_takes_no_more_proof(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)

    with pytest.raises(Refused, match="đã huỷ"):
        document_activity(activity=activity, photos=[Photo(make_photo())], people=[], actor=secretary, at=AT)
