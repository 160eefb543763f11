"""The review of cadres: asked from above, filled from the register, remarked, signed, returned, accepted."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_tree, sign_in, stop_clock
from tests.people.cadres import DECISION, form, give
from tests.people.test_post_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import Share
from viecthat.people.commands import personnel as commands
from viecthat.people.models import PersonnelLine, PersonnelReview
from viecthat.people.queries.personnel import calls_of, open_call, open_review, register_rows

DUE = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def cadres(tree, boss):
    form(tree.commune, boss)
    old = give(tree.commune, boss, "secretary", name="Già", born=date(1990, 1, 2)).post
    young = give(tree.commune, boss, "deputy", name="Trẻ", born=date(1999, 1, 2)).post
    return old, young


@pytest.fixture
def call(tree, boss, cadres):
    return ask(tree.city, boss, [tree.commune.pk])


def ask(unit, actor, units, **given):
    asked = {"title": "Rà soát trước đại hội", "decision": DECISION, "day": TODAY, "due": DUE, **given}
    return commands.call_for_review(unit=unit.pk, units=units, **asked, actor=actor, at=AT)


def of(call, unit):
    return PersonnelReview.objects.select_related("call").get(call=call, unit=unit.pk)


def send(review, actor, remark="Giới thiệu ứng cử cấp ủy xã"):
    rows = register_rows(review.unit_id, review.call.day)
    remarks = {row.post.post.pk: remark for row in rows}
    commands.remark_cadres(review=review, remarks=remarks, note="", actor=actor, at=AT)
    return commands.send_review(review=review, actor=actor, at=AT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": date(2026, 4, 1)}, "day"),
        ({"due": date(2026, 3, 1)}, "due"),
        ({"title": " "}, "title"),
        ({"decision": "không có số"}, "decision"),
        ({"units": []}, "kinds"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_box(tree, boss, given, field):
    given = {"units": [tree.commune.pk], **given}
    with pytest.raises(Refused) as refused:
        ask(tree.city, boss, given.pop("units"), **given)
    assert refused.value.field == field


def test_only_units_below_and_only_by_who_keeps_cadres(tree, boss, officer):
    for unit in (tree.stranger, tree.city):
        with pytest.raises(Refused):
            ask(tree.city, boss, [unit.pk])
    for actor in (officer, make_officer("inspector", tree.city)):
        with pytest.raises(Refused):
            ask(tree.city, actor, [tree.commune.pk])


def test_the_form_fills_itself_from_the_register(tree, cadres, call):
    old, young = register_rows(tree.commune.pk, TODAY)
    assert (old.post.post.person.full_name, old.age, old.terms) == ("Già", 36, 1)
    assert (old.over_on, old.over) == (date(2025, 1, 3), True), "a commune's secretary is not over 35"
    assert young.over_on == date(2034, 1, 3)
    assert not young.over


def test_who_is_over_age_needs_a_plan_or_a_remark(tree, boss, officer, cadres, call):
    from viecthat.people.commands.planning import plan_placement

    review = of(call, tree.commune)
    with pytest.raises(Refused, match="quá tuổi"):
        commands.send_review(review=review, actor=officer, at=AT)
    plan_placement(post=cadres[0], destination="state", due=date(2026, 9, 1), note="Về xã", actor=boss, at=AT)
    sent = commands.send_review(review=review, actor=officer, at=AT)
    assert sent.state == "sent"
    line = PersonnelLine.objects.get(review=review, post=cadres[0])
    assert (line.position, line.over_on, "Về xã" in line.plan) == (1, date(2025, 1, 3), True)


def test_what_was_signed_stays_as_it_was(tree, boss, officer, cadres, call):
    from tests.people.cadres import end

    review = send(of(call, tree.commune), officer)
    end(cadres[1], boss, TODAY, whole=True)
    opened = open_review(review, TODAY)
    assert [row.post.post.person.full_name for row in opened.rows] == ["Già", "Trẻ"]
    assert {row.remark for row in opened.rows} == {"Giới thiệu ứng cử cấp ủy xã"}
    with pytest.raises(Refused, match="đã gửi"):
        commands.remark_cadres(review=review, remarks={}, note="", actor=officer, at=AT)


def test_returned_with_a_reason_then_accepted_by_another(tree, boss, officer, call):
    review = send(of(call, tree.commune), officer)
    with pytest.raises(Refused):
        commands.return_review(review=review, answer=" ", actor=boss, at=AT)
    with pytest.raises(Refused):
        commands.accept_review(review=review, answer="", actor=officer, at=AT)
    commands.return_review(review=review, answer="Ghi rõ phương án", actor=boss, at=AT)
    again = send(of(call, tree.commune), officer, "Chuyển sang Mặt trận")
    commands.accept_review(review=again, answer="", actor=boss, at=AT)
    assert of(call, tree.commune).state == "accepted"
    with pytest.raises(Refused):
        commands.return_review(review=again, answer="Muộn rồi", actor=boss, at=AT)


def test_nobody_accepts_what_they_signed(tree, boss, call):
    review = send(of(call, tree.commune), boss)
    with pytest.raises(Refused, match="tự nhận"):
        commands.accept_review(review=review, answer="", actor=boss, at=AT)


def test_a_call_that_is_off_asks_nothing(tree, boss, officer, call):
    with pytest.raises(Refused):
        commands.call_off_review(call=call, reason="", actor=boss, at=AT)
    commands.call_off_review(call=call, reason="Đại hội dời ngày", actor=boss, at=AT)
    with pytest.raises(Refused, match="thôi"):
        send(of(call, tree.commune), officer)


def test_the_route_up_and_who_is_missing(tree, boss, officer, cadres):
    centre = make_officer("secretary", tree.centre)
    first = ask(tree.centre, centre, [tree.city.pk, tree.commune.pk])
    own = of(first, tree.city)
    with pytest.raises(Refused) as refused:
        ask(tree.city, boss, [tree.commune.pk], within=own, due=date(2026, 5, 1))
    assert refused.value.field == "due"
    second = ask(tree.city, boss, [tree.commune.pk, tree.branch.pk], within=own, due=date(2026, 4, 1))
    send(of(second, tree.commune), officer)
    opened = open_review(own, TODAY)
    assert opened.below[0].coverage == Share(1, 2)
    assert [one.unit.id for one in opened.below[0].missing] == [tree.branch.pk]
    late = open_call(second, date(2026, 4, 2))
    assert [one.late for one in late.asked] == [True, False], "the missing first"


# pages


def test_from_the_request_to_the_accepted_form(tree, boss, officer, cadres, client):
    sign_in(client, boss)
    page = reverse("cadres:personnel-ask", args=[tree.city.code])
    given = {"title": "Rà soát", "decision": DECISION, "day": "27/03/2026", "due": "20/04/2026"}
    assert client.post(page, given).status_code == 422
    made = client.post(page, {**given, "kinds": ["commune"]})
    call_page = made.headers["Location"]
    assert "chưa gửi" in text_of(client.get(call_page))
    sign_in(client, officer)
    assert client.get(call_page).status_code == 404
    assert "Rà soát" in text_of(client.get(reverse("cadres:personnel")))
    review = PersonnelReview.objects.get(unit=tree.commune.pk)
    form_page = reverse("cadres:personnel-form", args=[review.pk])
    refused = client.post(form_page, {"viec": "gui", "note": ""})
    assert refused.status_code == 422
    assert "đã quá tuổi mà chưa có phương án" in text_of(refused)
    remarks = {f"remark_{post.pk}": "Đề nghị bố trí" for post in cadres}
    assert client.post(form_page, {"viec": "gui", "note": "Xin thêm một biên chế", **remarks}).status_code == 302
    document = client.get(reverse("cadres:personnel-file", args=[review.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(document.content)) as packed:
        written = packed.read("word/document.xml").decode()
    assert "Già" in written
    assert "Đề nghị bố trí" in written
    assert "Xin thêm một biên chế" in written
    sign_in(client, boss)
    assert client.post(form_page, {"viec": "tra-lai", "answer": ""}).status_code == 422
    assert client.post(form_page, {"viec": "nhan", "answer": "Đã rõ"}).status_code == 302
    assert "1/2" in text_of(client.get(call_page)), "Tản Lĩnh was asked too"
    assert client.get(f"{call_page}tai/xlsx/").content[:2] == b"PK"
    assert client.post(f"{call_page}thoi/", {"reason": "Đủ phiếu"}).status_code == 302


def test_others_do_not_learn_of_it(tree, call, client):
    review = of(call, tree.commune)
    for who in (
        make_officer("base_officer", tree.stranger),
        make_officer("branch_secretary", tree.branch),
        make_officer("inspector", tree.city),
    ):
        sign_in(client, who)
        for name, args in {
            "personnel-form": [review.pk], "personnel-file": [review.pk, "docx"], "personnel-call": [call.pk],
            "personnel-call-xlsx": [call.pk], "personnel-call-off": [call.pk],
        }.items():  # fmt: skip
            assert client.get(reverse(f"cadres:{name}", args=args)).status_code == 404, name
        assert "Rà soát trước đại hội" not in text_of(client.get(reverse("cadres:personnel")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_for_one_and_three(tree, boss, cadres, client, count):
    for place in range(count):
        ask(tree.city, boss, [tree.commune.pk], title=f"Đợt {place}")
    sign_in(client, boss)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("cadres:personnel"))
    assert len(queries) == 13, "\n".join(q["sql"][:150] for q in queries)
    assert len(calls_of([tree.city.pk], TODAY)) == count
