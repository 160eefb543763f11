"""Changing the tree by the pages: what is asked, what is done, every refusal at its box with what was typed kept."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import TODAY, make_account, make_officer, sign_in
from viecthat.units.models import Bloc, BlocMember, Succession, Unit, UnitVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("secretary")]
DATED = {"day": "01/04/2026", "decision": "12-QĐ/TĐTN ngày 20/03/2026"}
PAGES = ["rename", "bloc"]


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


@pytest.mark.parametrize(("day", "address"), [(TODAY, ""), (date(2026, 4, 1), "?ngay=2026-04-01")])
def test_a_change_is_shown_on_its_own_day(client, day, address):
    given = DATED | {"day": day.strftime("%d/%m/%Y"), "name": "Chi đoàn thôn Mới"}
    assert send(client, "rename", "hn-do-tram", **given)["Location"] == f"/don-vi/hn-do-tram/{address}"
