"""From the call to the certificate, by pages: an emulation drive for an event, its standing, its commendations."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import AT, declare, make_indicator, make_officer, sign_in, stop_clock
from viecthat.commendations.commands.council import (
    Seat,
    close_meeting,
    count_ballots,
    hold_meeting,
    reopen_meeting,
)
from viecthat.commendations.commands.dossier import Nominated, nominate, open_dossier
from viecthat.commendations.commands.upward import (
    forward_dossier,
    recall_dossier,
    return_dossier,
    say_opinion,
    send_dossier,
)
from viecthat.commendations.models import CommendationDecision, CouncilMeeting, Criterion, Dossier, Drive
from viecthat.commendations.queries.book import awarded_in, token_of
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry

GOOD = "Trồng 2.000 cây, dạy hè cho 120 thiếu nhi."
MEMBERS = "Nguyễn Văn An, Chủ tịch\nTrần Thị Bình, Phó Chủ tịch\nLê Văn Cường, uỷ viên; vắng"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def said(response) -> str:
    """What the page says, tags and runs of space taken out."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def post(client, address, *args, **data):
    response = client.post(reverse(f"commendations:{address}", args=args), data)
    assert response.status_code == 302, said(response)
    return response["Location"]


def called(client, **given) -> Drive:
    data = {
        "unit": "hn", "kind": "event", "title": "Thi đua chào mừng Đại hội", "event": "Đại hội XIII của Đảng",
        "start": "01/01/2026", "end": "30/04/2026", "due": "15/05/2026",
    } | given  # fmt: skip
    post(client, "drive-new", **data)
    return Drive.objects.latest("pk")


