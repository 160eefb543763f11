"""The record form: for whom, what it keeps, what it says, what it changes while it is filled in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import (
    TODAY,
    make_account,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_photo,
    make_target,
    make_unit,
    sign_in,
)
from viecthat.activities.models import Activity
from viecthat.activities.pages.choices import MOST_IN_SELECT
from viecthat.ledger.models import Entry, Posting

RECORD = reverse("activities:record")


def squeezed(html: str) -> str:
    """Without white space that browsers do not show, and without what only htmx reads."""
    return re.sub(r"\s+", " ", html.replace(' hx-swap-oob="true"', "")).strip()


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def secretary(tree, client):
    return sign_in(client, make_officer("branch_secretary", tree.branch))


@pytest.fixture
def kinds(db):
    trees = make_kind()
    advice = make_kind(
        "career_advice",
        name="Tư vấn hướng nghiệp",
        icon="users",
        indicators=[make_indicator("career_advised", name="Được tư vấn", measure="people", unit="người")],
    )
    return {"trees": trees, "advice": advice}


def filled(tree, **change) -> dict:
    """What a hurried secretary sends."""
    return {
        "key": "form-1",
        "unit": tree.branch.pk,
        "kind": "tree_planting",
        f"result_{make_indicator().pk}": "1.200",
        "title": "Trồng cây ven hồ Suối Hai",
        "day": "26/03/2026",
        "place": "Bờ nam hồ",
        "head_count": "34",
        "note": "",
        **change,
    }


def test_a_minute_of_typing_records_the_work(tree, client, secretary, kinds) -> None:
    lan = make_person(unit=tree.branch)
    photo = SimpleUploadedFile("anh.jpg", make_photo(), "image/jpeg")

    answer = client.post(RECORD, filled(tree, people=[lan.pk], partners=[tree.sister.pk], photos=[photo]), follow=True)

    activity = Activity.objects.get()
    assert answer.redirect_chain == [(reverse("activities:activity", args=[activity.pk]), 302)]
    assert "Đã ghi “Trồng cây ven hồ Suối Hai”: 1.200 cây." in text_of(answer)
    assert (activity.day, activity.head_count) == (TODAY - timedelta(days=1), 34)
    assert Entry.objects.get().quantity == 1200
    assert activity.evidence.count() == activity.participations.count() == activity.partners.count() == 1


def test_the_form_knows_the_day_and_the_unit_of_its_reader(tree, client, secretary, kinds) -> None:
    page = client.get(RECORD)

    assert 'value="27/03/2026"' in page.content.decode()
    assert f'<option value="{tree.branch.pk}" selected>' in page.content.decode()


def test_only_units_the_reader_may_record_for_are_offered(tree, client, kinds) -> None:
    make_unit("Chi đoàn thôn Lộ Bí Mật", parent=tree.neighbour, kind="branch")
    sign_in(client, make_officer("base_officer", tree.commune))

    page = client.get(RECORD).content.decode()

    assert f'<option value="{tree.commune.pk}" selected>' in page  # their own comes first
    assert "Chi đoàn thôn Hát Giang" in page
    assert "Lộ Bí Mật" not in page
    assert f'value="{tree.neighbour.pk}"' not in page


def test_a_unit_in_the_address_is_taken_when_it_may_be(tree, client, kinds) -> None:
    sign_in(client, make_officer("base_officer", tree.commune))

    ours = client.get(RECORD, {"don-vi": tree.sister.code, "loai": "tree_planting"}).content.decode()
    theirs = client.get(RECORD, {"don-vi": tree.neighbour.code}).content.decode()

    assert f'<option value="{tree.sister.pk}" selected>' in ours
    assert f'id="id_result_{make_indicator().pk}"' in ours
    assert f'<option value="{tree.commune.pk}" selected>' in theirs


def test_who_may_record_nothing_is_told_so(tree, client, kinds) -> None:
    sign_in(client, make_account())

    page = client.get(RECORD)

    assert "Bạn chưa được giao quyền ghi việc cho đơn vị nào" in text_of(page)
    assert "record-form" not in page.content.decode()


def test_who_is_not_signed_in_signs_in_first(tree, client) -> None:
    assert client.get(RECORD).headers["Location"].startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize(
    ("change", "box", "sentence"),
    [
        ({"title": " "}, "title", "Ghi tên việc"),
        ({"title": "a" * 201}, "title", "Tên việc dài quá 200 ký tự (đang có 201)"),
        ({"day": ""}, "day", "Ghi ngày làm"),
        ({"day": "31/02/2026"}, "day", "Không có ngày 31/2/2026"),
        ({"day": "28/03/2026"}, "day", "Ngày làm việc chưa tới"),
        ({"day": "hôm qua"}, "day", "không phải là ngày"),
        ({"place": ""}, "place", "Ghi nơi làm"),
        ({"head_count": ""}, "head_count", "Ghi số người tham gia, hoặc chọn tên từng người"),
        ({"head_count": "-3"}, "head_count", "từ 0 đến 1.000.000"),
        ({"head_count": "ba mươi"}, "head_count", "không phải là số"),
        ({"kind": ""}, "kind", "Chọn loại việc"),
        ({"kind": "no_such_kind"}, "kind", "Chọn một loại việc có trong danh sách"),
        ({"unit": ""}, "unit", "Chọn đơn vị đã làm việc này"),
        ({"result": "1.5"}, "result", "chưa rõ là số nào"),
        ({"result": "1,5"}, "result", "không phải số nguyên"),
        ({"result": "một trăm"}, "result", "không phải là số"),
        ({"result": "0"}, "result", "lớn hơn 0"),
        ({"result": "-5"}, "result", "lớn hơn 0"),
        ({"result": "9" * 16}, "result", "lớn quá"),
        ({"result": "9" * 30}, "result", "dài quá"),
        ({"result": ""}, "result", "Chưa có kết quả nào"),
        ({"people": ["x"]}, "people", "không đọc được"),
        ({"note": "a" * 2001}, "note", "Ghi chú dài quá 2000 ký tự"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(
    tree, client, secretary, kinds, change, box, sentence
) -> None:
    name = f"result_{make_indicator().pk}" if box == "result" else box
    change = {name if key == "result" else key: value for key, value in change.items()}

    answer = client.post(RECORD, filled(tree, **change))

    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in " ".join(form.errors[name])
    assert sentence in text_of(answer)
    assert not Activity.objects.exists()
    assert not Posting.objects.exists()
    if "place" not in change:
        assert 'value="Bờ nam hồ"' in answer.content.decode()


def test_photos_must_be_chosen_again_and_the_page_says_so(tree, client, secretary, kinds) -> None:
    photo = SimpleUploadedFile("anh.jpg", make_photo(), "image/jpeg")

    answer = client.post(RECORD, filled(tree, title="", photos=[photo]))

    assert "Chọn lại ảnh" in " ".join(answer.context["form"].errors["photos"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html>", "không phải ảnh"), (b"", "rỗng"), (b"x" * (12 * 2**20 + 1), "12 MB")],
    ids=["no picture", "nothing", "too heavy"],
)
def test_a_file_that_is_no_photo_is_refused_at_the_photos(tree, client, secretary, kinds, content, sentence) -> None:
    answer = client.post(RECORD, filled(tree, photos=[SimpleUploadedFile("anh.jpg", content, "image/jpeg")]))

    assert sentence in " ".join(answer.context["form"].errors["photos"])
    assert not Activity.objects.exists()


def test_thirteen_photos_are_too_many(tree, client, secretary, kinds) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", make_photo((n, n, n))) for n in range(13)]

    assert "nhiều nhất 12 ảnh" in text_of(client.post(RECORD, filled(tree, photos=photos)))
    assert not Activity.objects.exists()


def test_names_alone_count_as_heads_and_never_exceed_them(tree, client, secretary, kinds) -> None:
    people = [make_person(f"Người {n}", unit=tree.branch).pk for n in range(3)]

    too_few = client.post(RECORD, filled(tree, head_count="2", people=people))
    assert "Số người ít hơn số tên đã chọn" in " ".join(too_few.context["form"].errors["head_count"])

    client.post(RECORD, filled(tree, head_count="", people=people))
    assert Activity.objects.get().head_count == 3


def test_work_of_another_unit_is_refused_whatever_the_form_says(tree, client, secretary, kinds) -> None:
    answer = client.post(RECORD, filled(tree, unit=tree.neighbour.pk))

    assert "chưa được giao quyền ghi việc" in " ".join(answer.context["form"].errors["unit"])
    assert not Activity.objects.exists()


def test_the_same_work_again_is_told_at_the_head_of_the_form(tree, client, secretary, kinds) -> None:
    client.post(RECORD, filled(tree))

    answer = client.post(RECORD, filled(tree, key="form-2"))

    assert "đã có trong sổ; mở lại thay vì ghi lần nữa" in " ".join(answer.context["form"].non_field_errors())
    assert Activity.objects.count() == 1


def test_a_form_sent_twice_leads_to_the_one_activity(tree, client, secretary, kinds) -> None:
    first, second = client.post(RECORD, filled(tree)), client.post(RECORD, filled(tree))

    assert first.headers["Location"] == second.headers["Location"]
    assert Activity.objects.count() == 1


def test_somebody_elses_key_leads_nowhere(tree, client, secretary, kinds) -> None:
    client.post(RECORD, filled(tree))
    sign_in(client, make_officer("branch_secretary", tree.stranger))

    answer = client.post(RECORD, filled(tree, unit=tree.stranger.pk))

    assert answer.status_code == 302
    assert Activity.objects.count() == 2


def test_without_script_the_form_is_filled_in_steps(tree, client, secretary, kinds) -> None:
    lan = make_person("Phùng Thị Lan", unit=tree.branch)
    typed = {"key": "k", "unit": tree.branch.pk, "title": "Ngày hội", "kind": "career_advice", "head_count": "12"}

    page = client.post(RECORD, typed | {"doi": "loai"})

    assert page.status_code == 200
    html = page.content.decode()
    assert f'id="id_result_{make_indicator("career_advised").pk}"' in html
    assert 'value="Ngày hội"' in html
    assert "Chưa ghi được" not in html

    page = client.post(RECORD, typed | {"doi": "nguoi", "q_people": "phung", "people": [lan.pk]})
    assert re.search(rf'name="people" value="{lan.pk}" checked', page.content.decode())


# parts


def test_each_part_is_what_the_whole_page_would_show(tree, client, secretary, kinds) -> None:
    make_person("Phùng Thị Lan", unit=tree.branch)
    make_target(tree.commune, goal=12_000)
    whole = squeezed(client.get(RECORD, {"loai": "tree_planting", "don-vi": tree.branch.code}).content.decode())
    asked = {"unit": tree.branch.pk, "kind": "tree_planting"}

    results = client.get(reverse("activities:record-results"), asked).content.decode()
    for_unit = client.get(reverse("activities:record-for-unit"), asked).content.decode()
    people = client.get(reverse("activities:record-people"), asked).content.decode()
    partners = client.get(reverse("activities:record-partners"), asked).content.decode()

    fieldset, aside = results.split("</fieldset>")
    for part in (fieldset, *for_unit.split("<aside"), aside, people, partners):
        assert squeezed(part) in whole
    assert "12.000 cây" in aside
    assert "Phùng Thị Lan" in people


def test_another_kind_brings_its_boxes_and_keeps_what_fits(tree, client, secretary, kinds) -> None:
    both = make_kind("both", name="Cả hai", indicators=[make_indicator(), make_indicator("career_advised")])
    box = f"result_{make_indicator().pk}"

    part = client.get(
        reverse("activities:record-results"), {"unit": tree.branch.pk, "kind": both.code, box: "120"}
    ).content.decode()

    assert part.count("<li") == 2
    assert 'value="120"' in part


def test_people_are_found_without_marks_and_the_ticked_ones_stay(tree, client, secretary, kinds) -> None:
    lan, hung = make_person("Phùng Thị Lan", unit=tree.branch), make_person("Đinh Quốc Hùng", unit=tree.branch)

    def found(text: str) -> str:
        asked = {"unit": tree.branch.pk, "q_people": text, "people": [hung.pk]}
        return client.get(reverse("activities:record-people"), asked).content.decode()

    assert "Phùng Thị Lan" in found("phung thi")
    assert "Phùng Thị Lan" in found("Phùng")
    assert "Phùng Thị Lan" not in found("dinh")
    assert f'value="{hung.pk}" checked' in found("khong ai")
    assert f'value="{lan.pk}" checked' not in found("lan")


def test_nobody_outside_the_readers_units_is_found_or_shown(tree, client, secretary, kinds) -> None:
    beside, far = make_person("Lan Hàng Xóm", unit=tree.sister), make_person("Lan Xứ Nghệ", unit=tree.stranger)

    def people(**asked) -> str:
        return client.get(reverse("activities:record-people"), {"unit": tree.branch.pk, **asked}).content.decode()

    for page in (people(q_people="lan"), people(people=[beside.pk, far.pk])):
        assert "Hàng Xóm" not in page
        assert "Xứ Nghệ" not in page
    page = client.post(RECORD, filled(tree, title="", people=[beside.pk, far.pk])).content.decode()
    assert "Hàng Xóm" not in page


@pytest.mark.parametrize("part", ["results", "for-unit", "people", "partners"])
def test_parts_for_a_unit_beside_ours_do_not_exist(tree, client, secretary, kinds, part) -> None:
    make_person("Lan Hàng Xóm", unit=tree.neighbour)
    address = reverse(f"activities:record-{part}")

    assert client.get(address, {"unit": tree.branch.pk, "kind": "tree_planting"}).status_code == 200
    for unit in (tree.neighbour.pk, 10**9, "x", ""):
        assert client.get(address, {"unit": unit, "kind": "tree_planting"}).status_code == 404


def test_partners_are_found_after_two_letters_and_never_the_unit_itself(tree, client, secretary, kinds) -> None:
    def found(text: str) -> str:
        asked = {"unit": tree.branch.pk, "q_partners": text, "partners": [tree.neighbour.pk]}
        return client.get(reverse("activities:record-partners"), asked).content.decode()

    assert "Hát Giang" in found("hat giang")
    assert "Hát Giang" not in found("h")
    assert f'value="{tree.branch.pk}"' not in found("chi doan")
    assert f'value="{tree.neighbour.pk}" checked' in found("h")


def test_many_units_are_searched_for_instead_of_listed(tree, client, kinds) -> None:
    for n in range(MOST_IN_SELECT + 1):
        make_unit(f"Đoàn phường {n}", parent=tree.city)
    make_unit("Đoàn xã Xứ Nghệ", parent=tree.stranger)
    sign_in(client, make_officer("base_officer", tree.city))

    page = client.get(RECORD).content.decode()
    part = client.get(reverse("activities:record-units"), {"q_unit": "phuong 3", "unit": tree.city.pk}).content.decode()
    far = client.get(reverse("activities:record-units"), {"q_unit": "xu nghe", "unit": tree.city.pk}).content.decode()

    assert 'id="unit-choices"' in page
    assert f'name="unit" value="{tree.city.pk}" checked' in page
    assert "Đoàn phường 30" in part
    assert "Đoàn phường 12" not in part
    assert f'value="{tree.city.pk}" checked' in part
    assert "Nghệ" not in far


def test_kinds_the_unit_records_most_come_first(tree, client, secretary, kinds) -> None:
    others = [make_kind(f"kind-{n}", name=f"Loại {n}") for n in range(6)]
    make_activity(tree.branch, secretary, kind=others[5], results={make_indicator(): 1})

    tiles = client.get(RECORD).context["tiles"]

    assert tiles[0].label == "Loại 5"
    assert len(tiles) == 6


@pytest.mark.parametrize("many", [1, 3])
def test_the_form_costs_the_same_for_one_and_for_three(
    tree, client, secretary, kinds, many, django_assert_num_queries
) -> None:
    for n in range(many):
        make_person(f"Người {n}", unit=tree.branch)
        make_target(tree.branch, goal=100, start=TODAY - timedelta(days=n + 1))
    client.get(RECORD)

    with django_assert_num_queries(27):
        client.get(RECORD, {"loai": "tree_planting"})
