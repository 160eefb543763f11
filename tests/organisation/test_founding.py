"""Two units found a branch together: proposed by one, agreed to by the other, decided above."""

import pytest
from django.urls import reverse

from tests.factories import AT, make_account, make_officer, make_unit, sign_in
from tests.people.members import make_member
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.founding import answer_proposal, propose_founding
from viecthat.organisation.models import FoundingProposal
from viecthat.units.queries import unit_with_code

NEW = {"name": "Chi đoàn tòa nhà Hoa Sen", "kind": "branch", "place": "Số 1 phố Huế", "reason": "12 đoàn viên thuê nhà"}


@pytest.fixture
def proposer(tree):
    return make_officer("base_officer", tree.neighbour)


def propose(tree, actor, **other) -> FoundingProposal:
    given = {"proposer": tree.neighbour.pk, "host": tree.commune.pk, **NEW} | other
    return propose_founding(**given, actor=actor, at=AT)


def test_the_whole_way_by_the_pages(client, tree, proposer):
    people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
    sign_in(client, proposer)
    given = {**NEW, "proposer": "hn-tan-linh", "host": "hn-suoi-hai"}
    assert client.post(reverse("organisation:propose"), given).status_code == 302
    row = FoundingProposal.objects.get()
    answer = reverse("organisation:answer", args=[row.pk])
    listed = client.get(reverse("organisation:proposals")).content.decode()
    assert "Chi đoàn tòa nhà Hoa Sen" in listed
    assert "Đồng ý</button>" not in listed

    sign_in(client, make_officer("base_officer", tree.commune))
    assert "Đồng ý</button>" in client.get(reverse("organisation:proposals")).content.decode()
    client.post(answer, {"lam": "dong-y", "answer": "Phường bố trí phòng họp"})

    sign_in(client, make_officer("secretary", tree.city))
    found = reverse("organisation:found", args=["hn-suoi-hai"]) + f"?de-nghi={row.pk}"
    assert found in client.get(reverse("organisation:proposals")).content.decode()
    assert 'value="Chi đoàn tòa nhà Hoa Sen"' in client.get(found).content.decode()
    asked = {
        "name": NEW["name"], "kind": "branch", "day": "20/03/2026", "decision": "12-QĐ/TĐTN", "sources": "hn-do-tram",
        "nguoi": [str(person.pk) for person in people],
    }  # fmt: skip
    seen = client.post(found, asked).context
    done = client.post(found, asked | {"confirm": seen["effects"].digest, "key": seen["key"]})
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.state == "decided"
    assert row.reorganisation.decision == "12-QĐ/TĐTN"
    assert unit_with_code("hn-suoi-hai-toa-nha-hoa-sen", AT.date())


def test_nothing_is_founded_before_the_host_agrees(client, tree, proposer):
    people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
    row = propose(tree, proposer)
    sign_in(client, make_officer("secretary", tree.city))
    asked = {
        "name": NEW["name"], "kind": "branch", "day": "20/03/2026", "decision": "12-QĐ/TĐTN", "sources": "hn-do-tram",
        "nguoi": [str(person.pk) for person in people],
    }  # fmt: skip
    address = reverse("organisation:found", args=["hn-suoi-hai"]) + f"?de-nghi={row.pk}"
    response = client.post(address, asked)
    assert response.status_code == 422
    assert "Nơi phối hợp chưa đồng ý" in response.content.decode()


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"kind": "commune"}, "kind", "chọn một loại chi đoàn"),
        ({"place": " "}, "place", ""),
        ({"host": 10**9}, "host", "đã kết thúc"),
    ],
)
def test_refusals(tree, proposer, other, field, sentence):
    with pytest.raises(Refused) as why:
        propose(tree, proposer, **other)
    assert why.value.field == field
    assert sentence in str(why.value)
    assert not FoundingProposal.objects.exists()


def test_a_unit_does_not_propose_to_itself_nor_for_others(tree, proposer):
    with pytest.raises(Refused, match="phải là hai đơn vị"):
        propose(tree, proposer, host=tree.neighbour.pk)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        propose(tree, make_account())


def test_answers(tree, proposer):
    row = propose(tree, proposer)
    host = make_officer("base_officer", tree.commune)
    with pytest.raises(Refused, match="Ghi vì sao không đồng ý"):
        answer_proposal(proposal=row, agrees=False, answer="", actor=host, at=AT)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        answer_proposal(proposal=row, agrees=True, answer="", actor=proposer, at=AT)
    both = make_officer("secretary", tree.city)
    own = propose(tree, both, name="Chi đoàn khác")
    with pytest.raises(Refused, match="tự đề nghị"):
        answer_proposal(proposal=own, agrees=True, answer="", actor=both, at=AT)
    assert answer_proposal(proposal=row, agrees=True, answer="", actor=host, at=AT).state == "agreed"
    with pytest.raises(Refused, match="đã được trả lời"):
        answer_proposal(proposal=row, agrees=True, answer="", actor=host, at=AT)


def test_strangers_see_nothing_of_it(client, tree, proposer):
    row = propose(tree, proposer)
    sign_in(client, make_officer("secretary", tree.stranger))
    assert "Hoa Sen" not in client.get(reverse("organisation:proposals")).content.decode()
    assert client.post(reverse("organisation:answer", args=[row.pk]), {"lam": "dong-y"}).status_code == 404
    sign_in(client, make_account())
    assert client.get(reverse("organisation:propose")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(client, tree, proposer, count, django_assert_num_queries):
    for n in range(count):
        host = make_unit(f"Đoàn phường {n}", parent=tree.city)
        propose(tree, proposer, host=host.pk, name=f"Chi đoàn tòa nhà {n}")
    sign_in(client, proposer)
    client.get(reverse("organisation:proposals"))
    with django_assert_num_queries(16):
        assert client.get(reverse("organisation:proposals")).content.decode().count("Chi đoàn tòa nhà") == count
