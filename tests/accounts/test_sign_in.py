"""Signing in: to the workbench, with a sentence for a wrong word, and a door that closes for a while."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_account, make_officer, make_tree, sign_in
from viecthat.accounts.models import Account

SIGN_IN = reverse("accounts:sign-in")
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def account(db) -> Account:
    return make_account("thu-ha", password=PASSWORD)


def send(client, username: str, password: str, **more: str):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_the_right_words_lead_to_the_workbench(client, account) -> None:
    answer = send(client, " Thu-Ha ", PASSWORD)

    assert answer.headers["Location"] == reverse("home:workbench")
    assert client.get(reverse("home:workbench")).status_code == 200


def test_who_was_on_the_way_somewhere_goes_on_there(client, account) -> None:
    way = client.get(reverse("activities:list")).headers["Location"]

    page = client.get(way)
    answer = send(client, "thu-ha", PASSWORD, next=page.context["next"])

    assert answer.headers["Location"] == reverse("activities:list")


def test_nobody_is_sent_to_another_site(client, account) -> None:
    assert send(client, "thu-ha", PASSWORD, next="https://example.com/").headers["Location"] == reverse(
        "home:workbench"
    )


@pytest.mark.parametrize(("username", "password"), [("thu-ha", "sai mật khẩu"), ("khong-co-ai", PASSWORD)])
def test_a_wrong_word_is_said_without_saying_which(client, account, username, password) -> None:
    answer = send(client, username, password)

    assert WRONG in text_of(answer)
    assert f'value="{username}"' in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert client.get(reverse("home:workbench")).status_code == 302


@pytest.mark.parametrize(("username", "password"), [("", PASSWORD), ("thu-ha", "")])
def test_an_empty_box_is_said_at_the_box(client, account, username, password) -> None:
    answer = send(client, username, password)

    assert answer.context["form"].errors
    assert 'class="error"' in answer.content.decode()


def test_an_account_out_of_use_stays_outside(client, account) -> None:
    Account.objects.update(is_active=False)

    assert WRONG in text_of(send(client, "thu-ha", PASSWORD))


def test_the_door_closes_after_eight_wrong_tries_and_says_for_how_long(client, account) -> None:
    for _try in range(7):
        assert send(client, "thu-ha", "sai").status_code == 200

    closed = send(client, "thu-ha", "sai")

    assert closed.status_code == 429
    assert "tạm khoá 15 phút" in text_of(closed)
    assert send(client, "thu-ha", PASSWORD).status_code == 429
    assert send(client, "nguoi-khac", "sai").status_code == 200  # the others go on


def test_the_page_gives_no_account_away(client, account) -> None:
    make_account("bi-thu", password=PASSWORD)

    page = client.get(SIGN_IN).content.decode()

    assert "thu-ha" not in page
    assert "bi-thu" not in page
    assert PASSWORD not in page


def test_who_is_in_is_not_asked_again(client, account) -> None:
    sign_in(client, account)

    assert client.get(SIGN_IN).headers["Location"] == reverse("home:workbench")


def test_signing_out_ends_the_session_and_needs_a_press(client, account) -> None:
    sign_in(client, account)

    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out")).headers["Location"] == SIGN_IN
    assert client.get(reverse("home:workbench")).status_code == 302


def test_the_page_speaks_english_when_asked(client, account) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": SIGN_IN})

    page = client.get(SIGN_IN)

    assert '<html lang="en"' in page.content.decode()
    assert "Tiếng Việt" in text_of(page)


def test_a_page_asked_for_by_a_stranger_tells_nothing(client, db) -> None:
    tree = make_tree()
    make_officer("secretary", tree.city)

    answer = client.get(reverse("home:workbench"), follow=True)

    assert answer.redirect_chain[0][0].startswith(SIGN_IN)
    assert "Hà Nội" not in text_of(answer)


@pytest.mark.parametrize(("role", "places"), [(None, 9), ("branch_secretary", 28)])
def test_the_menu_is_short_for_whoever_holds_no_role_and_costs_no_query(
    client, db, role, places, django_assert_num_queries
) -> None:
    account = make_account("mai") if role is None else make_officer(role, make_tree().branch)
    sign_in(client, account)
    client.get("/doi-mat-khau/")

    with django_assert_num_queries(2):  # the session, and the account with whether it holds a role
        page = client.get("/doi-mat-khau/").content.decode()

    menu = page[page.index('<nav class="nav"') : page.index("</nav>")]
    assert menu.count("<li>") == places
    assert ("Ghi việc" in menu) == (role is not None)
    assert "Của tôi" in menu
