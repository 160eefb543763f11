"""Calls: opened by hand and by cadence, put right, closed; who has not sent is reminded, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import AT, TODAY, make_account, make_officer
from tests.reporting.test_forms import DRAFT
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import NoticeKind
from viecthat.plans.commands import set_reminders
from viecthat.plans.models import Notice, Programme, Term
from viecthat.plans.queries.notice import digest_lines, notice_page
from viecthat.reporting.choices import ReportState
from viecthat.reporting.commands.call import (
    change_call,
    close_call,
    open_call,
    open_due_calls,
    remind_of_reports,
    remind_units,
    reopen_call,
)
from viecthat.reporting.commands.form import make_form, revise_form
from viecthat.reporting.models import Report, ReportCall, ReportForm
from viecthat.reporting.queries.calling import due_by_rule, period_around
from viecthat.reporting.queries.expected import expected_for

pytestmark = pytest.mark.django_db
HALF = Period.half(2026, 1)


@pytest.fixture
def secretary(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def form(tree, secretary):
    draft = replace(DRAFT, cadence="half", kinds=("province", "commune", "branch"))
    return make_form(unit=tree.city.pk, draft=draft, start=date(2026, 1, 1), actor=secretary, at=AT)


def opened(form, tree, actor, period=HALF, **more):
    return open_call(form=form, unit=tree.city.pk, period=period, actor=actor, at=AT, **more)


def at(day):
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=2)


class TestOpening:
    def test_by_rule_on_a_working_day_and_everybody_is_told(self, tree, secretary, form):
        branch, commune = make_officer("branch_secretary", tree.branch), make_officer("base_officer", tree.commune)
        make_officer("base_officer", tree.stranger)
        call = opened(form, tree, secretary, words="Gửi đúng hạn.")
        assert call.due == date(2026, 7, 6)  # the fifth of July is a Sunday
        expected = expected_for(call, AT)
        assert expected.count == 5
        assert expected.due(tree.commune.pk) == date(2026, 7, 3)  # two days earlier is a Saturday
        told = Notice.objects.filter(kind=NoticeKind.REPORT_ASKED)
        assert {(one.account_id, one.day) for one in told} == {
            (branch.pk, expected.due(tree.branch.pk)),
            (commune.pk, date(2026, 7, 3)),
        }
        assert told[0].words == "Báo cáo tuần: 6 tháng đầu năm 2026"
        assert notice_page(told[0]) == f"/bao-cao/dot/{call.pk}/"

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"due": date(2025, 12, 31)}, "từ ngày đầu kỳ (01/01/2026)"),
            ({"due": date(2028, 1, 1)}, "đến một năm sau khi hết kỳ"),
            ({"words": "a" * 4001}, "nhiều nhất 4000 ký tự"),
        ],
    )
    def test_what_can_not_be_is_said(self, tree, secretary, form, more, sentence):
        with pytest.raises(Refused) as refused:
            opened(form, tree, secretary, **more)
        assert sentence in str(refused.value)
        assert not ReportCall.objects.exists()

    def test_once_by_who_may_with_a_form_of_theirs_for_somebody(self, tree, secretary, form):
        opened(form, tree, secretary)
        with pytest.raises(Refused, match="đã mở"):
            opened(form, tree, secretary)
        with pytest.raises(Refused, match="chưa được giao quyền"):
            opened(form, tree, make_officer("base_officer", tree.commune), period=Period.half(2025, 2))
        other = make_officer("secretary", tree.stranger)
        with pytest.raises(Refused, match="của đơn vị khác"):
            open_call(form=form, unit=tree.stranger.pk, period=HALF, actor=other, at=AT)
        nobody = make_form(
            unit=tree.city.pk, draft=replace(DRAFT, kinds=("district",)), start=TODAY, actor=secretary, at=AT
        )
        with pytest.raises(Refused, match="không có đơn vị nào thuộc loại"):
            opened(nobody, tree, secretary)

    def test_the_version_of_the_day_holds(self, tree, secretary, form):
        first = opened(form, tree, secretary)
        revise_form(form=form, draft=DRAFT, start=TODAY + timedelta(days=3), actor=secretary, at=AT)
        assert opened(form, tree, secretary, period=Period.half(2025, 2)).form_id == first.form_id
        later = open_call(
            form=form, unit=tree.city.pk, period=Period.half(2026, 2), actor=secretary, at=AT + timedelta(days=4)
        )
        assert later.form_id != first.form_id


class TestCadence:
    def test_opens_some_days_before_the_end_once_and_makes_up_for_days_missed(self, tree, form):
        ReportForm.objects.filter(pk=form.pk).update(opens_before=20)
        assert open_due_calls(at=at(date(2026, 6, 9))) == []
        (call,) = open_due_calls(at=at(date(2026, 6, 10)))
        assert (call.unit_id, call.period, call.due, call.opened_by) == (tree.city.pk, HALF, date(2026, 7, 6), None)
        assert open_due_calls(at=at(date(2026, 7, 1))) == []
        call.delete()
        assert [one.period for one in open_due_calls(at=at(date(2026, 7, 6)))] == [HALF]
        ReportCall.objects.all().delete()
        assert open_due_calls(at=at(date(2026, 7, 7))) == []  # its day has passed: by hand only

    def test_by_hand_only_where_it_says_nothing_and_the_organisations_own_at_the_root(self, tree, form):
        assert open_due_calls(at=at(date(2026, 6, 30))) == []
        ReportForm.objects.filter(pk=form.pk).update(opens_before=5, unit=None)
        (call,) = open_due_calls(at=at(date(2026, 6, 30)))
        assert call.unit_id == tree.centre.pk

    def test_periods_of_every_cadence(self, tree, form):
        Term.objects.create(unit=tree.city, start=date(2022, 10, 1), end=date(2027, 10, 1), ordinal=16)
        day = date(2026, 3, 27)
        for cadence, period in [
            ("month", Period.month(2026, 3)),
            ("quarter", Period.quarter(2026, 1)),
            ("half", HALF),
            ("year", Period.year(2026)),
            ("school_year", Period.school_year(2025)),
            ("term", Period(date(2022, 10, 1), date(2027, 10, 1))),
            ("mid_term", None),
            ("thematic", None),
            ("week", None),
        ]:
            form.cadence = cadence
            assert period_around(form, day, tree.city.pk) == period, cadence
        form.cadence = "mid_term"
        assert period_around(form, date(2024, 6, 1), tree.city.pk) == Period(date(2022, 10, 1), date(2025, 4, 1))
        form.cadence = "week"
        form.programme = Programme(start=date(2026, 3, 25), end=date(2026, 8, 1))
        assert period_around(form, day, tree.city.pk) == Period.between(date(2026, 3, 23), date(2026, 3, 29))
        assert period_around(form, date(2026, 8, 3), tree.city.pk) is None

    def test_tet_moves_the_day(self, form):
        form.due_days = 5
        assert due_by_rule(form, Period.between(date(2026, 2, 2), date(2026, 2, 11))) == date(2026, 2, 23)


class TestKeeping:
    def test_changed_closed_and_opened_again(self, tree, secretary, form):
        make_officer("base_officer", tree.commune)
        call = opened(form, tree, secretary)
        moved = change_call(call=call, due=date(2026, 7, 20), words="Lùi hạn", actor=secretary, at=AT)
        assert (moved.due, moved.words) == (date(2026, 7, 20), "Lùi hạn")
        assert Notice.objects.filter(kind=NoticeKind.REPORT_ASKED).count() == 2
        close_call(call=call, actor=secretary, at=AT)
        for again, sentence in [(close_call, "đã khép"), (lambda **g: remind_units(units=None, **g), "đã khép")]:
            with pytest.raises(Refused, match=sentence):
                again(call=ReportCall.objects.get(), actor=secretary, at=AT)
        assert reopen_call(call=call, actor=secretary, at=AT).closed_at is None
        with pytest.raises(Refused, match="chưa được giao quyền"):
            close_call(call=call, actor=make_account(), at=AT)


class TestReminding:
    def test_soon_by_each_ones_days_then_late_each_week_and_never_for_what_was_sent(self, tree, secretary, form):
        commune, branch = make_officer("base_officer", tree.commune), make_officer("branch_secretary", tree.branch)
        quiet = make_officer("base_officer", tree.commune)
        set_reminders(address="", by_mail=False, days_before=10, link="", actor=branch, at=AT)
        set_reminders(address="", by_mail=False, days_before=3, link="", actor=quiet, at=AT, reports=False)
        call = opened(form, tree, secretary)
        Notice.objects.all().delete()
        assert remind_of_reports(at=at(date(2026, 6, 20))) == 0
        assert remind_of_reports(at=at(date(2026, 6, 23))) == 1  # the branch is due on 2 July and asked for ten days
        assert remind_of_reports(at=at(date(2026, 7, 1))) == 1
        assert remind_of_reports(at=at(date(2026, 7, 1))) == 0
        assert set(Notice.objects.values_list("account", "kind", "day")) == {
            (branch.pk, "report_soon", date(2026, 7, 2)),
            (commune.pk, "report_soon", date(2026, 7, 3)),
        }
        assert "(hạn 02/07/2026)" in digest_lines(Notice.objects.filter(account=branch.pk), TODAY, "http://vt")[3]
        Report.objects.create(call=call, unit=tree.branch, state=ReportState.SENT, made_at=AT)
        assert remind_of_reports(at=at(date(2026, 7, 7))) == 2  # the commune's, and the city's own secretary
        assert remind_of_reports(at=at(date(2026, 7, 10))) == 0
        assert remind_of_reports(at=at(date(2026, 7, 14))) == 2
        assert remind_of_reports(at=at(date(2026, 12, 1))) == 0

    def test_by_hand_once_a_day_and_only_below(self, tree, secretary, form):
        branch = make_officer("branch_secretary", tree.branch)
        commune = make_officer("base_officer", tree.commune)
        call = opened(form, tree, secretary)
        assert remind_units(call=call, units=None, actor=commune, at=AT) == 1
        with pytest.raises(Refused, match="Hôm nay đã nhắc rồi"):
            remind_units(call=call, units=[tree.branch.pk], actor=secretary, at=AT)
        assert remind_units(call=call, units=[tree.branch.pk], actor=secretary, at=AT + timedelta(days=1)) == 1
        nudges = Notice.objects.filter(kind=NoticeKind.REPORT_NUDGE)
        assert nudges.filter(account=branch).count() == 2
        with pytest.raises(Refused, match="phải nhắc"):
            remind_units(call=call, units=[tree.neighbour.pk], actor=commune, at=AT)
