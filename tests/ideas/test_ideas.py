"""The bank of ideas: from a stranger's phone to what it became, each step counted and taken back; initiatives."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.organisation.test_reorganisation import merge_branches
from tests.people.members import make_member
from tests.people.own import own_account
from viecthat.catalogue.readers import rows
from viecthat.ideas.commands import IdeaFacts, record_idea, send_idea, withdraw_idea
from viecthat.ideas.commands.erasing import erase_from_ideas
from viecthat.ideas.commands.initiative import Said, confirm_on_paper, declare_initiative, take_back_initiative
from viecthat.ideas.commands.judging import ask_reviewer, judge_idea
from viecthat.ideas.commands.steps import (
    accept_idea,
    hand_over_idea,
    mark_duplicate,
    realise_idea,
    refuse_idea,
    select_idea,
    undo_step,
)
from viecthat.ideas.models import Idea, Initiative, Step
from viecthat.ideas.queries.bank import idea_opened, ideas_like
from viecthat.ideas.queries.own import own_section
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.ui.human_check import digits_of, new_token

pytestmark = pytest.mark.django_db
FACTS = IdeaFacts("Thùng rác thông minh ở hồ Suối Hai", "Đặt thùng phân loại có cảm biến quanh hồ.", "environment")
PDF = b"%PDF-1.4 giay xac nhan"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings, tmp_path):
    stop_clock(monkeypatch)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tree():
    for code in ("proposed", "selected", "realised"):
        make_indicator(f"ideas_{code}", register="ideas")
    for code in ("initiatives_confirmed", "initiative_benefit", "initiative_hours"):
        make_indicator(code, register="ideas")
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def judge(tree):
    return make_officer("secretary", tree.commune, full_name="Trần Văn Chấm")


def refused(run, **given) -> str:
    with pytest.raises(Refused) as why:
        run(**given, at=AT)
    return str(why.value)


def counted() -> dict[str, int]:
    """What the ledger holds, by indicator."""
    sums: dict[str, int] = {}
    for code, n in Entry.objects.values_list("indicator__code", "quantity"):
        sums[code] = sums.get(code, 0) + n
    return {code: n for code, n in sums.items() if n}


def human() -> dict[str, str]:
    """A person's answer to the check, good once."""
    token = new_token()
    return {"human_token": token, "human": digits_of(token)}


def judged(idea, officer, judge) -> None:
    ask_reviewer(idea=idea, reviewer=judge.pk, actor=officer, at=AT)
    points = {"new": 8, "useful": 9, "feasible": 7, "spread": 6}
    judge_idea(idea=idea, points=points, verdict="select", actor=judge, at=AT)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_stranger_sends_an_idea_and_follows_it_until_it_is_done(client, tree, officer, judge):
    form = {
        "unit": tree.commune.pk, "field": "environment", "title": FACTS.title, "text": FACTS.text,
        "name": "Bùi Thị Lạ", "contact": "0912 345 678", **human(),
    }  # fmt: skip
    address = reverse("ideas:send") + f"?don-vi={tree.commune.code}"
    wrong = client.post(address, form | {"human": "99"})
    assert wrong.status_code == 422
    assert not Idea.objects.exists()
    sent = client.post(address, form)
    slip = re.search(r"/y-tuong/ma/[^\"<]+", sent.content.decode())[0]
    idea = Idea.objects.get()
    assert (idea.state, idea.unit_id, counted()) == ("sent", tree.commune.pk, {})
    # Nobody else reads it before it was read by the unit.
    assert client.get(reverse("ideas:idea", args=[idea.pk])).status_code == 404
    assert "Thùng rác" not in text_of(client.get(reverse("ideas:list")))
    assert "chờ sàng lọc" in text_of(client.get(slip))
    assert client.get("/y-tuong/ma/khong-dung/").status_code == 404

    sign_in(client, officer)

    def step(slug, status=302, **given):
        response = client.post(reverse("ideas:step", args=[idea.pk, slug]), given)
        assert response.status_code == status, text_of(response)
        idea.refresh_from_db()
        return response

    desk = reverse("ideas:desk", args=[idea.pk])
    assert "0912 345 678" in text_of(client.get(desk))
    step("tiep-nhan", words="Cảm ơn bạn, Đoàn xã sẽ mời người chấm.")
    assert counted() == {"ideas_proposed": 1}
    choose = f'href="{reverse("ideas:step", args=[idea.pk, "chon"])}"'
    assert choose not in client.get(desk).content.decode()
    assert "Chưa ai chấm" in text_of(step("chon", 422, day="27/03/2026"))
    step("moi-cham", reviewer=judge.pk)
    sign_in(client, judge)
    assert FACTS.title in text_of(client.get(reverse("ideas:own")))
    assert "từ 0 đến 10" in text_of(step("cham", 422, new="11", useful="9", feasible="7", spread="6", verdict="select"))
    step("cham", new="8", useful="9", feasible="7", spread="6", verdict="select", words="Nên làm ở hồ trước")
    sign_in(client, officer)
    assert "trung bình 7,7/10" in text_of(client.get(desk))
    assert choose in client.get(desk).content.decode()
    step("chon", day="27/03/2026", words="Chọn làm trong tháng 4")
    step("ho-tro", kind="money", words="Quỹ sáng tạo trẻ", value="5.000.000", day="27/03/2026")
    assert "Ghi đơn vị nhận" in text_of(step("ho-tro", 422, kind="taken_on", words="Nhận làm", day="27/03/2026"))
    step("thu-nghiem", day="27/03/2026")
    activity = make_activity(tree.commune, actor=officer)
    assert "Gắn hoạt động" in text_of(step("thuc-hien", 422, day="27/03/2026", words="Xong"))
    step("thuc-hien", day="27/03/2026", words="Mười thùng, dân khen", activity=activity.pk)
    assert {code: n for code, n in counted().items() if code.startswith("ideas")} == {
        "ideas_proposed": 1, "ideas_selected": 1, "ideas_realised": 1,
    }  # fmt: skip

    client.logout()
    for page in (client.get(slip), client.get(reverse("ideas:idea", args=[idea.pk]))):
        shown = text_of(page)
        assert "Mười thùng, dân khen" in shown
        assert "Quỹ sáng tạo trẻ" in shown
        assert "Nên làm ở hồ trước" not in shown  # what reviewers say among themselves
        assert "0912" not in shown
        assert "Bùi Thị Lạ" not in shown
    # Saying yes: a machine is asked first, then the browser keeps a code; twice is once.
    yes = reverse("ideas:vote", args=[idea.pk])
    asked = client.post(yes)
    assert "Mã xác nhận" in text_of(asked)
    client.post(yes, human())
    client.post(yes)
    assert idea.votes.count() == 1
    client.post(yes, {"bo": "1"})
    assert idea.votes.count() == 0


