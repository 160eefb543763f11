"""Many activities at once: as one by one, checked as strictly, and never twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import AT, TODAY, make_indicator, make_kind, make_person, make_photo, make_ratio
from viecthat.activities.choices import State
from viecthat.activities.commands import ActivityDraft, Check, ResultLine, ShownBy, import_activities
from viecthat.activities.models import Activity, ActivityPartner, ActivityPosting, Evidence, Participation, Verification
from viecthat.activities.queries import live_posting_of
from viecthat.files.commands import Drawing, keep_drawn
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import open_dataset
from viecthat.ledger.models import Entry, Posting

TABLES = [Activity, ActivityPosting, ActivityPartner, Participation, Evidence, Verification, Posting, Entry]
DONE = TODAY - timedelta(days=3)
CHECK = Check(by="Đinh Quốc Việt, Huyện đoàn Ba Vì", checked_at=AT - timedelta(days=2), finding="đếm tại chỗ 1.200 cây")


def rows() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.fixture
def dataset(db):
    return open_dataset(
        code="demo", title="Số minh hoạ", source="không", source_date=None, synthetic=True, note="minh hoạ", at=AT
    )[0]


@pytest.fixture
def draft(tree) -> ActivityDraft:
    """Declared work: no picture, no names."""
    trees = make_indicator()
    make_kind(indicators=[trees])
    return ActivityDraft(
        key="demo/1",
        unit=tree.commune.pk,
        kind="tree_planting",
        title="Tết trồng cây",
        day=DONE,
        place="Đồi thôn Hiệu Lực",
        results=(ResultLine(trees.pk, 1200),),
        head_count=86,
        grade=Grade.DECLARED,
        recorded_at=AT - timedelta(hours=1),
    )


@pytest.fixture
def proved(draft, tree) -> ActivityDraft:
    """The same, shown and checked."""
    person = make_person("Phùng Thị Lan", unit=tree.commune)
    [photo] = keep_drawn(drawings=[Drawing(make_photo(), 64, 48)], at=AT)
    return replace(
        draft,
        grade=Grade.VERIFIED,
        people=(person.pk,),
        photos=(ShownBy(photo, "Hàng cây mới trồng"),),
        partners=(tree.sister.pk,),
        check=CHECK,
    )


def test_an_imported_activity_is_whole(dataset, proved) -> None:
    assert import_activities(drafts=[proved], dataset=dataset, at=AT) == 1
    activity = Activity.objects.get(key="demo/1")
    assert (activity.title, activity.folded_title) == ("Tết trồng cây", "tet trong cay")
    assert (activity.last_day, activity.head_count, activity.state) == (DONE, 86, State.VERIFIED)
    posting = live_posting_of(activity)
    assert (posting.dataset, posting.recorded_at, posting.actor) == (dataset, proved.recorded_at, None)
    entry = Entry.objects.get(posting=posting)
    assert (entry.day, entry.quantity, entry.grade) == (DONE, 1200, Grade.VERIFIED)
    assert [evidence.caption for evidence in activity.evidence.all()] == ["Hàng cây mới trồng"]
    assert [check.actor_name for check in activity.verifications.all()] == [CHECK.by]
    assert rows() == dict.fromkeys((table.__name__ for table in TABLES), 1)


def test_sent_again_only_the_new_ones_are_written(dataset, draft) -> None:
    other = replace(draft, key="demo/2", title="Tết trồng cây, đợt 2")
    assert import_activities(drafts=[draft], dataset=dataset, at=AT) == 1
    assert import_activities(drafts=[draft, other], dataset=dataset, at=AT) == 1
    assert import_activities(drafts=[draft, other], dataset=dataset, at=AT) == 0
    assert Activity.objects.count() == Posting.objects.count() == 2


def test_a_named_person_may_be_what_is_counted(dataset, draft, tree) -> None:
    people = make_indicator("trained", measure="people")
    make_kind("class", indicators=[people])
    person = make_person("Phùng Thị Lan", unit=tree.commune)
    lines = (ResultLine(people.pk, 1, person.pk), ResultLine(people.pk, 29))
    taught = replace(draft, kind="class", results=lines, grade=Grade.EVIDENCED, people=(person.pk,))
    import_activities(drafts=[taught], dataset=dataset, at=AT)
    assert list(Entry.objects.order_by("pk").values_list("quantity", "person")) == [(1, person.pk), (29, None)]


LATER = AT + timedelta(minutes=1)
WRONG = {
    "an unknown kind": ({"kind": "flying"}, "kind", "loại việc"),
    "no title": ({"title": " "}, "title", "tên hoạt động"),
    "an endless title": ({"title": "dài " * 80}, "title", "200"),
    "no place": ({"place": ""}, "place", "nơi làm"),
    "an endless note": ({"note": "x" * 2001}, "note", "2000"),
    "ended before it began": ({"last_day": DONE - timedelta(days=1)}, "last_day", "Ngày kết thúc"),
    "recorded before it was done": ({"recorded_at": AT - timedelta(days=5)}, "recorded_at", "Lúc ghi"),
    "recorded before it was over": ({"last_day": TODAY + timedelta(days=1)}, "recorded_at", "Lúc ghi"),
    "recorded in the future": ({"recorded_at": LATER}, "recorded_at", "Lúc ghi"),
    "too many heads": ({"head_count": 1_000_001}, "head_count", "1.000.000"),
    "more proof than there is": ({"grade": Grade.EVIDENCED}, "grade", "minh chứng"),
    "verified without a check": ({"grade": Grade.VERIFIED}, "grade", "minh chứng"),
    "a check of nothing": ({"check": CHECK, "grade": Grade.VERIFIED}, "grade", "minh chứng"),
    "a result of nothing": ({"results": ()}, "quantity", "kết quả"),
}


@pytest.mark.parametrize(("change", "field", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_and_nothing_is_written(dataset, draft, change, field, words) -> None:
    good = replace(draft, key="demo/0", title="Việc khác")
    with pytest.raises(Refused, match=words) as refused:
        import_activities(drafts=[good, replace(draft, **change)], dataset=dataset, at=AT)
    assert refused.value.field == field
    assert not any(rows().values())


def _named_but_not_there(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, results=(replace(draft.results[0], person=draft.people[0]),), people=())


def _same_photo_twice(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, photos=draft.photos * 2)


def _partner_of_itself(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, partners=(draft.unit,))


def _checked_before(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, check=replace(CHECK, checked_at=AT - timedelta(days=9)))


def _checked_after(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, check=replace(CHECK, checked_at=AT))


def _found_nothing(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, check=replace(CHECK, finding=" "))


def _graded_below_its_proof(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, grade=Grade.DECLARED)


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (_named_but_not_there, "people"),
        (_same_photo_twice, "photos"),
        (_partner_of_itself, "partners"),
        (_checked_before, "checked_at"),
        (_checked_after, "checked_at"),
        (_found_nothing, "finding"),
        (_graded_below_its_proof, "grade"),
    ],
)
def test_proof_that_cannot_be_is_refused(dataset, proved, spoil, field) -> None:
    with pytest.raises(Refused) as refused:
        import_activities(drafts=[spoil(proved)], dataset=dataset, at=AT)
    assert refused.value.field == field
    assert not any(rows().values())


def test_a_part_larger_than_its_whole_is_refused(dataset, draft) -> None:
    ratio = make_ratio()
    make_kind("course", indicators=[ratio.numerator, ratio.denominator])
    lines = (ResultLine(ratio.numerator_id, 31), ResultLine(ratio.denominator_id, 30))
    with pytest.raises(Refused, match="không thể lớn hơn"):
        import_activities(drafts=[replace(draft, kind="course", results=lines)], dataset=dataset, at=AT)


def test_the_same_work_twice_is_refused(dataset, draft) -> None:
    twin = replace(draft, key="demo/2", title="TẾT  TRỒNG CÂY")
    with pytest.raises(Refused, match="đã có trong sổ"):
        import_activities(drafts=[draft, twin], dataset=dataset, at=AT)
    import_activities(drafts=[draft], dataset=dataset, at=AT)
    before = rows()
    with pytest.raises(Refused, match="đã có trong sổ"):
        import_activities(drafts=[twin], dataset=dataset, at=AT)
    assert rows() == before


def test_a_key_names_one_activity(dataset, draft) -> None:
    twin = replace(draft, title="Việc khác")
    with pytest.raises(Refused, match="Khoá") as refused:
        import_activities(drafts=[draft, twin], dataset=dataset, at=AT)
    assert refused.value.field == "key"
