"""Declaring a figure: typed the Vietnamese way, shown beforehand, written once, refused in sentences."""

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    PASSWORD,
    declare,
    give_role,
    make_account,
    make_indicator,
    make_officer,
    make_ratio,
    make_target,
    sign_in,
)
from viecthat.ledger.commands import lines_of
from viecthat.ledger.models import Entry, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("officer")]
DECLARE = reverse("ledger:declare")


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


@pytest.fixture(autouse=True)
def _indicators(db):
    make_indicator()
    make_indicator("road", name="Đường làng được dọn", unit="km", decimals=1)
    make_ratio()
    make_indicator("members_admitted", name="Đoàn viên mới kết nạp", register="memberships", area=6)


def given(**other):
    return {
        "key": "a1b2",
        "unit": "hn-do-tram",
        "indicator": "trees_planted",
        "quantity": "1.250",
        "day": "27/03/2026",
        "reason": "Sổ tay của chi đoàn",
    } | other


def send(client, status=422, **other):
    response = client.post(DECLARE, given(**other))
    assert response.status_code == status
    return response


class TestForm:
    def test_my_unit_and_today_are_there_already(self, client):
        html = client.get(DECLARE).content.decode()
        assert 'value="Đoàn xã Suối Hai (hn-suoi-hai)"' in html
        assert 'value="27/03/2026"' in html

    def test_unit_and_indicator_from_the_address(self, client):
        html = client.get(DECLARE, {"don-vi": "hn-do-tram", "chi-so": "road"}).content.decode()
        assert 'value="Chi đoàn thôn Đô Trám (hn-do-tram)"' in html
        assert '<option value="road" selected>' in html
        assert '<span class="unit">km</span>' in html

    def test_what_a_register_holds_is_listed_and_can_not_be_chosen(self, client):
        html = client.get(DECLARE).content.decode()
        assert '<option value="members_admitted" disabled>Đoàn viên mới kết nạp</option>' in html
        assert "“Đoàn viên mới kết nạp” do sổ quản lý giữ" in html
        assert '<option value="trees_planted">' in html

    def test_a_ratio_asks_for_two_numbers(self, client):
        html = client.get(DECLARE, {"chi-so": "cadres_trained"}).content.decode()
        assert 'name="n"' in html
        assert 'name="quantity"' not in html
        html = client.get(DECLARE, {"chi-so": "road"}).content.decode()
        assert 'name="n"' not in html

    def test_whoever_may_not(self, client, tree):
        sign_in(client, make_officer("inspector", tree.city))
        for response in (client.get(DECLARE), client.post(DECLARE, given())):
            assert response.status_code == 403
            assert "chưa được giao quyền kê khai" in response.content.decode()
        assert not Posting.objects.exists()


