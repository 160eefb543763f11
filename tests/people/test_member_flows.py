"""What a branch does on the screen: admit twelve from one page, move one, mature three, record and take back."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from tests.factories import AT, TODAY, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import (
    BORN,
    admit,
    figure,
    make_member,
    make_member_indicators,
    open_membership_of,
    other_branch,
    secretary_of,
    voted,
)
from tests.people.test_register_pages import text_of
from viecthat.people.commands.transfer import send_transfer
from viecthat.people.models import Admission, FileAccess, MemberEvent, Membership, Transfer

pytestmark = pytest.mark.django_db
OVER_30 = date(1995, 3, 26)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


def step(tree, slug: str) -> str:
    return reverse("people:admission-step", args=[tree.branch.code, slug])


def apply_page(tree) -> str:
    return reverse("people:apply", args=[tree.branch.code])


def rows(*people: dict[str, str]) -> dict[str, str]:
    sent = {"applied_on": "05/01/2026", "nguoi-TOTAL_FORMS": str(len(people)), "nguoi-INITIAL_FORMS": "0"}
    for n, person in enumerate(people):
        sent |= {f"nguoi-{n}-{name}": value for name, value in person.items()}
    return sent


def pupil(name: str, born: str = "04/05/2005", **more: str) -> dict[str, str]:
    return {"full_name": name, "birth_date": born, "sex": "male", **more}


def test_twelve_from_one_screen_one_too_young_one_with_too_few_votes(client, tree):
    secretary, officer = secretary_of(tree.branch), make_officer("base_officer", tree.commune)
    introducer = make_member(tree.branch, "Phùng Thị Lan")
    sign_in(client, secretary)
    people = [pupil(f"Người {n}") for n in range(12)]
    people[3] = pupil("Người Trẻ", "05/01/2011")

    refused = client.post(apply_page(tree), rows(*people, {}))
    assert refused.status_code == 422
    assert "từ ngày 06/01/2026 mới đủ 15 tuổi 1 ngày" in text_of(refused)
    assert "1 dòng chưa được" in text_of(refused)
    assert not Admission.objects.exists()
    people[3] = pupil("Người 3")
    assert client.post(apply_page(tree), rows(*people, {})).status_code == 302

    ids = list(Admission.objects.order_by("pk").values_list("pk", flat=True))
    ticks = {f"tick_{pk}": "on" for pk in ids}
    assert client.post(step(tree, "hoc"), {**ticks, "day": "20/01/2026"}).status_code == 302
    introduced = {**ticks, "day": "01/02/2026", "kind": "member", "introducer": str(introducer.pk)}
    assert client.post(step(tree, "gioi-thieu"), introduced).status_code == 302
    ballots = {f"{name}_{pk}": str(n) for pk in ids for name, n in (("for", 10), ("against", 1), ("blank", 1))}
    ballots |= {f"for_{ids[5]}": "6", f"against_{ids[5]}": "6", f"blank_{ids[5]}": ""}
    meeting = {**ticks, "day": "10/02/2026", "present": "12"}
    missing = client.post(step(tree, "bieu-quyet"), {**meeting, **ballots, f"for_{ids[0]}": ""})
    assert missing.status_code == 422
    assert "Ghi số phiếu đồng ý" in text_of(missing)
    done = client.post(step(tree, "bieu-quyet"), {**meeting, **ballots}, follow=True)
    assert "Đã ghi cho 11 người" in text_of(done)
    assert "không chuyển bước: Người 5" in text_of(done)
    assert "Không đủ phiếu" in text_of(client.get(step(tree, "bieu-quyet")))

    approval = {**ticks, "day": "01/03/2026", "decision": "05-QĐ/ĐTN"}
    assert client.post(step(tree, "chuan-y"), approval).status_code == 403
    sign_in(client, officer)
    assert client.post(step(tree, "chuan-y"), approval).status_code == 302
    sign_in(client, secretary)
    assert client.post(step(tree, "ket-nap"), {**ticks, "day": "26/03/2026"}).status_code == 302

    assert figure(tree.branch, "members_admitted") == 11
    assert Membership.objects.filter(unit=tree.branch, end__isnull=True).count() == 12


def test_bad_rows_and_forged_ids(client, tree):
    sign_in(client, secretary_of(tree.branch))
    page = client.post(apply_page(tree), rows(pupil("Người", "31/02/2005"), {"full_name": "Thiếu"}))
    assert page.status_code == 422
    assert "Không có ngày 31/2/2005" in text_of(page)
    assert "Ghi ngày/tháng/năm" in text_of(page)
    assert "Chọn nam hoặc nữ" in text_of(page)
    empty = client.post(apply_page(tree), rows({}, {}))
    assert "ghi ít nhất một người" in text_of(empty)
    voted(tree, secretary_of(tree.branch), ["Người Một"])
    nobody = client.post(step(tree, "chuan-y"), {"day": "01/03/2026", "decision": "1"})
    assert nobody.status_code == 403
    sign_in(client, make_officer("base_officer", tree.commune))
    nobody = client.post(step(tree, "chuan-y"), {"day": "01/03/2026", "decision": "1", f"tick_{10**9}": "on"})
    assert nobody.status_code == 422
    assert "Chưa chọn ai" in text_of(nobody)


def test_a_branchs_applications_are_its_own(client, tree):
    voted(tree, secretary_of(tree.branch), ["Trần Văn Bình"])
    for stranger in (secretary_of(tree.sister), make_officer("base_officer", tree.neighbour)):
        sign_in(client, stranger)
        for address in (
            apply_page(tree),
            step(tree, "chuan-y"),
            reverse("people:admission-branch", args=[tree.branch.code]),
            reverse("people:vote-paper", args=[tree.branch.code, "pdf"]),
        ):
            assert client.get(address).status_code == 404
        assert "Trần Văn Bình" not in text_of(client.get(reverse("people:admission-overview"), follow=True))
        pk = Admission.objects.get().pk
        assert client.get(reverse("people:close-admission", args=[pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_asks_as_much_for_three_as_for_one(client, tree, count, django_assert_num_queries):
    voted(tree, secretary_of(tree.branch), [f"Người {n}" for n in range(count)])
    sign_in(client, make_officer("base_officer", tree.commune))
    client.get(step(tree, "chuan-y"))
    with django_assert_num_queries(21):
        assert client.get(step(tree, "chuan-y")).content.decode().count('type="checkbox"') == count


def test_an_application_is_closed_with_a_reason(client, tree):
    voted(tree, secretary_of(tree.branch), ["Trần Văn Bình"])
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:close-admission", args=[Admission.objects.get().pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Rút đơn"}).status_code == 302
    assert Admission.objects.get().step == "closed"


def test_moved_by_both_sides(client, tree):
    person, there = make_member(tree.branch), other_branch(tree)
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:deed", args=[person.pk, "chuyen"])
    sent = {
        "destination": there.code, "day": "20/03/2026", "letter": "07-GT", "remark": "Tốt", "fee_paid_until": "3/2026",
    }  # fmt: skip
    for wrong, sentence in [
        ({"destination": "không có"}, "Không có đơn vị nào"),
        ({"fee_paid_until": "mai"}, "không phải là một kỳ"),
        ({"remark": ""}, "để người sau hiểu"),
        ({"letter": ""}, "Ghi số giấy giới thiệu"),
    ]:
        page = client.post(address, {**sent, **wrong})
        assert page.status_code == 422
        assert sentence in text_of(page)
    assert client.post(address, sent).status_code == 302
    letter = Transfer.objects.get()
    assert letter.fee_paid_until == date(2026, 4, 1)
    assert client.get(reverse("people:receive", args=[letter.pk])).status_code == 403
    paper = Document(io.BytesIO(client.get(reverse("people:transfer-paper", args=[letter.pk, "docx"])).content))
    words = "\n".join(p.text for p in paper.paragraphs)
    assert "Phùng Thị Lan" in words
    assert "Kính gửi: Chi đoàn thôn Hà Tân" in words
    assert "Đoàn phí đã đóng đến hết tháng 3/2026." in words
    assert "đã đóng đến hết tháng 3/2026" in text_of(client.get(reverse("people:transfer", args=[letter.pk])))

    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert "1 người chuyển đến, chờ nhận" in text_of(client.get(reverse("people:register")))
    receive = reverse("people:receive", args=[letter.pk])
    assert "Chi đoàn thôn Hà Tân" in text_of(client.get(receive))
    early = client.post(receive, {"branch": str(there.pk), "day": "19/03/2026"})
    assert "trước ngày 20/03/2026" in text_of(early)
    assert client.post(receive, {"branch": str(tree.sister.pk), "day": "25/03/2026"}).status_code == 422
    assert client.post(receive, {"branch": str(there.pk), "day": "25/03/2026"}).status_code == 302
    assert open_membership_of(person).unit_id == there.pk
    assert client.get(receive).status_code == 302  # answered: back to the letter


def test_declined_and_taken_back(client, tree):
    person, there = make_member(tree.branch), other_branch(tree)
    secretary, receiver = secretary_of(tree.branch), secretary_of(there)

    def send():
        return send_transfer(
            person=person.pk, destination=there.pk, day=TODAY, letter="1", remark="Tốt", fee_paid_until=TODAY,
            reason="", actor=secretary, at=AT,
        )  # fmt: skip

    letter = send()
    sign_in(client, secretary)
    assert client.get(reverse("people:decline", args=[letter.pk])).status_code == 403
    sign_in(client, receiver)
    assert client.get(reverse("people:cancel", args=[letter.pk])).status_code == 403
    assert client.post(reverse("people:decline", args=[letter.pk]), {"answer": "Nhầm thôn"}).status_code == 302
    letter = send()
    sign_in(client, secretary)
    assert client.post(reverse("people:cancel", args=[letter.pk]), {"answer": "Ở lại"}).status_code == 302
    assert [t.state for t in Transfer.objects.order_by("pk")] == ["declined", "cancelled"]
    assert "Nhầm thôn" in text_of(client.get(reverse("people:transfer", args=[Transfer.objects.first().pk])))


def test_those_over_30_at_once(client, tree):
    old = [make_member(tree.branch, f"Người {n}", born=OVER_30) for n in range(3)]
    make_member(tree.branch, "Người Trẻ", born=BORN)
    make_member(tree.sister, "Người Bên Cạnh", born=OVER_30)
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:mature")
    page = client.get(address)
    assert [row[0].person.full_name for row in page.context["rows"]] == ["Người 0", "Người 1", "Người 2"]
    none = client.post(address, {"day": "27/03/2026", "decision": "1"})
    assert "Chưa chọn ai" in text_of(none)
    sent = {"day": "27/03/2026", "decision": "03-NQ", "nguoi": [str(p.pk) for p in old[:2]]}
    assert client.post(address, sent).status_code == 302
    assert figure(tree.branch, "members_matured") == 2
    assert "Không có ai" not in text_of(client.get(address))


@pytest.mark.parametrize(
    ("slug", "sent", "kind"),
    [
        ("tam-thoi", {"other_unit": "hn-ha-tan", "until": "01/09/2026", "decision": "1-GT"}, "temporary"),
        ("vang-mat", {"until": "01/09/2026", "note": "Đi làm xa"}, "on_leave"),
        ("uu-tu", {"decision": "1-NQ"}, "considered"),
        ("xoa-ten", {"idle_months": "3", "note": "Bỏ sinh hoạt", "decision": "1-NQ"}, "struck_off"),
        (
            "ky-luat",
            {
                "kind": "reprimanded", "present": "10", "votes_for": "6", "votes_against": "4", "votes_blank": "0",
                "note": "Vi phạm", "decision": "2-NQ",
            },
            "reprimanded",
        ),
        ("tu-tran", {}, "died"),
    ],
)  # fmt: skip
def test_a_deed_on_its_page_and_taken_back(client, tree, slug, sent, kind):
    other_branch(tree)
    person = make_member(tree.branch)
    sign_in(client, secretary_of(tree.branch))
    address = reverse("people:deed", args=[person.pk, slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {**sent, "day": ""}).status_code == 422
    assert client.post(address, {**sent, "day": "27/03/2026"}).status_code == 302
    event = MemberEvent.objects.exclude(kind="brought_in").get()
    assert event.kind == kind
    page = client.get(reverse("people:person", args=[person.pk]))
    assert event.get_kind_display() in text_of(page)
    undo = reverse("people:undo-event", args=[event.pk])
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "Ghi nhầm người"}).status_code == 302
    assert "Ghi nhầm người" in text_of(client.get(reverse("people:person", args=[person.pk])))
    assert figure(tree.branch, "members") == 1


def test_the_party_in_three_pages(client, tree):
    person = make_member(tree.branch)
    sign_in(client, secretary_of(tree.branch))

    def deed(slug, **sent):
        return client.post(reverse("people:deed", args=[person.pk, slug]), {"day": "27/03/2026", **sent})

    assert deed("gioi-thieu-dang", party_cell="Chi bộ", decision="1").status_code == 422
    assert deed("uu-tu", decision="1").status_code == 302
    assert deed("gioi-thieu-dang", party_cell="Chi bộ thôn", decision="2").status_code == 302
    assert deed("tra-loi-dang", admitted="1", decision="3").status_code == 302
    page = client.get(reverse("people:person", args=[person.pk]))
    assert "Được kết nạp Đảng" in text_of(page)
    assert "Chi bộ thôn" in text_of(page)


def test_one_who_looks_may_not_write(client, tree):
    person = make_member(tree.branch)
    sign_in(client, make_officer("inspector", tree.city))
    page = client.get(reverse("people:person", args=[person.pk]))
    assert "Ghi một việc của đoàn viên" not in text_of(page)
    assert client.get(reverse("people:deed", args=[person.pk, "chuyen"])).status_code == 403
    event = person.member_events.get()
    assert client.get(reverse("people:undo-event", args=[event.pk])).status_code == 403
    assert client.get(reverse("people:deed", args=[person.pk, "khong-co"])).status_code == 404


def test_papers_name_the_votes_and_are_noted(client, tree):
    secretary = secretary_of(tree.branch)
    (person,) = admit(tree, secretary, make_officer("base_officer", tree.commune), ["Lê Đức An"])
    sign_in(client, secretary)
    event = person.member_events.get()
    address = reverse("people:event-paper", args=[event.pk, "docx"])
    words = "\n".join(p.text for p in Document(io.BytesIO(client.get(address).content)).paragraphs)
    assert "10 đồng ý, 1 không đồng ý, 1 phiếu trắng trên 12 đoàn viên" in words
    assert "chuẩn y kết nạp đoàn viên" in words
    minutes = client.get(reverse("people:vote-paper", args=[tree.branch.code, "pdf"]))
    assert minutes.content.startswith(b"%PDF")
    assert FileAccess.objects.filter(person=person, kind="printed").count() == 2
    assert client.get(reverse("people:event-paper", args=[event.pk, "xls"])).status_code == 404
    sign_in(client, secretary_of(tree.sister))
    assert client.get(address).status_code == 404
