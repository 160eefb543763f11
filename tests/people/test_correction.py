"""Corrections by request: only one's own file, answered by who keeps it and nobody else, and nothing kept too long."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, make_photo, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators, secretary_of
from tests.people.own import own_account
from tests.people.test_register_pages import text_of
from viecthat.files.models import KeptFile
from viecthat.kernel.errors import Refused
from viecthat.people.commands.correction import answer_correction, ask_for_correction, withdraw_correction
from viecthat.people.models import CorrectionRequest, FileAccess, Person, SensitiveFacts

pytestmark = pytest.mark.django_db
LIST = reverse("keeping:corrections")


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def lan(tree):
    return make_member(tree.branch, "Phùng Thị Lan", phone="0912345678")


@pytest.fixture
def own(lan, secretary):
    return own_account(lan, secretary)


def ask(own, at=AT, **facts) -> CorrectionRequest:
    return ask_for_correction(facts=facts or {"residence": "Thôn Đô Trám"}, reason="Chuyển nhà", actor=own, at=at)


def answer(row, actor, *, accept=True, words="Đã xem giấy tờ"):
    return answer_correction(request=row, accept=accept, answer=words, actor=actor, at=AT)


def test_accepted_the_file_changes_with_its_past(lan, own, secretary):
    row = ask(own, birth_date=date(2005, 5, 14), phone="0912 345 678", ethnicity="Tày")
    assert row.facts == {"birth_date": "2005-05-14", "ethnicity": "Tày"}  # the phone is what it was
    assert row.due_on == TODAY + timedelta(days=10)
    SensitiveFacts.objects.create(person=lan, religion="không")
    answer(row, secretary)
    lan.refresh_from_db()
    assert lan.birth_date == date(2005, 5, 14)
    assert (lan.sensitive.ethnicity, lan.sensitive.religion) == ("Tày", "không")
    assert lan.events.filter(birth_date=date(2005, 5, 4)).exists()
    row.refresh_from_db()
    assert (row.state, row.facts) == ("accepted", {"birth_date": "2005-05-14", "ethnicity": ""})
    assert FileAccess.objects.filter(person=lan, kind="changed", account=secretary).count() == 2


def test_refused_with_words_and_nothing_changes(lan, own, secretary):
    row = ask(own)
    with pytest.raises(Refused, match="vì sao không sửa"):
        answer(row, secretary, accept=False, words=" ")
    answer(row, secretary, accept=False, words="Chưa có giấy tờ")
    lan.refresh_from_db()
    assert lan.residence == ""
    with pytest.raises(Refused, match="đã được trả lời"):
        answer(row, secretary)


def test_nothing_to_correct_nobody_to_correct_and_one_at_a_time(lan, own, secretary):
    with pytest.raises(Refused, match="Chưa sửa mục nào"):
        ask(own, full_name="Phùng Thị Lan")
    with pytest.raises(Refused, match="chưa gắn với hồ sơ"):
        ask(make_account())
    with pytest.raises(Refused, match="vì sao cần sửa"):
        ask_for_correction(facts={"residence": "x"}, reason="", actor=own, at=AT)
    with pytest.raises(Refused, match="9 đến 14 chữ số"):
        ask(own, phone="12")
    first = ask(own)
    with pytest.raises(Refused, match="chưa được trả lời"):
        ask(own)
    withdraw_correction(request=first, actor=own, at=AT)
    assert ask(own).state == "open"


def test_only_who_keeps_the_file_answers(tree, lan, own, secretary):
    row = ask(own, ethnicity="Tày")
    for stranger in (
        own,
        secretary_of(tree.sister),
        make_officer("inspector", tree.city),
        make_officer("department_officer", tree.city),  # may not open the restricted part
        make_officer("keeper", tree.city),
    ):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            answer(row, stranger)
    with pytest.raises(Refused, match="không phải của bạn"):
        withdraw_correction(request=row, actor=secretary, at=AT)
    answer(row, make_officer("base_officer", tree.commune))


def test_nobody_answers_their_own(tree, lan):
    """The secretary is a member of the branch, too."""
    from tests.people.own import invite
    from viecthat.people.commands.own_account import redeem_invitation

    secretary, above = secretary_of(tree.branch), make_officer("base_officer", tree.commune)
    redeem_invitation(code=invite(lan, above), birth_date=lan.birth_date, account=secretary, visitor="x", at=AT)
    row = ask(secretary)
    with pytest.raises(Refused, match="đề nghị của chính bạn"):
        answer(row, secretary)
    CorrectionRequest.objects.update(asked_by=above)  # entered by somebody else: still about oneself
    with pytest.raises(Refused, match="đề nghị của chính bạn"):
        answer(row, secretary)


def test_the_proof_is_gone_with_the_answer(lan, own, secretary, django_capture_on_commit_callbacks):
    row = ask_for_correction(
        facts={"residence": "Thôn Đô Trám"}, reason="x", proof=make_photo((1, 2, 3)), actor=own, at=AT
    )
    path = row.proof.path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer(row, secretary)
    assert not path.exists()
    assert not KeptFile.objects.exists()


# on the screen


@pytest.fixture
def _clock(monkeypatch):
    stop_clock(monkeypatch)


SENT = {"full_name": "Phùng Thị Lan", "birth_date": "04/05/2005", "sex": "female", "phone": "0912345678"}


@pytest.mark.usefixtures("_clock")
def test_asked_and_answered(client, tree, lan, own, secretary):
    sign_in(client, own)
    address = reverse("own:correct")
    assert "Sửa thẳng vào mục sai" in text_of(client.get(address))
    for wrong, sentence in [
        ({}, "Chưa sửa mục nào"),
        ({"reason": ""}, "Ghi vài chữ"),
        ({"residence": "Thôn Hà", "proof": io.BytesIO(b"no picture")}, "không phải ảnh"),
    ]:
        refused = client.post(address, {**SENT, "reason": "Chuyển nhà", **wrong})
        assert refused.status_code == 422
        assert sentence in text_of(refused)
    sent = {**SENT, "residence": "Thôn Hà", "reason": "Chuyển nhà", "proof": io.BytesIO(make_photo())}
    assert client.post(address, sent).headers["Location"] == reverse("own:corrections")
    mine = text_of(client.get(reverse("own:corrections")))
    assert "Thôn Hà" in mine
    assert "trả lời trước 06/04/2026" in mine
    row = CorrectionRequest.objects.get()
    there, paper = reverse("keeping:correction", args=[row.pk]), reverse("keeping:proof", args=[row.pk])
    assert client.get(there).status_code == client.get(paper).status_code == 404

    for stranger in (
        secretary_of(tree.sister),
        make_officer("keeper", tree.city),
        make_officer("inspector", tree.city),
    ):
        sign_in(client, stranger)
        assert client.get(there).status_code == client.get(paper).status_code == 404
        assert client.post(there, {"accept": "yes"}).status_code == 404
        assert "Phùng" not in text_of(client.get(LIST))

    sign_in(client, secretary)
    assert "Phùng Thị Lan" in text_of(client.get(LIST))
    page = text_of(client.get(there))
    assert "Thôn Hà" in page
    assert FileAccess.objects.filter(person=lan, account=secretary, detail="đề nghị sửa hồ sơ").count() == 1
    assert client.get(paper)["Content-Type"] == "image/jpeg"
    assert client.post(there, {"accept": ""}).status_code == 422
    assert client.post(there, {"accept": "no"}).status_code == 422
    assert client.post(there, {"accept": "yes", "answer": "Đúng"}).status_code == 302
    lan.refresh_from_db()
    assert lan.residence == "Thôn Hà"
    assert "Phùng" not in text_of(client.get(LIST))
    assert "Phùng" in text_of(client.get(LIST, {"tinh-trang": "accepted"}))
    assert client.get(paper).status_code == 404

    sign_in(client, own)
    mine = text_of(client.get(reverse("own:corrections")))
    assert "đã sửa theo đề nghị" in mine
    assert "đề nghị sửa hồ sơ" in text_of(client.get(reverse("own:accesses")))


@pytest.mark.usefixtures("_clock")
def test_a_childs_and_the_restricted_parts_are_not_even_listed_for_a_department(client, tree, lan, own, secretary):
    child = make_member(tree.branch, "Vũ Thị Nhỏ", born=date(2010, 6, 1), since=date(2025, 9, 1))
    ask(own, ethnicity="Tày")
    row = ask(own_account(child, secretary, guardian="Mẹ"), residence="Xóm 9")
    department = sign_in(client, make_officer("department_officer", tree.city))
    page = text_of(client.get(LIST))
    assert "Vũ Thị Nhỏ" not in page
    assert "Phùng Thị Lan" not in page
    assert client.get(reverse("keeping:correction", args=[row.pk])).status_code == 404
    CorrectionRequest.objects.filter(person=lan).update(facts={"residence": "x"})
    assert "Phùng Thị Lan" in text_of(client.get(LIST))
    assert department


@pytest.mark.usefixtures("_clock")
def test_another_members_request_is_as_unknown_as_none(client, tree, lan, own, secretary):
    row = ask(own)
    other = own_account(make_member(tree.branch, "Lê Đức An", born=date(2004, 1, 2), sex="male"), secretary)
    sign_in(client, other)
    assert client.post(reverse("own:withdraw", args=[row.pk])).status_code == 404
    assert "Thôn Đô Trám" not in text_of(client.get(reverse("own:corrections")))
    sign_in(client, own)
    assert client.post(reverse("own:withdraw", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"


@pytest.mark.usefixtures("_clock")
def test_overdue_is_said(client, lan, own, secretary):
    ask(own, at=AT - timedelta(days=20))
    sign_in(client, secretary)
    assert "quá hạn" in text_of(client.get(LIST))
    sign_in(client, own)
    assert "quá hạn trả lời" in text_of(client.get(reverse("own:corrections")))


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, count, django_assert_num_queries):
    for n in range(count):
        ask(own_account(make_member(tree.branch, f"Người {n}"), secretary))
    sign_in(client, secretary)
    client.get(LIST)
    with django_assert_num_queries(10):
        assert len(client.get(LIST).context["rows"]) == count
    assert Person.objects.count() == count
