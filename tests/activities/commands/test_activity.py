"""Record, verify, cancel: every rule says no in a sentence at its field, and then nothing is written."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from PIL import Image

from tests.factories import (
    AT,
    TODAY,
    give_role,
    make_account,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_photo,
    make_unit,
)
from viecthat.activities.choices import State
from viecthat.activities.commands import Photo, cancel_activity, record_activity, verify_activity
from viecthat.activities.models import Activity, ActivityPartner, ActivityPosting, Evidence, Participation, Verification
from viecthat.files.models import KeptFile
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import reverse_posting
from viecthat.ledger.models import Entry, Posting

TABLES = [Activity, ActivityPartner, ActivityPosting, Evidence, Participation, Verification, KeptFile, Posting, Entry]


def rows() -> dict[str, int]:
    """How many rows each table has that a recording could touch."""
    return {table.__name__: table.objects.count() for table in TABLES}


def live_entries(activity: Activity) -> list[tuple[str, int, int]]:
    """What counts now: (indicator, quantity, grade)."""
    live = Posting.objects.filter(
        pk__in=activity.postings.values("posting"), reverses__isnull=True, reversed_by__isnull=True
    )
    return list(
        Entry.objects.filter(posting__in=live).order_by("pk").values_list("indicator__code", "quantity", "grade")
    )


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


# record


def test_what_was_recorded_stands_in_the_ledger_once(tree, secretary) -> None:
    lan, hung = make_person("Phùng Thị Lan", unit=tree.branch), make_person("Nguyễn Văn Hùng", unit=tree.branch)

    activity = make_activity(
        tree.branch,
        secretary,
        title="  Trồng cây   ven hồ ",
        people=[lan, hung],
        partners=[tree.sister],
        photos=[make_photo()],
        note=" Đất mềm ",
    )

    assert live_entries(activity) == [("trees_planted", 120, Grade.EVIDENCED)]
    (entry,) = Entry.objects.all()
    assert (entry.unit_id, entry.day) == (tree.branch.pk, TODAY)
    assert (activity.title, activity.folded_title, activity.note) == ("Trồng cây ven hồ", "trong cay ven ho", "Đất mềm")
    assert (activity.state, activity.recorded_by, activity.recorded_at) == (State.RECORDED, secretary, AT)
    assert set(activity.participations.values_list("person", flat=True)) == {lan.pk, hung.pk}
    assert list(activity.partners.values_list("unit", flat=True)) == [tree.sister.pk]


@pytest.mark.parametrize(
    ("with_people", "with_photo", "grade"),
    [(False, False, Grade.DECLARED), (True, False, Grade.EVIDENCED), (False, True, Grade.EVIDENCED)],
)
def test_a_photo_or_a_name_makes_the_figure_evidenced(tree, secretary, with_people, with_photo, grade) -> None:
    activity = make_activity(
        tree.branch,
        secretary,
        people=[make_person(unit=tree.branch)] if with_people else [],
        photos=[make_photo()] if with_photo else [],
    )

    assert live_entries(activity) == [("trees_planted", 120, grade)]


def test_named_people_are_never_more_than_those_counted(tree, secretary) -> None:
    people = [make_person(f"Người {n}", unit=tree.branch) for n in range(3)]

    assert make_activity(tree.branch, secretary, people=people, head_count=0).head_count == 3


def test_the_same_form_sent_twice_records_once(tree, secretary) -> None:
    first = make_activity(tree.branch, secretary, key="a-form")
    before = rows()

    assert make_activity(tree.branch, secretary, key="a-form", title="Khác hẳn") == first
    assert rows() == before


def test_two_sendings_at_once_wait_for_each_other(tree, secretary) -> None:
    make_activity(tree.branch, secretary)

    with connection.cursor() as cursor:  # kept until the transaction ends, which is the test's own
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (1,)


def test_no_key_is_no_key(tree, secretary) -> None:
    make_activity(tree.branch, secretary, title="Một")
    make_activity(tree.branch, secretary, title="Hai")

    assert Activity.objects.filter(key=None).count() == 2


def test_a_photo_is_kept_upright_and_says_nothing_of_its_taking(tree, secretary) -> None:
    taken = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Máy của Lan", 6  # turned a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 9.0, 22.3)})
    Image.new("RGB", (80, 40), (60, 120, 70)).save(taken, "JPEG", exif=exif)

    evidence = make_activity(tree.branch, secretary, photos=[taken.getvalue()]).evidence.get()

    kept = evidence.file.path.read_bytes()
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (40, 80), {})
    assert b"Exif" not in kept
    assert "Máy của Lan".encode() not in kept


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Hãy điền ô này"),
        ({"title": "a" * 201}, "title", "200"),
        ({"place": ""}, "place", "Hãy điền ô này"),
        ({"place": "a" * 201}, "place", "200"),
        ({"note": "a" * 2001}, "note", "2000"),
        ({"day": TODAY + timedelta(days=1)}, "day", "chưa tới"),
        ({"day": date(1930, 1, 1)}, "day", "26/03/1931"),
        ({"day": date(1999, 12, 31)}, "day", "31/12/1999 đơn vị chưa thành lập"),
        ({"last_day": TODAY - timedelta(days=1)}, None, "Ngày kết thúc không được trước ngày bắt đầu"),
        ({"head_count": -1}, "head_count", "từ 0 đến 1.000.000"),
        ({"head_count": 1_000_001}, "head_count", "từ 0 đến 1.000.000"),
        ({"quantity": 0}, "quantity", "lớn hơn 0"),
        ({"quantity": -5}, "quantity", "lớn hơn 0"),
        ({"quantity": 10**15 + 1}, "quantity", "lớn quá"),
        ({"photos": [Photo(b"GIF89a no picture")]}, "photos", "không phải ảnh"),
        ({"photos": [Photo(b"")]}, "photos", "không phải ảnh"),
        ({"photos": [Photo(b"x" * (12 * 2**20 + 1))]}, "photos", "12 MB"),
        ({"photos": [Photo(make_photo((n, n, n))) for n in range(13)]}, "photos", "12 ảnh"),
        ({"photos": [Photo(make_photo()), Photo(make_photo())]}, None, "Ảnh này đã có"),
        ({"people": [10**9]}, "people", "không nằm trong các đơn vị bạn phụ trách"),
        ({"partners": [10**9]}, "partners", "không hoạt động vào ngày"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tree, secretary, change, field, sentence) -> None:
    trees = make_indicator()
    change = dict(change)
    quantity = change.pop("quantity", 120)
    given = {
        "unit": tree.branch.pk,
        "kind": make_kind(),
        "title": "Trồng cây",
        "day": TODAY,
        "place": "Bờ hồ",
        "results": {trees.pk: quantity},
        "head_count": 3,
        "people": [make_person(unit=tree.branch).pk],
        "partners": [tree.sister.pk],
        "photos": [Photo(make_photo())],
    }
    before = rows()

    with pytest.raises(Refused) as refused:
        record_activity(**given | change, actor=secretary, at=AT)

    assert refused.value.field == field
    assert sentence in str(refused.value)
    assert rows() == before


def test_no_result_at_all_is_refused(tree, secretary) -> None:
    with pytest.raises(Refused, match="Chưa có kết quả nào"):
        make_activity(tree.branch, secretary, results={})
    assert not Activity.objects.exists()


def test_a_result_the_kind_cannot_yield_is_refused(tree, secretary) -> None:
    kind = make_kind()

    with pytest.raises(Refused, match="không cho ra kết quả này") as refused:
        make_activity(tree.branch, secretary, kind=kind, results={make_indicator("youth_works"): 1})

    assert refused.value.field == "results"
    assert not Activity.objects.exists()


def test_more_reached_than_there_were_is_refused(tree, secretary) -> None:
    taught = make_indicator("taught_count", name="Được quán triệt", listed=False)
    to_teach = make_indicator("to_teach", name="Phải quán triệt", listed=False)
    make_indicator("taught", name="Tỷ lệ", measure="ratio", numerator=taught, denominator=to_teach)

    with pytest.raises(Refused, match="“Được quán triệt” không thể lớn hơn “Phải quán triệt”") as refused:
        make_activity(tree.branch, secretary, results={taught: 31, to_teach: 30})

    assert refused.value.field == "results"
    assert not Activity.objects.exists()


def test_the_lead_unit_is_no_partner_of_itself(tree, secretary) -> None:
    with pytest.raises(Refused, match="Đơn vị chủ trì") as refused:
        make_activity(tree.branch, secretary, partners=[tree.branch])
    assert refused.value.field == "partners"


def test_nobody_is_named_by_guessing(tree, secretary) -> None:
    stranger = make_person("Hồ Thị Nghệ", unit=tree.stranger)

    with pytest.raises(Refused, match="không nằm trong các đơn vị bạn phụ trách") as refused:
        make_activity(tree.branch, secretary, people=[stranger])

    assert refused.value.field == "people"
    assert "Nghệ" not in str(refused.value)


def test_the_same_work_is_recorded_once(tree, secretary) -> None:
    make_activity(tree.branch, secretary, title="Trồng cây ven hồ")
    before = rows()

    with pytest.raises(Refused, match="đã có trong sổ; mở lại thay vì ghi lần nữa"):
        make_activity(tree.branch, secretary, title="trồng cây VEN HỒ", place="Chỗ khác")

    assert rows() == before


def test_another_day_another_unit_or_a_cancelled_one_is_other_work(tree, secretary) -> None:
    officer = make_officer("base_officer", tree.commune)
    cancelled = make_activity(tree.branch, secretary)
    cancel_activity(activity=cancelled, reason="Ghi nhầm ngày", actor=secretary, at=AT)

    make_activity(tree.branch, secretary)
    make_activity(tree.branch, secretary, day=TODAY - timedelta(days=1))
    make_activity(tree.sister, officer)

    assert Activity.objects.exclude(state=State.CANCELLED).count() == 3


@pytest.mark.parametrize("where", ["sister", "commune", "neighbour", "stranger"])
def test_work_of_a_unit_beside_or_above_is_not_ours_to_record(tree, secretary, where) -> None:
    with pytest.raises(Refused, match="chưa được giao quyền ghi việc") as refused:
        make_activity(getattr(tree, where), secretary)
    assert refused.value.field == "unit"
    assert not Posting.objects.exists()


def test_a_role_that_has_ended_or_only_sees_records_nothing(tree) -> None:
    former, keeper = make_account(), make_officer("keeper", tree.city)
    give_role(former, "branch_secretary", tree.branch, end=TODAY)

    for actor in (former, keeper, make_account()):
        with pytest.raises(Refused, match="chưa được giao quyền ghi việc"):
            make_activity(tree.branch, actor)


def test_work_before_the_unit_was_founded_is_refused(tree) -> None:
    young = make_unit("Chi đoàn mới", parent=tree.commune, kind="branch", day=date(2026, 3, 1))
    officer = make_officer("base_officer", tree.commune)

    with pytest.raises(Refused, match="28/02/2026 đơn vị chưa thành lập") as refused:
        make_activity(young, officer, day=date(2026, 2, 28))

    assert refused.value.field == "day"
    assert make_activity(young, officer, day=date(2026, 3, 1)).day == date(2026, 3, 1)


# verify


def test_verified_work_counts_the_same_and_is_better_proved(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    inspector = make_officer("inspector", tree.city, full_name="Lê Minh Đức")

    verify_activity(activity=activity, finding=" Đếm tại chỗ,  đủ 120 cây ", actor=inspector, at=AT)

    activity.refresh_from_db()
    assert activity.state == State.VERIFIED
    assert live_entries(activity) == [("trees_planted", 120, Grade.VERIFIED)]
    check = activity.verifications.get()
    assert (check.actor_name, check.finding, check.checked_at) == ("Lê Minh Đức", "Đếm tại chỗ, đủ 120 cây", AT)
    assert activity.postings.count() == 3  # recorded, taken back, recorded anew: all linked
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 120


def test_nobody_verifies_their_own_work(tree) -> None:
    both = make_officer("department_officer", tree.commune)
    activity = make_activity(tree.branch, both)
    before = rows()

    with pytest.raises(Refused, match="Không ai tự xác minh việc do mình ghi"):
        verify_activity(activity=activity, finding="Đúng", actor=both, at=AT)
    assert rows() == before


def test_whoever_added_the_proof_does_not_verify_it(tree, secretary) -> None:
    from viecthat.activities.commands import document_activity

    activity = make_activity(tree.branch, secretary)
    helper = make_officer("department_officer", tree.commune)
    document_activity(activity=activity, photos=[Photo(make_photo())], people=[], actor=helper, at=AT)

    with pytest.raises(Refused, match="Không ai tự xác minh"):
        verify_activity(activity=activity, finding="Đúng", actor=helper, at=AT)


@pytest.mark.parametrize("finding", ["", "   "])
def test_a_check_says_how_it_was_made(tree, secretary, finding) -> None:
    activity = make_activity(tree.branch, secretary)
    before = rows()

    with pytest.raises(Refused):
        verify_activity(activity=activity, finding=finding, actor=make_officer("inspector", tree.city), at=AT)
    assert rows() == before


@pytest.mark.parametrize(
    ("role", "where"), [("base_officer", "commune"), ("inspector", "neighbour"), ("keeper", "city")]
)
def test_only_a_verifier_of_that_unit_verifies(tree, secretary, role, where) -> None:
    activity = make_activity(tree.branch, secretary)
    actor = make_officer(role, getattr(tree, where))

    with pytest.raises(Refused, match="chưa được giao quyền xác minh"):
        verify_activity(activity=activity, finding="Đúng", actor=actor, at=AT)
    activity.refresh_from_db()
    assert activity.state == State.RECORDED


def test_work_is_verified_once_and_never_after_it_was_cancelled(tree, secretary) -> None:
    inspector = make_officer("inspector", tree.city)
    verified, cancelled = make_activity(tree.branch, secretary, title="Một"), make_activity(tree.branch, secretary)
    verify_activity(activity=verified, finding="Đúng", actor=inspector, at=AT)
    cancel_activity(activity=cancelled, reason="Ghi nhầm", actor=secretary, at=AT)

    for activity in (verified, cancelled):
        with pytest.raises(Refused, match="đã được xác minh hoặc đã huỷ"):
            verify_activity(activity=activity, finding="Đúng", actor=inspector, at=AT)


# cancel


def test_cancelled_work_adds_to_nothing_and_stays_readable(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary, photos=[make_photo()])

    cancel_activity(activity=activity, reason=" Ghi nhầm   ngày ", actor=secretary, at=AT)

    activity.refresh_from_db()
    assert activity.state == State.CANCELLED
    assert live_entries(activity) == []
    reversal = Posting.objects.get(kind=PostingKind.REVERSAL)
    assert (reversal.reason, reversal.actor) == ("Ghi nhầm ngày", secretary)
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 0
    assert activity.evidence.count() == 1


def test_verified_work_can_be_cancelled_too(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    verify_activity(activity=activity, finding="Đúng", actor=make_officer("inspector", tree.city), at=AT)

    cancel_activity(activity=activity, reason="Cây chết hết", actor=secretary, at=AT)

    assert live_entries(activity) == []
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 0


def test_cancelling_needs_a_reason_a_right_and_work_that_still_counts(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    before = rows()

    with pytest.raises(Refused, match="lý do") as refused:
        cancel_activity(activity=activity, reason=" ", actor=secretary, at=AT)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="chưa được giao quyền đính chính"):
        cancel_activity(activity=activity, reason="Nhầm", actor=make_officer("base_officer", tree.neighbour), at=AT)
    assert rows() == before

    cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)
    with pytest.raises(Refused, match="đã huỷ từ trước"):
        cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)


def test_what_the_ledger_took_back_cannot_be_cancelled_or_verified(tree, secretary) -> None:
    activity = make_activity(tree.branch, secretary)
    posting = Posting.objects.get()
    reverse_posting(posting=posting, reason="Đếm lại", actor=secretary, at=AT)
    before = rows()

    with pytest.raises(Refused, match="đã được đảo"):
        cancel_activity(activity=activity, reason="Nhầm", actor=secretary, at=AT)
    with pytest.raises(Refused, match="đã được đảo"):
        verify_activity(activity=activity, finding="Đúng", actor=make_officer("inspector", tree.city), at=AT)
    assert rows() == before