def test_a_step_is_taken_back_by_one_that_corrects_it_and_the_ledger_with_it(tree, officer, judge):
    idea, _code = send_idea(unit=tree.commune.pk, facts=FACTS, actor=None, at=AT)
    accept_idea(idea=idea, actor=officer, at=AT)
    judged(idea, officer, judge)
    select_idea(idea=idea, day=TODAY, actor=officer, at=AT)
    assert counted() == {"ideas_proposed": 1, "ideas_selected": 1}
    assert "Ghi câu trả lời" in refused(undo_step, idea=idea, words="", actor=officer)
    undo_step(idea=idea, words="Chọn nhầm", actor=officer, at=AT)
    idea.refresh_from_db()
    assert (idea.state, counted()) == ("accepted", {"ideas_proposed": 1})
    undo_step(idea=idea, words="Tiếp nhận nhầm", actor=officer, at=AT)
    assert counted() == {}
    assert "Không có bước nào" in refused(undo_step, idea=idea, words="Nữa", actor=officer)
    # The public reads only what stands.
    assert idea_opened(idea, TODAY, keeper=False).steps == ()
    assert len(idea_opened(idea, TODAY, keeper=True).steps) == 4
    # The way is the database's: no step from where the idea does not stand, none that is not on its way.
    for before, after in (("accepted", "selected"), ("sent", "realised")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(idea=idea, before=before, after=after, day=TODAY, words="x", unit=tree.commune, at=AT)


def test_duplicates_are_shown_by_likeness_and_not_counted(client, tree, officer, django_assert_num_queries):
    first, _code = send_idea(unit=tree.commune.pk, facts=FACTS, actor=None, at=AT)
    accept_idea(idea=first, actor=officer, at=AT)
    other = IdeaFacts("Lớp dạy bơi miễn phí cho thiếu nhi", "Mượn bể bơi trường.", "society")
    accept_idea(idea=send_idea(unit=tree.commune.pk, facts=other, actor=None, at=AT)[0], actor=officer, at=AT)
    again = IdeaFacts("Thung rac thong minh quanh ho Suoi Hai", "Thùng có cảm biến, phân loại rác.", "environment")
    second, code = send_idea(unit=tree.commune.pk, facts=again, actor=None, at=AT)
    assert [one.pk for one, _percent in ideas_like(second.title, second.text, but=second.pk)] == [first.pk]
    sign_in(client, officer)
    assert "Trùng với ý tưởng này" in text_of(client.get(reverse("ideas:desk", args=[second.pk])))
    assert "đang có trong ngân hàng" in refused(mark_duplicate, idea=second, of=second, words="Trùng", actor=officer)
    mark_duplicate(idea=second, of=first, words="Đã có người gửi trước", actor=officer, at=AT)
    assert counted() == {"ideas_proposed": 2}
    assert first.title in text_of(client.get(reverse("ideas:slip", args=[code])))
    # One list for the public, one for keepers; as many queries for one row as for three.
    client.logout()
    with django_assert_num_queries(4):
        one = client.get(reverse("ideas:list"), {"q": "thung rac"})
    with django_assert_num_queries(4):
        two = client.get(reverse("ideas:list"))
    assert ("Lớp dạy bơi" in text_of(one), "Lớp dạy bơi" in text_of(two)) == (False, True)
    sign_in(client, officer)
    register = reverse("ideas:register")
    client.get(register)
    with django_assert_num_queries(11):
        client.get(register, {"tinh-trang": "duplicate"})
    with django_assert_num_queries(11):
        assert "3 dòng" in text_of(client.get(register))
    assert b"Thung rac" in client.get(reverse("ideas:register-file", args=["csv"])).content
    # Figures open down to their rows.
    shown = client.get(reverse("ideas:figures"), {"don-vi": tree.city.code}).content.decode()
    link = unescape(re.search(rf'href="([^"]*don-vi={tree.commune.code}[^"]*tinh-trang=counted[^"]*)">2<', shown)[1])
    assert "2 dòng" in text_of(client.get(link))
    assert client.get(reverse("ideas:figures-file", args=["xlsx"])).status_code == 200


def test_a_child_is_not_reached_without_a_guardian_and_never_named(tree, officer):
    child = IdeaFacts("Sân chơi", "Làm sân chơi từ lốp cũ.", "society", name="Bé An", contact="0900", child=True)
    assert "người giám hộ" in refused(send_idea, unit=tree.commune.pk, facts=child, actor=None)
    told = replace(child, guardian="Mẹ của An", show_name=True)
    idea, _code = send_idea(unit=tree.commune.pk, facts=told, actor=None, at=AT)
    assert (idea.contact, idea.show_name) == ("0900", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(guardian="")


def test_nobody_decides_their_own_and_a_member_sees_what_became_of_it(client, tree, officer):
    secretary = make_officer("branch_secretary", tree.branch)
    own, _code = send_idea(unit=tree.branch.pk, facts=FACTS, actor=secretary, at=AT)
    assert "Không ai tự quyết" in refused(accept_idea, idea=own, actor=secretary)
    stranger = make_officer("branch_secretary", tree.neighbour)
    assert "chưa được giao quyền" in refused(accept_idea, idea=own, actor=stranger)
    hand_over_idea(idea=own, unit=tree.commune.pk, words="Việc của xã", actor=officer, at=AT)
    own.refresh_from_db()
    assert own.unit_id == tree.commune.pk
    accept_idea(idea=own, actor=officer, at=AT)
    assert list(Entry.objects.values_list("unit", flat=True)) == [tree.commune.pk]
    refuse_idea(idea=own, words="Chưa có kinh phí năm nay", actor=officer, at=AT)
    sign_in(client, secretary)
    assert "Chưa có kinh phí năm nay" in text_of(client.get(reverse("ideas:own")))
    assert "đã được tiếp nhận" in refused(withdraw_idea, idea=own, actor=secretary)
    # One who looks after another branch learns nothing of the sender.
    sign_in(client, stranger)
    assert client.get(reverse("ideas:desk", args=[own.pk])).status_code == 404


def test_an_idea_found_elsewhere_is_recorded_once(tree, officer):
    given = {"unit": tree.commune.pk, "facts": FACTS, "origin": "contest", "source": "contest:12", "actor": officer}
    first = record_idea(**given, source_name="Cuộc thi tìm hiểu Nghị quyết, bài số 12", at=AT)
    assert record_idea(**given, at=AT) == first
    assert (first.state, counted()) == ("accepted", {"ideas_proposed": 1})
    member = make_account()
    assert "chưa được giao quyền" in refused(record_idea, unit=tree.commune.pk, facts=FACTS, actor=member)


def test_open_ideas_follow_their_unit_and_a_person_is_forgotten(tree, officer):
    person = make_member(tree.branch)
    account = own_account(person, make_officer("branch_secretary", tree.branch))
    facts = replace(FACTS, show_name=True)
    idea, _code = send_idea(unit=tree.branch.pk, facts=facts, actor=account, at=AT)
    assert (idea.person_id, idea.show_name, idea.contact) == (person.pk, True, "")
    assert FACTS.title in str(own_section(person.pk, AT).rows)
    carry_out(plan=merge_branches(tree), actor=make_officer("secretary", tree.city), at=AT)
    idea.refresh_from_db()
    assert idea.unit_id != tree.branch.pk
    erase_from_ideas(person.pk, [account.pk], AT)
    idea.refresh_from_db()
    assert idea.show_name is False


def test_only_what_the_place_of_work_confirms_counts(client, tree, officer):
    person = make_person(unit=tree.branch)
    sign_in(client, officer)
    form = {
        "title": "Gá hàn nhanh", "field": "economy", "employer": "Công ty Cơ khí Ba Vì", "text": "Gá kẹp ba điểm.",
        "author": "Tổ hàn 2", "applied_on": "01/03/2026", "money": "120.000.000", "hours": "300", "material": "50",
    }  # fmt: skip
    new = reverse("ideas:initiative-new", args=[tree.commune.code])
    assert "vật tư gì" in text_of(client.post(new, form)).lower()
    evidence = SimpleUploadedFile("anh.pdf", PDF)
    client.post(new, form | {"material_unit": "thép (kg)", "file": evidence})
    row = Initiative.objects.get()
    page = reverse("ideas:initiative", args=[row.pk])
    assert counted() == {}
    link = re.search(r"/y-tuong/xac-nhan/[^\"<]+", client.post(page).content.decode())[0]
    assert (
        b"anh.pdf"
        in client.get(reverse("ideas:initiative-file", args=[row.pk, "minh-chung"]))
        .headers["Content-Disposition"]
        .encode()
    )
    client.logout()
    said = {
        "yes": "co", "money": "200.000.000", "hours": "200", "material": "50", "by": "Lê Văn Ba, quản đốc",
        **human(),
    }  # fmt: skip
    assert "nhiều hơn số tác giả kê khai" in text_of(client.post(link, said))
    assert "Đã ghi câu trả lời" in text_of(client.post(link, said | human() | {"money": "100.000.000"}))
    assert client.get(link).status_code == 404  # used once
    assert counted() == {"initiatives_confirmed": 1, "initiative_benefit": 100_000_000, "initiative_hours": 200}
    row.refresh_from_db()
    assert (row.state, row.way, row.confirmed_by) == ("confirmed", "link", "Lê Văn Ba, quản đốc")
    take_back_initiative(initiative=row, reason="Ghi hai lần", actor=officer, at=AT)
    assert counted() == {}

    facts = {"title": "Tưới nhỏ giọt", "field": "economy", "employer": "HTX Suối Hai", "text": "Ống cũ", "hours": 90}
    facts |= {"person": person.pk, "applied_on": TODAY - timedelta(days=9)}
    other = declare_initiative(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    paper = {"initiative": other, "said": Said("Chủ nhiệm", hours=90), "day": TODAY, "file_name": "giay.pdf"}
    assert "có ký, đóng dấu" in refused(confirm_on_paper, **paper, content=b"", actor=officer)
    confirm_on_paper(**paper, content=PDF, actor=officer, at=AT)
    assert counted() == {"initiatives_confirmed": 1, "initiative_hours": 90}
    sign_in(client, officer)
    register = client.get(reverse("ideas:initiatives"), {"tinh-trang": "confirmed", "nam": "2026"})
    assert "Tưới nhỏ giọt" in text_of(register)


def test_realising_takes_an_activity_of_the_unit_or_a_file(tree, officer, judge):
    idea = record_idea(unit=tree.commune.pk, facts=FACTS, actor=officer, at=AT)
    judged(idea, officer, judge)
    select_idea(idea=idea, day=TODAY, actor=judge, at=AT)
    foreign = make_activity(tree.neighbour, actor=make_officer("secretary", tree.city))
    done = {"idea": idea, "day": TODAY, "words": "Xong", "actor": officer}
    assert "Chọn hoạt động" in refused(realise_idea, **done, activity=foreign.pk)
    assert "trước ngày" in refused(realise_idea, **{**done, "day": TODAY - timedelta(days=3)}, content=PDF)
    realise_idea(**done, content=PDF, file_name="kết quả.pdf", at=AT)
    idea.refresh_from_db()
    assert idea.state == "realised"


def test_contributions_to_the_knowledge_base_are_work_of_a_unit_counted_by_what_they_are(client, tree, officer):
    row = next(one for one in rows("activity_kinds") if one["code"] == "digital_knowledge")
    parts = [make_indicator(code, name=code) for code in row["indicators"]]
    kind = make_kind(row["code"], name=row["name"], indicators=parts, serves=row["serves"])
    results = dict(zip(parts, (40, 25, 3), strict=True))
    make_activity(tree.branch, officer, kind=kind, title="Góp câu hỏi lịch sử địa phương", results=results)
    assert counted() == {"knowledge_questions": 40, "knowledge_answers": 25, "knowledge_articles": 3}
    make_activity(tree.branch, officer, title="Việc khác")
    sign_in(client, officer)
    shown = text_of(client.get("/hoat-dong/", {"loai": "digital_knowledge"}))
    assert ("Góp câu hỏi" in shown, "Việc khác" in shown) == (True, False)