def test_an_event_drive_runs_from_the_call_to_a_certificate_anybody_can_verify(client, commending):
    tree = commending.tree
    trees = make_indicator()
    declare(tree.commune, commending.base, 80)
    declare(tree.neighbour, commending.city, 30)
    sign_in(client, commending.city)
    drive = called(client)
    post(client, "offer", drive.pk, form="merit_province", to="collective", most="1", unit_most="1")
    post(client, "offer", drive.pk, form="merit_province", to="individual", unit_most="1")
    post(client, "target", drive.pk, indicator=trees.pk, goal="100", each="50")
    post(client, "criterion", drive.pk, words="Trồng cây", points="40", by="figure", indicator=trees.pk, bar="60")
    post(client, "criterion", drive.pk, words="Đứng đầu", points="10", by="rank", indicator=trees.pk, bar="1")
    post(client, "criterion", drive.pk, words="Cách làm mới", points="50", by="hand")
    hand = Criterion.objects.get(by="hand")
    too_many = reverse("commendations:score", args=[drive.pk, hand.pk])
    given = {"unit": tree.neighbour.pk, "points": "60", "evidence": "Báo cáo 12"}
    assert "Cho từ 0 đến 50" in said(client.post(too_many, given))
    post(client, "score", drive.pk, hand.pk, **given | {"points": "45"})

    shown = said(client.get(reverse("commendations:drive", args=[drive.pk])))
    assert "110 · 110,0 %" in shown  # what the ledger has of the whole
    assert "1 Đoàn xã Tản Lĩnh 65,0 20,0 30 0,0 30 · hạng 2 45,0 Báo cáo 12 30 60,0 %" in shown
    assert "2 Đoàn xã Suối Hai 50,0 40,0 80 10,0 80 · hạng 1 0 80 160,0 %" in shown

    sign_in(client, commending.base)
    post(client, "dossier-new", unit="hn-suoi-hai", drive=drive.pk, title="Đề nghị của Suối Hai")
    dossier = Dossier.objects.get()
    lan = {"form": "merit_province", "person": commending.lan.pk, "place": "Bí thư chi đoàn", "achievement": GOOD}
    post(client, "nominate", dossier.pk, form="merit_province", collective="hn-do-tram", achievement=GOOD)
    post(client, "nominate", dossier.pk, **lan)
    post(client, "nominate", dossier.pk, form="merit_province", collective="hn-hat-giang", achievement=GOOD)
    post(client, "dossier-send", dossier.pk)
    dossier.refresh_from_db()
    assert dossier.state == "draft"  # two collectives, one allowed
    branch, person, extra = dossier.nominees.all()
    assert "vượt 1" in said(client.get(reverse("commendations:dossier", args=[dossier.pk])))
    post(client, "nominee-drop", extra.pk)
    post(client, "dossier-send", dossier.pk)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.desk_id) == ("sent", tree.city.pk)

    sign_in(client, commending.city)
    assert "1 hồ sơ chờ bạn xét" in said(client.get(reverse("commendations:dossiers")))
    meeting_new = reverse("commendations:meeting-new")
    held = {"unit": "hn", "day": "27/03/2026", "place": "Trụ sở Thành đoàn", "minutes": "BB-03"}
    no_quorum = client.post(meeting_new, held | {"members": MEMBERS.replace("Phó Chủ tịch", "Phó Chủ tịch; vắng")})
    assert "Có mặt 1 trong 3 người, cần ít nhất 2" in said(no_quorum)
    post(client, "meeting-new", **held, members=MEMBERS)
    meeting = CouncilMeeting.objects.get()
    ballot = reverse("commendations:ballot", args=[meeting.pk, branch.pk])
    wrong = client.post(ballot, {"votes_for": 3, "votes_against": 0, "votes_blank": 0})
    assert "bằng số người có mặt (2)" in said(wrong)
    post(client, "ballot", meeting.pk, branch.pk, votes_for=2, votes_against=0, votes_blank=0)
    post(client, "ballot", meeting.pk, person.pk, votes_for=1, votes_against=1, votes_blank=0)
    person.refresh_from_db()
    assert person.state == "failed"  # one of three members is no majority
    post(client, "ballot", meeting.pk, person.pk, votes_for=2, votes_against=0, votes_blank=0)
    post(client, "meeting-close", meeting.pk)
    minutes = reverse("commendations:meeting", args=[meeting.pk])
    assert "Sửa phiên họp" not in said(client.get(minutes))
    assert "chưa chốt" not in said(client.post(reverse("commendations:meeting-reopen", args=[meeting.pk]), follow=True))
    change = reverse("commendations:meeting-change", args=[meeting.pk])
    assert "Lê Văn Cường, uỷ viên; vắng" in client.get(change).content.decode()
    sat = {"day": "27/03/2026", "place": "Nhà văn hoá", "minutes": "BB-03"}
    all_came = said(client.post(change, sat | {"members": MEMBERS.replace("; vắng", "")}))
    assert "Đã kiểm phiếu với 2 người có mặt trong 3" in all_came
    post(client, "meeting-change", meeting.pk, **sat, members=MEMBERS.replace("Cường", "Cương"))
    meeting.refresh_from_db()
    assert (meeting.place, meeting.seats.get(present=False).name) == ("Nhà văn hoá", "Lê Văn Cương")
    post(client, "ballot-drop", meeting.pk, person.pk)
    person.refresh_from_db()
    assert (person.state, meeting.ballots.count()) == ("proposed", 1)
    assert "không bỏ phiếu về đề nghị" in said(
        client.post(reverse("commendations:ballot-drop", args=[meeting.pk, person.pk]), follow=True)
    )
    post(client, "ballot", meeting.pk, person.pk, votes_for=2, votes_against=0, votes_blank=0)
    post(client, "meeting-close", meeting.pk)
    decided = {
        "nominees": [branch.pk, person.pk], "number": "12-QĐKT/TĐTN-VP", "day": "27/03/2026", "signer": "Nguyễn Thu Hà",
        "about": "Về việc khen thưởng chào mừng Đại hội XIII", "signer_post": "Bí thư", "place": "Hà Nội",
    }  # fmt: skip
    post(client, "decide", meeting.pk, **decided)
    decision = CommendationDecision.objects.get()
    first, second = awarded_in(decision)
    assert [(row.name, row.number, row.home_id) for row in (first, second)] == [
        ("Chi đoàn thôn Đô Trám", 1, tree.branch.pk),
        ("Phùng Thị Lan", 2, tree.branch.pk),
    ]
    dossier.refresh_from_db()
    assert dossier.state == "closed"
    assert decision.drive_id == drive.pk
    with pytest.raises(Refused, match="Đã có quyết định"):
        reopen_meeting(meeting=meeting, actor=commending.city, at=AT)
    assert "Mở lại biên bản" not in said(client.get(minutes))
    counted = Entry.objects.filter(posting=first.posting).values_list("indicator__code", "quantity", "grade")
    assert {(code, n) for code, n, _grade in counted} == {("merit_province_given", 1), ("commended_collectives", 1)}
    for name, kind, begins in (("decision-file", "docx", b"PK"), ("decision-file", "pdf", b"%PDF")):
        assert client.get(reverse(f"commendations:{name}", args=[decision.pk, kind])).content.startswith(begins)
    assert client.get(reverse("commendations:papers", args=[decision.pk])).content.startswith(b"%PDF")
    book = said(client.get(reverse("commendations:book"), {"q": "lan", "trang-thai": ""}))
    assert "Phùng Thị Lan" in book
    assert "0002/2026" in book
    assert "Phùng Thị Lan" in client.get(reverse("commendations:book-file", args=["csv"])).content.decode()

    # Anybody with the paper
    client.logout()
    code = reverse("commendations:verify", args=[token_of(second)])
    page = client.get(code)
    assert page.status_code == 200
    told = said(page)
    assert all(word in told for word in ("Phùng Thị Lan", "Bằng khen của tỉnh đoàn", "12-QĐKT/TĐTN-VP"))
    assert GOOD not in told
    assert client.get(reverse("commendations:ask-code"), {"code": token_of(second)})["Location"] == code
    sign_in(client, commending.city)
    post(client, "correct", second.pk, name="Phùng Thị Lan", place="Phó Bí thư chi đoàn", why="Ghi nhầm chức vụ")
    post(client, "withdraw", second.pk, number="20-QĐ/TĐTN-VP", day="27/03/2026", why="Khai sai thành tích")
    client.logout()
    assert client.get(code).status_code == 404
    assert sum(Entry.objects.filter(indicator__code="commended_individuals").values_list("quantity", flat=True)) == 0
    assert awarded_in(decision) == [first]

    sign_in(client, commending.city)
    line = reverse("commendations:commendation", args=[second.pk])
    restore = reverse("commendations:restore", args=[second.pk])
    assert f'href="{restore}"' in client.get(line).content.decode()
    post(client, "restore", second.pk, why="Thu hồi nhầm người cùng tên")
    assert "Thu hồi nhầm người cùng tên" in said(client.get(line))
    assert "chưa thu hồi" in said(client.post(restore, {"why": "Lần nữa"}))
    client.logout()
    assert client.get(code).status_code == 200
    assert sum(Entry.objects.filter(indicator__code="commended_individuals").values_list("quantity", flat=True)) == 1
    assert awarded_in(decision) == [first, second]