class TestWrite:
    def test_is_written_and_shown(self, client, tree, officer):
        response = send(client, 302)
        posting = Posting.objects.get()
        assert response["Location"] == reverse("ledger:posting", args=[posting.pk])
        (line,) = lines_of(posting)
        assert (line.unit, line.quantity, line.grade) == (tree.branch.pk, 1250, 1)
        assert (posting.actor, posting.recorded_at, posting.reason) == (officer, AT, "Sổ tay của chi đoàn")
        assert "Đã ghi vào sổ việc" in client.get(response["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("other", "quantities"),
        [
            ({"quantity": "1250"}, [1250]),
            ({"quantity": " 1 250 "}, [1250]),
            ({"indicator": "road", "quantity": "2,4"}, [24]),
            ({"indicator": "road", "quantity": "1.250"}, [12500]),
            ({"indicator": "cadres_trained", "n": "1.007", "of": "1.200"}, [1007, 1200]),
            ({"unit": "Chi đoàn thôn Đô Trám"}, [1250]),
            ({"unit": "chi doan thon do tram"}, [1250]),
            ({"day": "2026-03-01"}, [1250]),
        ],
    )
    def test_as_vietnamese_write(self, client, other, quantities):
        send(client, 302, **other)
        assert list(Entry.objects.order_by("pk").values_list("quantity", flat=True)) == quantities

    def test_sent_twice_recorded_once(self, client):
        first, again = send(client, 302), send(client, 302)
        assert first["Location"] == again["Location"]
        assert Entry.objects.count() == 1
        send(client, 302, key="another")
        assert Entry.objects.count() == 2

    def test_another_person_with_the_same_key_writes_their_own(self, client, tree):
        send(client, 302)
        sign_in(client, make_officer("base_officer", tree.commune))
        send(client, 302)
        assert Posting.objects.count() == 2

    def test_every_blank_form_has_a_key_of_its_own(self, client):
        keys = {client.get(DECLARE).context["form"]["key"].value() for _ in range(2)}
        assert len(keys) == 2

    def test_in_english_numbers_are_still_typed_the_vietnamese_way(self, client):
        client.cookies["django_language"] = "en"
        send(client, 302)
        assert Entry.objects.get().quantity == 1250

    def test_over_the_real_sign_in_with_its_token(self, tree):
        from django.test import Client

        account = make_account("thu-ha", password=PASSWORD)
        give_role(account, "base_officer", tree.commune)
        client = Client(enforce_csrf_checks=True)
        sign_in(client, account)
        assert client.post(DECLARE, given()).status_code == 403
        client.get(DECLARE)
        token = client.cookies["csrftoken"].value
        assert client.post(DECLARE, given(csrfmiddlewaretoken=token)).status_code == 302


class TestRefusals:
    @pytest.mark.parametrize(
        ("other", "field", "sentence"),
        [
            ({"quantity": "1.25"}, "quantity", "chưa rõ là số nào"),
            ({"quantity": "1,234.5"}, "quantity", "chưa rõ là số nào"),
            ({"quantity": "một trăm"}, "quantity", "không phải là số"),
            ({"quantity": ""}, "quantity", "Ghi số lượng"),
            ({"quantity": "0"}, "quantity", "ghi ít nhất một số"),
            ({"quantity": "-5"}, "quantity", "Số lượng phải lớn hơn 0"),
            ({"quantity": "2,5"}, "quantity", "đếm bằng số nguyên"),
            ({"indicator": "road", "quantity": "2,45"}, "quantity", "nhiều chữ số lẻ quá"),
            ({"quantity": "9" * 17}, "quantity", "lớn quá mức có thể"),
            ({"quantity": "9" * 19}, "quantity", "dài quá 18 chữ số"),
            ({"day": "31/02/2026"}, "day", "Không có ngày 31/2/2026"),
            ({"day": "28/03/2026"}, "day", "Ngày làm việc chưa tới"),
            ({"day": "01/01/1999"}, "day", "chưa thành lập"),
            ({"day": ""}, "day", "Ghi ngày làm"),
            ({"unit": ""}, "unit", "Ghi tên hoặc mã đơn vị"),
            ({"unit": "Chi đoàn nào đó"}, "unit", "Không có đơn vị nào tên hoặc mã là “Chi đoàn nào đó”"),
            ({"unit": "na"}, "unit", "chưa được giao quyền kê khai"),
            ({"reason": ""}, "reason", "Ghi lý do kê khai"),
            ({"reason": "x" * 501}, "reason", "Lý do dài quá 500 ký tự"),
            ({"indicator": ""}, "indicator", "Chọn chỉ số"),
            ({"indicator": "khác"}, "indicator", "Chọn một chỉ số có trong danh sách"),
            ({"indicator": "members_admitted"}, "indicator", "do sổ quản lý giữ"),
            ({"indicator": "cadres_trained_count"}, "indicator", "Chọn một chỉ số có trong danh sách"),
            ({"indicator": "cadres_trained", "n": "7"}, "of", "Ghi tổng số"),
            ({"indicator": "cadres_trained", "n": "9", "of": "7"}, "of", "Số đạt phải từ 0 đến tổng số"),
            ({"indicator": "cadres_trained", "n": "0", "of": "0"}, "of", "tổng số phải lớn hơn 0"),
            ({"indicator": "cadres_trained", "n": "-1", "of": "7"}, "of", "Số đạt phải từ 0"),
            ({"indicator": "cadres_trained", "n": "1,5", "of": "7"}, "n", "không phải số nguyên"),
            ({"key": ""}, "key", ""),
            ({"key": "k" * 200}, "key", ""),
        ],
    )
    def test_at_the_box_and_what_was_typed_is_kept(self, client, other, field, sentence):
        response = send(client, **other)
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert sentence in str(form.errors[field][0])
        for name, typed in given(**other).items():
            if name in form.fields:
                assert form[name].value() == typed
        assert not Posting.objects.exists()

    def test_the_sentence_stands_under_its_box(self, client):
        html = send(client, quantity="1.25").content.decode()
        assert 'id="id_quantity_error"' in html
        assert 'aria-describedby="id_quantity_error"' in html
        assert 'value="1.25"' in html


class TestPreview:
    def test_every_page_it_would_reach_and_nothing_written(self, client, tree, officer):
        declare(tree.sister, officer, 100)
        make_target(tree.commune, goal=2000)
        html = send(client, 200, xem="1").content.decode()
        for words in (
            "Trang sơ kết của Chi đoàn thôn Đô Trám",
            "Trang sơ kết của Đoàn xã Suối Hai",
            "Trang sơ kết của Trung ương Đoàn",
            "/so-ket/hn-suoi-hai/2026/",
            "0 → 1.250",
            "100 → 1.350",
            "chỉ tiêu 2.000",
            "năm 2026",
        ):
            assert words in html
        assert Posting.objects.count() == 1

    def test_a_ratio_in_both_its_numbers_and_in_percent(self, client):
        html = send(client, 200, xem="1", indicator="cadres_trained", n="7", of="8").content.decode()
        assert "0/0 → 7/8 (87,5\u00a0%)" in html

    def test_out_of_reach_nothing_is_given_away(self, client, tree):
        declare(tree.stranger, make_officer("secretary", tree.centre), 987654)
        html = send(client, 200, xem="1", unit="na").content.decode()
        assert "987.654" not in html
        assert "Trang sơ kết của" not in html

    def test_while_one_types_only_the_part_comes_and_nobody_is_scolded(self, client):
        response = client.post(DECLARE, given(xem="1", reason="", quantity=""), headers={"HX-Request": "true"})
        html = response.content.decode()
        assert response.status_code == 200
        assert "<html" not in html
        assert 'id="preview"' in html
        assert "Ghi lý do kê khai" not in html

    def test_the_box_for_the_number_is_drawn_anew_for_another_indicator_only(self, client):
        def part(**other):
            asked = given(xem="1", **other)
            return client.post(DECLARE, asked, headers={"HX-Request": "true"}).content.decode()

        assert "hx-swap-oob" not in part(shown_for="trees_planted")
        html = part(shown_for="")
        assert 'hx-swap-oob="true"' in html
        assert 'value="1.250"' in html
        assert 'name="n"' in part(indicator="cadres_trained", shown_for="trees_planted")

    def test_the_part_is_what_the_whole_page_shows(self, client, tree, officer):
        declare(tree.sister, officer, 100)
        whole = send(client, 200, xem="1").content.decode()
        part = client.post(
            DECLARE, given(xem="1", shown_for="trees_planted"), headers={"HX-Request": "true"}
        ).content.decode()
        assert part.strip() in whole

    @pytest.mark.parametrize("deep", [False, True])
    def test_as_many_queries_for_three_pages_as_for_one(self, client, tree, django_assert_num_queries, deep):
        sign_in(client, make_officer("secretary", tree.centre))
        unit = "hn-suoi-hai" if deep else "tw"
        send(client, 200, xem="1", unit=unit)
        with django_assert_num_queries(12):
            response = send(client, 200, xem="1", unit=unit)
        assert len(response.context["preview"].effects) == (3 if deep else 1)
