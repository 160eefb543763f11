"""Support by command: what is refused, what is counted as people and as turns, debt that never falls below nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.courses.classes import counted
from tests.factories import AT, TODAY, make_indicator, make_officer, make_person, make_tree
from viecthat.catalogue.readers import rows
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import entries_of, postings
from viecthat.people.models import FileAccess
from viecthat.support.choices import LookedAt, PlacementState
from viecthat.support.commands.advice import advise, follow_up_advice, hold_advice_session, undo_advice
from viecthat.support.commands.care import record_care, undo_care
from viecthat.support.commands.loan import (
    debt_of,
    end_loan_group,
    enter_loan_group,
    pay_out_loan,
    repay_loan,
    undo_loan,
    undo_repayment,
)
from viecthat.support.commands.placement import (
    ask_again,
    enter_partner,
    refer,
    take_on,
    turn_down,
    undo_placement,
)
from viecthat.support.commands.project import add_founder, correct_project, enter_project, give_support, move_on
from viecthat.support.commands.shared import open_somebody
from viecthat.support.models import Look, Placement, Repayment
from viecthat.support.queries.figures import by_group, by_topic
from viecthat.support.queries.listing import groups_found, groups_listed, overdue_in, placements_due
from viecthat.units.queries.scope import UnitScope

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 5)


def make_indicators() -> None:
    for row in rows("indicators"):
        if row.get("register") in {"career", "loans"} or row["code"] in {
            "career_advised", "trained_or_placed", "startup_projects", "workers_cared", "gifts_given", "gift_value",
        }:  # fmt: skip
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register=row.get("register", ""))


@pytest.fixture
def tree():
    make_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def lan(tree):
    return make_person(unit=tree.branch, birth_date=date(2002, 5, 1))


def case(tree, officer, **changed):
    facts = {"topic": "career", "day": TODAY, "group": "pupil", "free": True, **changed}
    return advise(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)


def partner(tree, officer, kind="firm", **changed):
    facts = {"name": f"Công ty {kind}", "kind": kind, "since": date(2025, 1, 1), **changed}
    return enter_partner(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)


def placement(tree, officer, to, **changed):
    facts = {
        "partner": to.pk, "kind": "job", "what": "Thợ may", "day": date(2025, 6, 1), "group": "discharged",
        "name": "Trần Văn Ba", "phone": "0912345678", **changed,
    }  # fmt: skip
    return refer(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)


def group(tree, officer, name="Tổ thôn Đô Trám"):
    facts = {"name": name, "leader": "Bà Tư", "bank": "Ngân hàng Chính sách xã hội", "founded_on": date(2024, 1, 1)}
    return enter_loan_group(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)


def loan(held, officer, principal=50_000_000, **changed):
    facts = {
        "name": "Lê Thị Hoa", "phone": "0987654321", "group": "rural", "purpose": "Nuôi bò", "principal": principal,
        "day": JANUARY, "due": date(2026, 2, 1), **changed,
    }  # fmt: skip
    return pay_out_loan(group=held, facts=facts, actor=officer, at=AT)


def balance(code="loan_debt"):
    ids = [posting.pk for posting in postings()]
    return sum(line.quantity for line in entries_of(ids).filter(indicator__code=code))


# advice


def test_people_and_turns_are_two_figures(tree, officer, lan):
    known = case(tree, officer, person=lan.pk)
    assert counted(known.posting_id) == {"career_advised": 1, "career_turns": 1}
    assert entries_of([known.posting_id]).get(indicator__code="career_advised").person_id == lan.pk
    facts = {
        "topic": "job",
        "day": TODAY,
        "title": "Ngày hội",
        "place": "Xã",
        "people": 300,
        "turns": 420,
        "free": True,
    }
    held = hold_advice_session(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    assert counted(held.posting_id) == {"career_advised": 300, "career_turns": 420}
    with pytest.raises(Refused, match="số lượt"):
        hold_advice_session(unit=tree.commune.pk, facts={**facts, "title": "Khác", "turns": 299}, actor=officer, at=AT)
    undo_advice(case=known, reason="Ghi nhầm", actor=officer, at=AT)
    assert (balance("career_advised"), balance("career_turns")) == (300, 420)
    with pytest.raises(Refused, match="đã lấy lại"):
        undo_advice(case=known, reason="Ghi nhầm", actor=officer, at=AT)


def test_advice_on_going_abroad_is_free(tree, officer):
    for topic in ("study_abroad", "labour_export"):
        with pytest.raises(Refused) as refused:
            case(tree, officer, topic=topic, free=False)
        assert refused.value.field == "free"
    assert counted(case(tree, officer, topic="labour_export").posting_id) == {"abroad_advised": 1, "career_turns": 1}
    with pytest.raises(Refused):
        case(tree, make_officer("base_officer", tree.neighbour))
    row = follow_up_advice(case=case(tree, officer), followed="Chọn học nghề điện", actor=officer, at=AT)
    assert row.followed == "Chọn học nghề điện"


def test_a_look_at_somebody_is_kept_in_both_books(tree, officer, lan):
    row = case(tree, officer, person=lan.pk)
    with pytest.raises(Refused):
        open_somebody(what=LookedAt.CASE, row=row, actor=make_officer("department_officer", tree.city), at=AT)
    assert not Look.objects.exists()
    open_somebody(what=LookedAt.CASE, row=row, actor=officer, at=AT)
    assert (Look.objects.get().record, FileAccess.objects.get().person_id) == (row.pk, lan.pk)


def test_few_people_are_withheld_from_those_above(tree, officer):
    for _number in range(4):
        case(tree, officer)
    units = UnitScope((tree.commune.pk,))
    assert [row.cases for row in by_topic(units, 2026, whole=True)] == [4]
    assert [row.cases for row in by_topic(units, 2026, whole=False)] == [None]
    case(tree, officer)
    assert [row.cases for row in by_topic(units, 2026, whole=False)] == [5]
    placement(tree, officer, partner(tree, officer), day=TODAY)
    assert by_group(units, 2026, whole=False)[0].cells == (None, 0, 0)


# placements


def test_whoever_sends_workers_abroad_has_a_licence(tree, officer):
    with pytest.raises(Refused, match="giấy phép"):
        partner(tree, officer, "export")
    licensed = partner(tree, officer, "export", licence="GP 123")
    placement(tree, officer, licensed, kind="abroad")
    with pytest.raises(Refused) as refused:
        placement(tree, officer, partner(tree, officer), kind="abroad")
    assert refused.value.field == "partner"
    with pytest.raises(Refused) as refused:
        placement(tree, officer, licensed, name="", phone="")
    assert refused.value.field == "name"


def test_from_referral_to_still_at_work(tree, officer):
    row = placement(tree, officer, partner(tree, officer))
    units = UnitScope((tree.commune.pk,))
    assert balance("jobs_found") == 0
    row = take_on(placement=row, day=date(2025, 9, 1), actor=officer, at=AT)
    assert counted(row.posting_id) == {"trained_or_placed": 1, "jobs_found": 1}
    assert placements_due(units, TODAY) == 1
    assert placements_due(units, date(2025, 11, 30)) == 0
    with pytest.raises(Refused):
        ask_again(placement=row, months=6, still="yes", day=date(2026, 2, 27), actor=officer, at=AT)
    row = ask_again(placement=row, months=3, still="yes", day=date(2025, 12, 1), actor=officer, at=AT)
    assert placements_due(units, date(2026, 2, 27)) == 0
    assert placements_due(units, TODAY) == 1
    row = ask_again(placement=row, months=6, still="yes", day=TODAY, actor=officer, at=AT)
    assert balance("jobs_kept_half_year") == 1
    row = ask_again(placement=row, months=6, still="no", day=TODAY, actor=officer, at=AT)
    assert balance("jobs_kept_half_year") == 0
    row = undo_placement(placement=row, reason="Không đi làm", actor=officer, at=AT)
    assert (row.state, balance("jobs_found"), balance("trained_or_placed")) == (PlacementState.FAILED, 0, 0)
    other = placement(tree, officer, Placement.objects.get().partner, what="Thợ hàn")
    with pytest.raises(Refused):
        turn_down(placement=other, reason=" ", actor=officer, at=AT)
    assert turn_down(placement=other, reason="Thiếu sức khoẻ", actor=officer, at=AT).state == PlacementState.FAILED


def test_a_trade_counts_as_trained_and_not_as_a_job(tree, officer):
    row = placement(tree, officer, partner(tree, officer, "school"), kind="vocational", what="Điện dân dụng")
    row = take_on(placement=row, day=TODAY, actor=officer, at=AT)
    assert counted(row.posting_id) == {"trained_or_placed": 1}


# loans


def test_debt_is_a_stock_that_never_falls_below_nothing(tree, officer):
    held = group(tree, officer)
    row = loan(held, officer)
    assert (balance(), balance("loans_given"), balance("loan_borrowers")) == (50_000_000, 50_000_000, 1)
    with pytest.raises(Refused, match="còn nợ"):
        repay_loan(loan=row, day=TODAY, amount=50_000_001, actor=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Repayment.objects.create(loan=row, day=TODAY, amount=50_000_001, recorded_at=AT)
    back = repay_loan(loan=row, day=TODAY, amount=20_000_000, actor=officer, at=AT)
    assert (debt_of(row), balance()) == (30_000_000, 30_000_000)
    with pytest.raises(Refused, match="lần trả"):
        undo_loan(loan=row, reason="Nhầm", actor=officer, at=AT)
    with pytest.raises(Refused, match="dư nợ"):
        end_loan_group(group=held, day=TODAY, actor=officer, at=AT)
    undo_repayment(repayment=back, reason="Nhầm", actor=officer, at=AT)
    assert (debt_of(row), balance()) == (50_000_000, 50_000_000)
    repay_loan(loan=row, day=TODAY, amount=50_000_000, actor=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():  # the one taken back may not come back over the other
        Repayment.objects.filter(pk=back.pk).update(undone_why="")
    assert balance() == 0
    end_loan_group(group=held, day=TODAY, actor=officer, at=AT)
    with pytest.raises(Refused, match="giải thể"):
        loan(held, officer)


def test_a_loan_recorded_by_mistake_leaves_nothing(tree, officer):
    row = loan(group(tree, officer), officer)
    undo_loan(loan=row, reason="Nhầm người", actor=officer, at=AT)
    assert (balance(), balance("loans_given"), balance("loan_borrowers")) == (0, 0, 0)


def test_overdue_is_what_is_owed_past_the_day(tree, officer):
    held = group(tree, officer)
    late = loan(held, officer, 10_000_000)
    loan(held, officer, 7_000_000, name="Vũ Văn Tám", due=date(2027, 1, 1))
    repay_loan(loan=late, day=JANUARY, amount=4_000_000, actor=officer, at=AT)
    units = UnitScope((tree.commune.pk,))
    (listed,) = groups_listed(list(groups_found(units, text="do tram")), TODAY)
    assert (listed.loans, listed.lent, listed.debt, listed.overdue) == (2, 17_000_000, 13_000_000, 6_000_000)
    assert overdue_in(units, TODAY) == 1
    repay_loan(loan=late, day=TODAY, amount=6_000_000, actor=officer, at=AT)
    assert overdue_in(units, TODAY) == 0


# projects


def test_a_project_counts_once_with_its_first_support(tree, officer, lan):
    facts = {"name": "Trang trại chè", "field": "farming", "stage": "idea", "begun_on": JANUARY, "person": lan.pk}
    row = enter_project(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    with pytest.raises(Refused, match="không ghi cả hai"):
        enter_project(unit=tree.commune.pk, facts={**facts, "name": "Khác", "person": None}, actor=officer, at=AT)
    with pytest.raises(Refused):
        add_founder(project=row, person=lan.pk, name="", actor=officer, at=AT)
    given = {"project": row, "kind": "capital", "words": "Vốn mồi", "value": 5_000_000, "actor": officer, "at": AT}
    give_support(day=TODAY, **given)
    give_support(day=TODAY, **given)
    assert balance("startup_projects") == 1
    with pytest.raises(Refused) as refused:
        move_on(project=row, stage="trial", day=JANUARY, words="", actor=officer, at=AT)
    assert refused.value.field == "day"
    with pytest.raises(Refused, match="vì sao dừng"):
        move_on(project=row, stage="stopped", day=TODAY, words="", actor=officer, at=AT)
    move_on(project=row, stage="started", day=TODAY, words="", actor=officer, at=AT)
    borrowed = loan(group(tree, officer), officer)
    row = correct_project(
        project=row, facts={**facts, "jobs": 4, "revenue": 120_000_000, "loan": borrowed.pk}, actor=officer, at=AT
    )
    assert (row.jobs, row.loan_id) == (4, borrowed.pk)
    elsewhere = make_officer("base_officer", tree.neighbour)
    with pytest.raises(Refused):
        give_support(day=TODAY, **{**given, "actor": elsewhere})


# young workers


def test_care_is_posted_once_and_taken_back(tree, officer):
    facts = {
        "kind": "gift", "title": "Tết sum vầy", "day": TODAY, "place": "Khu công nghiệp", "people": 120, "gifts": 120,
        "value": 36_000_000,
    }  # fmt: skip
    given = {"unit": tree.commune.pk, "actor": officer, "at": AT}
    with pytest.raises(Refused, match="số suất"):
        record_care(facts={**facts, "gifts": 119}, **given)
    row = record_care(facts=facts, **given)
    assert counted(row.posting_id) == {"workers_cared": 120, "gifts_given": 120, "gift_value": 36_000_000}
    with pytest.raises(Refused, match="đã ghi"):
        record_care(facts=facts, **given)
    undo_care(care=row, reason="Ghi hai lần", actor=officer, at=AT)
    assert (balance("workers_cared"), balance("gifts_given"), balance("gift_value")) == (0, 0, 0)
