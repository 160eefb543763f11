"""A new password: by who knows the one in use; other sessions end; guessing at a signed-in screen is slowed down."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_sign_in import text_of
from tests.factories import PASSWORD, make_account, make_tree, sign_in

ADDRESS = reverse("accounts:password")
NEW = "đồi chè Ba Trại 47"
SENT = {"old": PASSWORD, "new": NEW, "again": NEW}


@pytest.fixture
def account(db):
    make_tree()
    return make_account("thu-ha", password=PASSWORD)


def test_changed_and_other_sessions_end(client, account) -> None:
    elsewhere = Client()
    sign_in(elsewhere, account)
    sign_in(client, account)
    assert client.post(ADDRESS, SENT).status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert client.get(ADDRESS).status_code == 200
    assert elsewhere.get(ADDRESS).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"old": "không phải"}, "chưa đúng"),
        ({"new": "1234567890", "again": "1234567890"}, "chưa đủ mạnh"),
        ({"again": "khác"}, "khác nhau"),
        ({"new": ""}, "Đặt một mật khẩu mới"),
    ],
)
def test_refused_in_words_and_nothing_changes(client, account, wrong, sentence) -> None:
    sign_in(client, account)
    answer = client.post(ADDRESS, {**SENT, **wrong})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert PASSWORD not in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_who_guesses_is_slowed_down(client, account) -> None:
    sign_in(client, account)
    for _ in range(8):
        client.post(ADDRESS, {**SENT, "old": "không phải"})
    assert "chờ 15 phút" in text_of(client.post(ADDRESS, SENT))
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_nobody_without_signing_in(client, account) -> None:
    assert client.get(ADDRESS).status_code == 302
