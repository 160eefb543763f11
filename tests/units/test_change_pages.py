"""Changing the tree by the pages: what is asked, what is done, every refusal at its box with what was typed kept."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, make_unit, sign_in
from viecthat.units.commands import found_unit
from viecthat.units.models import Bloc, BlocMember, Succession, Unit, UnitVersion
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on, tree_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("secretary")]
DATED = {"day": "01/04/2026", "decision": "12-QĐ/TĐTN ngày 20/03/2026"}
LATER = date(2026, 4, 1)
PAGES = ["found", "rename", "move", "merge", "split", "bloc"]


@pytest.fixture
def secretary(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))


def send(client, page, code, status=302, /, **given):
    response = client.post(reverse(f"units:{page}", args=[code]), given)
    assert response.status_code == status
    return response


def refusal(client, page, code, /, **given):
    """The only box with an error ("" for the head of the form), its sentence; and nothing has changed."""
    before = (UnitVersion.objects.count(), Unit.objects.count(), Succession.objects.count(), Bloc.objects.count())
    form = send(client, page, code, 422, **given).context["form"]
    assert before == (
        UnitVersion.objects.count(),
        Unit.objects.count(),
        Succession.objects.count(),
        Bloc.objects.count(),
    )
    ((field, sentences),) = form.errors.items()
    for box, typed in given.items():
        assert form[box].value() == typed
    return ("" if field == "__all__" else field), " ".join(sentences)


class TestFound:
    NEW = {"name": "Chi đoàn thôn Mới", "kind": "branch", "code": "hn-moi", **DATED}

    def test_form_knows_the_kinds_that_can_stand_here(self, client):
        html = client.get(reverse("units:found", args=["hn-suoi-hai"])).content.decode()
        assert '<option value="branch">' in html
        assert '<option value="province">' not in html
        assert 'value="hn-suoi-hai-"' in html

    def test_done_and_shown_on_its_day(self, client, tree):
        response = send(client, "found", "hn-suoi-hai", **self.NEW)
        assert response["Location"] == "/don-vi/hn-moi/?ngay=2026-04-01"
        html = client.get(response["Location"]).content.decode()
        assert "Đã thành lập Chi đoàn thôn Mới." in html
        assert "12-QĐ/TĐTN ngày 20/03/2026" in html
        assert tree_on(LATER).parent(unit_with_code("hn-moi", LATER).id) == tree.commune.pk

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"code": "hn"}, "code", "Mã “hn” đã có đơn vị khác dùng"),
            ({"code": "Mã Có Dấu"}, "code", "chữ thường không dấu"),
            ({"code": ""}, "code", "Đặt mã cho đơn vị"),
            ({"code": "-hn"}, "code", "chữ thường không dấu"),
            ({"code": "x" * 65}, "code", "Mã dài quá 64 ký tự"),
            ({"name": ""}, "name", "Ghi tên đầy đủ"),
            ({"name": "x" * 201}, "name", "Tên dài quá 200 ký tự"),
            ({"kind": ""}, "kind", "Chọn loại đơn vị"),
            ({"day": ""}, "day", "Ghi ngày có hiệu lực"),
            ({"day": "31/02/2026"}, "day", "Không có ngày 31/2/2026"),
            ({"day": "31/12/1999"}, "", "cấp trên không hoạt động vào ngày đó"),
            ({"decision": ""}, "decision", "Ghi số quyết định"),
            ({"decision": "x" * 201}, "decision", "Dài quá 200 ký tự"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        at, said = refusal(client, "found", "hn-suoi-hai", **(self.NEW | other))
        assert at == field
        assert sentence in said


class TestRename:
    def test_done(self, client):
        response = send(client, "rename", "hn-suoi-hai", name="Đoàn xã Mới", **(DATED | {"day": "27/03/2026"}))
        assert response["Location"] == "/don-vi/hn-suoi-hai/"
        html = client.get(response["Location"]).content.decode()
        assert "<h1>Đoàn xã Mới</h1>" in html
        assert "Đã đổi tên." in html

    def test_form_starts_from_the_present_name(self, client):
        html = client.get(reverse("units:rename", args=["hn-suoi-hai"])).content.decode()
        assert 'value="Đoàn xã Suối Hai"' in html

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"name": "Đoàn xã  Suối Hai"}, "name", "đang mang tên này"),
            ({"name": "  "}, "name", "Ghi tên đầy đủ"),
            ({"day": "01/01/2000"}, "day", "Ngày thay đổi phải sau 01/01/2000"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        at, said = refusal(client, "rename", "hn-suoi-hai", **({"name": "Đoàn xã Mới", **DATED} | other))
        assert at == field
        assert sentence in said


class TestMove:
    def test_done_by_name_or_by_what_the_box_offers(self, client, tree):
        send(client, "move", "hn-do-tram", parent="doan xa tan linh", **DATED)
        send(client, "move", "hn-hat-giang", parent="Đoàn xã Tản Lĩnh (hn-tan-linh)", **DATED)
        assert set(tree_on(LATER).children(tree.neighbour.pk)) == {tree.branch.pk, tree.sister.pk}

    @pytest.mark.parametrize(
        ("parent", "field", "sentence"),
        [
            ("", "parent", "Ghi tên hoặc mã cấp trên mới"),
            ("nơi nào đó", "parent", "Không có đơn vị nào tên hoặc mã là “nơi nào đó”"),
            ("hn-suoi-hai", "parent", "đang trực thuộc chính đơn vị này"),
            ("hn-do-tram", "parent", "đang trực thuộc chính đơn vị này"),
            ("hn", "parent", "Đơn vị đang trực thuộc chính cấp trên này"),
            ("na", "", "chưa được giao quyền sắp xếp tổ chức"),
        ],
    )
    def test_refusals(self, client, parent, field, sentence):
        at, said = refusal(client, "move", "hn-suoi-hai", parent=parent, **DATED)
        assert at == field
        assert sentence in said

    def test_two_of_one_name(self, client, tree):
        for parent in (tree.city, tree.commune):
            make_unit("Chi đoàn Công an", parent=parent, kind="branch")
        at, said = refusal(client, "move", "hn-do-tram", parent="chi đoàn công an", **DATED)
        assert at == "parent"
        assert "Có 2 đơn vị cùng tên" in said


class TestMerge:
    def test_several_at_once(self, client, tree):
        response = send(
            client, "merge", "hn-do-tram", units="Chi đoàn thôn Đô Trám (hn-do-tram)\n\nhn-hat-giang\nhn-do-tram",
            into="hn-tan-linh", **DATED,
        )  # fmt: skip
        assert response["Location"] == "/don-vi/hn-tan-linh/?ngay=2026-04-01"
        assert map_on(LATER).stands_at(tree.sister.pk)[0] == tree.neighbour.pk
        assert Succession.objects.count() == 2

    def test_form_names_this_unit_first(self, client):
        html = client.get(reverse("units:merge", args=["hn-do-tram"])).content.decode()
        assert "Chi đoàn thôn Đô Trám (hn-do-tram)</textarea>" in html

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"units": " \n "}, "units", "Ghi ít nhất một đơn vị được sáp nhập"),
            ({"units": "hn-do-tram\nkhông có"}, "units", "“không có”"),
            ({"units": "hn-tan-linh"}, "units", "khác với đơn vị nhận"),
            ({"units": "hn-suoi-hai"}, "", "còn các đơn vị trực thuộc"),
            ({"units": "\n".join(["hn-do-tram"] * 201)}, "units", "nhiều nhất 200 đơn vị"),
            ({"into": ""}, "into", "Ghi tên hoặc mã đơn vị nhận"),
            ({"into": "na"}, "", "chưa được giao quyền sắp xếp tổ chức"),
            ({"day": "01/01/1999"}, "day", "Ngày thay đổi phải sau"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        given = {"units": "hn-do-tram", "into": "hn-tan-linh", **DATED}
        at, said = refusal(client, "merge", "hn-do-tram", **(given | other))
        assert at == field
        assert sentence in said


class TestSplit:
    @pytest.fixture(autouse=True)
    def _parts(self, tree):
        for code in ("p1", "p2"):
            found_unit(
                code=code, name=code, kind="commune", parent=tree.city.pk, day=LATER, decision="", actor=None, at=AT
            )

    @pytest.mark.parametrize(("heir", "stands"), [("p2", "p2"), ("", "hn")])
    def test_with_and_without_an_heir(self, client, tree, heir, stands):
        send(client, "split", "hn-tan-linh", into="p1\np2", heir=heir, **DATED)
        assert map_on(LATER).stands_at(tree.neighbour.pk)[0] == unit_with_code(stands, LATER).id

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"into": "p1"}, "into", "ít nhất hai đơn vị mới"),
            ({"into": ""}, "into", "Ghi ít nhất hai đơn vị mới"),
            ({"heir": "hn-suoi-hai"}, "heir", "phải là một trong các đơn vị mới"),
            ({"day": "30/03/2026"}, "into", "thành lập trước"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        given = {"into": "p1\np2", "heir": "", **DATED}
        at, said = refusal(client, "split", "hn-tan-linh", **(given | other))
        assert at == field
        assert sentence in said


class TestBloc:
    GIVEN = {
        "name": "Cụm số 3",
        "year": "2026",
        "head": "hn-suoi-hai",
        "deputy": "hn-tan-linh",
        "members": "hn-do-tram",
    }

    def test_done(self, client):
        response = send(client, "bloc", "hn-suoi-hai", **self.GIVEN)
        assert response["Location"] == "/don-vi/hn-suoi-hai/"
        assert BlocMember.objects.count() == 3
        assert "Cụm số 3 (2026)" in client.get(response["Location"]).content.decode()

    def test_year_and_head_are_there_already(self, client):
        html = client.get(reverse("units:bloc", args=["hn-suoi-hai"])).content.decode()
        assert 'value="2026"' in html
        assert 'value="Đoàn xã Suối Hai (hn-suoi-hai)"' in html

    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"name": ""}, "name", "Đặt tên khối"),
            ({"year": "20026"}, "year", "gõ nhầm"),
            ({"year": "hai nghìn"}, "year", "không phải là số"),
            ({"head": ""}, "head", "Ghi đơn vị làm khối trưởng"),
            ({"deputy": "hn-suoi-hai"}, "deputy", "hai đơn vị khác nhau"),
            ({"members": "na"}, "", "chưa được giao quyền"),
        ],
    )
    def test_refusals(self, client, other, field, sentence):
        at, said = refusal(client, "bloc", "hn-suoi-hai", **(self.GIVEN | other))
        assert at == field
        assert sentence in said

    def test_twice_in_one_year(self, client):
        send(client, "bloc", "hn-suoi-hai", **self.GIVEN)
        at, said = refusal(client, "bloc", "hn-suoi-hai", **self.GIVEN)
        assert at == ""
        assert said


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_opens_with_a_way_back(self, client, name):
        html = client.get(reverse(f"units:{name}", args=["hn-suoi-hai"])).content.decode()
        assert reverse("units:unit", args=["hn-suoi-hai"]) in html

    def test_blank_is_refused_box_by_box(self, client, name):
        errors = send(client, name, "hn-suoi-hai", 422).context["form"].errors
        assert errors
        assert "__all__" not in errors

    def test_out_of_reach(self, client, name):
        for method in (client.get, client.post):
            response = method(reverse(f"units:{name}", args=["na"]))
            assert response.status_code == 403
            assert "chưa được giao quyền sắp xếp tổ chức" in response.content.decode()

    def test_without_the_role(self, client, tree, name):
        for actor in (make_account(), make_officer("base_officer", tree.commune)):
            sign_in(client, actor)
            assert client.get(reverse(f"units:{name}", args=["hn-suoi-hai"])).status_code == 403

    def test_no_such_unit(self, client, name):
        assert client.get(reverse(f"units:{name}", args=["khong-co"])).status_code == 404


def test_a_change_of_today_is_shown_today(client):
    given = DATED | {"day": TODAY.strftime("%d/%m/%Y")}
    assert send(client, "move", "hn-do-tram", parent="hn-tan-linh", **given)["Location"] == "/don-vi/hn-do-tram/"
