"""Targets version by version, shares to the unit, what units undertake, balances."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from tests.factories import AT, TODAY, make_indicator, make_officer, make_ratio
from tests.plans.helpers import TERM, enter, target_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.commands import (
    accept_shares,
    adopt_draft,
    answer_undertaking,
    decide_sharing,
    draft_sharing,
    drop_draft,
    explain_target,
    propose_sharing,
    revise_target,
    undertake,
)
from viecthat.plans.commands.sheet import take_shares_from_sheet
from viecthat.plans.models import Share as ShareRow, Sharing, Target
from viecthat.plans.queries import targets_in_force, targets_of
from viecthat.plans.queries.sharing import (
    balance_of,
    open_sharing,
    own_figures_to_answer,
    received_by,
    receivers_of,
    shared_out,
    shares_to_answer,
    sharing_in_force,
    whole_for,
)
from viecthat.plans.queries.target import explanations_of, target_shown, versions_of


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def decision(tree):
    return enter(tree.city, "12-NQ/TĐTN", type="NQ", issued_on=date(2020, 1, 6)).directive


def refusal(command, **given):
    with pytest.raises(Refused) as refused:
        command(**given)
    return refused.value


class TestVersions:
    def revise(self, target, decision, boss, **other):
        given = {
            "target": target, "goal": 50_000, "directive": decision, "body": "Ban Chấp hành",
            "adopted_on": date(2020, 1, 6), "note": "Thành phố giao thêm", "actor": boss, "at": AT,
        } | other  # fmt: skip
        return revise_target(**given)

    def test_a_revision_overwrites_nothing(self, tree, boss, decision):
        first = target_of(tree.city, adopted_on=date(2018, 1, 5))
        second = self.revise(first, decision, boss)
        first.refresh_from_db()
        assert (first.goal, first.superseded_on) == (45_000, date(2020, 1, 6))
        assert (second.goal, second.version, second.root, second.directive) == (50_000, 2, first.pk, decision)
        assert list(targets_in_force([tree.city.pk], TERM)) == [second]
        assert [t.goal for t in targets_of(tree.city.pk, as_of=date(2020, 1, 5))] == [45_000]
        assert [t.goal for t in targets_of(tree.city.pk, as_of=date(2020, 1, 6))] == [50_000]
        assert list(targets_of(tree.city.pk, as_of=date(2018, 1, 4))) == []
        assert versions_of(first) == [second, first]

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"goal": 45_000}, "goal"),
            ({"note": " "}, "note"),
            ({"directive": None}, "directive"),
            ({"body": ""}, "body"),
            ({"adopted_on": date(2018, 1, 5)}, "adopted_on"),
            ({"adopted_on": date(2026, 3, 28)}, "adopted_on"),
        ],
    )
    def test_refusals(self, tree, boss, decision, other, field):
        first = target_of(tree.city, adopted_on=date(2018, 1, 5))
        with pytest.raises(Refused) as refused:
            self.revise(first, decision, boss, **other)
        assert refused.value.field == field
        assert Target.objects.get().superseded_on is None

    def test_only_the_version_in_force_is_revised(self, tree, boss, decision):
        first = target_of(tree.city)
        self.revise(first, decision, boss)
        with pytest.raises(Refused, match="mới nhất"):
            self.revise(first, decision, boss, adopted_on=date(2020, 2, 1))

    def test_a_draft_binds_nobody_until_adopted(self, tree, boss, decision):
        draft = target_of(tree.city, draft=True)
        assert list(targets_in_force([tree.city.pk], TERM)) == []
        assert target_shown(draft.pk, make_officer("base_officer", tree.commune), AT) is None
        assert target_shown(draft.pk, boss, AT) == draft
        adopt_draft(target=draft, directive=decision, body="Đại hội", adopted_on=TODAY, actor=boss, at=AT)
        assert list(targets_in_force([tree.city.pk], TERM)) == [draft]
        refusal(drop_draft, target=draft, actor=boss, at=AT)

    def test_kinds(self, tree):
        two = target_of(tree.city, indicator=make_indicator("introduced"))
        target_of(tree.city, indicator=make_indicator("admitted"), follows=two)
        target_of(tree.city, indicator=make_ratio(), goal=Share(867, 1000))
        target_of(tree.city, indicator=make_indicator("fires"), direction="at_most", cadence="yearly")
        assert Target.objects.count() == 4
        other = target_of(tree.stranger)
        assert refusal(target_of, unit=tree.city, indicator=make_indicator("x"), follows=other).field == "follows"
        assert refusal(target_of, unit=tree.city, period=Period(date(2000, 1, 1), date(2050, 1, 1))).field == "end"

    def test_a_target_knows_its_passage(self, tree):
        resolution = enter(tree.city, "", type="NQ", text="Chỉ tiêu: trồng 45.000 cây.").directive
        target = target_of(tree.city, directive=resolution, passage=(1, 10, None))
        assert target.clause.quote == "trồng 45.000 cây."
        assert list(resolution.clauses.get().targets.all()) == [target]

    def test_explanations_are_kept_beside_each_other(self, tree, boss):
        target = target_of(tree.city)
        for words in ("Mưa lũ", "Đã trồng bù"):
            explain_target(target=target, text=words, actor=boss, at=AT)
        assert [row.text for row in explanations_of(target)] == ["Đã trồng bù", "Mưa lũ"]
        refusal(explain_target, target=target, text=" ", actor=boss, at=AT)
        refusal(explain_target, target=target, text="x", actor=make_officer("secretary", tree.stranger), at=AT)


class TestSharing:
    def share(self, tree, target, boss, amounts=None, unit=None):
        given = amounts or {(tree.commune.pk, 2018): 20_000, (tree.neighbour.pk, 2018): 24_000}
        return draft_sharing(target=target, unit=(unit or tree.city).pk, amounts=given, actor=boss, at=AT)

    def decided(self, tree, target, boss, decision, amounts=None, unit=None, day=date(2020, 1, 6)):
        sharing = self.share(tree, target, boss, amounts, unit)
        return decide_sharing(sharing=sharing, decision=decision, day=day, actor=boss, at=AT)

    def test_the_balance_is_right_to_the_unit(self, tree, boss):
        target = target_of(tree.city)
        balance = balance_of(target, tree.city.pk, self.share(tree, target, boss), TODAY)
        assert (balance.total.whole, balance.total.shared, balance.total.left, balance.total.over) == (
            45_000, 44_000, 1_000, 0,
        )  # fmt: skip
        assert [(row.unit.name, row.total) for row in balance.rows] == [
            ("Đoàn xã Suối Hai", 20_000),
            ("Đoàn xã Tản Lĩnh", 24_000),
        ]
        over = self.share(tree, target, boss, {(tree.commune.pk, None): 50_000})
        balance = balance_of(target, tree.city.pk, over, TODAY)
        assert (balance.total.left, balance.total.over, balance.years) == (0, 5_000, (None,))
        assert Sharing.objects.count() == 1, "a draft is made anew, not beside the old one"

    def test_a_yearly_goal_is_there_every_year(self, tree):
        target = target_of(tree.city, goal=100, cadence="yearly")
        assert whole_for(target, tree.city.pk) == dict.fromkeys(range(2018, 2023), 100)

    def test_shares_are_given_by_a_document_and_given_on(self, tree, boss, decision):
        target = target_of(tree.city)
        self.decided(tree, target, boss, decision)
        assert whole_for(target, tree.commune.pk) == {2018: 20_000}
        lower = self.share(tree, target, boss, {(tree.branch.pk, 2018): 12_000}, unit=tree.commune)
        balance = balance_of(target, tree.commune.pk, lower, TODAY)
        assert (balance.total.whole, balance.total.left) == (20_000, 8_000)
        (received,) = received_by(tree.commune.pk, TODAY)
        assert (received.giver.id, received.total) == (tree.city.pk, 20_000)

    def test_a_later_decision_makes_a_later_version(self, tree, boss, decision):
        target = target_of(tree.city)
        first = self.decided(tree, target, boss, decision)
        said = refusal(
            decide_sharing,
            sharing=self.share(tree, target, boss),
            decision=decision,
            day=date(2020, 1, 6),
            actor=boss,
            at=AT,
        )
        assert said.field == "day"
        second = self.decided(tree, target, boss, decision, {(tree.commune.pk, 2018): 45_000}, day=date(2020, 2, 1))
        first.refresh_from_db()
        assert (first.superseded_on, second.version, first.shares.count()) == (date(2020, 2, 1), 2, 2)
        assert sharing_in_force(target.root, tree.city.pk) == second

    def test_who_may_and_what_may_not_be_shared(self, tree, boss):
        target = target_of(tree.city)
        stranger = make_officer("secretary", tree.stranger)
        amounts = {(tree.commune.pk, None): 1}
        for given in (
            {"target": target, "actor": stranger},
            {"target": target_of(tree.city, indicator=make_ratio(), goal=Share(80, 100)), "actor": boss},
            {"target": target_of(tree.city, indicator=make_indicator("d"), draft=True), "actor": boss},
            {"target": target, "actor": boss, "amounts": {}},
            {"target": target, "actor": boss, "amounts": {(tree.commune.pk, None): -1}},
            {"target": target, "actor": boss, "amounts": {(tree.city.pk, None): 1}},
        ):
            refusal(draft_sharing, **({"unit": tree.city.pk, "amounts": amounts, "at": AT} | given))
        sharing = self.share(tree, target, boss)
        assert refusal(decide_sharing, sharing=sharing, decision=None, day=TODAY, actor=boss, at=AT).field == "decision"
        assert not Sharing.objects.filter(state="decided").exists()

    def test_above_the_share_stands_at_once_below_it_is_asked(self, tree, boss, decision):
        target = target_of(tree.city)
        self.decided(tree, target, boss, decision)
        secretary = make_officer("base_officer", tree.commune)
        given = {"target": target, "unit": tree.commune.pk, "year": 2018, "reason": "", "actor": secretary, "at": AT}
        raised = undertake(**given, amount=22_000)
        assert raised.state == "registered"
        balance = balance_of(target, tree.city.pk, sharing_in_force(target.root, tree.city.pk), TODAY)
        assert (balance.total.shared, balance.total.taken_on, balance.own_raise) == (44_000, 46_000, 2_000)
        assert whole_for(target, tree.commune.pk) == {2018: 22_000}
        assert refusal(undertake, **given, amount=20_000).field == "amount"
        assert refusal(undertake, **given, amount=9_000).field == "reason"
        assert refusal(undertake, **(given | {"year": 2019}), amount=9_000).field == "year"
        refusal(undertake, **(given | {"actor": make_officer("base_officer", tree.neighbour)}), amount=30_000)
        asked = undertake(**(given | {"reason": "Đất bị ngập"}), amount=9_000)
        assert asked.state == "proposed"
        refusal(answer_undertaking, undertaking=asked, agree=True, answer="", actor=secretary, at=AT)
        refusal(answer_undertaking, undertaking=asked, agree=False, answer="", actor=boss, at=AT)
        answer_undertaking(undertaking=asked, agree=True, answer="", actor=boss, at=AT)
        draft = open_sharing(target.root, tree.city.pk)
        assert dict(draft.shares.values_list("unit", "amount")) == {tree.commune.pk: 9_000, tree.neighbour.pk: 24_000}
        assert sharing_in_force(target.root, tree.city.pk).shares.get(unit=tree.commune).amount == 20_000

    def test_a_proposal_is_seen_a_draft_is_not(self, tree, boss):
        target = target_of(tree.city)
        sharing = self.share(tree, target, boss)
        assert received_by(tree.commune.pk, TODAY) == []
        propose_sharing(sharing=sharing, actor=boss, at=AT)
        assert [row.total for row in received_by(tree.commune.pk, TODAY)] == [20_000]
        refusal(propose_sharing, sharing=sharing, actor=boss, at=AT)

    def test_units_answer_while_they_are_asked_and_stay_asked(self, tree, boss):
        target = target_of(tree.city)
        sharing = self.share(tree, target, boss)
        secretary, other = (make_officer("base_officer", unit) for unit in (tree.commune, tree.neighbour))
        agree = {"target": target, "unit": tree.commune.pk, "actor": secretary, "at": AT}
        refusal(accept_shares, **agree)
        propose_sharing(sharing=sharing, actor=boss, at=AT)
        refusal(accept_shares, **(agree | {"actor": other}))
        assert not received_by(tree.commune.pk, TODAY)[0].accepted
        assert set(shares_to_answer([tree.commune.pk])) == set(shares_to_answer([tree.neighbour.pk])) == {sharing}
        assert [(one.state, one.amount, one.year) for one in accept_shares(**agree)] == [("accepted", 20_000, 2018)]
        assert received_by(tree.commune.pk, TODAY)[0].accepted
        assert not shares_to_answer([tree.commune.pk])
        less = {"target": target, "unit": tree.neighbour.pk, "year": 2018, "amount": 9_000, "actor": other, "at": AT}
        asked = undertake(**less, reason="Đất bị ngập")
        assert not shares_to_answer([tree.neighbour.pk])
        assert list(own_figures_to_answer([tree.city.pk])) == [asked]
        assert not own_figures_to_answer([tree.commune.pk])
        answer_undertaking(undertaking=asked, agree=True, answer="", actor=boss, at=AT)
        assert not own_figures_to_answer([tree.city.pk])
        sharing.refresh_from_db()
        assert sharing.state == "proposed"
        assert dict(sharing.shares.values_list("unit", "amount")) == {tree.commune.pk: 20_000, tree.neighbour.pk: 9_000}
        balance = balance_of(target, tree.city.pk, sharing, TODAY)
        assert (balance.answered, balance.own_raise, whole_for(target, tree.commune.pk)) == (2, 0, {})

    def test_what_is_drafted_anew_is_asked_anew(self, tree, boss):
        target = target_of(tree.city)
        propose_sharing(sharing=self.share(tree, target, boss), actor=boss, at=AT)
        secretary = make_officer("base_officer", tree.commune)
        accept_shares(target=target, unit=tree.commune.pk, actor=secretary, at=AT)
        again = draft_sharing(
            target=target, unit=tree.city.pk, amounts={(tree.commune.pk, 2018): 30_000}, actor=boss,
            at=AT + timedelta(hours=1),
        )  # fmt: skip
        propose_sharing(sharing=again, actor=boss, at=AT + timedelta(hours=1))
        assert list(shares_to_answer([tree.commune.pk])) == [again]
        assert balance_of(target, tree.city.pk, again, TODAY).answered == 0

    def test_shares_follow_a_merger(self, tree, boss):
        from viecthat.units.commands import merge_units

        target = target_of(tree.city)
        sharing = self.share(tree, target, boss)
        merge_units(units=[tree.neighbour], into=tree.commune, day=date(2026, 3, 1), decision="QĐ 1", actor=None, at=AT)
        (row,) = balance_of(target, tree.city.pk, sharing, TODAY).rows
        assert (row.unit.id, row.total, [unit.id for unit in row.came_from]) == (
            tree.commune.pk, 44_000, [tree.neighbour.pk],
        )  # fmt: skip
        before = balance_of(target, tree.city.pk, sharing, date(2026, 2, 28))
        assert [row.total for row in before.rows] == [20_000, 24_000]

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_a_balance(self, tree, boss, django_assert_num_queries, count):
        from tests.factories import make_unit

        units = [make_unit(f"Đoàn xã {n}", parent=tree.city) for n in range(count)]
        target = target_of(tree.city)
        sharing = self.share(tree, target, boss, {(unit.pk, None): 5 for unit in units})
        balance_of(target, tree.city.pk, sharing, TODAY)
        with django_assert_num_queries(5):
            assert len(balance_of(target, tree.city.pk, sharing, TODAY).rows) == count

    def test_shared_out_by_weight_and_year(self, tree):
        assert receivers_of(tree.city.pk, "", TODAY) == [tree.commune.pk, tree.neighbour.pk]
        assert receivers_of(tree.city.pk, "branch", TODAY) == [tree.branch.pk, tree.sister.pk]
        assert shared_out({None: 10}, [1, 2], [3, 1], [2018, 2019]) == {
            (1, 2018): 4, (2, 2018): 1, (1, 2019): 4, (2, 2019): 1,
        }  # fmt: skip
        assert shared_out({2018: 3, 2019: 5}, [1, 2], [1, 1], []) == {
            (1, 2018): 2, (2, 2018): 1, (1, 2019): 3, (2, 2019): 2,
        }  # fmt: skip


class TestSheet:
    def sheet(self, *rows):
        packed = io.BytesIO()
        book = xlsxwriter.Workbook(packed)
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        book.close()
        return packed.getvalue()

    def take(self, tree, target, boss, content):
        return take_shares_from_sheet(target=target, unit=tree.city.pk, content=content, day=TODAY, actor=boss, at=AT)

    def test_what_was_taken_out_comes_back(self, tree, boss):
        from viecthat.documents.workbook import Workbook
        from viecthat.documents.xlsx import to_xlsx
        from viecthat.plans.exports.sharing import balance_sheet

        target = target_of(tree.city)
        amounts = {(tree.commune.pk, year): 1_000 + year for year in range(2018, 2023)}
        sharing = draft_sharing(target=target, unit=tree.city.pk, amounts=amounts, actor=boss, at=AT)
        out = balance_sheet(balance_of(target, tree.city.pk, sharing, TODAY), [])
        content = to_xlsx(Workbook((out,), title="x", author="x", day=TODAY))
        ShareRow.objects.all().delete()
        back = self.take(tree, target, boss, content)
        assert {(u, y): a for u, y, a in back.shares.values_list("unit", "year", "amount")} == amounts

    def test_typed_figures_and_a_total_row(self, tree, boss):
        target = target_of(tree.city)
        content = self.sheet(
            ["Bảng giao"], ["Đơn vị", "mã đơn vị", "Mức giao"], ["A", "HN-SUOI-HAI", "20.000"], ["B", "hn-tan-linh", 5],
            ["", "Cộng", 20_005],
        )  # fmt: skip
        back = self.take(tree, target, boss, content)
        assert dict(back.shares.values_list("unit", "amount")) == {tree.commune.pk: 20_000, tree.neighbour.pk: 5}

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([["Mã đơn vị", "Mức giao"], ["khong-co", 5]], "2 (khong-co)"),
            ([["Mã đơn vị", "Mức giao"], ["na", 5]], "2 (na)"),
            ([["Mã đơn vị", "Mức giao"], ["hn-tan-linh", 5], ["hn-tan-linh", 6]], "3 (hn-tan-linh)"),
            ([["Mã đơn vị", "Mức giao"], ["hn-tan-linh", "nhiều"]], "2 (nhiều)"),
            ([["Mã đơn vị", "Mức giao"], ["hn-tan-linh", -5]], "2 (-5)"),
            ([["Mã đơn vị", "2030"], ["hn-tan-linh", 5]], "Không tìm thấy cột"),
            ([["Tên", "Mức giao"], ["hn-tan-linh", 5]], "Không tìm thấy cột"),
        ],
    )
    def test_a_wrong_sheet_is_told_and_writes_nothing(self, tree, boss, rows, words):
        target = target_of(tree.city)
        with pytest.raises(Refused) as refused:
            self.take(tree, target, boss, self.sheet(*rows))
        assert words in str(refused.value)
        assert refused.value.field == "file"
        assert not Sharing.objects.exists()

    def test_no_spreadsheet(self, tree, boss):
        assert refusal(self.take, tree=tree, target=target_of(tree.city), boss=boss, content=b"x\x00").field == "file"
