"""Every way into the ledger, and every way it is refused with nothing written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories import (
    AT,
    TODAY,
    declare,
    give_role,
    make_account,
    make_indicator,
    make_officer,
    make_ratio,
    make_unit,
)
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import (
    LONGEST_REASON,
    MOST,
    Draft,
    Line,
    declare_figure,
    import_postings,
    lines_of,
    open_dataset,
    post_entries,
    post_many,
    recorded_under,
    regrade_posting,
    reverse_posting,
    reverse_postings,
)
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.models import Entry, Posting
from viecthat.ledger.queries import measure_of
from viecthat.rollup.ask import ask
from viecthat.units.commands import merge_units
from viecthat.units.tree import map_on

pytestmark = pytest.mark.django_db
YEAR = Period.year(2026)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def figure(unit, indicator, **given):
    """What the roll-up says of the year."""
    table = ask(
        {1: measure_of(indicator)}, units=[unit.pk], periods=[YEAR], map=map_on(TODAY), source=LedgerSource(), **given
    )
    return table.one(unit.pk, 1, YEAR)


class TestDeclare:
    def given(self, tree, officer, **other):
        return {
            "unit": tree.branch.pk,
            "indicator": make_indicator(),
            "quantity": 120,
            "day": TODAY,
            "reason": "Sổ tay của chi đoàn",
            "actor": officer,
            "at": AT,
        } | other

    def refusal(self, tree, officer, **other):
        with pytest.raises(Refused) as caught, transaction.atomic():
            declare_figure(**self.given(tree, officer, **other))
        assert not Posting.objects.exists()
        assert not Entry.objects.exists()
        return caught.value

    def test_is_written_as_declared(self, tree, officer):
        posting = declare_figure(**self.given(tree, officer, reason="  Sổ tay \n của chi đoàn "))
        assert (posting.kind, posting.actor, posting.recorded_at) == ("declared", officer, AT)
        assert posting.reason == "Sổ tay của chi đoàn"
        assert lines_of(posting) == [Line(tree.branch.pk, make_indicator().pk, TODAY, 120, Grade.DECLARED)]
        row = figure(tree.city, make_indicator())
        assert (row.value, row.grades.declared, row.entries) == (120, 120, 1)

    def test_a_ratio_is_two_lines_and_is_divided_once(self, tree, officer):
        ratio = make_ratio()
        declare_figure(**self.given(tree, officer, indicator=ratio, quantity=Share(7, 9)))
        declare_figure(**self.given(tree, officer, indicator=ratio, quantity=Share(1, 91)))
        row = figure(tree.city, ratio)
        assert (row.n, row.of) == (8, 100)

    def test_a_ratio_of_which_nothing_was_reached(self, tree, officer):
        ratio = make_ratio()
        posting = declare_figure(**self.given(tree, officer, indicator=ratio, quantity=Share(0, 9)))
        assert [(line.indicator, line.quantity) for line in lines_of(posting)] == [(ratio.denominator_id, 9)]

    @pytest.mark.parametrize("share", [Share(10, 9), Share(0, 0), Share(-1, 9)])
    def test_a_share_that_is_none(self, tree, officer, share):
        said = self.refusal(tree, officer, indicator=make_ratio(), quantity=share)
        assert (said.field, str(said)) == (
            "quantity",
            "Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0.",
        )

    def test_a_number_for_a_ratio_and_a_share_for_a_count(self, tree, officer):
        assert "hai số" in str(self.refusal(tree, officer, indicator=make_ratio(), quantity=5))
        assert "không phải tỷ lệ" in str(self.refusal(tree, officer, quantity=Share(1, 2)))

    @pytest.mark.parametrize("quantity", [0, -1, MOST + 1])
    def test_a_number_that_can_not_be(self, tree, officer, quantity):
        assert self.refusal(tree, officer, quantity=quantity).field == "quantity"

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (TODAY + timedelta(days=1), "chưa tới"),
            (date(1931, 3, 25), "trước khi Đoàn thành lập"),
            (date(1999, 12, 31), "Vào ngày 31/12/1999 đơn vị chưa thành lập"),
        ],
    )
    def test_a_day_that_can_not_be(self, tree, officer, day, words):
        said = self.refusal(tree, officer, day=day)
        assert said.field == "day"
        assert words in str(said)

    def test_a_day_after_the_unit_ended(self, tree, officer):
        merge_units(units=[tree.branch], into=tree.sister, day=date(2026, 1, 1), decision="QĐ 1", actor=None, at=AT)
        assert self.refusal(tree, officer, day=date(2026, 1, 1)).field == "day"
        declare_figure(**self.given(tree, officer, day=date(2025, 12, 31)))

    def test_today_is_today_in_vietnam(self, tree, officer):
        late = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)  # the 27th has begun in Hà Nội
        declare_figure(**self.given(tree, officer, at=late))

    @pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
    def test_without_a_reason(self, tree, officer, reason):
        assert self.refusal(tree, officer, reason=reason).field == "reason"

    def test_with_too_long_a_reason(self, tree, officer):
        said = self.refusal(tree, officer, reason="x" * (LONGEST_REASON + 1))
        assert (said.field, said.params["limit"]) == ("reason", LONGEST_REASON)
        declare_figure(**self.given(tree, officer, reason="ệ" * LONGEST_REASON))

    @pytest.mark.parametrize(
        ("indicator", "words"),
        [
            ({"code": "members_admitted", "register": "memberships"}, "do sổ quản lý giữ"),
            ({"code": "part", "listed": False}, "một phần của chỉ số khác"),
        ],
    )
    def test_a_figure_that_is_not_typed(self, tree, officer, indicator, words):
        said = self.refusal(tree, officer, indicator=make_indicator(name="Chỉ số", **indicator))
        assert said.field == "indicator"
        assert words in str(said)
        assert "“Chỉ số”" in str(said)

    def test_a_coverage_is_counted_not_typed(self, tree, officer):
        coverage = make_indicator("c", measure="coverage", numerator=make_indicator(), covers_kinds=["commune"])
        assert "đếm từ số liệu của từng đơn vị" in str(self.refusal(tree, officer, indicator=coverage))

    @pytest.mark.parametrize("role", ["standing_committee", "inspector", "keeper"])
    def test_roles_that_only_look(self, tree, role):
        assert self.refusal(tree, make_officer(role, tree.city)).field == "unit"

    @pytest.mark.parametrize("where", ["stranger", "neighbour", "city", "centre"])
    def test_units_beyond_reach(self, tree, officer, where):
        assert self.refusal(tree, officer, unit=getattr(tree, where).pk).field == "unit"

    def test_a_role_that_is_over_or_to_come(self, tree):
        account = make_account()
        give_role(account, "base_officer", tree.commune, end=TODAY)
        give_role(account, "base_officer", tree.commune, start=TODAY + timedelta(days=1))
        assert self.refusal(tree, account).field == "unit"

    def test_sent_twice_recorded_once(self, tree, officer):
        first = declare_figure(**self.given(tree, officer, key="k"))
        again = declare_figure(**self.given(tree, officer, key="k", quantity=999))
        assert again == first
        assert Entry.objects.get().quantity == 120
        assert declare_figure(**self.given(tree, officer, key="k2")) != first


class TestReverse:
    def test_is_the_exact_opposite_and_both_stay(self, tree, officer):
        ratio = make_ratio()
        posting = declare_figure(
            unit=tree.branch.pk,
            indicator=ratio,
            quantity=Share(7, 9),
            day=TODAY,
            reason="x",
            actor=officer,
            at=AT,
        )
        reversal = reverse_posting(posting=posting, reason="Ghi nhầm", actor=officer, at=AT + timedelta(hours=1))
        assert reversal.reverses == posting
        assert {(one.indicator, one.quantity) for one in lines_of(reversal)} == {
            (one.indicator, -one.quantity) for one in lines_of(posting)
        }
        assert (figure(tree.city, ratio).n, figure(tree.city, ratio).of) == (0, 0)
        assert figure(tree.city, ratio, as_known=AT).n == 7

    def refusal(self, posting, actor, reason="Ghi nhầm"):
        before = Entry.objects.count()
        with pytest.raises(Refused) as caught, transaction.atomic():
            reverse_posting(posting=posting, reason=reason, actor=actor, at=AT)
        assert Entry.objects.count() == before
        return caught.value

    def test_once_only(self, tree, officer):
        posting = declare(tree.branch, officer, 120)
        reversal = reverse_posting(posting=posting, reason="Ghi nhầm", actor=officer, at=AT)
        assert "đã được đảo từ trước" in str(self.refusal(posting, officer))
        assert "đã là bút toán đảo" in str(self.refusal(reversal, officer))

    @pytest.mark.parametrize("reason", ["", " \t", "x" * (LONGEST_REASON + 1)])
    def test_reason(self, tree, officer, reason):
        assert self.refusal(declare(tree.branch, officer, 1), officer, reason).field == "reason"

    def test_authority(self, tree, officer):
        posting = declare(tree.branch, officer, 120)
        for actor in (make_officer("secretary", tree.neighbour), make_officer("inspector", tree.city), make_account()):
            assert "đính chính" in str(self.refusal(posting, actor))
        reverse_posting(posting=posting, reason="x", actor=make_officer("secretary", tree.city), at=AT)

    def test_of_a_unit_that_has_ended_by_whoever_holds_its_history(self, tree, officer):
        posting = declare(tree.branch, officer, 120)
        merge_units(units=[tree.branch], into=tree.neighbour, day=TODAY, decision="QĐ 1", actor=None, at=AT)
        assert "đính chính" in str(self.refusal(posting, officer))
        reverse_posting(posting=posting, reason="x", actor=make_officer("base_officer", tree.neighbour), at=AT)

    def test_under_a_dataset_it_belongs_to_it_one_by_one_and_many_at_once(self, tree, officer):
        dataset, _new = open_dataset(
            code="thu", title="Thử", source="thử", source_date=None, synthetic=True, note="", at=AT
        )
        first, second, third = (declare(tree.branch, officer, n) for n in (1, 2, 3))
        with recorded_under(dataset):
            one = reverse_posting(posting=first, reason="x", actor=officer, at=AT)
            assert reverse_postings(postings=[second.pk], reason="x", actor=officer, at=AT) == 1
        plain = reverse_posting(posting=third, reason="x", actor=officer, at=AT)
        assert (one.dataset, second.reversed_by.dataset, plain.dataset) == (dataset, dataset, None)


class TestRegrade:
    def test_moves_the_split_and_leaves_the_sum(self, tree, officer):
        posting = declare(tree.branch, officer, 120)
        declare(tree.branch, officer, 30)
        inspector = make_officer("inspector", tree.city)
        new = regrade_posting(posting=posting, grade=Grade.VERIFIED, reason="Đã đếm", actor=inspector, at=AT)
        assert (new.replaces, new.actor, new.kind) == (posting, inspector, "declared")
        row = figure(tree.city, make_indicator())
        assert (row.value, row.grades.declared, row.grades.verified) == (150, 30, 120)

    def refusal(self, posting, actor, reason="Đã đếm"):
        with pytest.raises(Refused) as caught, transaction.atomic():
            regrade_posting(posting=posting, grade=Grade.VERIFIED, reason=reason, actor=actor, at=AT)
        return str(caught.value)

    def test_nobody_verifies_their_own(self, tree):
        secretary = make_officer("secretary", tree.city)
        assert "Không ai tự xác minh" in self.refusal(declare(tree.branch, secretary, 1), secretary)

    def test_authority_and_reason(self, tree, officer):
        posting = declare(tree.branch, officer, 1)
        inspector = make_officer("inspector", tree.city)
        assert "xác minh" in self.refusal(posting, make_officer("branch_secretary", tree.branch))
        assert "xác minh" in self.refusal(posting, make_officer("inspector", tree.neighbour))
        assert "đã kiểm tra thế nào" in self.refusal(posting, inspector, " ")

    def test_what_was_reversed_or_regraded_stays_so(self, tree, officer):
        inspector = make_officer("inspector", tree.city)
        reversed_one, regraded = declare(tree.branch, officer, 1), declare(tree.branch, officer, 2)
        reverse_posting(posting=reversed_one, reason="x", actor=officer, at=AT)
        regrade_posting(posting=regraded, grade=Grade.VERIFIED, reason="x", actor=inspector, at=AT)
        for posting in (reversed_one, regraded):
            assert "đã được đảo từ trước" in self.refusal(posting, inspector)
        assert figure(tree.city, make_indicator()).value == 2


class TestPost:
    def test_without_lines(self, tree, officer):
        with pytest.raises(Refused) as caught:
            post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[], actor=officer, at=AT)
        assert caught.value.field == "quantity"

    def test_one_wrong_line_stops_all(self, tree, officer):
        good = Line(tree.branch.pk, make_indicator().pk, TODAY, 5, Grade.EVIDENCED)
        bad = Line(tree.branch.pk, make_indicator().pk, date(1999, 1, 1), 5, Grade.EVIDENCED)
        with pytest.raises(Refused):
            post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[good, bad], actor=officer, at=AT)
        assert not Posting.objects.exists()


class TestImport:
    def drafts(self, tree, *keys, quantity=5):
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, quantity, Grade.EVIDENCED)
        return [Draft(tree.branch.pk, PostingKind.IMPORT, (line, line), AT, key) for key in keys]

    def dataset(self):
        return open_dataset(code="d", title="D", source="Báo cáo", source_date=None, synthetic=True, note="", at=AT)[0]

    def test_twice_is_once(self, tree):
        dataset = self.dataset()
        first = import_postings(drafts=self.drafts(tree, "a", "b"), dataset=dataset, at=AT)
        again = import_postings(drafts=self.drafts(tree, "a", "b", "c"), dataset=dataset, at=AT)
        assert [key for key, _pk in first] == ["a", "b"]
        assert [key for key, _pk in again] == ["c"]
        assert Entry.objects.count() == 6
        assert figure(tree.city, make_indicator()).value == 30

    def test_one_wrong_line_stops_all(self, tree):
        with pytest.raises(Refused):
            import_postings(
                drafts=[*self.drafts(tree, "a"), *self.drafts(tree, "b", quantity=-5)], dataset=self.dataset(), at=AT
            )
        assert not Posting.objects.exists()

    def test_a_day_on_which_the_unit_was_not_there_stops_all(self, tree):
        (draft,) = self.drafts(tree, "b")
        early = replace(draft, lines=(replace(draft.lines[0], day=date(1999, 1, 1)),))
        with pytest.raises(Refused, match="đơn vị chưa thành lập"):
            import_postings(drafts=[*self.drafts(tree, "a"), early], dataset=self.dataset(), at=AT)
        assert not Posting.objects.exists()
        assert import_postings(drafts=self.drafts(tree, "a"), dataset=self.dataset(), at=AT)

    @pytest.mark.parametrize("more", [1, 50])
    def test_many_postings_of_a_command_are_written_as_few_are(self, tree, more):
        keys = [str(n) for n in range(more + 1)]
        (sent,) = post_many(drafts=self.drafts(tree, keys[0]), at=AT).values()
        with pytest.raises(Refused):
            post_many(drafts=[*self.drafts(tree, *keys), *self.drafts(tree, "x", quantity=0)], at=AT)
        assert Posting.objects.count() == 1
        posted = post_many(drafts=self.drafts(tree, *keys), at=AT)
        assert posted == {posting.key: posting.pk for posting in Posting.objects.all()}
        assert (posted["0"], len(posted)) == (sent, more + 1)
        assert figure(tree.city, make_indicator()).value == 10 * (more + 1)

    def test_the_feed_reads_what_was_copied_in(self, tree):
        import_postings(drafts=self.drafts(tree, "a"), dataset=self.dataset(), at=AT)
        entries = LedgerSource().facts([make_indicator().pk], date(2027, 1, 1), None)
        assert sorted(entries.entry.tolist()) == sorted(Entry.objects.values_list("pk", flat=True))

    def test_a_dataset_is_opened_once(self):
        first, again = self.dataset(), self.dataset()
        assert first == again


def test_an_indicator_of_tenths_keeps_its_tenths(tree, officer):
    road = make_indicator("road", name="Đường làng", unit="km", decimals=1)
    declare(tree.branch, officer, 24, indicator=road)
    assert figure(make_unit(parent=tree.city), road).value == 0
    assert figure(tree.city, road).value == 24
