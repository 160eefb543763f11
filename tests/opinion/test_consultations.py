"""Drafts cut into clauses, commented on, summed up, submitted and looked for in the law."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators
from tests.people.own import own_account
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.opinion.commands.comment import (
    Said,
    comment_as_member,
    comment_as_public,
    comment_as_unit,
    leave_out_comment,
)
from viecthat.opinion.commands.draft import (
    close_draft,
    cut_clauses,
    open_draft,
    prepare_draft,
    reopen_draft,
    submit_draft,
    take_back_submission,
)
from viecthat.opinion.commands.erasing import erase_from_opinion
from viecthat.opinion.commands.summary import group_comments, handle_opinion
from viecthat.opinion.models import Comment, Draft, Opinion
from viecthat.ui.human_check import digits_of

pytestmark = pytest.mark.django_db
TEXT = """LUẬT THANH NIÊN
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Thanh niên
Thanh niên là công dân Việt Nam từ đủ 16 tuổi đến 30 tuổi.
Điều 2. Phạm vi điều chỉnh
Luật này quy định quyền, nghĩa vụ của thanh niên."""
FACTS = {
    "title": "Dự án Luật Thanh niên (sửa đổi)",
    "kind": "law",
    "body": "Bộ Nội vụ",
    "replaces": "Luật Thanh niên 2005; Nghị định 120/2007/NĐ-CP",
    "due": TODAY + timedelta(days=30),
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    for code in ("consultations_held", "law_comments_sent"):
        make_indicator(code, register="opinion", area=7)
    return make_tree()


@pytest.fixture
def chief(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def opened(tree, chief, *, public=True, **changed):
    row = prepare_draft(unit=tree.city.pk, facts=FACTS | changed, text=TEXT, actor=chief, at=AT)
    return open_draft(draft=row, public=public, actor=chief, at=AT)


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def counted(code):
    found = Entry.objects.filter(indicator__code=code).order_by("unit", "pk")
    return [(unit, n) for unit, n in found.values_list("unit", "quantity")]


def test_a_draft_is_cut_by_articles_by_numbers_or_by_paragraph():
    assert [(one.label, one.words) for one in cut_clauses(TEXT)] == [
        ("Phần mở đầu", "LUẬT THANH NIÊN"),
        (
            "Điều 1. Thanh niên",
            "Chương I. NHỮNG QUY ĐỊNH CHUNG\nThanh niên là công dân Việt Nam từ đủ 16 tuổi đến 30 tuổi.",
        ),
        ("Điều 2. Phạm vi điều chỉnh", "Luật này quy định quyền, nghĩa vụ của thanh niên."),
    ]
    assert [one.label for one in cut_clauses("1. Mục tiêu\nmột\n2. Giải pháp\nhai")] == ["1. Mục tiêu", "2. Giải pháp"]
    assert [one.words for one in cut_clauses("Một.\n\nHai.")] == ["Một.", "Hai."]
    long = "Điều 7. " + "chữ " * 80
    assert (cut_clauses(f"{long}\nĐiều 8. Hai")[0].label, len(cut_clauses(f"{long}\nĐiều 8. Hai"))) == ("Điều 7", 2)
    for wrong in ("", "  \n ", "Điều 1. A\n" + "chữ " * 6000 + "\nĐiều 2. B"):
        with pytest.raises(Refused) as refused:
            cut_clauses(wrong)
        assert refused.value.field == "text"


def test_who_may_comment_and_what_a_comment_needs(tree, chief, officer):
    row = opened(tree, chief, public=False)
    clause = row.clauses.get(position=1)
    agree = Said(clause.pk, "agree")
    for unit, actor in ((tree.commune, make_officer("base_officer", tree.neighbour)), (tree.stranger, chief)):
        with pytest.raises(Refused) as refused:
            comment_as_unit(draft=row, unit=unit.pk, said=agree, actor=actor, at=AT)
        assert refused.value.field == "unit"
    with pytest.raises(Refused):
        comment_as_member(draft=row, said=agree, actor=make_account(), at=AT)
    with pytest.raises(Refused):
        comment_as_public(draft=row, said=agree, at=AT)
    with pytest.raises(Refused) as refused:
        comment_as_unit(draft=row, unit=tree.commune.pk, said=Said(clause.pk, "oppose"), actor=officer, at=AT)
    assert refused.value.field == "words"
    with pytest.raises(Refused):
        comment_as_unit(draft=row, unit=tree.commune.pk, said=agree, actor=officer, at=AT + timedelta(days=31))
    close_draft(draft=row, actor=chief, at=AT)
    with pytest.raises(Refused):
        comment_as_unit(draft=row, unit=tree.commune.pk, said=agree, actor=officer, at=AT)
    assert not Comment.objects.exists()


def test_what_is_sent_is_counted_for_whoever_said_it_and_taken_back(tree, chief, officer):
    row = opened(tree, chief)
    clause = row.clauses.get(position=1)
    assert counted("consultations_held") == [(tree.city.pk, 1)]
    lan = make_member(tree.branch, "Phùng Thị Lan")
    account = own_account(lan, officer)
    change = Said(clause.pk, "change", "Nâng tuổi", "đến 35 tuổi")
    of_unit = comment_as_unit(draft=row, unit=tree.commune.pk, said=change, actor=officer, at=AT)
    of_lan = comment_as_member(draft=row, said=change, actor=account, at=AT)
    of_all = comment_as_public(draft=row, said=Said(None, "agree", "Cần luật mới"), at=AT)
    spam = comment_as_public(draft=row, said=Said(None, "change", "Mua hàng ở đây"), at=AT)
    assert (of_all.unit_id, of_all.account_id) == (None, None)
    leave_out_comment(comment=spam, reason="Quảng cáo", actor=chief, at=AT)
    close_draft(draft=row, actor=chief, at=AT)
    send = {"draft": row, "day": TODAY, "paper": "12-CV/TĐTN", "actor": chief, "at": AT}
    with pytest.raises(Refused, match="Còn 3 ý kiến"):
        submit_draft(**send)
    ids = {"draft": row, "actor": chief, "at": AT}
    with pytest.raises(Refused) as refused:
        group_comments(comments=[of_unit.pk, of_all.pk], words="Lẫn hai điều", **ids)
    assert refused.value.field == "comments"
    age = group_comments(comments=[of_unit.pk, of_lan.pk], words="Nâng tuổi thanh niên lên 35", **ids)
    whole = group_comments(comments=[of_all.pk], words="Nhất trí sửa luật", **ids)
    with pytest.raises(Refused, match="Còn 2 dòng"):
        submit_draft(**send)
    handled = {"words": "Nâng tuổi", "actor": chief, "at": AT}
    with pytest.raises(Refused) as refused:
        handle_opinion(opinion=age, handling="refused", reason="", **handled)
    assert refused.value.field == "reason"
    handle_opinion(opinion=age, handling="refused", reason="Trái Công ước", **handled)
    handle_opinion(opinion=whole, handling="accepted", reason="", **handled)
    submit_draft(**send)
    assert sorted(counted("law_comments_sent")) == sorted(
        [(tree.city.pk, 1), (tree.commune.pk, 1), (tree.branch.pk, 1)]
    )
    with pytest.raises(Refused):
        group_comments(comments=[of_all.pk], words="Muộn", **ids)
    take_back_submission(draft=row, reason="Gửi nhầm", actor=chief, at=AT)
    assert sum(n for _unit, n in counted("law_comments_sent")) == 0
    erase_from_opinion(lan.pk, [account.pk], AT)
    of_lan.refresh_from_db()
    assert (of_lan.account_id, of_lan.words) == (None, "Nâng tuổi")


def test_the_way_by_pages(tree, chief, officer, client):
    sign_in(client, chief)
    new = reverse("opinion:draft-new", args=[tree.city.code])
    given = {**FACTS, "due": "26/04/2026"}
    assert "dán toàn văn hoặc gửi tệp" in text_of(client.post(new, given))
    file = SimpleUploadedFile("luat.txt", TEXT.encode(), "text/plain")
    client.post(new, {**given, "attached": file})
    row = Draft.objects.get()
    home = reverse("opinion:draft", args=[row.pk])
    assert "Điều 2. Phạm vi điều chỉnh" in text_of(client.get(home))
    assert client.get(reverse("opinion:draft-file", args=[row.pk])).status_code == 200
    sign_in(client, officer)
    assert client.get(home).status_code == 404, "nobody below is asked yet"
    sign_in(client, chief)
    client.post(reverse("opinion:draft-step", args=[row.pk, "mo"]), {"public": "on"})
    row.refresh_from_db()
    clause = row.clauses.get(position=1)
    sign_in(client, officer)
    assert (
        "luat thanh nien" not in text_of(client.get(reverse("opinion:drafts"), {"q": "luat thanh nien"})).lower()[:50]
    )
    page = reverse("opinion:clause", args=[row.pk, clause.pk])
    wrong = client.post(page, {"stance": "change", "unit": tree.commune.code})
    assert (wrong.status_code, "thì ghi lý do" in text_of(wrong)) == (422, True)
    client.post(page, {"stance": "change", "words": "Nâng lên 35", "unit": tree.commune.code})
    assert "Nâng lên 35" in text_of(client.get(page))
    after = reverse("opinion:clause", args=[row.pk, row.clauses.get(position=clause.position + 1).pk])
    assert f'rel="next" href="{after}"' in client.get(page).content.decode()
    assert f'rel="prev" href="{page}"' in client.get(after).content.decode()
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert "Nâng lên 35" not in text_of(client.get(page)), "others read their own"
    sign_in(client, make_officer("secretary", tree.stranger))
    assert client.get(home).status_code == 404
    client.logout()
    door = reverse("opinion:say", args=[row.public_code])
    shown = client.get(door)
    told = text_of(shown)
    assert told.index("từ đủ 16 tuổi") < told.index("Ý kiến của bạn"), "read first, then said"
    chosen = client.get(door, {"dieu": clause.pk}).content.decode()
    assert re.search(rf'<option value="{clause.pk}"[^>]*\bselected\b', chosen)
    token = re.search(r'name="human_token" value="([^"]+)"', shown.content.decode())[1]
    said = {"clause": clause.pk, "stance": "oppose", "words": "Giữ 16 đến 30", "human_token": token}
    assert client.post(door, said | {"human": "1"}).status_code == 422
    said |= {"human": digits_of(token)}
    assert "Đã nhận ý kiến" in text_of(client.post(door, said))
    assert client.post(door, said).status_code == 422, "one answer sends one comment"
    assert client.get(reverse("opinion:say", args=["khong-co"])).status_code == 404
    sign_in(client, chief)
    client.post(reverse("opinion:draft-step", args=[row.pk, "dong"]))
    group = reverse("opinion:group", args=[row.pk, clause.pk])
    assert "Giữ 16 đến 30" in text_of(client.get(group))
    for comment, words in zip(Comment.objects.order_by("pk"), ("Nâng lên 35 tuổi", "Giữ nguyên tuổi"), strict=True):
        client.post(group, {"comments": [comment.pk], "words": words})
    for opinion in Opinion.objects.all():
        step = reverse("opinion:opinion-step", args=[row.pk, opinion.pk, "xu-ly"])
        client.post(step, {"words": opinion.words, "handling": "partly", "reason": "Còn cân nhắc"})
    table = text_of(client.get(reverse("opinion:summary", args=[row.pk])))
    assert "Đoàn xã Suối Hai: Nâng lên 35 tuổi" in table
    assert "1 ý kiến công khai: Giữ nguyên tuổi" in table
    for kind in ("docx", "pdf", "xlsx"):
        assert client.get(reverse("opinion:summary-file", args=[row.pk, kind])).status_code == 200
    client.post(reverse("opinion:draft-step", args=[row.pk, "gui"]), {"day": "27/03/2026", "paper": "12-CV/TĐTN"})
    client.post(
        reverse("opinion:draft-step", args=[row.pk, "ban-hanh"]), {"day": "27/03/2026", "number": "57/2020/QH14"}
    )
    first = Opinion.objects.order_by("pk")[0]
    client.post(
        reverse("opinion:opinion-step", args=[row.pk, first.pk, "ket-qua"]), {"outcome": "not_taken", "note": "Điều 1"}
    )
    assert "không có: Điều 1" in text_of(client.get(reverse("opinion:summary", args=[row.pk])))
    client.logout()
    assert "Còn cân nhắc" in text_of(client.get(door))


def test_what_was_closed_too_early_is_opened_again_until_it_is_sent(tree, chief, officer, client):
    row = opened(tree, chief)
    close_draft(draft=row, actor=chief, at=AT)
    sign_in(client, chief)
    again = reverse("opinion:draft-step", args=[row.pk, "mo-lai"])
    assert again in client.get(reverse("opinion:draft", args=[row.pk])).content.decode()
    client.post(again)
    comment_as_public(draft=Draft.objects.get(pk=row.pk), said=Said(None, "agree", "Tốt"), at=AT)
    with pytest.raises(Refused, match="chưa gửi đi"):
        reopen_draft(draft=row, actor=chief, at=AT)
    close_draft(draft=row, actor=chief, at=AT)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        reopen_draft(draft=row, actor=officer, at=AT)
    Draft.objects.filter(pk=row.pk).update(due=TODAY - timedelta(days=1))
    assert "Ngày cuối đã qua" in text_of(client.post(again))


def test_everybody_finds_what_everybody_may_comment_on(tree, chief, client):
    row = opened(tree, chief, title="Dự thảo mở")
    over = opened(tree, chief, title="Dự thảo xong", due=TODAY)
    close_draft(draft=over, actor=chief, at=AT)
    opened(tree, chief, title="Dự thảo nội bộ", public=False)
    prepare_draft(unit=tree.city.pk, facts=FACTS | {"title": "Dự thảo đang soạn"}, text=TEXT, actor=chief, at=AT)

    page = client.get(reverse("opinion:open"))

    assert re.findall(r"Dự thảo (mở|xong|nội bộ|đang soạn)</a>", page.content.decode()) == ["mở", "xong"]
    assert reverse("opinion:say", args=[row.public_code]) in page.content.decode()
    said = text_of(page)
    assert said.index("Dự thảo mở") < said.index("Đã thôi nhận ý kiến") < said.index("Dự thảo xong")
    sign_in(client, chief)
    assert reverse("opinion:drafts") in client.get(reverse("opinion:open")).content.decode()


def test_without_any_the_open_page_says_so(tree, client):
    assert "Hiện không có dự thảo nào" in text_of(client.get(reverse("opinion:open")))


@pytest.mark.parametrize("many", [1, 3])
def test_the_open_page_costs_the_same_for_one_and_for_three(tree, chief, client, many, django_assert_num_queries):
    for n in range(many):
        opened(tree, chief, title=f"Dự thảo {n}")
    client.get(reverse("opinion:open"))
    with django_assert_num_queries(3):
        client.get(reverse("opinion:open"))


def test_lists_ask_the_same_for_one_and_for_three(tree, chief, officer, client):
    asked = []
    first = None
    for number in range(3):
        row = opened(tree, chief, title=f"Dự thảo {number}", public=False)
        first = first or row
        said = Said(first.clauses.get(position=1).pk, "change", f"Ý {number}")
        comment = comment_as_unit(draft=first, unit=tree.commune.pk, said=said, actor=officer, at=AT)
        group_comments(draft=first, comments=[comment.pk], words=f"Ý {number}", actor=chief, at=AT)
        sign_in(client, chief)
        counts = []
        for name, given in (
            ("drafts", []), ("draft", [first.pk]), ("summary", [first.pk]), ("clause", [first.pk, said.clause]),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as done:
                client.get(reverse(f"opinion:{name}", args=given))
            counts.append(len(done))
        asked.append(counts)
    assert asked[1] == asked[2] == [15, 19, 19, 26]
