"""The page of one activity: what each reader sees of it, and what they may do to it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_activity,
    make_imported,
    make_indicator,
    make_officer,
    make_person,
    make_photo,
    make_unit,
    sign_in,
)
from viecthat.activities.choices import State
from viecthat.activities.commands import Photo, document_activity
from viecthat.activities.models import Activity
from viecthat.ledger.commands import reverse_posting
from viecthat.ledger.models import Posting
from viecthat.units.commands import merge_units


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def page_of(client, activity, name="activity"):
    return client.get(reverse(f"activities:{name}", args=[activity.pk]))


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch, full_name="Đinh Quốc Việt")


@pytest.fixture
def activity(tree, secretary):
    return make_activity(
        tree.branch,
        secretary,
        people=[make_person("Phùng Thị Lan", unit=tree.branch)],
        partners=[tree.neighbour],
        photos=[make_photo()],
        note="Đất mềm",
    )


def test_the_whole_story_is_on_one_page(tree, client, secretary, activity) -> None:
    sign_in(client, secretary)

    page = page_of(client, activity)

    for words in (
        "Trồng cây ven hồ Suối Hai", "27/03/2026", "Bờ nam hồ Suối Hai", "120 cây", "Có minh chứng",
        "34 người, trong đó 1 người có tên trong sổ", "Phùng Thị Lan", "Đoàn xã Tản Lĩnh", "Đất mềm",
        "Đinh Quốc Việt ghi vào sổ việc", "27/03/2026 16:00",
    ):  # fmt: skip
        assert words in text_of(page), words
    evidence = activity.evidence.get()
    assert f'src="{reverse("activities:thumbnail", args=[evidence.pk])}"' in page.content.decode()
    assert f'href="{reverse("activities:evidence", args=[evidence.pk])}"' in page.content.decode()
    posting = Posting.objects.get()
    assert f'href="{reverse("ledger:posting", args=[posting.pk])}"' in page.content.decode()


def test_nobody_outside_learns_that_it_exists(tree, client, activity) -> None:
    nowhere = reverse("activities:activity", args=[activity.pk + 1000])
    for actor in (
        make_account(),
        make_officer("branch_secretary", tree.sister),
        make_officer("secretary", tree.stranger),
    ):
        sign_in(client, actor)
        for name in ("activity", "verify", "cancel", "document", "document-people"):
            hidden = page_of(client, activity, name)
            assert hidden.status_code == 404
            assert "Suối Hai" not in text_of(hidden)
        assert client.get(nowhere).status_code == 404
        for name, sent in (("verify", {"finding": "x"}), ("cancel", {"reason": "x"}), ("document", {})):
            assert client.post(reverse(f"activities:{name}", args=[activity.pk]), sent).status_code == 404
    activity.refresh_from_db()
    assert activity.state == State.RECORDED


def test_a_partner_sees_what_was_done_and_no_names_or_photos(tree, client, activity) -> None:
    sign_in(client, make_officer("base_officer", tree.neighbour))

    page = page_of(client, activity)

    assert "120 cây" in text_of(page)
    assert "34 người, trong đó 1 người có tên trong sổ" in text_of(page)
    assert "Phùng Thị Lan" not in text_of(page)
    assert "minh-chung" not in page.content.decode()
    assert client.get(reverse("activities:evidence", args=[activity.evidence.get().pk])).status_code == 404
    for name in ("verify", "cancel", "document"):
        assert page_of(client, activity, name).status_code == 403


@pytest.mark.parametrize(
    ("role", "where", "offered"),
    [
        ("branch_secretary", "branch", {"cancel", "document"}),
        ("secretary", "city", {"cancel", "document", "verify"}),
        ("inspector", "city", {"verify"}),
        ("keeper", "city", set()),
    ],
)
def test_buttons_are_there_only_where_the_rules_allow(tree, client, activity, role, where, offered) -> None:
    sign_in(client, make_officer(role, getattr(tree, where)))

    html = page_of(client, activity).content.decode()

    for name in ("cancel", "document", "verify"):
        address = reverse(f"activities:{name}", args=[activity.pk])
        assert (f'href="{address}"' in html) == (name in offered), name
        assert page_of(client, activity, name).status_code == (200 if name in offered else 403)


def test_the_recorder_is_not_offered_to_verify(tree, client) -> None:
    officer = sign_in(client, make_officer("department_officer", tree.commune))
    activity = make_activity(tree.branch, officer)

    assert reverse("activities:verify", args=[activity.pk]) not in page_of(client, activity).content.decode()
    assert page_of(client, activity, "verify").status_code == 403
    answer = client.post(reverse("activities:verify", args=[activity.pk]), {"finding": "Đúng"})
    assert answer.status_code == 422
    assert "Không ai tự xác minh việc do mình ghi" in text_of(answer)


def test_verifying_asks_how_and_tells_it_on_the_page(tree, client, activity) -> None:
    sign_in(client, make_officer("inspector", tree.city, full_name="Lê Minh Đức"))
    address = reverse("activities:verify", args=[activity.pk])

    empty = client.post(address, {"finding": " "})
    assert empty.status_code == 422
    assert "Ghi đã kiểm tra thế nào" in text_of(empty)
    long = client.post(address, {"finding": "a" * 501})
    assert "Dài quá 500 ký tự (đang có 501)" in text_of(long)
    assert Activity.objects.get().state == State.RECORDED

    done = client.post(address, {"finding": "Đếm tại chỗ, đủ 120 cây"}, follow=True)

    assert "Đã xác minh “Trồng cây ven hồ Suối Hai”." in text_of(done)
    assert "Lê Minh Đức xác minh: Đếm tại chỗ, đủ 120 cây" in text_of(done)
    assert "Đã xác minh" in text_of(done)
    assert Posting.objects.count() == 3
    assert client.post(address, {"finding": "Lần nữa"}).status_code == 422


def test_cancelling_asks_why_and_strikes_the_figures_out(tree, client, secretary, activity) -> None:
    sign_in(client, secretary)
    address = reverse("activities:cancel", args=[activity.pk])

    assert "Ghi lý do huỷ" in text_of(client.post(address, {"reason": ""}))
    assert Activity.objects.get().state == State.RECORDED

    done = client.post(address, {"reason": "Ghi nhầm ngày"}, follow=True)

    assert "Đã huỷ “Trồng cây ven hồ Suối Hai”" in text_of(done)
    assert "Đinh Quốc Việt huỷ, số liệu đã đảo: Ghi nhầm ngày" in text_of(done)
    assert "không còn tính vào báo cáo nào" in text_of(done)
    assert 'class="undone"' in done.content.decode()
    assert address not in done.content.decode()


def test_a_cancellation_is_taken_back_from_the_same_page(tree, client, secretary, activity) -> None:
    sign_in(client, secretary)
    address = reverse("activities:restore", args=[activity.pk])
    assert address not in page_of(client, activity).content.decode()
    assert client.get(address).status_code == 403
    client.post(reverse("activities:cancel", args=[activity.pk]), {"reason": "Ghi nhầm ngày"})

    assert address in page_of(client, activity).content.decode()
    assert "đừng khôi phục: nó sẽ tính hai lần" in text_of(client.get(address))
    assert "Ghi vì sao khôi phục" in text_of(client.post(address, {"reason": ""}))
    done = client.post(address, {"reason": "Huỷ nhầm việc khác"}, follow=True)

    assert "Đã khôi phục “Trồng cây ven hồ Suối Hai”" in text_of(done)
    assert "Đinh Quốc Việt khôi phục, số liệu ghi lại vào sổ: Huỷ nhầm việc khác" in text_of(done)
    assert "Đinh Quốc Việt huỷ, số liệu đã đảo: Ghi nhầm ngày" in text_of(done)
    assert "không còn tính vào báo cáo nào" not in text_of(done)


def test_figures_the_ledger_took_back_are_said_not_to_count(tree, client, secretary, activity) -> None:
    reverse_posting(posting=Posting.objects.get(), reason="Đếm lại thiếu 20 cây", actor=secretary, at=AT)
    sign_in(client, secretary)

    page = text_of(page_of(client, activity))

    assert "không còn tính vào báo cáo nào" in page
    assert "đảo số liệu trong sổ việc: Đếm lại thiếu 20 cây" in page


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_work_is_labelled(tree, client, synthetic) -> None:
    activity = make_imported(tree.branch, synthetic=synthetic)
    sign_in(client, make_officer("secretary", tree.city))

    page = text_of(page_of(client, activity))

    assert ("Dữ liệu minh hoạ." in page) == synthetic
    assert "Nhập từ bộ số liệu" in page
    assert "Bộ số liệu: Báo cáo 2020" in page


def test_work_of_a_unit_that_ended_says_where_it_stands_today(tree, client, secretary) -> None:
    activity = make_activity(tree.branch, secretary, day=TODAY - timedelta(days=3))
    heir = make_unit("Chi đoàn Đô Trám Mới", parent=tree.neighbour, kind="branch", day=TODAY)
    merge_units(units=[tree.branch], into=heir, day=TODAY, decision="QĐ 02", actor=None, at=AT)
    sign_in(client, make_officer("inspector", tree.neighbour))

    page = text_of(page_of(client, activity))

    assert "Đoàn xã Tản Lĩnh Chi đoàn Đô Trám Mới Chi đoàn thôn Đô Trám Trồng cây" in page  # the way down
    assert "Nay thuộc Chi đoàn Đô Trám Mới" in page


def test_many_names_fold_away(tree, client, secretary) -> None:
    people = [make_person(f"Người Thứ {n}", unit=tree.branch) for n in range(35)]
    activity = make_activity(tree.branch, secretary, people=people)
    sign_in(client, secretary)

    page = page_of(client, activity)

    assert "và 5 người nữa" in text_of(page)
    assert page.content.decode().count("Người Thứ") == 35


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    tree, client, secretary, many, django_assert_num_queries
) -> None:
    proof = {
        "people": [make_person(f"Người {n}", unit=tree.branch) for n in range(many)],
        "photos": [make_photo((n, n, n)) for n in range(many)],
    }
    activity = make_activity(
        tree.branch,
        secretary,
        partners=[tree.sister, tree.neighbour, tree.commune][:many],
        results={make_indicator(f"result-{n}"): 10 for n in range(many)},
        **(proof if many == 1 else {}),
    )
    if many > 1:  # three postings instead of one
        photos, people = [Photo(photo) for photo in proof["photos"]], [person.pk for person in proof["people"]]
        document_activity(activity=activity, photos=photos, people=people, actor=secretary, at=AT)
    sign_in(client, make_officer("inspector", tree.city))
    page_of(client, activity)

    with django_assert_num_queries(26):
        page_of(client, activity)


# adding proof


def test_proof_is_added_by_ticking_names(tree, client, secretary) -> None:
    activity, lan = make_activity(tree.branch, secretary), make_person("Phùng Thị Lan", unit=tree.branch)
    sign_in(client, secretary)
    address = reverse("activities:document", args=[activity.pk])

    assert "Chưa có gì để bổ sung" in text_of(client.post(address, {}))
    step = client.post(address, {"doi": "nguoi", "q_people": "phung", "people": [lan.pk]})
    assert f'value="{lan.pk}" checked' in step.content.decode()
    assert "Phùng Thị Lan" in client.get(f"{address}nguoi/", {"q_people": "lan"}).content.decode()

    done = client.post(address, {"people": [lan.pk]}, follow=True)

    assert "Đã bổ sung minh chứng" in text_of(done)
    assert "Đinh Quốc Việt bổ sung minh chứng" in text_of(done)
    assert "Có minh chứng" in text_of(done)
