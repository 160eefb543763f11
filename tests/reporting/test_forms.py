"""Forms: taken over from the catalogue once, made and changed by units, in versions once calls stand on them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import AT, TODAY, make_account, make_indicator, make_officer
from viecthat.catalogue.readers import rows
from viecthat.kernel.errors import Refused
from viecthat.reporting.commands.form import (
    FormDraft,
    LineDraft,
    SectionDraft,
    draft_of,
    end_form,
    form_read,
    load_forms,
    make_form,
    revise_form,
)
from viecthat.reporting.models import ReportCall, ReportForm

pytestmark = pytest.mark.django_db

DRAFT = FormDraft(
    name="Báo cáo tuần",
    cadence="week",
    kinds=("commune", "branch"),
    lines=(LineDraft("trees_planted", "children"), LineDraft("youth_works", required=True, hint="Kể cả phần việc")),
    sections=(SectionDraft("Kết quả", "I", required=True, area=2), SectionDraft("Đề nghị", "II")),
)


@pytest.fixture
def secretary(tree):
    return make_officer("secretary", tree.city)


def make(tree, actor, draft=DRAFT, start=TODAY):
    return make_form(unit=tree.city.pk, draft=draft, start=start, actor=actor, at=AT)


def called(form, tree):
    return ReportCall.objects.create(
        form=form, unit=tree.city, start=date(2026, 3, 1), end=date(2026, 4, 1), due=TODAY, opened_at=AT
    )


class TestCatalogue:
    def test_what_young_people_think_is_told_by_theme_and_never_by_person(self):
        told = form_read(next(row for row in rows("report_forms") if row["code"] == "youth_opinion"))
        registers = {row["code"]: row.get("register", "") for row in rows("indicators")}
        assert {registers[line.indicator] for line in told.draft.lines} <= {"", "dialogues", "media"}
        assert "Không ghi tên" in told.draft.note
        asked = [section for section in told.draft.sections if section.required]
        assert [section.number for section in asked] == ["I", "II"]
        assert "không nêu tên" in asked[0].hint

    def test_taken_over_once_and_again_when_it_changes(self, tree):
        for row in rows("indicators"):
            make_indicator(row["code"], name=row["name"], area=row["area"])
        known = [form_read(row) for row in rows("report_forms")]
        assert load_forms(forms=known) == len(known)
        half = ReportForm.objects.get(code="half_year")
        assert half.lines.count() == 40
        assert [one.number for one in half.sections.all()][:4] == ["", "I", "II", "1"]
        lines = set(half.lines.values_list("pk", flat=True))
        assert load_forms(forms=known) == 0
        assert set(half.lines.values_list("pk", flat=True)) == lines

        changed = replace(known[0], draft=replace(known[0].draft, due_days=7))
        load_forms(forms=[changed])
        assert ReportForm.objects.get(code="half_year").due_days == 7
        called(half, tree)
        load_forms(forms=known)
        assert ReportForm.objects.get(code="half_year").due_days == 7  # a call stands on it
        later = replace(known[0], start=date(2027, 1, 1))
        assert load_forms(forms=[changed, later]) == 1
        assert ReportForm.objects.get(code="half_year", start=half.start).end == date(2027, 1, 1)

    def test_figures_stand_in_the_order_of_the_blocks_and_headings_are_numbered(self):
        areas = {row["code"]: row["area"] for row in rows("indicators")}
        known = {row["code"] for row in rows("unit_kinds")}
        for row in map(form_read, rows("report_forms")):
            order = [areas[line.indicator] for line in row.draft.lines]
            assert order == sorted(order), row.code
            assert len({line.indicator for line in row.draft.lines}) == len(order), row.code
            assert set(row.draft.kinds) <= known
            assert all(one.number or one.heading == "Lời mở đầu" for one in row.draft.sections)

    def test_what_people_changed_stays(self, tree):
        make_indicator("members_admitted", area=6)
        (row,) = [form_read(one) for one in rows("report_forms") if one["code"] == "next_year"]
        row = replace(row, draft=replace(row.draft, lines=(LineDraft("members_admitted"),), kinds=("commune",)))
        load_forms(forms=[row])
        form = ReportForm.objects.get(code="next_year")
        root = make_officer("secretary", tree.centre)
        revise_form(form=form, draft=replace(DRAFT, name="Của Trung ương"), start=form.start, actor=root, at=AT)
        load_forms(forms=[row])
        assert ReportForm.objects.get(code="next_year").name == "Của Trung ương"


class TestMaking:
    def test_a_unit_makes_a_form_of_its_own(self, tree, secretary):
        form = make(tree, secretary)
        assert form.code == "hn-bao-cao-tuan"
        assert draft_of(form) == DRAFT
        assert make(tree, secretary).code == "hn-bao-cao-tuan-2"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"kinds": ()}, "Chọn ít nhất một loại đơn vị"),
            ({"kinds": ("khong-co",)}, "Chọn ít nhất một loại đơn vị"),
            ({"lines": (), "sections": ()}, "ít nhất một số liệu hoặc một đề mục"),
            ({"lines": (LineDraft("khong_co"),)}, "Không có chỉ số nào mã là “khong_co”"),
            ({"lines": (LineDraft("youth_works"),) * 2}, "đứng hai lần"),
            ({"sections": (SectionDraft(" "),)}, "Đề mục thứ 1 chưa có tên"),
            ({"sections": (SectionDraft("Kết quả", written=False, required=True),)}, "chỉ là đề mục lớn"),
            ({"due_days": 121}, "Hạn gửi từ 60 ngày trước"),
            ({"name": ""}, "Hãy điền"),
        ],
    )
    def test_what_can_not_be_is_said_and_nothing_is_written(self, tree, secretary, change, sentence):
        with pytest.raises(Refused) as refused:
            make(tree, secretary, replace(DRAFT, **change))
        assert sentence in str(refused.value)
        assert not ReportForm.objects.exists()

    def test_only_who_plans_for_the_unit(self, tree, secretary):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            make(tree, make_officer("base_officer", tree.commune))
        with pytest.raises(Refused, match="chưa được giao quyền"):
            make_form(unit=None, draft=DRAFT, start=TODAY, actor=secretary, at=AT)
        with pytest.raises(Refused, match="chưa được giao quyền"):
            revise_form(form=make(tree, secretary), draft=DRAFT, start=TODAY, actor=make_account(), at=AT)


class TestVersions:
    def test_an_unused_form_changes_in_place(self, tree, secretary):
        form = make(tree, secretary)
        other = revise_form(form=form, draft=replace(DRAFT, sections=()), start=TODAY, actor=secretary, at=AT)
        assert other.pk == form.pk
        assert not other.sections.exists()

    def test_a_form_in_use_gets_a_version_and_its_calls_keep_theirs(self, tree, secretary):
        form = make(tree, secretary)
        call = called(form, tree)
        with pytest.raises(Refused, match="bản mới dùng từ một ngày sau 27/03/2026"):
            revise_form(form=form, draft=DRAFT, start=TODAY, actor=secretary, at=AT)
        tomorrow = TODAY + timedelta(days=1)
        new = revise_form(
            form=form, draft=replace(DRAFT, lines=DRAFT.lines[::-1]), start=tomorrow, actor=secretary, at=AT
        )
        assert (new.code, new.start) == (form.code, tomorrow)
        call.refresh_from_db()
        assert [line.indicator.code for line in call.form.lines.all()] == ["trees_planted", "youth_works"]
        assert [line.indicator.code for line in new.lines.all()] == ["youth_works", "trees_planted"]
        with pytest.raises(Refused, match="sửa bản mới nhất"):
            revise_form(form=form, draft=DRAFT, start=tomorrow, actor=secretary, at=AT)

    def test_a_form_ends(self, tree, secretary):
        form = make(tree, secretary)
        with pytest.raises(Refused, match="sau ngày bắt đầu"):
            end_form(form=form, day=TODAY, actor=secretary, at=AT)
        end_form(form=form, day=TODAY + timedelta(days=30), actor=secretary, at=AT)
        with pytest.raises(Refused, match="đã thôi dùng"):
            end_form(form=form, day=date(2026, 6, 1), actor=secretary, at=datetime(2026, 5, 1, tzinfo=UTC))
