"""Terms, directives and targets: what is entered, and every way it is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import AT, make_indicator, make_officer, make_ratio, make_tree
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.commands import adopt_target, open_term, register_directive
from viecthat.plans.models import Cadence, Directive, Target, Term

pytestmark = pytest.mark.django_db
TERM = Period(date(2017, 10, 1), date(2022, 10, 1))


@pytest.fixture
def tree():
    return make_tree()


def refusal(command, **given):
    with pytest.raises(Refused) as caught, transaction.atomic():
        command(**given)
    return caught.value


class TestTerm:
    def given(self, tree, **other):
        return {
            "unit": tree.city.pk,
            "ordinal": 15,
            "period": TERM,
            "note": " Đại hội  XV ",
            "actor": None,
            "at": AT,
        } | other

    def test_opened(self, tree):
        term = open_term(**self.given(tree))
        assert (term.start, term.end, term.note) == (TERM.start, TERM.end, "Đại hội XV")

    def test_once(self, tree):
        open_term(**self.given(tree))
        refusal(open_term, **self.given(tree))
        open_term(**self.given(tree, unit=tree.stranger.pk))
        assert Term.objects.count() == 2

    def test_authority(self, tree):
        outsider = make_officer("secretary", tree.stranger)
        assert "giao chỉ tiêu" in str(refusal(open_term, **self.given(tree, actor=outsider)))
        open_term(**self.given(tree, actor=make_officer("department_officer", tree.city)))


class TestDirective:
    def given(self, tree, **other):
        return {
            "issuer": tree.city.pk,
            "number": "07-KL/TWĐTN-BTC",
            "type": "KL",
            "subject": "Về  công tác cán bộ",
            "issued_on": date(2020, 2, 5),
            "force": (date(2020, 2, 5), None),
            "term": None,
            "source": "",
            "actor": None,
            "at": AT,
        } | other

    def test_the_number_in_its_parts(self, tree):
        directive, warnings = register_directive(**self.given(tree))
        assert (directive.sequence, directive.type, directive.issuer_code, directive.department) == (
            7,
            "KL",
            "TWĐTN",
            "BTC",
        )
        assert (directive.subject, warnings) == ("Về công tác cán bộ", ())

    def test_another_spelling_is_the_same_document(self, tree):
        register_directive(**self.given(tree))
        said = refusal(register_directive, **self.given(tree, number="07/KL-TWĐTN-BTC"))
        assert "đã có trong sổ của nhiệm kỳ" in str(said)
        assert Directive.objects.count() == 1

    def test_the_same_number_in_another_term(self, tree):
        terms = [
            open_term(unit=tree.city.pk, ordinal=n, period=p, note="", actor=None, at=AT)
            for n, p in ((15, TERM), (16, Period(date(2022, 10, 1), date(2027, 10, 1))))
        ]
        for term in terms:
            register_directive(**self.given(tree, term=term))
        assert Directive.objects.count() == 2

    def test_an_odd_spelling_is_taken_with_a_warning(self, tree):
        directive, warnings = register_directive(**self.given(tree, number="07/KL-TWĐTN-BTC"))
        assert directive.number == "07-KL/TWĐTN-BTC"
        assert directive.written_as == "07/KL-TWĐTN-BTC"
        assert warnings

    def test_without_a_number_any_number_of_them(self, tree):
        for _ in range(2):
            register_directive(**self.given(tree, number=""))
        assert Directive.objects.filter(sequence=None).count() == 2

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"type": "QĐ"}, "type"),
            ({"number": "không phải số"}, None),
            ({"subject": "  "}, "subject"),
            ({"subject": "x" * 501}, "subject"),
            ({"force": (date(2020, 2, 5), date(2020, 2, 5))}, None),
        ],
    )
    def test_refusals(self, tree, other, field):
        said = refusal(register_directive, **self.given(tree, **other))
        assert said.field == field or field is None
        assert not Directive.objects.exists()


class TestTarget:
    def given(self, tree, **other):
        return {
            "unit": tree.city.pk,
            "indicator": make_indicator().pk,
            "period": Period.year(2026),
            "goal": 90_000,
            "actor": None,
            "at": AT,
        } | other

    def test_adopted(self, tree):
        target = adopt_target(**self.given(tree, cadence=Cadence.YEARLY))
        assert (target.goal, target.goal_of, target.cadence, target.end) == (90_000, None, "yearly", date(2027, 1, 1))

    def test_of_a_ratio(self, tree):
        target = adopt_target(**self.given(tree, indicator=make_ratio().pk, goal=Share(80, 100)))
        assert (target.goal, target.goal_of) == (80, 100)

    @pytest.mark.parametrize("goal", [0, -1, Share(0, 100), Share(80, 0)])
    def test_a_goal_that_is_none(self, tree, goal):
        said = refusal(adopt_target, **self.given(tree, goal=goal))
        assert "Mức đề ra phải lớn hơn 0." in str(said)

    def test_once_for_a_period(self, tree):
        adopt_target(**self.given(tree))
        assert "đã có chỉ tiêu này trong giai đoạn đó" in str(refusal(adopt_target, **self.given(tree)))
        adopt_target(**self.given(tree, period=Period.half(2026, 1)))

    def test_authority(self, tree):
        for role in ("base_officer", "branch_secretary", "inspector", "keeper"):
            refusal(adopt_target, **self.given(tree, actor=make_officer(role, tree.city)))
        adopt_target(**self.given(tree, unit=tree.branch.pk, actor=make_officer("standing_committee", tree.city)))

    def test_the_database_says_no_by_itself(self, tree):
        for broken in ({"goal": 0}, {"end": date(2026, 1, 1)}):
            row = {"goal": 5, "start": date(2026, 1, 1), "end": date(2027, 1, 1)} | broken
            with pytest.raises(IntegrityError), transaction.atomic():
                Target.objects.create(unit=tree.city, indicator=make_indicator(), **row)

    def test_every_change_is_remembered(self, tree):
        target = adopt_target(**self.given(tree))
        Target.objects.filter(pk=target.pk).update(goal=5)
        assert list(target.events.order_by("pgh_id").values_list("pgh_label", "goal")) == [
            ("insert", 90_000),
            ("update", 5),
        ]
