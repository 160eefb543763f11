"""Decisions about units by the pages: nothing is written before what will happen has been seen."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_account, make_officer, make_unit, sign_in
from tests.people.cadres import figures, form, give
from tests.people.members import make_member, open_membership_of
from viecthat.organisation.models import Reorganisation
from viecthat.people.models import Membership, Post
from viecthat.people.queries.pick import picked
from viecthat.units.models import Succession, Unit, UnitVersion
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on, tree_on

DAY = date(2026, 3, 20)
DATED = {"day": "20/03/2026", "decision": "12-QĐ/TĐTN"}
PAGES = ["found", "move", "merge", "split", "close"]


@pytest.fixture(autouse=True)
def secretary(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))


def state():
    return [m.objects.count() for m in (Unit, UnitVersion, Succession, Membership, Post, Reorganisation)]


def look(client, page, code, status=200, /, **given):
    """The page after "Xem tác động"; nothing was written."""
    before = state()
    response = client.post(reverse(f"organisation:{page}", args=[code]), given)
    assert response.status_code == status
    assert state() == before
    return response


def carry_out(client, page, code, /, **given):
    """Seen, then confirmed with what was seen."""
    seen = look(client, page, code, **given)
    confirm = {"confirm": seen.context["effects"].digest, "key": seen.context["key"]}
    response = client.post(reverse(f"organisation:{page}", args=[code]), given | confirm)
    assert response.status_code == 302, response.content.decode()
    return client.get(response["Location"]).content.decode()


def refusal(client, page, code, /, **given):
    """The only box with an error ("" for the head of the form) and its sentence."""
    form = look(client, page, code, 422, **given).context["form"]
    ((field, sentences),) = form.errors.items()
    for box, typed in given.items():
        if box in form.fields:
            assert form[box].value() in {typed, typed == "on"}
    return ("" if field == "__all__" else field), " ".join(sentences)


class TestFound:
    NEW = {"name": "Chi đoàn thôn Mới", "kind": "branch", **DATED}

    def test_form_knows_the_kinds_that_can_stand_here(self, client):
        html = client.get(reverse("organisation:found", args=["hn-suoi-hai"])).content.decode()
        assert '<option value="branch">' in html
        assert '<option value="province">' not in html

    def test_members_are_ticked_then_seen_then_moved(self, client, tree):
        people = [make_member(tree.branch, name) for name in ("Phùng Thị Lan", "Đỗ Văn Nam", "Hà Văn An", "Lê Thị Tư")]
        first = look(client, "found", "hn-suoi-hai", 422, sources="hn-do-tram", **self.NEW)
        html = first.content.decode()
        assert "cần ít nhất 3" in html
        assert all(person.full_name in html for person in people)
        ticked = {"sources": "hn-do-tram", "nguoi": [str(person.pk) for person in people[:3]]}
        secretary = {"secretary": picked(people[0]).label}
        seen = look(client, "found", "hn-suoi-hai", **self.NEW, **ticked, **secretary).content.decode()
        assert "3 đổi chi đoàn" in seen
        html = carry_out(client, "found", "hn-suoi-hai", **self.NEW, **ticked, **secretary)
        assert "Đã thành lập Chi đoàn thôn Mới." in html
        new = unit_with_code("hn-suoi-hai-thon-moi", DAY)
        assert [open_membership_of(person).unit_id for person in people] == [new.id] * 3 + [tree.branch.pk]
        assert Post.objects.get(unit=new.id, kind="secretary").person_id == people[0].pk
        alerts = client.get(reverse("cadres:alerts"), {"don-vi": "hn"}).content.decode()
        assert "20/09/2026" in alerts

    def test_names_of_a_branch_whose_files_are_closed_stay_hidden(self, client, tree):
        make_member(tree.branch, "Phùng Thị Lan")
        sign_in(client, make_officer("keeper", tree.city))
        html = look(client, "found", "hn-suoi-hai", 422, sources="hn-do-tram", **self.NEW).content.decode()
        assert "Phùng Thị Lan" not in html
        assert "1 đoàn viên không hiện ở đây" in html

    def test_somebody_of_a_closed_file_is_not_moved_by_a_number_typed_in(self, client, tree):
        people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
        sign_in(client, make_officer("keeper", tree.city))
        ticked = {"sources": "hn-do-tram", "nguoi": [str(person.pk) for person in people]}
        look(client, "found", "hn-suoi-hai", 422, **self.NEW, **ticked)

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"code": "hn"}, "code", "Mã “hn” đã có đơn vị khác dùng"),
            ({"code": "Mã Có Dấu"}, "code", "chữ thường không dấu"),
            ({"code": "x" * 65}, "code", "Dài quá 64 ký tự"),
            ({"name": ""}, "name", "Ghi tên đầy đủ"),
            ({"name": "x" * 201}, "name", "Dài quá 200 ký tự"),
            ({"kind": ""}, "kind", "Chọn loại đơn vị"),
            ({"day": ""}, "day", "Ghi ngày có hiệu lực"),
            ({"day": "31/02/2026"}, "day", "Không có ngày 31/2/2026"),
            ({"day": "28/03/2026"}, "day", "Ngày chưa tới"),
            ({"day": "31/12/1999"}, "", "cấp trên không hoạt động vào ngày đó"),
            ({"decision": ""}, "decision", "Ghi số quyết định"),
            ({"decision": "theo họp"}, "decision", ""),
            ({"sources": "không có"}, "sources", "“không có”"),
            ({"secretary": "Không Ai"}, "secretary", "Không có ai tên ấy"),
            ({"members": "Không Ai"}, "members", "Không có ai tên ấy"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        at, said = refusal(client, "found", "hn-suoi-hai", **(self.NEW | {"on_paper": "on"} | other))
        assert at == field
        assert sentence in said


class TestMove:
    def test_done_by_name_or_by_what_the_box_offers(self, client, tree):
        carry_out(client, "move", "hn-do-tram", parent="doan xa tan linh", **DATED)
        carry_out(client, "move", "hn-hat-giang", parent="Đoàn xã Tản Lĩnh (hn-tan-linh)", **DATED)
        assert set(tree_on(DAY).children(tree.neighbour.pk)) == {tree.branch.pk, tree.sister.pk}

    @pytest.mark.parametrize(
        ("parent", "field", "sentence"),
        [
            ("", "parent", "Ghi tên hoặc mã cấp trên mới"),
            ("nơi nào đó", "parent", "Không có đơn vị nào tên hoặc mã là “nơi nào đó”"),
            ("hn-do-tram", "day", "trực thuộc vòng tròn"),
            ("na", "", "chưa được giao quyền sắp xếp tổ chức"),
        ],
    )
    def test_refusals(self, client, parent, field, sentence):
        at, said = refusal(client, "move", "hn-suoi-hai", parent=parent, **DATED)
        assert at == field
        assert sentence in said


class TestMerge:
    def test_two_communes_become_a_new_one(self, client, tree, secretary):
        figures("base_secretaries")
        member = make_member(tree.branch, "Phùng Thị Lan")
        form(tree.commune, secretary, start=date(2024, 1, 1))
        old = give(tree.commune, secretary, "secretary", name="Nguyễn Thu Hà", start=date(2024, 1, 1))
        given = {
            "merged": "hn-suoi-hai\nhn-tan-linh", "new_name": "Đoàn xã Ba Vì", "secretary": "Nguyễn Thu Hà", **DATED,
        }  # fmt: skip
        seen = look(client, "merge", "hn-suoi-hai", **given).content.decode()
        assert "1 theo chi đoàn của mình" in seen
        assert "Nguyễn Thu Hà" in seen
        assert "Đơn vị kết thúc (2)" in seen
        html = carry_out(client, "merge", "hn-suoi-hai", **given)
        assert "Sáp nhập Đoàn xã Suối Hai, Đoàn xã Tản Lĩnh vào Đoàn xã Ba Vì" in html
        new = unit_with_code("hn-suoi-hai-xa-ba-vi", DAY)
        assert map_on(DAY).stands_at(tree.neighbour.pk)[0] == new.id
        assert open_membership_of(member).unit_id == tree.branch.pk
        assert Post.objects.get(unit=new.id, kind="secretary").person_id == old.post.person_id

    def test_branches_with_their_members(self, client, tree):
        member = make_member(tree.branch, "Phùng Thị Lan")
        carry_out(client, "merge", "hn-do-tram", merged="hn-do-tram", into="hn-hat-giang", **DATED)
        assert open_membership_of(member).unit_id == tree.sister.pk
        html = client.get(reverse("people:person", args=[member.pk])).content.decode()
        assert "Sáp nhập Chi đoàn thôn Đô Trám vào Chi đoàn thôn Hát Giang" in html
        assert "12-QĐ/TĐTN" in html

    def test_what_changed_since_is_shown_again(self, client, tree):
        make_member(tree.branch, "Phùng Thị Lan")
        given = {"merged": "hn-do-tram", "into": "hn-hat-giang", **DATED}
        seen = look(client, "merge", "hn-do-tram", **given).context["effects"].digest
        make_member(tree.branch, "Đỗ Văn Nam")
        again = look(client, "merge", "hn-do-tram", **given, confirm=seen).content.decode()
        assert "dữ liệu đã thay đổi" in again
        assert "2 đổi chi đoàn" in again

    def test_form_names_this_unit_first(self, client):
        html = client.get(reverse("organisation:merge", args=["hn-do-tram"])).content.decode()
        assert "Chi đoàn thôn Đô Trám (hn-do-tram)</textarea>" in html

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"merged": " \n "}, "merged", "Ghi ít nhất một đơn vị được sáp nhập"),
            ({"merged": "hn-do-tram\nkhông có"}, "merged", "“không có”"),
            ({"merged": "hn-tan-linh"}, "merged", "khác với đơn vị nhận"),
            ({"into": ""}, "into", "Ghi đơn vị nhận"),
            ({"new_name": "Đoàn xã Mới"}, "into", "chỉ một trong hai"),
            ({"into": "na"}, "", "chưa được giao quyền sắp xếp tổ chức"),
            ({"day": "01/01/1999"}, "day", "Ngày thay đổi phải sau"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        given = {"merged": "hn-do-tram", "into": "hn-tan-linh", **DATED}
        at, said = refusal(client, "merge", "hn-do-tram", **(given | other))
        assert at == field
        assert sentence in said


class TestSplit:
    GIVEN = {"into": "Chi đoàn Đông\nChi đoàn Tây", "heir": "", **DATED}

    @pytest.mark.parametrize(("heir", "stands"), [("Chi đoàn Tây", "hn-do-tram-tay"), ("", "hn-suoi-hai")])
    def test_everybody_chooses_a_half(self, client, tree, heir, stands):
        people = [make_member(tree.branch, f"Người {n}") for n in range(6)]
        first = look(client, "split", "hn-do-tram", 422, **(self.GIVEN | {"heir": heir}))
        assert "6 đoàn viên chưa có nơi sinh hoạt" in first.content.decode()
        east, west = [str(place) for place, _name in first.context["chooser"].places]
        chosen = {f"nguoi_{person.pk}": east if n % 2 else west for n, person in enumerate(people)}
        carry_out(client, "split", "hn-do-tram", **(self.GIVEN | {"heir": heir} | chosen))
        homes = [open_membership_of(person).unit_id for person in people]
        assert homes[0] == homes[2] != homes[1] == homes[3]
        assert map_on(DAY).stands_at(tree.branch.pk)[0] == unit_with_code(stands, DAY).id

    def test_units_below_choose_too(self, client, tree):
        into = {"into": "hn-tan-linh\nĐoàn xã Mới", "heir": "hn-tan-linh"}
        extra = [make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch") for n in range(2)]
        first = look(client, "split", "hn-suoi-hai", 422, **(self.GIVEN | into))
        here, there = [str(place) for place, _name in first.context["chooser"].places]
        chosen = {f"donvi_{unit.pk}": there for unit in extra}
        carry_out(client, "split", "hn-suoi-hai", **(self.GIVEN | into | chosen))
        assert tree_on(DAY).parent(tree.branch.pk) == tree.neighbour.pk == int(here)
        assert tree_on(DAY).parent(extra[0].pk) == unit_with_code(there, DAY).id

    def test_each_part_has_a_provisional_committee(self, client, tree):
        people = [make_member(tree.branch, f"Người {n}") for n in range(6)]
        first = look(client, "split", "hn-do-tram", 422, **self.GIVEN)
        assert "Bí thư lâm thời: Chi đoàn Đông" in first.content.decode()
        east, west = [str(place) for place, _name in first.context["chooser"].places]
        chosen = {f"nguoi_{person.pk}": east if n % 2 else west for n, person in enumerate(people)}
        named = {"secretary_0": picked(people[1]).label, "deputies_0": picked(people[3]).label}
        carry_out(client, "split", "hn-do-tram", **self.GIVEN, **chosen, **named)
        new = unit_with_code(east, DAY)
        posts = dict(Post.objects.filter(unit=new.id, kind__in=["secretary", "deputy"]).values_list("kind", "person"))
        assert posts == {"secretary": people[1].pk, "deputy": people[3].pk}
        assert not Post.objects.filter(unit=unit_with_code(west, DAY).id).exists()
        assert "20/09/2026" in client.get(reverse("cadres:alerts"), {"don-vi": "hn"}).content.decode()

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"secretary_1": "Không Ai"}, "secretary_1", "Không có ai tên ấy"),
            ({"into": "một"}, "into", "từ hai đến hai mươi"),
            ({"into": ""}, "into", "Ghi ít nhất hai đơn vị mới"),
            ({"into": "hn-do-tram\nhai"}, "into", "không thể là đơn vị mới của chính nó"),
            ({"heir": "hn-suoi-hai"}, "heir", "phải là một trong các đơn vị mới"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        at, said = refusal(client, "split", "hn-do-tram", **(self.GIVEN | other))
        assert at == field
        assert sentence in said


class TestClose:
    def test_members_go_to_who_receives_them(self, client, tree):
        member = make_member(tree.branch)
        html = carry_out(client, "close", "hn-do-tram", receiver="hn-hat-giang", **DATED)
        assert "Giải thể Chi đoàn thôn Đô Trám" in html
        assert open_membership_of(member).unit_id == tree.sister.pk

    def test_without_a_receiver(self, client, tree):
        make_member(tree.branch)
        assert "Còn 1 đoàn viên" in refusal(client, "close", "hn-do-tram", receiver="", **DATED)[1]
        assert "còn trực thuộc" in refusal(client, "close", "hn-suoi-hai", receiver="", **DATED)[1]


class TestDecision:
    def test_is_listed_at_its_units_and_undone_from_its_page(self, client, tree):
        member = make_member(tree.branch)
        carry_out(client, "merge", "hn-do-tram", merged="hn-do-tram", into="hn-hat-giang", **DATED)
        row = Reorganisation.objects.get()
        for code in ("hn-do-tram", "hn-hat-giang"):
            html = client.get(reverse("organisation:decisions", args=[code])).content.decode()
            assert reverse("organisation:decision", args=[row.pk]) in html
        page = reverse("organisation:decision", args=[row.pk])
        refused = client.post(page, {"day": "20/03/2026", "decision": "13-QĐ/TĐTN"})
        assert refused.status_code == 422
        assert "Ngày phải sau ngày 20/03/2026" in refused.content.decode()
        done = client.post(page, {"day": "25/03/2026", "decision": "13-QĐ/TĐTN"}, follow=True)
        assert "Đã bỏ quyết định 12-QĐ/TĐTN." in done.content.decode()
        assert open_membership_of(member).unit_id == tree.branch.pk
        history = client.get(reverse("units:unit", args=["hn-do-tram"])).content.decode()
        assert "Lập lại" in history

    def test_one_who_reads_is_offered_no_undoing(self, client, tree):
        carry_out(client, "merge", "hn-do-tram", merged="hn-do-tram", into="hn-hat-giang", **DATED)
        page = reverse("organisation:decision", args=[Reorganisation.objects.get().pk])
        sign_in(client, make_officer("inspector", tree.city))
        assert "Bỏ quyết định này" not in client.get(page).content.decode()
        assert client.post(page, {"day": "25/03/2026", "decision": "13-QĐ/TĐTN"}).status_code == 200
        assert Reorganisation.objects.count() == 1
        sign_in(client, make_officer("secretary", tree.stranger))
        assert client.get(page).status_code == 404
        assert client.get(reverse("organisation:decisions", args=["hn-do-tram"])).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_as_much_for_one_as_for_three(self, client, tree, count, django_assert_num_queries):
        for n in range(count):
            unit = make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch", code=f"b-{n}")
            make_member(unit, f"Người {n}")
            carry_out(client, "merge", f"b-{n}", merged=f"b-{n}", into="hn-hat-giang", **DATED)
        address = reverse("organisation:decisions", args=["hn-hat-giang"])
        client.get(address)
        with django_assert_num_queries(8):
            assert client.get(address).content.decode().count("12-QĐ/TĐTN") == count


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_opens_with_a_way_back(self, client, name):
        html = client.get(reverse(f"organisation:{name}", args=["hn-suoi-hai"])).content.decode()
        assert reverse("units:unit", args=["hn-suoi-hai"]) in html

    def test_blank_is_refused_box_by_box(self, client, name):
        errors = look(client, name, "hn-suoi-hai", 422).context["form"].errors
        assert errors
        assert "__all__" not in errors

    def test_out_of_reach(self, client, name):
        for method in (client.get, client.post):
            response = method(reverse(f"organisation:{name}", args=["na"]))
            assert response.status_code == 403
            assert "chưa được giao quyền sắp xếp tổ chức" in response.content.decode()

    def test_without_the_role(self, client, tree, name):
        for actor in (make_account(), make_officer("base_officer", tree.commune)):
            sign_in(client, actor)
            assert client.get(reverse(f"organisation:{name}", args=["hn-suoi-hai"])).status_code == 403

    def test_no_such_unit(self, client, name):
        assert client.get(reverse(f"organisation:{name}", args=["khong-co"])).status_code == 404
