"""Admission: each step refuses what the charter refuses, thirty go together, and the figures follow."""

from datetime import date

import pytest

from tests.factories import AT, make_officer, make_tree
from tests.people.members import (
    BORN,
    admit,
    apply,
    figure,
    lines_of,
    make_member,
    make_member_indicators,
    open_membership_of,
    secretary_of,
    voted,
)
from viecthat.kernel.errors import Refused
from viecthat.people.commands.admission import (
    Applicant,
    Ballots,
    admit_members,
    approve_admissions,
    close_admission,
    introduce_applicants,
    learn_charter,
    record_admission_vote,
)
from viecthat.people.commands.event import undo_event
from viecthat.people.commands.life import mature_members
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import Admission, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def test_twelve_at_once_become_members_and_are_counted(tree, secretary, officer):
    names = [f"Nguyễn Văn {word}" for word in "ABCDEGHKLMNO"]

    people = admit(tree, secretary, officer, names)

    assert [p.full_name for p in people] == names
    assert figure(tree.branch, "members_admitted") == 12
    assert figure(tree.branch, "members") == 13  # with the one who introduced them
    event = people[0].member_events.get()
    # Approved by another account than recorded it: verified.
    assert lines_of(event) == [
        ("members_admitted", tree.branch.pk, 1, 3, people[0].pk),
        ("members", tree.branch.pk, 1, 3, people[0].pk),
    ]
    assert (open_membership_of(people[0]).unit_id, open_membership_of(people[0]).start) == (
        tree.branch.pk,
        date(2026, 3, 26),
    )


def test_every_wrong_row_is_told_and_none_is_written(tree, secretary):
    make_member(tree.branch, "Lê Đức An", born=BORN)
    with pytest.raises(RowsRefused) as wrong:
        apply(
            tree.branch,
            secretary,
            Applicant("Trần Văn Bình", BORN, "male"),
            Applicant("Hoàng Thị Trẻ", date(2011, 1, 5), "female"),
            Applicant("Đỗ Văn Già", date(1995, 1, 4), "male"),
            Applicant("Vũ Thị Nhỏ", date(2010, 6, 1), "female"),
            Applicant("lê đức  an", BORN, "male"),
        )
    rows = wrong.value.rows
    assert {place: (refused.field, str(refused)) for place, refused in rows.items()} == {
        1: ("birth_date", "Hoàng Thị Trẻ chưa đủ tuổi: từ ngày 2026-01-06 mới đủ 15 tuổi 1 ngày để được kết nạp."),
        2: ("birth_date", "Đỗ Văn Già đã quá 30 tuổi từ sau ngày 2026-01-03, không kết nạp được nữa."),
        3: ("guardian", "Vũ Thị Nhỏ chưa đủ 16 tuổi: ghi cha mẹ hoặc người giám hộ nào đồng ý, ngày nào."),
        4: ("full_name", "lê đức an, sinh ngày 2005-05-04, đã là đoàn viên của chi đoàn."),
    }
    assert Admission.objects.count() == 0
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        (date(2011, 1, 4), True),  # 15 years and one day
        (date(2011, 1, 5), False),  # 15 years today
        (date(1995, 1, 6), True),  # 31 tomorrow
        (date(1995, 1, 5), False),  # 31 today
        (date(2008, 2, 29), True),
    ],
)
def test_the_edges_of_age(tree, secretary, born, fits):
    applicant = Applicant(
        "Nguyễn Văn An", born, "male", guardian="Mẹ: Lê Thị Hoa", guardian_consent_on=date(2026, 1, 4)
    )
    if fits:
        assert apply(tree.branch, secretary, applicant)[0].step == "applied"
    else:
        with pytest.raises(RowsRefused):
            apply(tree.branch, secretary, applicant)


def test_the_same_name_in_another_branch_is_not_looked_up(tree, secretary):
    """Applying must not tell who is a member elsewhere."""
    elsewhere = make_member(tree.sister, "Lê Đức An", born=BORN)
    (admission,) = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    assert admission.person_id != elsewhere.pk


def test_only_branches_have_members_and_only_their_keepers_write(tree, secretary, officer):
    with pytest.raises(Refused, match="Đoàn viên thuộc về chi đoàn"):
        apply(tree.commune, officer, Applicant("Lê Đức An", BORN, "male"))
    for stranger in (
        secretary_of(tree.sister),
        make_officer("inspector", tree.city),
        make_officer("keeper", tree.city),
    ):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            apply(tree.branch, stranger, Applicant("Lê Đức An", BORN, "male"))
    with pytest.raises(Refused, match="chưa tới"):
        apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"), on=date(2026, 3, 28))


def test_more_than_half_of_those_present(tree, secretary):
    ids = voted(tree, secretary, ["Nguyễn Văn An"], votes=(6, 0, 6))
    assert Admission.objects.get(pk=ids[0]).step == "not_passed"  # six of twelve are not more than half
    ids = voted(tree, secretary, ["Nguyễn Văn Bình"], votes=(7, 5, 0))
    assert Admission.objects.get(pk=ids[0]).step == "voted"


@pytest.mark.parametrize(("votes", "sentence"), [((10, 2, 1), "nhiều hơn số người có mặt"), ((-1, 2, 1), "âm")])
def test_ballots_that_cannot_be(tree, secretary, votes, sentence):
    with pytest.raises(RowsRefused) as wrong:
        voted(tree, secretary, ["Nguyễn Văn An"], votes=votes)
    assert sentence in str(wrong.value.rows[0])


