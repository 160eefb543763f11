"""Mail through a real server: over TLS or not at all, and what could not go waits."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, sign_in, stop_clock
from tests.mail_server import MailServer, make_certificate
from viecthat.plans.commands import TaskText, give_task, remind, send_digests
from viecthat.plans.models import Notice, ReminderSetting

ADDRESS = "https://viecthat.example"


@pytest.fixture
def certificate(tmp_path, monkeypatch, settings):
    """The certificate of a server that this machine trusts; the program's settings as they are outside of tests."""
    stop_clock(monkeypatch)
    made = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.VIECTHAT_MAIL, settings.EMAIL_HOST, settings.EMAIL_USE_TLS = True, "127.0.0.1", True
    return made


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def waiting(tree, account, address="ha@example.vn"):
    """Something to tell somebody whose address is confirmed."""
    ReminderSetting.objects.create(account=account, address=address, by_mail=True, days_before=3, confirmed_at=AT)
    give_task(unit=tree.commune.pk, text=TaskText("Trồng cây"), due=TODAY + timedelta(days=1), actor=None, at=AT)


def sent(server, settings):
    settings.EMAIL_PORT = server.port
    return send_digests(at=AT, address=ADDRESS)


def test_over_tls(tree, officer, certificate, settings):
    waiting(tree, officer)
    with MailServer(certificate) as server:
        assert sent(server, settings) == 1
        assert sent(server, settings) == 0, "one mail a day"
    (letter,) = server.letters
    assert (letter["To"], letter["Auto-Submitted"]) == ("ha@example.vn", "auto-generated")
    assert "việc cần biết hôm nay" in str(make_header(decode_header(letter["Subject"])))
    assert "Trồng cây" in letter.get_payload(decode=True).decode()


def test_not_to_a_server_that_cannot_prove_who_it_is(tree, officer, certificate, settings, monkeypatch, tmp_path):
    waiting(tree, officer)
    with MailServer(certificate) as server:
        (tmp_path / "other").mkdir()
        monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path / "other")))
        assert sent(server, settings) == 0
        assert (server.calls, server.letters) == (1, [])
        assert not Notice.objects.exclude(mailed_at=None).exists()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert sent(server, settings) == 1


def test_the_server_was_away(tree, officer, certificate, settings):
    waiting(tree, officer)
    with MailServer(certificate) as gone:
        settings.EMAIL_PORT = gone.port
    assert send_digests(at=AT, address=ADDRESS) == 0
    assert ReminderSetting.objects.get().mailed_on is None
    with MailServer(certificate) as server:
        assert sent(server, settings) == 1
    assert [letter["To"] for letter in server.letters] == ["ha@example.vn"]


def test_an_address_that_is_refused_holds_nobody_up(tree, officer, certificate, settings):
    waiting(tree, officer, "khong-co@example.vn")
    waiting(tree, make_officer("base_officer", tree.commune))
    remind(at=AT)
    with MailServer(certificate, refused=("khong-co",)) as server:
        assert sent(server, settings) == 1
    assert [letter["To"] for letter in server.letters] == ["ha@example.vn"]


def test_thousands_do_not_wait_for_a_server_that_hangs_up(tree, certificate, settings):
    for n in range(5):
        waiting(tree, make_officer("base_officer", tree.commune), f"so{n}@example.vn")
    with MailServer(certificate, deaf=True) as server:
        assert sent(server, settings) == 0
    assert server.calls == 3
    with MailServer(certificate) as server:
        assert sent(server, settings) == 5


def test_the_letter_somebody_waits_for(client, tree, officer, certificate, settings):
    sign_in(client, officer)
    page = reverse("tasks:reminders")
    given = {"days_before": "2", "address": "ha@example.vn", "by_mail": "on"}
    with MailServer(certificate) as gone:
        settings.EMAIL_PORT = gone.port
    said = client.post(page, given)
    assert said.status_code == 422
    assert "máy chủ thư không trả lời" in said.content.decode()
    assert not ReminderSetting.objects.exclude(address="").exists()
    with MailServer(certificate, refused=("khong-co",)) as server:
        settings.EMAIL_PORT = server.port
        said = client.post(page, given | {"address": "khong-co@example.vn"})
        assert "không nhận địa chỉ này" in said.content.decode()
        assert client.post(page, given).status_code == 302
    assert [letter["To"] for letter in server.letters] == ["ha@example.vn"]
