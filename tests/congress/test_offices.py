"""What an office has beside departments: bodies as guests, an attached office, care for its staff."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, make_unit, sign_in, stop_clock
from tests.reporting.making import call_of, report_of
from viecthat.catalogue.readers import rows
from viecthat.conferences.forms import InviteeForm
from viecthat.kernel.periods import Period
from viecthat.plans.commands import TaskText, give_task
from viecthat.reporting.commands.form import form_read, load_forms
from viecthat.reporting.models import ReportForm
from viecthat.units.commands import load_unit_kinds
from viecthat.units.models import UnitKind

BODIES = ["Đảng ủy cơ quan", "Công đoàn cơ quan", "Hội Cựu chiến binh cơ quan", "Đoàn Thanh niên cơ quan"]


def test_bodies_of_the_office_are_offered_as_guests_and_are_no_units():
    form = InviteeForm({"part": "guest", "name": "Trần Văn Khách", "body": "Hội Cựu chiến binh cơ quan"}, today=TODAY)
    assert re.findall(r'<option value="([^"]+ cơ quan)">', unescape(str(form["body"]))) == BODIES
    assert form.is_valid(), form.errors
    assert (form.facts.unit, form.facts.body) == (None, "Hội Cựu chiến binh cơ quan")


@pytest.mark.django_db
def test_reports_of_an_office_tell_how_it_cares_for_its_staff(client, monkeypatch):
    stop_clock(monkeypatch)
    told = form_read(next(row for row in rows("report_forms") if row["code"] == "office_half"))
    (care,) = [one for one in told.draft.sections if "đời sống" in one.heading]
    assert "Không nêu hoàn cảnh riêng" in care.hint
    for line in told.draft.lines:
        make_indicator(line.indicator, area=3)
    tree = make_tree()
    load_unit_kinds(kinds=[UnitKind(code="service_centre", name="Trung tâm", name_en="Centre", level=2)])
    centre = make_unit("Trung tâm Thanh thiếu niên", parent=tree.centre, kind="service_centre")
    load_forms(forms=[told])
    call = call_of(ReportForm.objects.get(), tree.centre, period=Period(date(2026, 1, 1), date(2026, 3, 1)))
    officer = sign_in(client, make_officer("secretary", centre))
    report = report_of(call, centre, officer)
    shown = client.get(reverse("reports:report", args=[report.pk]), {"buoc": "loi-van"}).content.decode()
    assert "Chăm lo đời sống cán bộ, viên chức, người lao động" in unescape(shown)


@pytest.mark.django_db
def test_an_attached_office_has_a_task_list_of_its_own(client, monkeypatch):
    stop_clock(monkeypatch)
    tree = make_tree()
    load_unit_kinds(kinds=[UnitKind(code="committee_office", name="Văn phòng Ủy ban", name_en="Office", level=2)])
    office = make_unit("Văn phòng Ủy ban Quốc gia", parent=tree.centre, kind="committee_office", code="tw-vpub")
    for unit, title in ((office, "Góp ý sửa Luật Thanh niên"), (tree.city, "Trồng 500 cây")):
        give_task(unit=unit.pk, giver=tree.centre.pk, text=TaskText(title), due=TODAY, actor=None, at=AT)
    for reader, query in (
        (make_officer("secretary", tree.centre), {"dv": "tw-vpub"}),
        (make_officer("secretary", office), {"cua": "don-vi"}),
    ):
        sign_in(client, reader)
        shown = unescape(client.get(reverse("tasks:list"), query).content.decode())
        assert "Góp ý sửa Luật Thanh niên" in shown
        assert "Trồng 500 cây" not in shown
