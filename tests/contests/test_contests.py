"""A contest from its rules to its prizes: who may enter, marks without names, votes once, minutes that stay."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.contests.making import (
    CHILD,
    END,
    FACTS,
    GROWN,
    LATER,
    accepted,
    add_round,
    day,
    draft,
    mark,
    running,
    send,
    text_of,
    total,
)
from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_officer,
    make_photo,
    sign_in,
    stop_clock,
)
from tests.organisation.test_reorganisation import merge_branches
from tests.people.members import make_member
from tests.people.own import own_account
from viecthat.commendations.models import Nominee
from viecthat.commendations.rules import form_kinds
from viecthat.contests.commands.closing import close_round, correct_minutes
from viecthat.contests.commands.contest import (
    add_juror,
    cancel_contest,
    correct_contest,
    make_vote_codes,
    open_contest,
)
from viecthat.contests.commands.erasing import erase_from_contests
from viecthat.contests.commands.judging import cast_vote, keep_off
from viecthat.contests.commands.result import (
    give_award,
    promote_to_idea,
    propose_commendation,
    publish_results,
    take_back_award,
)
from viecthat.contests.commands.submission import (
    Named,
    accept_submission,
    note_guardian,
    refuse_submission,
    withdraw_submission,
)
from viecthat.contests.models import Award, Entrant, MinutesLine, Prize, Round, Submission
from viecthat.contests.queries.own import own_section
from viecthat.contests.queries.standing import standing_of
from viecthat.ideas.models import Idea
from viecthat.kernel.errors import Refused
from viecthat.learning.commands.quiz import open_quiz, take_quiz, write_quiz
from viecthat.ledger.models import Entry
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.ui.human_check import digits_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"categories": "Thiếu nhi; 15; 7"}, "categories"),
        ({"criteria": "Ý tưởng; nhiều"}, "criteria"),
        ({"prizes": "Giải Nhất; 0"}, "prizes"),
        ({"prizes": "a; b; c; d"}, "prizes"),
        ({"entrants": "team", "most": 1}, None),
    ],
)
def test_rules_that_cannot_be_are_refused_at_their_field(tree, chief, changed, field):
    with pytest.raises(Refused) as refused:
        draft(tree.city, chief, **changed)
    assert refused.value.field == field


def test_a_contest_opens_when_it_is_whole_and_its_rules_then_stay(tree, chief):
    row = draft(tree.city, chief, criteria="")
    with pytest.raises(Refused, match="nhận bài"):
        open_contest(contest=row, actor=chief, at=AT)
    add_round(row, chief, "registration", 1, 0, 5)
    with pytest.raises(Refused, match="chấm hoặc bình chọn"):
        open_contest(contest=row, actor=chief, at=AT)
    add_round(row, chief, "final", 2, 6, 9)
    with pytest.raises(Refused, match="tiêu chí"):
        open_contest(contest=row, actor=chief, at=AT)
    correct_contest(contest=row, facts=FACTS, actor=chief, at=AT)
    open_contest(contest=row, actor=chief, at=AT)
    with pytest.raises(Refused, match="giữ nguyên"):
        correct_contest(contest=row, facts=FACTS, actor=chief, at=AT)
    with pytest.raises(Refused):
        draft(tree.city, chief)  # the same title, edition and year
    with pytest.raises(Refused):
        draft(tree.commune, make_officer("base_officer", tree.neighbour))


@pytest.mark.parametrize(
    ("people", "more", "field"),
    [
        ((Named("Lê Văn Ngoài", GROWN),), {"agreed": False}, "agreed"),
        ((Named("Lê Văn Ngoài", GROWN),), {"contact": ""}, "contact"),
        ((Named("Lê Văn Ngoài", GROWN),), {"words": " "}, "words"),
        ((Named("Lê Văn Ngoài", GROWN),), {"words": "Của le van ngoài đây"}, "words"),
        ((Named("Lê Văn Ngoài", GROWN),), {"category": 0}, "category"),
        ((Named("Lê Văn Ngoài"),), {}, "born_1"),
        ((Named("Bé Na", CHILD),), {"category": 0}, "guardian_1"),
        ((Named("Bé Na", CHILD, "", "Mẹ Na", "091"), Named("Hai", GROWN)), {"category": 0}, "name_1"),
        ((Named("Lê Văn Ngoài", GROWN),), {"files": (b"MZ\x00\x90",)}, "attached"),
    ],
)
def test_a_work_that_breaks_the_rules_is_refused_and_nothing_is_kept(tree, chief, people, more, field):
    row, _rounds = running(tree.city, chief)
    with pytest.raises(Refused) as refused:
        send(row, *people, **more)
    assert refused.value.field == field
    assert not Submission.objects.exists()
    assert not Entrant.objects.exists()


def test_a_child_enters_when_the_guardian_was_heard_and_the_ledger_counts_people_once(tree, chief):
    row, _rounds = running(tree.city, chief)
    child = send(row, Named("Bé Na", CHILD, "Trường A", "Mẹ Na", "0911"), category=0)
    with pytest.raises(Refused, match="người giám hộ"):
        accept_submission(submission=child, actor=chief, at=AT)
    note_guardian(entrant=child.people.get(), actor=chief, at=AT)
    accept_submission(submission=child, actor=chief, at=AT)
    member = make_member(tree.branch, "Phùng Thị Lan", born=GROWN)
    account = own_account(member, make_officer("branch_secretary", tree.branch))
    for title in ("Một", "Hai"):
        accepted(row, chief, Named(member.full_name), actor=account, title=title, contact="")
    assert (total("contest_entries"), total("contest_turns")) == (3, 3)
    lines = Entry.objects.filter(indicator__code="contest_entrants")
    assert {(one.unit_id, one.person_id) for one in lines} == {(tree.city.pk, None), (tree.branch.pk, member.pk)}
    assert [cells[2] for cells in own_section(member.pk, AT).rows] == ["Hai", "Một"]
    refuse_submission(submission=child, reason="Chép của người khác", actor=chief, at=AT)
    assert total("contest_entries") == 2
    with pytest.raises(Refused):
        withdraw_submission(submission=Submission.objects.get(title="Một"), at=AT)
    erase_from_contests(member.pk, [account.pk], AT)
    assert not Entrant.objects.filter(name__contains="Lan").exists()
    cancel_contest(contest=row, reason="Dịch bệnh", actor=chief, at=AT)
    assert total("contest_entries") == 0


def test_a_pair_is_known_by_their_files_and_a_team_has_a_name(tree, chief):
    row, _rounds = running(tree.city, chief, title="Cặp đôi tài năng", entrants="pair", categories="")
    lan, ba = make_member(tree.branch, "Phùng Thị Lan", born=GROWN), make_member(tree.branch, "Đỗ Văn Ba", born=GROWN)
    account = own_account(lan, make_officer("branch_secretary", tree.branch))
    with pytest.raises(Refused) as refused:
        send(row, Named(lan.full_name), actor=account)
    assert refused.value.field == "name_2"
    made = send(row, Named(lan.full_name), Named("do van ba", GROWN), actor=account)
    assert [one.person_id for one in made.people.order_by("position")] == [lan.pk, ba.pk]
    team, _rounds = running(tree.city, chief, title="Đội hình", entrants="team", most=3, categories="")
    with pytest.raises(Refused) as refused:
        send(team, Named("Một", GROWN), Named("Hai", GROWN))
    assert refused.value.field == "team"


def test_jurors_keep_off_their_own_unit_and_minutes_stay_as_they_were_written(tree, chief):
    row, (first, final) = running(tree.city, chief)
    lan = make_member(tree.branch, "Phùng Thị Lan", born=GROWN)
    account = own_account(lan, make_officer("branch_secretary", tree.branch))
    works = [accepted(row, chief, title=f"Bài {n}") for n in range(2)]
    own = accepted(row, chief, Named(lan.full_name), actor=account, title="Của Suối Hai")
    near, far = make_account("gk-suoi-hai"), make_account("gk-tan-linh")
    with pytest.raises(Refused, match="ẩn danh"):
        add_juror(contest=row, username=chief.username, unit=None, actor=chief, at=AT)
    for one, unit in ((near, tree.commune), (far, tree.neighbour)):
        add_juror(contest=row, username=one.username, unit=unit.pk, actor=chief, at=AT)
    with pytest.raises(Refused, match="chưa chấm"):
        mark(first, works[0], near, 8, 8, at=AT)
    with pytest.raises(Refused, match="đơn vị mình"):
        mark(first, own, near, 10, 10)
    mark(first, works[0], near, 8, 5)
    mark(first, works[0], far, 6, 5)
    mark(first, works[1], far, 5, 6.5)
    with pytest.raises(Refused, match="chưa ai chấm"):
        close_round(round_=first, passed=[works[0].number], actor=chief, at=LATER)
    mark(first, own, far, 6.2, 6.2)
    keep_off(round_=first, submission=works[0], reason="Học trò cũ", actor=far, at=LATER)
    stood = {one.submission.title: (one.place, one.points) for one in standing_of(first)}
    assert stood == {"Bài 0": (1, 680), "Của Suối Hai": (2, 620), "Bài 1": (3, 560)}
    with pytest.raises(Refused, match="nhiều nhất 1"):
        close_round(round_=first, passed=[works[0].number, own.number], actor=chief, at=LATER)
    with pytest.raises(Refused) as refused:
        close_round(round_=first, passed=[own.number], actor=chief, at=LATER)
    assert refused.value.field == "words"
    close_round(round_=first, passed=[works[0].number], actor=chief, at=LATER)
    with pytest.raises(Refused, match="giữ nguyên"):
        mark(first, works[1], far, 9, 9)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        MinutesLine.objects.filter(submission=own).update(passed=True)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        MinutesLine.objects.filter(submission=own).delete()
    with pytest.raises(Refused):
        correct_minutes(round_=first, passed=[own.number], why="", actor=chief, at=LATER)
    correct_minutes(
        round_=first, passed=[own.number], why="Bài 0 chép", words="Thay bằng bài sau", actor=chief, at=LATER
    )
    assert [one.submission.title for one in standing_of(final)] == ["Của Suối Hai"]
    mark(final, own, far, 9, 9, at=END)
    close_round(round_=final, passed=[], actor=chief, at=END)
    with pytest.raises(Refused, match="Vòng sau"):
        correct_minutes(round_=first, passed=[works[0].number], why="Lại", actor=chief, at=END)


def test_equal_marks_share_a_place_unless_the_heaviest_criterion_tells_them_apart(tree, chief):
    row, (first, _final) = running(tree.city, chief, criteria="Ý tưởng; 1\nThẩm mỹ; 1")
    works = [accepted(row, chief, title=f"Bài {n}") for n in range(3)]
    far = make_account("gk-mot")
    add_juror(contest=row, username="gk-mot", unit=None, actor=chief, at=AT)
    for work, points in zip(works, ((6, 8), (6, 8), (8, 6)), strict=True):
        mark(first, work, far, *points)
    best, *others = standing_of(first)
    assert (best.submission.title, best.place, best.tied) == ("Bài 2", 1, False)
    assert [(one.place, one.tied) for one in others] == [(2, True), (2, True)]


def test_everybody_votes_once_in_the_month_of_the_work(tree, chief):
    row = draft(tree.city, chief, title="Tri thức trẻ", categories="")
    add_round(row, chief, "registration", 1, 0, 30)
    may = {"sent_from": day(0), "sent_until": day(5), "passing": 1}
    vote = add_round(row, chief, "vote", 2, 6, 12, **may)
    add_round(row, chief, "vote", 2, 20, 25, sent_from=day(6), sent_until=day(19))
    final = add_round(row, chief, "final", 3, 40, 50)
    open_contest(contest=row, actor=chief, at=AT)
    works = [accepted(row, chief, title=f"Bài {n}") for n in range(2)]
    with pytest.raises(Refused):
        cast_vote(round_=vote, submission=works[0], actor=chief, at=AT)  # not open yet
    cast_vote(round_=vote, submission=works[1], actor=chief, at=LATER)
    with pytest.raises(Refused):
        cast_vote(round_=vote, submission=works[0], actor=chief, at=LATER)
    (code,) = make_vote_codes(round_=vote, count=1, actor=chief, at=AT)
    cast_vote(round_=vote, submission=works[1], actor=None, code=f" {code.lower()} ", at=LATER)
    for again in (code, "SAI"):
        with pytest.raises(Refused) as refused:
            cast_vote(round_=vote, submission=works[0], actor=None, code=again, at=LATER)
        assert refused.value.field == "code"
    assert [(one.submission.title, one.votes) for one in standing_of(vote)] == [("Bài 1", 2), ("Bài 0", 0)]
    with pytest.raises(Refused, match="chưa hết ngày"):
        close_round(round_=vote, passed=[works[1].number], actor=chief, at=LATER)
    close_round(round_=vote, passed=[works[1].number], actor=chief, at=END)
    with pytest.raises(Refused, match="chưa có biên bản"):
        close_round(round_=final, passed=[], actor=chief, at=AT + timedelta(days=45))


def test_the_whole_way_on_the_screen(tree, chief, client, monkeypatch):
    """Rules, rounds and jurors at the desk; a stranger at the public door; marks by number; minutes, prizes."""
    stop_clock(monkeypatch)
    juror = make_account("gk-nghe-an")
    sign_in(client, chief)
    sent = {name: "" if value is None else value for name, value in FACTS.items()}
    sent["most"] = ""
    address = reverse("contests:new", args=[tree.city.code])
    assert client.post(address, sent | {"title": ""}).status_code == 422
    desk = client.post(address, sent)["location"]
    pk = int(re.search(r"(\d+)/$", desk)[1])
    for kind, stage, a, b in (("registration", 1, 0, 5), ("final", 2, 0, 9)):
        facts = {"kind": kind, "name": f"Vòng {stage}", "stage": stage, "quiz": ""}
        facts |= {"start": f"{day(a):%d/%m/%Y}", "last_day": f"{day(b):%d/%m/%Y}"}
        assert client.post(f"{desk}vong/", facts)["location"] == desk
    client.post(f"{desk}giam-khao/", {"username": "gk-nghe-an", "unit": tree.stranger.code})
    client.logout()
    assert client.get(reverse("contests:contest", args=[pk])).status_code == 404, "a draft is nobody's to read"
    sign_in(client, chief)
    client.post(f"{desk}mo/")
    client.logout()

    page = client.get(reverse("contests:list"))
    assert "Sáng tác biểu trưng lần thứ 2" in text_of(page)
    shown = text_of(client.get(reverse("contests:contest", args=[pk])))
    assert "từ 7 đến hết 15 tuổi" in shown
    assert "10.000.000 đồng mỗi giải" in shown
    enter = reverse("contests:enter", args=[pk])
    form = client.get(enter).content.decode()
    token = re.search(r'name="human_token" value="([^"]+)"', form)[1]
    category = re.search(r'value="(\d+)">Thanh niên', form)[1]
    work = {
        "name_1": "Lê Văn Ngoài", "born_1": "01/05/2000", "place_1": "Trường Vẽ", "title": "Ngọn lửa", "words": "",
        "category": category, "contact": "0912000111", "agreed": "on", "human_token": token, "human": "x",
    }  # fmt: skip
    refused = client.post(enter, work)
    assert refused.status_code == 422
    assert not Submission.objects.exists()
    work |= {"human": digits_of(token), "attached": [SimpleUploadedFile("ten-toi.png", make_photo())]}
    told = client.post(enter, work)
    assert told.status_code == 200, text_of(told)
    link = re.search(r'href="(http://testserver/cuoc-thi/bai/[^"]+)"', told.content.decode())[1]
    own = client.get(link)
    assert own["Referrer-Policy"] == "no-referrer"
    assert "đã gửi, chờ xem" in text_of(own)
    made = Submission.objects.get()
    file = reverse("contests:file", args=[made.files.get().pk])
    assert client.get(file).status_code == 404, "not everybody's yet"
    assert client.get(f"{link}tep/{made.files.get().pk}/").status_code == 200
    assert client.get(reverse("contests:own-work", args=["khong-co"])).status_code == 404

    sign_in(client, chief)
    listed = client.get(reverse("contests:works", args=[pk]), {"q": "le van ngoai"})
    assert "Lê Văn Ngoài" in text_of(listed)
    book = client.get(reverse("contests:works-file", args=[pk, "csv"])).content.decode()
    assert "0912000111" in book
    client.post(reverse("contests:work-step", args=[made.pk, "nhan"]))
    final = Round.objects.get(kind="final")
    assert client.get(reverse("contests:judge", args=[final.pk])).status_code == 404, "the organiser is no juror"

    sign_in(client, juror)
    assert "0 trong 1" in text_of(client.get(reverse("contests:judging")))
    bench = client.get(reverse("contests:judge", args=[final.pk]))
    one = reverse("contests:mark", args=[final.pk, made.number])
    for response in (bench, client.get(one)):
        assert "Ngoài" not in text_of(response)
        assert "Trường Vẽ" not in text_of(response)
    assert client.get(file)["Content-Type"] == "image/jpeg"
    assert client.get(reverse("contests:work", args=[made.pk])).status_code == 404
    boxes = {f"c{criterion.pk}": "8,5" for criterion in made.contest.criteria.all()}
    assert client.post(one, boxes | {next(iter(boxes)): "11"}).status_code == 422
    assert client.post(one, boxes).status_code == 302

    sign_in(client, chief)
    minutes = reverse("contests:close", args=[final.pk, "bien-ban"])
    assert client.post(minutes, {"passed": [made.number]}).status_code == 302
    assert "8,50" in text_of(client.get(reverse("contests:round", args=[final.pk])))
    prize = made.contest.prizes.get(position=0)
    award = {"work": made.pk, "given_on": f"{TODAY:%d/%m/%Y}"}
    assert client.post(reverse("contests:award-new", args=[prize.pk]), award)["location"] == desk
    assert client.post(reverse("contests:award-new", args=[prize.pk]), award).status_code == 422
    assert client.post(f"{desk}cong-bo/")["location"] == desk
    client.logout()
    published = text_of(client.get(reverse("contests:contest", args=[pk])))
    assert "Giải Nhất : Ngọn lửa" in published or "Giải Nhất: Ngọn lửa" in published
    assert "Lê Văn Ngoài" not in published, "they did not agree to be named"
    assert (total("contests_held"), total("contest_prizes")) == (1, 1)
    assert "Giải Nhất" in text_of(client.get(link))


def test_winners_go_into_one_dossier_and_a_work_becomes_an_idea_once(tree, chief):
    row = draft(tree.city, chief, categories="")
    add_round(row, chief, "registration", 1, 0, 5)
    final = add_round(row, chief, "final", 2, 0, 9)
    open_contest(contest=row, actor=chief, at=AT)
    lan = make_member(tree.branch, "Phùng Thị Lan", born=GROWN)
    account = own_account(lan, make_officer("branch_secretary", tree.branch))
    works = [accepted(row, chief, Named(lan.full_name), actor=account, contact=""), accepted(row, chief)]
    juror = make_account("gk-mot")
    add_juror(contest=row, username="gk-mot", unit=None, actor=chief, at=AT)
    for work in works:
        mark(final, work, juror, 9, 9, at=AT)
    with pytest.raises(Refused, match="Vòng cuối"):
        give_award(prize=row.prizes.get(position=0), submission=works[0], given_on=TODAY, actor=chief, at=AT)
    close_round(round_=final, passed=[], actor=chief, at=AT)
    for prize, work in zip(Prize.objects.order_by("position"), works, strict=True):
        give_award(prize=prize, submission=work, given_on=TODAY, actor=chief, at=AT)
    with pytest.raises(Refused, match="Công bố"):
        propose_commendation(contest=row, form="giay_khen", actor=chief, at=AT)
    publish_results(contest=row, actor=chief, at=AT)
    form = next(code for code, kind in form_kinds().items() if "individual" in kind.to and 2 in kind.levels)
    made = propose_commendation(contest=row, form=form, actor=chief, at=AT)
    assert propose_commendation(contest=row, form=form, actor=chief, at=AT) == made
    assert {(one.person_id, one.name) for one in Nominee.objects.filter(dossier=made)} == {
        (lan.pk, ""), (None, "Lê Văn Ngoài"),
    }  # fmt: skip
    idea = promote_to_idea(submission=works[0], field="education", words="Cách làm mới", actor=chief, at=AT)
    assert promote_to_idea(submission=works[0], field="education", words="Lại", actor=chief, at=AT) == idea
    assert Idea.objects.get().text == "Cách làm mới"
    first = Award.objects.get(submission=works[0])
    take_back_award(award=first, reason="Chép bài", actor=chief, at=AT)
    assert total("contest_prizes") == 1


@pytest.mark.parametrize("n", [1, 3])
def test_lists_ask_the_database_as_often_for_one_as_for_three(tree, chief, client, n):
    row, (first, _final) = running(tree.city, chief)
    for title in range(n - 1):
        running(tree.city, chief, title=f"Cuộc thi {title}")
    juror = make_account("gk-mot")
    add_juror(contest=row, username="gk-mot", unit=None, actor=chief, at=AT)
    for title in range(n):
        mark(first, accepted(row, chief, title=f"Bài {title}"), juror, 7, 7)
    sign_in(client, chief)
    asked = {}
    for name, args in (
        ("list", []), ("register", []), ("contest", [row.pk]), ("desk", [row.pk]), ("works", [row.pk]),
        ("round", [first.pk]),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"contests:{name}", args=args)).status_code == 200
        asked[name] = len(queries)
    assert asked == {"list": 5, "register": 10, "contest": 13, "desk": 20, "works": 12, "round": 13}


def test_a_quiz_ranks_a_round_and_an_open_contest_follows_its_unit(tree, chief, client):
    secretary = make_officer("branch_secretary", tree.branch)
    facts = {"title": "Nghị quyết", "start": TODAY, "last_day": day(9), "pass_mark": 1, "tries": 1, "material": ""}
    facts["questions"] = "\n".join(f"Câu {n}\n* đúng\n- sai" for n in range(4))
    quiz = write_quiz(unit=tree.branch.pk, facts=facts, actor=secretary, at=AT)
    open_quiz(quiz=quiz, actor=secretary, at=AT)
    quiz.refresh_from_db()
    row = draft(tree.branch, secretary, categories="", criteria="")
    add_round(row, secretary, "registration", 1, 0, 5)
    first = add_round(row, secretary, "preliminary", 2, 0, 9, quiz=quiz.pk)
    open_contest(contest=row, actor=secretary, at=AT)
    for name, right in (("Phùng Thị Lan", 3), ("Đỗ Văn Ba", 4)):
        account = own_account(make_member(tree.branch, name, born=GROWN), secretary)
        take_quiz(quiz=quiz, answers=[0] * right + [1] * (4 - right), actor=account, at=AT)
        accepted(row, secretary, Named(name), actor=account, contact="", title=name.split()[0])
    accepted(row, secretary)
    assert [one.points for one in standing_of(first)] == [1000, 750, None]
    page, way = reverse("contests:contest", args=[row.pk]), reverse("learning:take", args=[quiz.pk])
    assert way not in client.get(page).content.decode()
    sign_in(client, secretary)
    assert way not in client.get(page).content.decode(), "no member, takes none"
    sign_in(client, account)
    assert way in client.get(page).content.decode()
    assert client.get(way).status_code == 200
    assert "rồi làm bài trắc nghiệm" in text_of(client.get(reverse("contests:enter", args=[row.pk])))
    carry_out(plan=merge_branches(tree), actor=chief, at=AT)
    row.refresh_from_db()
    assert row.unit_id == tree.sister.pk


def test_who_has_not_signed_in_reads_a_plain_page_with_the_way_to_sign_in(tree, chief, client):
    row, _rounds = running(tree.city, chief)
    for name, args in (("contests:list", []), ("contests:contest", [row.pk]), ("contests:enter", [row.pk])):
        url = reverse(name, args=args)
        page = client.get(url).content.decode()
        assert '<body class="site">' in page
        assert page.count("<h1>") == 1
        assert f'{reverse("accounts:sign-in")}?next={url}"' in page
    sign_in(client, chief)
    assert '<body class="app"' in client.get(reverse("contests:list")).content.decode()