def test_a_dossier_goes_up_desk_by_desk_with_opinions_and_comes_back_with_words(commending):
    tree = commending.tree
    branch = make_officer("branch_secretary", tree.branch)
    dossier = open_dossier(
        unit=tree.branch.pk, title="Hồ sơ", form="merit_province", actor=branch, at=AT,
        nominees=[Nominated(GOOD, person=commending.lan.pk), Nominated(GOOD, name="Bùi Văn Nam")],
    )  # fmt: skip
    lan, outsider = dossier.nominees.all()
    with pytest.raises(Refused, match="không chờ ở bàn bạn"):
        forward_dossier(dossier=dossier, actor=commending.base, at=AT)
    dossier = send_dossier(dossier=dossier, actor=branch, at=AT)
    assert dossier.desk_id == tree.commune.pk
    with pytest.raises(Refused, match="không chờ ở bàn bạn"):
        say_opinion(nominee=lan, agrees=True, words="", actor=branch, at=AT)
    with pytest.raises(Refused, match="không sửa được nữa"):
        nominate(dossier=dossier, form="merit_province", facts=Nominated("A", name="B"), actor=branch, at=AT)
    with pytest.raises(Refused, match="ghi vì sao"):
        say_opinion(nominee=outsider, agrees=False, words=" ", actor=commending.base, at=AT)
    return_dossier(dossier=dossier, words="Thiếu minh chứng", actor=commending.base, at=AT)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.desk_id) == ("returned", tree.branch.pk)
    dossier = send_dossier(dossier=dossier, actor=branch, at=AT)
    say_opinion(nominee=outsider, agrees=False, words="Chưa rõ", actor=commending.base, at=AT)
    dossier = forward_dossier(dossier=dossier, actor=commending.base, at=AT)
    assert dossier.desk_id == tree.city.pk
    assert [row.agrees for row in lan.opinions.all()] == [True]
    outsider.refresh_from_db()
    assert outsider.state == "held"
    with pytest.raises(Refused, match="nơi quyết định"):
        forward_dossier(dossier=dossier, actor=commending.city, at=AT)


