"""Search: everything by part of its name, and nothing that the reader may not know of."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_imported, make_officer, make_person, make_unit, sign_in

SEARCH = reverse("home:search")
HTMX = {"HX-Request": "true"}


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace("quick-", "found-").strip()


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


@pytest.mark.parametrize("text", ["hat giang", "Hát Giang", "HÁT", "giang"])
def test_units_are_found_with_and_without_marks(tree, client, officer, text) -> None:
    page = client.get(SEARCH, {"q": text})

    assert "Chi đoàn thôn Hát Giang Đoàn xã Suối Hai" in text_of(page)
    assert f'href="{reverse("units:unit", args=[tree.sister.code])}"' in page.content.decode()


def test_work_and_people_are_found_only_where_the_reader_may_see(tree, client, officer) -> None:
    lan = make_person("Phùng Thị Lan", unit=tree.branch)
    ours = make_activity(tree.branch, officer, title="Vườn hoa lan")
    make_person("Lan Hàng Xóm", unit=tree.neighbour)
    make_activity(tree.neighbour, make_officer("secretary", tree.city), title="Vườn lan hàng xóm")

    page = client.get(SEARCH, {"q": "lan"})

    assert f'href="{reverse("activities:activity", args=[ours.pk])}"' in page.content.decode()
    assert f'href="{reverse("activities:list")}?nguoi={lan.pk}"' in page.content.decode()
    assert "Phùng Thị Lan" in text_of(page)
    assert "àng xóm" not in text_of(page).casefold()
    sign_in(client, make_officer("inspector", tree.city))
    assert "Lan Hàng Xóm" in text_of(client.get(SEARCH, {"q": "lan"}))
    # Keeping the system is no reason to know people, though the keeper sees the same work.
    sign_in(client, make_officer("keeper", tree.city))
    page = text_of(client.get(SEARCH, {"q": "lan"}))
    assert "Vườn lan hàng xóm" in page
    assert "Lan Hàng Xóm" not in page
    assert "Phùng Thị Lan" not in page


def test_the_list_under_the_box_is_part_of_the_whole_page(tree, client, officer) -> None:
    make_person("Phùng Thị Lan", unit=tree.branch)
    make_activity(tree.branch, officer, title="Vườn hoa lan")
    make_unit("Chi đoàn Phong Lan", parent=tree.commune, kind="branch")

    part = client.get(SEARCH, {"q": "lan"}, headers=HTMX)
    whole = client.get(SEARCH, {"q": "lan"})

    assert "<html" not in part.content.decode()
    sections = re.findall(r"<section.*?</section>", part.content.decode(), re.DOTALL)
    assert len(sections) == 3
    for section in sections:
        assert squeezed(section) in squeezed(whole.content.decode())
    assert "HX-Request" in part.headers["Vary"]


def test_a_letter_or_nothing_finds_nothing(tree, client, officer) -> None:
    for text in ("", " ", "h", "\u0301"):
        assert "Gõ ít nhất hai chữ" in text_of(client.get(SEARCH, {"q": text}))
        assert client.get(SEARCH, {"q": text}, headers=HTMX).content.strip() == b""


def test_what_is_not_there_is_said_and_shown_as_text(tree, client, officer) -> None:
    page = client.get(SEARCH, {"q": "<script>x"})

    assert "Không thấy “<script>x”" in text_of(page).replace("&lt;", "<") or "&lt;script&gt;x" in page.content.decode()
    assert "<script>x" not in page.content.decode()
    assert "Không thấy gì" in text_of(client.get(SEARCH, {"q": "<script>x"}, headers=HTMX))


def test_a_long_list_is_cut_and_leads_on(tree, client, officer) -> None:
    for n in range(21):
        make_activity(tree.branch, officer, title=f"Chủ nhật xanh {n}")
        make_unit(f"Chi đoàn Xanh {n}", parent=tree.commune, kind="branch")

    page, part = client.get(SEARCH, {"q": "xanh"}), client.get(SEARCH, {"q": "xanh"}, headers=HTMX)

    assert page.content.decode().count("Chủ nhật xanh") == 20
    assert part.content.decode().count("Chủ nhật xanh") == 5
    assert f'href="{reverse("activities:list")}?q=xanh"' in page.content.decode()
    assert f'href="{SEARCH}?q=xanh"' in part.content.decode()


@pytest.mark.parametrize("synthetic", [True, False])
def test_what_was_made_up_is_labelled(tree, client, officer, synthetic) -> None:
    make_imported(tree.branch, synthetic=synthetic, title="Vườn lan")

    assert ("Dữ liệu minh hoạ." in text_of(client.get(SEARCH, {"q": "lan"}))) == synthetic
    assert ("minh hoạ" in text_of(client.get(SEARCH, {"q": "lan"}, headers=HTMX))) == synthetic


@pytest.mark.parametrize("many", [1, 3])
def test_searching_costs_the_same_for_one_and_for_three(tree, client, officer, many, django_assert_num_queries) -> None:
    for n in range(many):
        make_person(f"Lan {n}", unit=tree.branch)
        make_activity(tree.branch, officer, title=f"Vườn lan {n}")
        make_unit(f"Chi đoàn Lan {n}", parent=tree.commune, kind="branch")
    client.get(SEARCH, {"q": "lan"})

    with django_assert_num_queries(26):
        client.get(SEARCH, {"q": "lan"})
