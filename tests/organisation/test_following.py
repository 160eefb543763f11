"""What floors above keep open follows units that merge, is written on there, and comes back when that is undone."""

from datetime import date

import pytest

from tests.factories import AT, TODAY, make_indicator, make_officer
from tests.organisation.test_reorganisation import LATER, merge_branches
from viecthat.catalogue.readers import rows
from viecthat.courses.commands.club import enter_club
from viecthat.courses.commands.course import open_course
from viecthat.ledger.queries import entries_of, postings
from viecthat.organisation.commands.reorganisation import carry_out, undo_reorganisation
from viecthat.organisation.queries.effects import floors_with_work
from viecthat.support.commands.loan import enter_loan_group, pay_out_loan, repay_loan

pytestmark = pytest.mark.django_db


def test_open_rows_go_along_and_come_back(tree):
    for row in rows("indicators"):
        if row.get("register") in {"loans", "courses"} or row["code"] in {"clubs", "loan_debt"}:
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register=row.get("register", ""))
    keeper, boss = make_officer("branch_secretary", tree.branch), make_officer("secretary", tree.city)
    theirs = make_officer("branch_secretary", tree.sister)
    facts = {"kind": "digital", "place": "Nhà văn hoá", "start": date(2026, 3, 1)}
    going_on = {"title": "Kỹ năng số", "end": date(2026, 4, 1), **facts}
    over = {"title": "Lớp đã xong", "end": date(2026, 3, 10), **facts}
    courses = [open_course(unit=tree.branch.pk, facts=one, actor=keeper, at=AT) for one in (going_on, over)]
    club = {"field": "child_advice", "leader": "Chị Hạnh", "founded_on": date(2026, 2, 1)}
    clubs = [
        enter_club(unit=unit.pk, facts={"name": name, **club}, actor=actor, at=AT)
        for unit, name, actor in (
            (tree.branch, "Sao xanh", keeper), (tree.branch, "Cùng tên", keeper), (tree.sister, "Cùng tên", theirs),
        )
    ]  # fmt: skip
    group = enter_loan_group(
        unit=tree.branch.pk,
        facts={"name": "Tổ 1", "leader": "Bà Tư", "bank": "Ngân hàng", "founded_on": date(2024, 1, 1)},
        actor=keeper, at=AT,
    )  # fmt: skip
    lent = {"name": "Lê Thị Hoa", "phone": "0987654321", "group": "rural", "purpose": "Nuôi bò", "principal": 500}
    loan = pay_out_loan(
        group=group, facts={**lent, "day": date(2026, 1, 5), "due": date(2026, 12, 1)}, actor=keeper, at=AT
    )
    assert {held.count for floor in floors_with_work() for held in floor.open_work_of([tree.branch.pk])} >= {1, 2}

    done = carry_out(plan=merge_branches(tree), actor=boss, at=AT).reorganisation

    def stands(*kept):
        for row in kept:
            row.refresh_from_db()
        return [row.unit_id for row in kept]

    old, new = tree.branch.pk, tree.sister.pk
    # A course that was over counts where it was taught; of two clubs of one name one tells where it comes from.
    assert stands(*courses, *clubs, group) == [new, old, new, new, new, new]
    assert clubs[1].name.startswith("Cùng tên (Chi đoàn")
    repay_loan(loan=loan, day=TODAY, amount=200, actor=theirs, at=AT)
    lines = entries_of([posting.pk for posting in postings()]).filter(indicator__code="loan_debt")
    assert sum(line.quantity for line in lines) == 300

    undo_reorganisation(reorganisation=done, day=LATER, decision="06-QĐ/TĐTN-BTC", actor=boss, at=AT)
    assert stands(*courses, *clubs, group) == [old, old, old, old, new, old]