def test_an_introducer_is_a_member_for_three_months(tree, secretary):
    (admission,) = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    learn_charter(admissions=[admission.pk], day=date(2026, 1, 20), actor=secretary, at=AT)
    young = make_member(tree.branch, "Đoàn Viên Mới", since=date(2025, 11, 2))
    outsider = make_member(tree.sister, "Người Bên Cạnh")

    def introduce(person, day=date(2026, 2, 1)):
        introduce_applicants(
            admissions=[admission.pk], kind="member", introducer=person, introducer_name="", day=day, actor=secretary,
            at=AT,
        )  # fmt: skip

    with pytest.raises(Refused, match="từ 3 tháng"):
        introduce(young.pk)
    for hidden in (outsider.pk, 10**9, None):
        with pytest.raises(Refused, match="trong các đoàn viên của chi đoàn"):
            introduce(hidden)
    introduce(young.pk, date(2026, 2, 2))
    with pytest.raises(RowsRefused):
        introduce(young.pk, date(2026, 2, 2))  # not twice


def test_an_organisation_introduces_by_name(tree, secretary):
    (admission,) = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    learn_charter(admissions=[admission.pk], day=date(2026, 1, 20), actor=secretary, at=AT)
    given = {"admissions": [admission.pk], "kind": "pioneers", "introducer": None, "day": date(2026, 2, 1)}
    with pytest.raises(Refused, match="Chi đội 9A1"):
        introduce_applicants(**given, introducer_name=" ", actor=secretary, at=AT)
    introduce_applicants(**given, introducer_name="Chi đội 9A1", actor=secretary, at=AT)
    assert Admission.objects.get().introducer_name == "Chi đội 9A1"


def test_nobody_approves_what_they_recorded(tree, secretary, officer):
    ids = voted(tree, secretary, ["Lê Đức An"])
    given = {"admissions": ids, "decision": "05-QĐ/ĐTN", "day": date(2026, 3, 1), "at": AT}
    for nobody in (secretary, make_officer("base_officer", tree.neighbour), make_officer("keeper", tree.city)):
        with pytest.raises(RowsRefused) as wrong:
            approve_admissions(**given, actor=nobody)
        assert "Lê Đức An" not in str(wrong.value.rows[0])
    own = voted(tree, officer, ["Trần Bình"])
    with pytest.raises(RowsRefused) as wrong:
        approve_admissions(**{**given, "admissions": own}, actor=officer)
    assert "tự chuẩn y" in str(wrong.value.rows[0])
    with pytest.raises(RowsRefused):
        approve_admissions(**{**given, "day": date(2026, 2, 9)}, actor=officer)  # before the vote
    with pytest.raises(Refused, match="Ghi số quyết định"):
        approve_admissions(**{**given, "decision": ""}, actor=officer)
    approve_admissions(**given, actor=officer)
    with pytest.raises(RowsRefused):
        admit_members(admissions=ids, day=date(2026, 2, 28), actor=secretary, at=AT)  # before it was approved
    with pytest.raises(RowsRefused):
        admit_members(admissions=ids, day=date(2026, 3, 28), actor=secretary, at=AT)  # not yet
    assert figure(tree.branch, "members_admitted") == 0


def test_an_application_ends_with_a_reason(tree, secretary):
    (admission,) = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    with pytest.raises(RowsRefused) as wrong:
        apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    assert "đơn xin vào Đoàn chưa xong" in str(wrong.value.rows[0])
    with pytest.raises(Refused, match="vì sao dừng"):
        close_admission(admission=admission.pk, reason="", actor=secretary, at=AT)
    close_admission(admission=admission.pk, reason="Rút đơn", actor=secretary, at=AT)
    (again,) = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"))
    assert again.person_id == admission.person_id


def test_who_was_a_member_before_is_admitted_again(tree, secretary, officer):
    from viecthat.people.commands.life import strike_off

    (person,) = admit(tree, secretary, officer, ["Lê Đức An"])
    with pytest.raises(RowsRefused):  # not over 30
        mature_members(people=[person.pk], day=date(2026, 3, 27), decision="1", actor=secretary, at=AT)
    strike_off(
        person=person.pk, day=date(2026, 3, 27), idle_months=3, note="Bỏ sinh hoạt", decision="1-NQ", actor=secretary,
        at=AT,
    )  # fmt: skip
    assert figure(tree.branch, "members") == 1
    made = apply(tree.branch, secretary, Applicant("Lê Đức An", BORN, "male"), on=date(2026, 3, 27))
    assert made[0].person_id == person.pk


def test_an_admission_taken_back_leaves_the_figures_as_before(tree, secretary, officer):
    (person,) = admit(tree, secretary, officer, ["Lê Đức An"])
    event = person.member_events.get()
    with pytest.raises(Refused, match="vì sao"):
        undo_event(event=event, reason=" ", actor=secretary, at=AT)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        undo_event(event=event, reason="Nhầm", actor=secretary_of(tree.sister), at=AT)

    undo_event(event=event, reason="Ghi nhầm ngày lễ", actor=secretary, at=AT)

    assert (figure(tree.branch, "members_admitted"), figure(tree.branch, "members")) == (0, 1)
    assert open_membership_of(person) is None
    admission = Admission.objects.get(person=person)
    assert admission.step == "approved"
    (again,) = admit_members(admissions=[admission.pk], day=date(2026, 3, 27), actor=secretary, at=AT)
    assert again.kind == "admitted"
    assert (figure(tree.branch, "members_admitted"), figure(tree.branch, "members")) == (1, 2)


def test_nothing_is_done_for_nobody(tree, secretary):
    with pytest.raises(Refused, match="Chưa chọn ai"):
        record_admission_vote(ballots=[], present=12, day=date(2026, 2, 10), actor=secretary, at=AT)
    with pytest.raises(RowsRefused):
        record_admission_vote(
            ballots=[Ballots(10**9, 1, 0, 0)], present=12, day=date(2026, 2, 10), actor=secretary, at=AT
        )
