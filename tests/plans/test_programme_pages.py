"""Pages of programmes: every one opens for whoever may, forms say at their box what is wrong, lists count queries."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, make_officer, sign_in, stop_clock
from tests.plans.helpers import enter, target_of
from tests.plans.test_programmes import YEAR, item, programme
from viecthat.kernel.periods import Period
from viecthat.plans.commands import open_term, serve_programme
from viecthat.plans.models import (
    Alignment,
    Programme,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeMilestone,
    ProgressNote,
    Served,
    Term,
    YearTheme,
)

LIST = reverse("programmes:list")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def address(name, *args):
    return reverse(f"programmes:{name}", args=args)


def body(response):
    return response.content.decode()


def typed(**other):
    return {
        "kind": "year", "title": "Chương trình công tác năm 2026", "body": "", "start": "01/01/2026",
        "last_day": "31/12/2026", "goal": "", "lead": "Văn phòng", "budget": "", "parent": "", "directive": "",
        "adopted_on": "", "source": "",
    } | other  # fmt: skip


def typed_item(**other):
    return {
        "kind": "group", "title": "Giáo dục", "parent": "", "number": "", "content": "", "area": "1", "lead": "",
        "partners": "", "start": "", "due": "", "done_on": "", "result": "",
    } | other  # fmt: skip


def test_a_programme_from_entry_to_document(tree, client, boss):
    nq = enter(tree.city, "", type="NQ", subject="Nghị quyết XVI").directive
    own = target_of(tree.city, period=YEAR)
    answer = client.post(address("enter", "hn"), typed(), follow=True)
    made = Programme.objects.get()
    assert (answer.status_code, made.lead, made.end) == (200, "Văn phòng", date(2027, 1, 1))
    client.post(address("serve", made.pk), {"directives": [nq.pk]})
    client.post(address("add-item", made.pk), typed_item(serves=[nq.pk], targets=[own.pk]))
    group = ProgrammeItem.objects.get()
    client.post(
        address("add-item", made.pk),
        typed_item(kind="task", title="Hội nghị quán triệt", parent=group.pk, due="20/03/2026", lead="Ban Tuyên giáo"),
    )
    task = ProgrammeItem.objects.get(kind="task")
    client.post(address("milestone", made.pk), {"title": "Mở 30 lớp", "due": "01/05/2026", "item": task.pk})
    page = body(client.get(address("programme", made.pk)))
    for words in ("Hội nghị quán triệt", "quá hạn", "Mở 30 lớp", "Nghị quyết", "0/1 việc xong"):
        assert words in page, words
    client.post(
        address("change-item", task.pk),
        typed_item(
            kind="task",
            title="Hội nghị quán triệt",
            parent=group.pk,
            due="20/03/2026",
            done_on="25/03/2026",
            result="Đủ mặt",
        ),
    )
    step = ProgrammeMilestone.objects.get()
    client.post(address("reach", step.pk), {"done_on": "26/03/2026", "note": ""})
    client.post(address("progress", made.pk), {"day": "27/03/2026", "percent": "40", "text": "Xong quý I"})
    page = body(client.get(address("programme", made.pk)))
    for words in ("xong 25/03/2026", "Đủ mặt", "đạt 26/03/2026", "Xong quý I", "1/1 việc xong"):
        assert words in page, words
    assert "Giáo dục" in body(client.get(LIST, {"q": "cong tac nam"})) or "Chương trình công tác" in body(
        client.get(LIST, {"q": "cong tac nam"})
    )
    assert ProgressNote.objects.get().percent == 40
    plan = body(client.get(address("plan", "hn")))
    assert "Hội nghị quán triệt" in plan
    assert "Tháng 3" in plan
    answer = client.get(address("plan-file", "hn", "docx"))
    words = zipfile.ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    for text in ("CHƯƠNG TRÌNH", "THÀNH ĐOÀN HÀ NỘI", "Giáo dục", "BÍ THƯ"):
        assert text in words, text
    for name in ("list-file",):
        assert client.get(address(name, "xlsx")).content[:2] == b"PK"
    assert "Chương trình công tác" in b"".join(client.get(address("list-file", "csv")).streaming_content).decode()
    client.post(address("drop-milestone", step.pk))
    client.post(address("drop-item", group.pk))
    assert not ProgrammeItem.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"title": ""}, "title"),
        ({"kind": "khac"}, "kind"),
        ({"kind": "party"}, "body"),
        ({"start": "31/02/2026"}, "start"),
        ({"last_day": "31/12/2025"}, "last_day"),
        ({"budget": "nhiều"}, "budget"),
        ({"budget": "9.999.999.999.999.999"}, "budget"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(tree, client, boss, wrong, box):
    answer = client.post(address("enter", "hn"), typed(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors[box]
    assert not Programme.objects.exists()


def test_an_adapted_programme_is_compared_side_by_side(tree, client, boss):
    campaign = programme(tree.city, "Chiến dịch hè", kind="campaign")
    group = item(campaign, "Ôn tập tập trung")
    answer = client.post(address("adapt", campaign.pk), {"reason": "", "adopted_on": "27/03/2026", "directive": ""})
    assert answer.status_code == 422
    client.post(address("adapt", campaign.pk), {"reason": "Dịch Covid-19", "adopted_on": "27/03/2026", "directive": ""})
    new = Programme.objects.get(version=2)
    copy = ProgrammeItem.objects.get(programme=new)
    client.post(address("change-item", copy.pk), typed_item(title="Ôn tập trực tuyến"))
    client.post(address("add-item", new.pk), typed_item(title="Tổ Covid cộng đồng"))
    page = body(client.get(address("compare", new.pk)))
    for words in ("Ôn tập tập trung", "Ôn tập trực tuyến", "Tổ Covid cộng đồng", "thêm 1, bỏ 0, sửa 1 mục"):
        assert words in page, words
    assert client.get(address("compare", campaign.pk)).status_code == 404
    assert "Dịch Covid-19" in body(client.get(address("programme", new.pk)))
    answer = client.post(address("change-item", group.pk), typed_item(title="Vào bản cũ"))
    assert answer.status_code == 422


def test_terms_and_themes_are_set_and_seen_from_below(tree, client, boss):
    given = {"line": "union", "body": "", "ordinal": "17", "start": "28/11/2025", "last_day": "27/11/2030", "note": ""}
    client.post(address("term", "hn"), given)
    assert Term.objects.get().ordinal == 17
    for wrong, box in (
        ({"ordinal": "0"}, "ordinal"),
        ({"ordinal": "18"}, "start"),
        ({"line": "party", "ordinal": "18"}, "body"),
        ({"last_day": "01/01/2025"}, "last_day"),
    ):
        answer = client.post(address("term", "hn"), given | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors[box], box
    theme = {"line": "union", "year": "2026", "text": "Tuổi trẻ sáng tạo", "directive": "", "source": ""}
    client.post(address("theme", "hn"), theme)
    assert client.post(address("theme", "hn"), theme | {"text": ""}).status_code == 422
    sign_in(client, make_officer("base_officer", tree.commune))
    page = body(client.get(address("clock")))
    assert "Năm thứ 1 trong 5 năm" in page
    assert "Ghi nhiệm kỳ" not in page
    page = body(client.get(address("themes")))
    assert "Tuổi trẻ sáng tạo" in page
    assert client.post(address("drop-theme", YearTheme.objects.get().pk)).status_code == 302
    assert YearTheme.objects.exists(), "a theme of the unit above is not theirs to drop"
    assert client.get(address("term", "hn")).status_code == 403
    sign_in(client, boss)
    client.post(address("drop-theme", YearTheme.objects.get().pk))
    assert not YearTheme.objects.exists()


def test_a_unit_below_asks_and_the_city_answers(tree, client, boss):
    above, own = item(programme(tree.city)), item(programme(tree.commune))
    sign_in(client, make_officer("base_officer", tree.commune))
    page = body(client.get(address("align", own.pk)))
    assert "Giáo dục lý tưởng" in page
    answer = client.post(address("align", own.pk), {"superior_item": above.pk, "feasibility": ""})
    assert answer.status_code == 422
    client.post(address("align", own.pk), {"superior_item": above.pk, "feasibility": "Có 30 người"})
    asked = Alignment.objects.get()
    assert client.get(address("answer", asked.pk)).status_code == 404
    assert client.get(address("alignments")).status_code == 403
    sign_in(client, boss)
    assert "Có 30 người" in body(client.get(address("alignments")))
    assert client.post(address("answer", asked.pk), {"approve": "0", "answer": ""}).status_code == 422
    client.post(address("answer", asked.pk), {"approve": "1", "answer": ""})
    asked.refresh_from_db()
    assert asked.state == "approved"


def test_own_programmes_are_set_beside_those_of_the_party(tree, client, boss):
    client.post(address("enter", "hn"), typed(kind="party", title="Chương trình 01", body="Thành ủy Hà Nội"))
    party = Programme.objects.get()
    own = programme(tree.city, "Đề án", kind="scheme")
    page = body(client.get(address("mapping")))
    assert "0/1 chương trình" in page
    client.post(address("link", own.pk), {"target": party.pk, "note": "Phần 2"})
    assert "1/1 chương trình" in body(client.get(address("mapping")))
    assert client.post(address("link", own.pk), {"target": party.pk, "note": ""}).status_code == 422
    assert "Chương trình 01" in body(client.get(address("programme", own.pk)))
    client.post(address("unlink", ProgrammeLink.objects.get().pk))
    assert not ProgrammeLink.objects.exists()
    client.post(address("drop", own.pk))
    assert not Programme.objects.filter(pk=own.pk).exists()


def test_what_is_anothers_cannot_be_changed_or_seen(tree, client):
    theirs = programme(tree.city)
    inside = item(theirs)
    strange = programme(tree.stranger, "Của Nghệ An", kind="scheme")
    sign_in(client, make_officer("base_officer", tree.commune))
    assert client.get(address("programme", theirs.pk)).status_code == 200
    for name in ("correct", "adapt", "serve", "link", "milestone", "progress", "add-item"):
        assert client.get(address(name, theirs.pk)).status_code == 403, name
    assert client.get(address("change-item", inside.pk)).status_code == 403
    assert client.post(address("drop", theirs.pk)).status_code == 403
    assert client.get(address("programme", strange.pk)).status_code == 404
    assert "Của Nghệ An" not in body(client.get(LIST))
    assert client.get(address("plan", "na")).status_code == 403
    assert client.get(address("clock") + "?don-vi=na").status_code == 403
    assert client.get(address("enter", "hn")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(tree, client, boss, rows):
    for n in range(rows):
        item(programme(tree.city, f"Đề án {n}", kind="scheme"), kind="task")
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(LIST)
    assert len(asked) == 16, [query["sql"][:120] for query in asked]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_programme_asks_as_often_for_one_item_as_for_three(tree, client, boss, rows):
    year = programme(tree.city)
    for n in range(rows):
        group = item(year, f"Nhóm {n}")
        item(year, f"Việc {n}", kind="task", parent=group)
    client.get(address("programme", year.pk))
    with CaptureQueriesContext(connection) as asked:
        client.get(address("programme", year.pk))
    assert len(asked) == 21, [query["sql"][:120] for query in asked]


def test_a_party_resolution_belongs_to_its_term_and_shows_who_serves_it(tree, client, boss):
    open_term(
        unit=tree.city.pk, ordinal=17, period=Period.term(2020, 2025), note="", line="party",
        body="Đảng bộ thành phố Hà Nội", actor=None, at=AT,
    )  # fmt: skip
    given = {
        "unit": "hn", "type": "NQ", "number": "", "department": "", "issuer": "", "issued_on": "", "arrived_on": "",
        "issuer_name": "Đại hội Đảng bộ thành phố Hà Nội", "subject": "Nghị quyết XVII", "start": "", "end": "",
        "text": "", "open_below": "on", "congress": "17",
    }  # fmt: skip
    wrong = client.post(reverse("directives:enter"), given | {"congress": "30"})
    assert wrong.context["form"].errors["congress"]
    client.post(reverse("directives:enter"), given)
    year = programme(tree.city)
    from viecthat.plans.models import Directive

    party = Directive.objects.get()
    serve_programme(programme=year, directives=[party.pk], actor=None, at=AT)
    page = body(client.get(reverse("directives:directive", args=[party.pk])))
    assert "Đảng bộ thành phố Hà Nội" in page
    assert "Chương trình công tác năm 2026" in page
    assert "Nghị quyết XVII" in body(client.get(reverse("directives:register"), {"so": "dang"}))
    own = target_of(tree.city)
    client.post(reverse("targets:serve", args=[own.pk]), {"directives": [party.pk]})
    assert Served.objects.filter(target=own).exists()
    assert "Nghị quyết" in body(client.get(reverse("targets:target", args=[own.pk])))
