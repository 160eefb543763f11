"""Pages of cadres: who sees what, what a form says at its box, how many queries a list takes."""

import csv
import io
import re
import zipfile
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    give_role,
    make_account,
    make_officer,
    make_person,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.people.cadres import DECISION, end, form, give

REGISTER = reverse("cadres:register")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.centre)


def text_of(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def names(response) -> list[str]:
    return [row.person.full_name for row in response.context["rows"]]


@pytest.fixture
def cadres(tree, boss):
    """One cadre at each place, so that something could leak."""
    people = {"branch": "Của Chi Đoàn", "sister": "Của Bên Cạnh", "commune": "Của Xã", "stranger": "Của Tỉnh Khác"}
    made = {}
    for place, name in people.items():
        unit = getattr(tree, place)
        form(unit, boss)
        made[place] = give(unit, boss, "secretary", name=name, born=date(1999, 1, 1)).post
    return made


def test_the_register_holds_what_the_reader_may_see_and_nothing_else(tree, client, cadres):
    sign_in(client, make_officer("branch_secretary", tree.branch))
    assert names(client.get(REGISTER)) == ["Của Chi Đoàn"]
    sign_in(client, make_officer("inspector", tree.commune))
    assert set(names(client.get(REGISTER))) == {"Của Chi Đoàn", "Của Bên Cạnh", "Của Xã"}
    sign_in(client, make_account())
    assert "Chưa có cán bộ nào trong sổ" in text_of(client.get(REGISTER))
    keeper = sign_in(client, make_officer("keeper", tree.centre))
    assert names(client.get(REGISTER)) == [], "keeping the system is no reason to read files"
    assert keeper.pk


def test_the_register_leads_to_the_bodies_of_the_readers_own_unit(tree, client, cadres):
    def bodies(response):
        return re.findall(r'btn-primary" href="/can-bo/don-vi/([^/"]+)/"', response.content.decode())

    sign_in(client, make_officer("base_officer", tree.commune))
    assert bodies(client.get(REGISTER)) == [tree.commune.code]
    assert bodies(client.get(REGISTER, {"don-vi": tree.branch.code})) == [tree.branch.code]
    two = make_officer("base_officer", tree.commune)
    give_role(two, "base_officer", tree.neighbour)
    sign_in(client, two)
    assert bodies(client.get(REGISTER)) == [], "which of them is chosen first"


@pytest.mark.parametrize("name", ["register", "csv", "xlsx", "alerts", "alerts-xlsx", "planning", "left", "left-xlsx"])
def test_a_unit_outside_is_as_unknown_as_one_that_never_was(tree, client, cadres, name):
    sign_in(client, make_officer("branch_secretary", tree.branch))
    for code in (tree.sister.code, tree.stranger.code, "no-such-unit"):
        assert client.get(reverse(f"cadres:{name}"), {"don-vi": code}).status_code == 404


def test_files_and_changes_of_others_are_not_there(tree, client, cadres):
    sign_in(client, make_officer("base_officer", tree.commune))
    theirs = cadres["stranger"]
    for page, args in {
        "cadre": [theirs.person_id], "qualify": [theirs.person_id], "rate": [theirs.person_id],
        "second": [theirs.person_id], "end": [theirs.pk], "move": [theirs.pk], "place": [theirs.pk],
        "close": [theirs.body_id], "session": [theirs.body_id], "extend": [theirs.body_id],
    }.items():  # fmt: skip
        assert client.get(reverse(f"cadres:{page}", args=args)).status_code == 404, page
    for page in ("unit", "form", "give", "plan", "report"):
        assert client.get(reverse(f"cadres:{page}", args=[tree.stranger.code])).status_code == 403, page
    found = client.get(reverse("cadres:suggest"), {"q": "cua"}).content.decode()
    assert "Của Xã" in found
    assert "Của Tỉnh Khác" not in found


def test_the_way_down_leads_only_where_the_reader_may_go(tree, client, cadres):
    sign_in(client, make_officer("base_officer", tree.commune))
    for page in ("unit", "report", "give"):
        shown = client.get(reverse(f"cadres:{page}", args=[tree.branch.code]))
        way = re.search(r'<ol class="crumbs">.*?</ol>', shown.content.decode(), re.DOTALL)[0]
        assert reverse("cadres:unit", args=[tree.commune.code]) in way
        assert "<span>Thành đoàn" in way, "told, and no door that would stay shut"
        for code in re.findall(r'href="/can-bo/don-vi/([^/"]+)/"', way):
            assert client.get(reverse("cadres:unit", args=[code])).status_code == 200


def test_the_file_goes_with_the_person(tree, client, boss, cadres):
    """Who went elsewhere leaves behind the posts held here, and nothing of the rest."""
    from viecthat.people.commands.cadre_file import add_qualification
    from viecthat.people.commands.post import move_post

    person = cadres["commune"].person_id
    add_qualification(person=person, level="university", day=date(2021, 6, 1), proof="DH-77", actor=boss, at=AT)
    page = reverse("cadres:cadre", args=[person])
    sign_in(client, make_officer("inspector", tree.commune))
    assert "DH-77" in text_of(client.get(page))
    move_post(
        post=cadres["commune"], unit=tree.stranger.pk, kind="committee_member", day=date(2026, 1, 5),
        basis="transferred", decision=DECISION, actor=boss, at=AT,
    )  # fmt: skip
    text = text_of(client.get(page))
    assert "Bí thư , Đoàn xã Suối Hai" in text
    assert "DH-77" not in text
    assert "01/01/1999" not in text


def test_ratings_and_the_planning_list_are_for_those_who_keep_cadres(tree, client, boss, cadres):
    from viecthat.people.commands.cadre_file import rate_cadre
    from viecthat.people.commands.planning import plan_successor

    person = cadres["commune"].person_id
    rate_cadre(person=person, unit=tree.commune.pk, year=2025, rating="excellent", actor=boss, at=AT)
    plan_successor(
        unit=tree.commune.pk, kind="secretary", person=person, start=TODAY, decision=DECISION, actor=boss, at=AT
    )
    page, listing = reverse("cadres:cadre", args=[person]), reverse("cadres:planning")
    sign_in(client, make_officer("inspector", tree.commune))
    assert "Hoàn thành xuất sắc" not in text_of(client.get(page))
    assert list(client.get(listing).context["rows"]) == []
    assert "Quy hoạch" not in text_of(client.get(reverse("cadres:unit", args=[tree.commune.code]))).replace(
        "Quy hoạch cán bộ", ""
    )
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "2025: Hoàn thành xuất sắc nhiệm vụ" in text_of(client.get(page))
    assert [row.row.person_id for row in client.get(listing).context["rows"]] == [person]


def test_a_member_of_staff_without_files_sees_names_and_no_ages(tree, client, boss):
    form(tree.commune, boss)
    give(tree.commune, boss, "secretary", name="Sắp Quá Tuổi", born=date(1990, 9, 1))
    sign_in(client, make_officer("keeper", tree.centre))
    text = text_of(client.get(reverse("cadres:unit", args=[tree.commune.code])))
    assert "Sắp Quá Tuổi" in text
    assert "quá tuổi" not in text.replace("Sắp Quá Tuổi", "")


def test_each_filter_narrows_and_orders_turn(tree, client, boss):
    form(tree.city, boss, seats=30)
    form(tree.commune, boss)
    form(tree.commune, boss, "pioneers")
    one = give(tree.commune, boss, "secretary", name="Nguyễn Văn Đức", born=date(1990, 9, 1), full_time=True)
    give(tree.commune, boss, "pioneers_president", person=one.post.person)
    give(tree.city, boss, name="Trần Thị Ánh", born=date(2000, 2, 2))
    gone = give(tree.city, boss, name="Đã Thôi", born=date(2000, 2, 2)).post
    end(gone, boss, date(2025, 1, 1))
    sign_in(client, boss)

    def found(**asked):
        return names(client.get(REGISTER, {name.replace("_", "-"): value for name, value in asked.items()}))

    assert found() == ["Nguyễn Văn Đức", "Trần Thị Ánh"], "once each, the highest post first"
    assert found(q="tran thi anh") == ["Trần Thị Ánh"]
    assert found(chuc_vu="pioneers_president") == ["Nguyễn Văn Đức"]
    assert found(co_quan="committee") == ["Nguyễn Văn Đức", "Trần Thị Ánh"]
    assert found(chuyen_trach="co") == ["Nguyễn Văn Đức"]
    assert found(tuoi="over") == ["Nguyễn Văn Đức"]
    assert found(don_vi=tree.commune.code) == ["Nguyễn Văn Đức"]
    assert found(ngay="01/12/2024") == ["Nguyễn Văn Đức", "Trần Thị Ánh", "Đã Thôi"] or "Đã Thôi" in found(
        ngay="01/12/2024"
    )
    assert found(xep="ten") == ["Trần Thị Ánh", "Nguyễn Văn Đức"], "by given name, in Vietnamese order"
    assert found(xep="-tuoi") == ["Nguyễn Văn Đức", "Trần Thị Ánh"]
    assert found(ngay="hôm kia") == []
    row = client.get(REGISTER, {"q": "duc"}).context["rows"][0]
    assert [one.kind.code for one in row.posts] == ["secretary", "committee_member", "pioneers_president"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_takes_the_same_queries_for_one_and_three(tree, client, boss, count):
    form(tree.commune, boss)
    for n in range(count):
        give(tree.commune, boss, name=f"Ủy viên {n}")
    sign_in(client, make_officer("inspector", tree.city))
    client.get(REGISTER)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(names(client.get(REGISTER))) == count
    assert len(queries) == 11


@pytest.mark.parametrize("count", [1, 3])
def test_the_alerts_take_the_same_queries_for_one_and_three(tree, client, boss, count):
    from viecthat.people.commands.planning import plan_placement

    form(tree.commune, boss)
    for n in range(count):
        post = give(tree.commune, boss, name=f"Ủy viên {n}", born=date(1990, 9, 1)).post
        plan_placement(post=post, destination="state", due=date(2026, 9, 1), actor=boss, at=AT)
    sign_in(client, make_officer("inspector", tree.city))
    page = reverse("cadres:alerts")
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(page).context["over"]) == count
    assert len(queries) == 22


def test_the_files_hold_the_same_people(tree, client, cadres):
    sign_in(client, make_officer("inspector", tree.commune))
    body = b"".join(client.get(reverse("cadres:csv")).streaming_content).decode()
    assert body.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert {row["Họ và tên"] for row in rows} == {"Của Chi Đoàn", "Của Bên Cạnh", "Của Xã"}
    assert {row["Chức vụ"] for row in rows} == {"Bí thư", "Ủy viên Ban Chấp hành"}
    assert rows[0]["Từ ngày"] == "2022-10-01"
    sheet = client.get(reverse("cadres:xlsx"))
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as book:
        words = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Của Xã" in words
    assert "Của Tỉnh Khác" not in words


# forms


def asked_to_give(unit, **given):
    asked = {"kind": "secretary", "start": "27/03/2026", "basis": "elected", "decision": DECISION, **given}
    return reverse("cadres:give", args=[unit.code]), asked


def test_a_post_is_given_by_the_form_to_somebody_new(tree, client, boss):
    from viecthat.people.models import Post

    form(tree.commune, boss)
    sign_in(client, make_officer("base_officer", tree.commune))
    where, asked = asked_to_give(tree.commune, new_name="Hà Thị  Mới", new_born="02/03/1999", new_sex="female")
    response = client.post(where, asked)
    assert response["Location"] == reverse("cadres:unit", args=[tree.commune.code])
    text = text_of(client.get(response["Location"]))
    assert "Đã giao chức vụ Bí thư cho Hà Thị Mới." in text
    assert {post.kind for post in Post.objects.filter(person__full_name="Hà Thị Mới")} == {
        "secretary", "committee_member",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "person", "Chọn người giữ chức vụ, hoặc ghi người mới."),
        ({"person": "Không Ai Cả"}, "person", "Không có ai tên ấy"),
        ({"new_name": "Hà Thị Mới", "new_sex": "female"}, "new_born", "Ghi ngày sinh"),
        ({"new_name": "Già Quá", "new_born": "02/03/1985", "new_sex": "male"}, "person", "không quá 35 tuổi"),
        ({"person": "Lê Thị Cũ", "decision": "abc"}, "decision", "không phải là số văn bản"),
        ({"person": "Lê Thị Cũ", "start": "31/02/2026"}, "start", "Không có ngày"),
        ({"person": "Lê Thị Cũ", "new_name": "Hai Người"}, "new_name", "Chỉ ghi một trong hai"),
        ({"new_name": "Lê Thị Cũ", "new_born": "03/04/1998", "new_sex": "female"}, "new_name", "đã có trong sổ"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_written(tree, client, boss, given, field, sentence):
    from viecthat.people.models import Person, Post

    form(tree.commune, boss)
    make_person("Lê Thị Cũ", unit=tree.commune, birth_date=date(1998, 4, 3))
    sign_in(client, make_officer("base_officer", tree.commune))
    where, asked = asked_to_give(tree.commune, **given)
    people = Person.objects.count()
    response = client.post(where, asked)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert (Post.objects.count(), Person.objects.count()) == (0, people)


def test_the_warnings_are_alive_and_write_nothing(tree, client, boss):
    from viecthat.people.models import Post

    form(tree.commune, boss)
    person = make_person("Lê Thị Sắp", unit=tree.commune, birth_date=date(1992, 1, 3))
    sign_in(client, make_officer("base_officer", tree.commune))
    where, asked = asked_to_give(tree.commune, person=f"Lê Thị Sắp [{person.pk}]")
    part = client.post(where + "xem-truoc/", asked).content.decode()
    assert "Lưu ý:" in part
    assert "quá tuổi giữ chức vụ từ ngày 04/01/2027" in part
    asked["new_name"], asked["person"], asked["new_born"] = "Già Quá", "", "01/01/1980"
    assert "Không giao được:" in client.post(where + "xem-truoc/", asked).content.decode()
    assert not Post.objects.exists()


def test_a_body_is_formed_ended_and_its_posts_with_it_by_the_pages(tree, client, boss):
    from viecthat.people.models import Body, Post

    sign_in(client, boss)
    where = reverse("cadres:form", args=[tree.commune.code])
    asked = {"kind": "committee", "start": "01/07/2025", "decision": DECISION, "provisional": "on", "seats": "15"}
    assert client.post(where, asked).status_code == 302
    body = Body.objects.get()
    assert (body.seats, body.congress_by) == (15, date(2026, 1, 1))
    text = text_of(client.get(reverse("cadres:unit", args=[tree.commune.code])))
    assert "Quá hạn đại hội." in text
    assert "Khuyết bí thư" in text
    assert "0/15 người, khuyết 15" in text
    assert client.post(where, {**asked, "seats": "9999"}).status_code == 422
    post = give(tree.commune, boss, "secretary", start=date(2025, 7, 1)).post
    ended = {"end": "01/02/2026", "leaving": "transferred", "decision": DECISION, "destination": "state"}
    assert client.post(reverse("cadres:end", args=[post.pk]), {**ended, "end": ""}).status_code == 422
    assert client.post(reverse("cadres:end", args=[post.pk]), {**ended, "whole": "on"}).status_code == 302
    assert not Post.objects.filter(end__isnull=True).exists()
    text = text_of(client.get(reverse("cadres:left")))
    assert "chính quyền, cơ quan nhà nước" in text
    closed = {"end": "01/03/2026", "leaving": "unit_ended", "decision": DECISION}
    assert client.post(reverse("cadres:close", args=[body.pk]), closed).status_code == 302
    assert "Các khoá trước" in text_of(client.get(reverse("cadres:unit", args=[tree.commune.code])))


def test_the_page_of_a_day_gone_shows_that_day(tree, client, boss):
    form(tree.commune, boss)
    post = give(tree.commune, boss, "secretary", name="Người Trước").post
    end(post, boss, date(2025, 1, 1), whole=True)
    give(tree.commune, boss, "secretary", name="Người Sau", start=date(2025, 1, 1))
    sign_in(client, boss)
    page = reverse("cadres:unit", args=[tree.commune.code])
    then = client.get(page, {"ngay": "2024-12-31"}).context["bodies"][0].posts[0].post.person.full_name
    now = client.get(page).context["bodies"][0].posts[0].post.person.full_name
    assert (then, now) == ("Người Trước", "Người Sau")


@pytest.mark.parametrize("name", ["register", "alerts", "planning", "left"])
def test_the_pages_speak_english(tree, client, boss, cadres, name):
    sign_in(client, boss)
    client.cookies["django_language"] = "en"
    assert client.get(reverse(f"cadres:{name}")).status_code == 200


def test_every_look_into_a_file_is_noted_in_it(tree, client, boss, cadres):
    from viecthat.people.models import FileAccess

    person = cadres["commune"].person_id
    inspector = sign_in(client, make_officer("inspector", tree.commune))
    client.get(reverse("cadres:cadre", args=[person]))
    client.get(reverse("cadres:xlsx"))
    b"".join(client.get(reverse("cadres:csv")).streaming_content)
    noted = FileAccess.objects.filter(person=person, account=inspector).order_by("pk")
    assert list(noted.values_list("kind", flat=True)) == ["opened", "exported", "exported"]
    assert not FileAccess.objects.filter(person=cadres["stranger"].person_id).exists()


def test_a_post_is_taken_back_from_the_file_of_its_holder(tree, client, boss):
    form(tree.commune, boss)
    post = give(tree.commune, boss, "committee_member", start=TODAY).post
    where = reverse("cadres:take-back", args=[post.pk])
    cadre = reverse("cadres:cadre", args=[post.person_id])
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(where).status_code == 404
    sign_in(client, boss)
    assert f'href="{where}"' in client.get(cadre).content.decode()
    assert "coi như chưa được giao" in text_of(client.get(where))
    assert client.post(where, {"reason": ""}).status_code == 422
    assert "Đã lấy lại 1 chức vụ." in text_of(client.post(where, {"reason": "Ghi nhầm"}, follow=True))
    gone = give(tree.commune, boss, "committee_member", name="Trần Văn Hai", start=date(2025, 7, 1)).post
    end(gone, boss, date(2026, 1, 1))
    where = reverse("cadres:take-back", args=[gone.pk])
    assert f'href="{where}"' in client.get(reverse("cadres:cadre", args=[gone.person_id])).content.decode()
    assert "lại đang giữ chức vụ này" in text_of(client.get(where))
    assert client.post(where, {"reason": "Ghi nhầm"}).status_code == 302
    gone.refresh_from_db()
    assert gone.end is None
