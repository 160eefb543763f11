"""A review followed by mail: told once a day what moved, in the person's language, without names; stopped by a link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import AT, declare, make_indicator, make_officer, make_target, make_tree, sign_in, stop_clock
from tests.reviews.helpers import plain
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import StepKind, TaskOrigin
from viecthat.plans.commands.task import TaskText, give_task
from viecthat.plans.models import ReminderSetting, TaskStep
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.subscribing import send_review_mails, subscribe
from viecthat.reviews.models import ReviewKind, ReviewSubscription

ADDRESS = "https://viecthat.example"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings):
    stop_clock(monkeypatch)
    settings.VIECTHAT_MAIL = True


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def reader(tree):
    account = make_officer("secretary", tree.city)
    ReminderSetting.objects.create(account=account, address="ha@example.vn", confirmed_at=AT)
    return account


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune, full_name="Phùng Thị Lan")


@pytest.fixture
def review(tree, officer):
    trees = make_indicator()
    declare(tree.commune, officer, 100, indicator=trees, day=(AT - DAY).date(), at=AT - DAY)
    make_target(tree.city, trees, goal=1000)
    return open_review(
        unit=tree.city.pk, slug="nam-2026", kind=ReviewKind.YEAR, title="Tổng kết năm 2026", period=Period.year(2026),
        conference_on=None, directives=(), source="", actor=None, at=AT,
    )  # fmt: skip


def follow(review, reader, **other):
    return subscribe(review=review, **({"threshold": 10, "language": "vi", "actor": reader, "at": AT} | other))


def send(at):
    return send_review_mails(at=at, address=ADDRESS)


def test_a_mail_goes_only_when_something_moved_and_once_a_day(tree, officer, review, reader):
    follow(review, reader)
    assert send(AT + DAY) == 0, "nothing moved"
    declare(tree.commune, officer, 5, at=AT + DAY)
    assert send(AT + 2 * DAY) == 0, "five of a hundred is below the threshold"
    declare(tree.commune, officer, 95, at=AT + 2 * DAY)
    assert send(AT + 3 * DAY) == 1, "small steps add up since the last mail"
    assert send(AT + 3 * DAY + timedelta(hours=1)) == 0
    letter = mail.outbox[0]
    assert letter.to == ["ha@example.vn"]
    assert "Cây xanh được trồng: từ 100 cây thành 200 cây" in letter.body.replace("\u00a0", " ")
    assert f"{ADDRESS}/so-ket/hn/nam-2026/" in letter.body
    assert "Phùng Thị Lan" not in letter.body
    assert send(AT + 4 * DAY) == 0, "what was told is not told again"


def test_verdicts_new_figures_and_conclusions_are_told_in_the_persons_language(tree, officer, review, reader):
    follow(review, reader, language="en", threshold=100)
    declare(tree.commune, officer, 900, at=AT + DAY)
    declare(tree.commune, officer, 7, indicator=make_indicator("ideas", name="Ý tưởng"), at=AT + DAY)
    text = TaskText(title="Việc của Phùng Thị Lan", origin=TaskOrigin.CONCLUSION)
    task = give_task(unit=tree.city.pk, text=text, due=None, actor=None, at=AT)
    TaskStep.objects.create(task=task, kind=StepKind.CONFIRMED, at=AT + DAY)
    assert send(AT + 2 * DAY) == 1
    body = mail.outbox[0].body.replace("\u00a0", " ")
    assert "verdict from" in body
    assert "Ý tưởng: now 7" in body
    assert "1 conclusion carried out" in body
    assert "Phùng Thị Lan" not in body


def test_who_may_not_read_any_more_or_has_no_address_is_not_told(tree, officer, review, reader):
    stranger = make_officer("secretary", tree.stranger)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        follow(review, stranger)
    other = make_officer("inspector", tree.city, full_name="Đặng Quang Hải")
    with pytest.raises(Refused, match="chưa có địa chỉ thư đã xác nhận"):
        follow(review, other)
    follow(review, reader)
    declare(tree.commune, officer, 900, at=AT + DAY)
    reader.grants.all().delete()
    assert send(AT + 2 * DAY) == 0
    assert mail.outbox == []


def test_follow_on_the_page_and_stop_by_the_link_without_signing_in(tree, officer, review, reader, client):
    sign_in(client, reader)
    url = reverse("reviews:follow", args=["hn", "nam-2026"])
    assert "ha@example.vn" in plain(client.get(url))
    assert client.post(url, {"threshold": "0"}).status_code == 422
    assert client.post(url, {"threshold": "20"}).status_code == 302
    row = ReviewSubscription.objects.get()
    assert (row.threshold, row.language, row.told_at) == (20, "vi", AT)
    declare(tree.commune, officer, 900, at=AT + DAY)
    assert send(AT + 2 * DAY) == 1
    letter = mail.outbox[0]
    link = re.search(rf"{ADDRESS}(/so-ket/thoi-theo-doi/\S+)", letter.body)[1]
    assert letter.extra_headers["List-Unsubscribe"] == f"<{ADDRESS}{link}>"
    client.logout()
    assert "Thôi nhận thư" in plain(client.get(link))
    row.refresh_from_db()
    assert row.ended_at is None, "a scanner that opens every link ends nothing"
    assert "đã thôi theo dõi" in plain(client.post(link))
    row.refresh_from_db()
    assert row.ended_at == AT
    assert client.get(f"{link[:-3]}x/").status_code == 404
    sign_in(client, reader)
    assert client.post(url, {"threshold": "20"}).status_code == 302
    assert client.post(reverse("reviews:stop-following", args=["hn", "nam-2026"])).status_code == 302
    assert not ReviewSubscription.objects.filter(ended_at=None).exists()
