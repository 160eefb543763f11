"""Pages of support: nobody is named on a list, the look at one is noted, the whole way by forms."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, make_tree, sign_in, stop_clock
from tests.support.test_support import case, group, loan, make_indicators, partner, placement
from viecthat.support.commands.loan import repay_loan
from viecthat.support.commands.placement import take_on
from viecthat.support.models import AdviceCase, AdviceSession, Care, Loan, LoanGroup, Look, Partner, Placement, Project

pytestmark = pytest.mark.django_db
REGISTERS = ("cases", "sessions", "placements", "partners", "groups", "projects", "cares")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(name, *args) -> str:
    return reverse(f"support:{name}", args=args)


def test_nobody_is_named_on_a_list_and_a_look_is_noted(client, tree, officer):
    row = case(tree, officer, name="Lê Thị Hoa", phone="0987654321", words="Muốn học may")
    placed = placement(tree, officer, partner(tree, officer))
    lent = loan(group(tree, officer), officer)
    pages = [at("case", row.pk), at("placement", placed.pk), at("loan", lent.pk)]
    sign_in(client, officer)
    for name in REGISTERS:
        for page in (client.get(at(name)), client.get(at(f"{name}-file", "csv"))):
            assert page.status_code == 200
            assert not {"Lê Thị Hoa", "Trần Văn Ba", "0987654321"} & set(text_of(page).split("  "))
            assert "Hoa" not in text_of(page)
    assert not Look.objects.exists()
    for address, name in zip(pages, ("Lê Thị Hoa", "Trần Văn Ba", "Lê Thị Hoa"), strict=True):
        assert name in text_of(client.get(address))
    assert [look.what for look in Look.objects.order_by("pk")] == ["case", "placement", "loan"]
    sign_in(client, make_officer("department_officer", tree.city))
    for address in pages:
        page = text_of(client.get(address))
        assert "không hiện với bạn" in page
        assert "Hoa" not in page
        assert "Ba 09" not in page
    for stranger in (make_officer("secretary", tree.stranger), make_account()):
        sign_in(client, stranger)
        assert [client.get(address).status_code for address in pages] == [404] * 3
    assert Look.objects.count() == 3


def test_the_whole_way_by_forms(client, tree, officer):
    sign_in(client, officer)
    code = tree.commune.code
    page = client.get(at("case-new", code))
    assert "Cảnh báo lừa đảo" in text_of(page)
    given = {"topic": "labour_export", "day": "27/03/2026", "group": "rural"}
    assert "miễn phí" in text_of(client.post(at("case-new", code), given))
    client.post(at("case-new", code), {**given, "free": "on"})
    row = AdviceCase.objects.get()
    assert "Cảnh báo lừa đảo" in text_of(client.get(at("case", row.pk)))
    client.post(at("case-step", row.pk, "ket-qua"), {"followed": "Đăng ký học tiếng"})
    assert "Đăng ký học tiếng" in text_of(client.get(at("case", row.pk)))
    held = {"topic": "job", "title": "Ngày hội", "day": "27/03/2026", "place": "Xã", "people": "300", "turns": "299"}
    assert client.post(at("session-new", code), held).status_code == 422
    client.post(at("session-new", code), {**held, "turns": "420", "free": "on"})
    assert "420" in text_of(client.get(at("session", AdviceSession.objects.get().pk)))
    client.post(at("partner-new", code), {"name": "HTX chè", "kind": "firm", "since": "01/01/2025"})
    firm = Partner.objects.get()
    referred = {
        "kind": "job", "partner": firm.pk, "what": "Sao chè", "day": "01/09/2025", "group": "discharged",
        "name": "Trần Ba", "phone": "0912345678",
    }  # fmt: skip
    client.post(at("placement-new", code), referred)
    placed = Placement.objects.get()
    assert client.get(at("placement-step", placed.pk, "hoi-3")).status_code == 403
    client.post(at("placement-step", placed.pk, "nhan"), {"day": "02/09/2025"})
    ways = [f"{at('placement-step', placed.pk, slug)}" for slug in ("hoi-3", "hoi-6")]
    page = client.get(at("placement", placed.pk)).content.decode()
    assert [way in page for way in ways] == [True, True]
    Placement.objects.update(placed_on=TODAY - timedelta(days=100))
    page = client.get(at("placement", placed.pk)).content.decode()
    assert [way in page for way in ways] == [True, False], "what is not due yet is not offered"
    Placement.objects.update(placed_on=date(2025, 9, 2))
    listed = text_of(client.get(at("placements"), {"tinh-trang": "due"}))
    assert "1 người đến hạn hỏi lại" in listed
    assert "Sao chè" in listed
    client.post(at("placement-step", placed.pk, "hoi-6"), {"still": "yes", "day": "27/03/2026"})
    client.post(at("placement-step", placed.pk, "hoi-3"), {"still": "yes", "day": "27/03/2026"})
    assert "Không tìm thấy" in text_of(client.get(at("placements"), {"tinh-trang": "due"}))
    client.post(
        at("group-new", code), {"name": "Tổ 1", "leader": "Bà Tư", "bank": "NHCSXH", "founded_on": "01/01/2025"}
    )
    held_by = LoanGroup.objects.get()
    lent = {
        "name": "Lê Hoa", "phone": "0912345678", "group": "rural", "purpose": "Nuôi bò", "principal": "50.000.000",
        "day": "01/02/2026", "due": "01/03/2026",
    }  # fmt: skip
    client.post(at("group-step", held_by.pk, "giai-ngan"), lent)
    one = Loan.objects.get()
    assert "quá hạn" in text_of(client.get(at("group", held_by.pk)))
    refused = client.post(at("loan-step", one.pk, "tra"), {"amount": "60.000.000", "day": "27/03/2026"})
    assert "không trả nhiều hơn" in text_of(refused)
    client.post(at("loan-step", one.pk, "tra"), {"amount": "50.000.000", "day": "27/03/2026"})
    assert "quá hạn" not in text_of(client.get(at("loan", one.pk)))
    begun = {"name": "Chè sạch", "field": "farming", "stage": "idea", "begun_on": "01/02/2026", "founder": "Lê Hoa"}
    client.post(at("project-new", code), begun)
    plan = Project.objects.get()
    client.post(at("project-step", plan.pk, "ho-tro"), {"kind": "capital", "words": "Vốn", "day": "27/03/2026"})
    client.post(at("project-step", plan.pk, "giai-doan"), {"stage": "trial", "day": "27/03/2026"})
    page = text_of(client.get(at("project", plan.pk)))
    assert {"Thử nghiệm", "Ý tưởng", "Vốn"} <= set(re.findall("Thử nghiệm|Ý tưởng|Vốn", page))
    assert "thử nghiệm" in text_of(client.get(at("projects"), {"tinh-trang": "trial"}))
    assert client.get(at("home"), {"don-vi": code}).status_code == 200
    done = {"kind": "legal", "title": "Tư vấn luật", "day": "27/03/2026", "place": "Khu trọ", "people": "40"}
    client.post(at("care-new", code), done)
    assert "Tư vấn luật" in text_of(client.get(at("care", Care.objects.get().pk)))


def test_lists_ask_the_same_for_one_and_for_three(client, tree, officer):
    to = partner(tree, officer)
    sign_in(client, officer)
    asked = []
    for number in range(3):
        row = placement(tree, officer, to, what=f"Nghề {number}")
        take_on(placement=row, day=TODAY, actor=officer, at=AT)
        held = group(tree, officer, f"Tổ {number}")
        repay_loan(loan=loan(held, officer), day=TODAY, amount=1_000, actor=officer, at=AT)
        case(tree, officer)
        counted = []
        for name in ("cases", "placements", "groups"):
            client.get(at(name))  # what is read once and kept
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(at(name)).context["rows"]) == number + 1
            counted.append(len(queries))
        asked.append(counted)
    assert asked[0] == asked[1] == asked[2]