def test_who_sent_a_dossier_calls_it_back_until_the_council_votes(commending, client):
    tree, city, base = commending.tree, commending.city, commending.base
    dossier = open_dossier(
        unit=tree.commune.pk, title="Hồ sơ", form="merit_province", actor=base, at=AT,
        nominees=[Nominated(GOOD, person=commending.lan.pk)],
    )  # fmt: skip
    recall = {"dossier": dossier, "words": "Thiếu một người", "actor": base, "at": AT}
    with pytest.raises(Refused, match="không ở cấp trên"):
        recall_dossier(**recall)
    send_dossier(dossier=dossier, actor=base, at=AT)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        recall_dossier(**recall | {"actor": make_officer("base_officer", tree.neighbour)})
    with pytest.raises(Refused, match="vì sao"):
        recall_dossier(**recall | {"words": " "})
    shown, back = (reverse(f"commendations:{name}", args=[dossier.pk]) for name in ("dossier", "dossier-recall"))
    sign_in(client, city)
    assert back not in client.get(shown).content.decode()
    with pytest.raises(Refused, match="chờ chính bạn xét"):
        recall_dossier(**recall | {"actor": city})
    sign_in(client, base)
    assert f'href="{back}"' in client.get(shown).content.decode()
    assert client.post(back, {"words": "Thiếu một người"})["Location"] == shown
    dossier.refresh_from_db()
    step = dossier.steps.latest("pk")
    assert (dossier.state, dossier.desk_id, step.kind, step.unit_id, step.words) == (
        "draft", tree.commune.pk, "recalled", tree.commune.pk, "Thiếu một người",
    )  # fmt: skip
    assert ": Thiếu một người" in said(client.get(shown)), "its words stand apart from the unit's name"
    nominate(dossier=dossier, form="merit_province", facts=Nominated(GOOD, name="Bùi Văn Nam"), actor=base, at=AT)
    send_dossier(dossier=dossier, actor=base, at=AT)
    seats = [Seat("An"), Seat("Bình"), Seat("Cường")]
    meeting = hold_meeting(unit=tree.city.pk, day=AT.date(), place="Trụ sở", seats=seats, actor=city, at=AT)
    count_ballots(
        meeting=meeting,
        nominee=dossier.nominees.first(),
        votes_for=3,
        votes_against=0,
        votes_blank=0,
        actor=city,
        at=AT,
    )
    close_meeting(meeting=meeting, actor=city, at=AT)
    with pytest.raises(Refused, match="không thu lại được"):
        recall_dossier(**recall)
    assert back not in client.get(shown).content.decode()


def test_a_dossier_is_not_called_back_when_it_could_not_be_sent_again(commending, client):
    tree, base = commending.tree, commending.base
    sign_in(client, commending.city)
    drive = called(client)
    post(client, "offer", drive.pk, form="merit_province", to="individual", unit_most="1")
    dossier = open_dossier(
        unit=tree.commune.pk, title="Hồ sơ", form="merit_province", drive=drive, actor=base, at=AT,
        nominees=[Nominated(GOOD, person=commending.lan.pk)],
    )  # fmt: skip
    send_dossier(dossier=dossier, actor=base, at=AT)
    late = AT + (drive.due - AT.date()) + timedelta(days=1)
    with pytest.raises(Refused, match="nhờ cấp trên trả lại"):
        recall_dossier(dossier=dossier, words="Sửa", actor=base, at=late)
    recall_dossier(dossier=dossier, words="Sửa", actor=base, at=late - timedelta(days=1))


def test_minutes_that_are_opened_again_open_the_dossier_that_they_closed(commending):
    tree, city = commending.tree, commending.city
    given = [Nominated(GOOD, person=commending.lan.pk)]
    dossier = open_dossier(
        unit=tree.commune.pk, title="Hồ sơ", form="merit_province", nominees=given, actor=commending.base, at=AT
    )
    send_dossier(dossier=dossier, actor=commending.base, at=AT)
    seats = [Seat("An"), Seat("Bình"), Seat("Cường", present=False)]
    meeting = hold_meeting(unit=tree.city.pk, day=AT.date(), place="Trụ sở", seats=seats, actor=city, at=AT)
    votes = {"meeting": meeting, "nominee": dossier.nominees.get(), "votes_blank": 0, "actor": city, "at": AT}
    with pytest.raises(Refused, match="chưa chốt"):
        reopen_meeting(meeting=meeting, actor=city, at=AT)
    count_ballots(votes_for=0, votes_against=2, **votes)
    close_meeting(meeting=meeting, actor=city, at=AT)
    dossier.refresh_from_db()
    assert dossier.state == "closed"
    with pytest.raises(Refused, match="chưa được giao quyền"):
        reopen_meeting(meeting=meeting, actor=commending.base, at=AT)
    reopen_meeting(meeting=meeting, actor=city, at=AT)
    dossier.refresh_from_db()
    assert (dossier.state, [one.kind for one in dossier.steps.order_by("pk")][-2:]) == ("sent", ["decided", "reopened"])
    count_ballots(votes_for=2, votes_against=0, **votes)
    close_meeting(meeting=meeting, actor=city, at=AT)
    assert dossier.nominees.get().state == "passed"
