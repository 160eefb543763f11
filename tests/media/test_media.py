"""Channels counted by their stock, series by unit, day and week; nothing twice or in another’s name."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.media.commands.channel import close_channel, count_followers, open_channel
from viecthat.media.commands.series import end_series, open_series, publish_item, undo_item
from viecthat.media.models import Channel, Item, Series
from viecthat.media.queries.listing import standing_of
from viecthat.units.queries.scope import UnitScope

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    for code, measure in (("media_channels", "stock"), ("channel_followers", "stock"), ("good_news", "flow")):
        make_indicator(code, measure=measure, register="media", area=1)
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def channel(unit, actor, **changed):
    facts = {"name": "Tuổi trẻ Suối Hai", "kind": "page", "url": "https://facebook.com/suoihai", "opened_on": JANUARY}
    return open_channel(unit=unit.pk, facts=facts | changed, actor=actor, at=AT)


def series(unit, actor, **changed):
    facts = {"title": "Mỗi ngày một tin tốt", "kind": "good_news", "rhythm": "day", "start": date(2026, 3, 1)}
    return open_series(unit=unit.pk, facts=facts | changed, actor=actor, at=AT)


def publish(row, unit, actor, title="Trả lại ví nhặt được", day=TODAY, **changed):
    facts = {"title": title, "day": day, "words": "Chuyện ở thôn."} | changed
    return publish_item(series=row, unit=unit.pk, facts=facts, actor=actor, at=AT)


def total(code):
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_followers_are_a_stock_that_rises_falls_and_ends(tree, officer):
    row = channel(tree.commune, officer, followers=300)
    assert (total("media_channels"), total("channel_followers")) == (1, 300)
    count_followers(channel=row, day=date(2026, 2, 1), followers=250, actor=officer, at=AT)
    assert total("channel_followers") == 250
    with pytest.raises(Refused) as refused:
        count_followers(channel=row, day=date(2026, 2, 1), followers=260, actor=officer, at=AT)
    assert refused.value.field == "day"
    close_channel(channel=row, day=TODAY, reason="Gộp vào trang của xã", actor=officer, at=AT)
    assert (total("media_channels"), total("channel_followers")) == (0, 0)
    with pytest.raises(Refused):
        count_followers(channel=row, day=TODAY, followers=1, actor=officer, at=AT)


def test_an_address_is_of_one_unit(tree, officer):
    channel(tree.commune, officer)
    with pytest.raises(Refused):
        channel(tree.branch, officer, name="Khác")
    with pytest.raises(Refused):
        channel(tree.neighbour, officer, url="https://example.org/khac")


def test_a_series_is_kept_by_day_or_week_and_the_silent_are_named(tree, officer):
    city = make_officer("secretary", tree.city)
    row = series(tree.city, city)
    for title, day in (("Một", TODAY), ("Hai", TODAY), ("Ba", date(2026, 3, 2))):
        publish(row, tree.branch, officer, title, day)
    everywhere = UnitScope((), left_out=True)
    found = standing_of(row, everywhere, tree.city.pk, TODAY)
    (kept,) = found.rhythm
    assert (kept.items, kept.kept, kept.due, kept.days[-1]) == (3, 2, 27, 2)
    assert kept.unit.id == tree.commune.pk
    assert [unit.id for unit in found.silent] == [tree.neighbour.pk]
    assert [one.unit.id for one in standing_of(row, everywhere, tree.commune.pk, TODAY).rhythm] == [tree.branch.pk]
    assert total("good_news") == 3
    week = standing_of(series(tree.city, city, title="Câu chuyện đẹp", rhythm="week"), everywhere, tree.city.pk, TODAY)
    assert (week.items, week.rhythm) == (0, ())
    undo_item(item=Item.objects.first(), reason="Ghi nhầm", actor=officer, at=AT)
    assert total("good_news") == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": date(2026, 2, 1)}, "day"),
        ({"day": date(2026, 4, 1)}, "day"),
        ({"title": ""}, "title"),
        ({"channel": 99}, "channel"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_counted(tree, officer, changed, field):
    row = series(tree.commune, officer)
    with pytest.raises(Refused) as refused:
        publish(row, tree.branch, officer, **changed)
    assert refused.value.field == field
    assert not Item.objects.exists()
    assert total("good_news") == 0


def test_only_those_below_publish_and_an_ended_series_stays_ended(tree, officer):
    row = series(tree.commune, officer)
    with pytest.raises(Refused):
        publish(row, tree.neighbour, make_officer("base_officer", tree.neighbour))
    publish(row, tree.branch, officer)
    with pytest.raises(Refused) as refused:
        end_series(series=row, last_day=date(2026, 3, 20), actor=officer, at=AT)
    assert refused.value.field == "last_day"


def test_the_whole_way_by_pages(tree, officer, client):
    sign_in(client, officer)
    new = reverse("media:channel-new", args=[tree.commune.code])
    given = {"name": "Trang xã", "kind": "page", "url": "facebook.com/xa", "opened_on": "01/01/2026"}
    assert client.post(new, given | {"opened_on": "01/01/2027"}).status_code == 422
    client.post(new, given | {"followers": "120"})
    row = Channel.objects.get()
    client.post(reverse("media:channel-step", args=[row.pk, "dem"]), {"followers": "150", "day": "27/03/2026"})
    assert "150 lần trước 120" in text_of(client.get(reverse("media:channel", args=[row.pk])))
    client.post(
        reverse("media:series-new", args=[tree.commune.code]),
        {"title": "Tin tốt", "kind": "good_news", "rhythm": "day", "start": "01/03/2026"},
    )
    made = Series.objects.get()
    sign_in(client, make_officer("branch_secretary", tree.branch))  # publishes in the series of the commune above
    item_new = reverse("media:item-new", args=[made.pk, tree.branch.code])
    assert "Ghi nội dung, hoặc đường dẫn" in text_of(client.post(item_new, {"title": "Ví", "day": "27/03/2026"}))
    client.post(item_new, {"title": "Ví", "day": "27/03/2026", "url": "https://a.vn/1", "reusable": "on"})
    page = text_of(client.get(reverse("media:series", args=[made.pk])))
    assert "Chi đoàn thôn Đô Trám 1 1/27" in page
    assert "Tin tốt" in text_of(client.get(reverse("media:series-list")))
    assert "Ví" in client.get(reverse("media:items-file", args=["csv"]), {"tinh-trang": "dung-lai"}).content.decode()
    item = Item.objects.get()
    sign_in(client, make_officer("secretary", tree.stranger))
    for address in (
        reverse("media:channel", args=[row.pk]), reverse("media:series", args=[made.pk]),
        reverse("media:item", args=[item.pk]), item_new,
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    for name in ("channels", "series-list", "items"):
        assert "Tin tốt" not in text_of(client.get(reverse(f"media:{name}")))


def test_lists_ask_the_same_for_one_and_for_three(tree, officer, client):
    sign_in(client, officer)
    row, asked = series(tree.commune, officer), []
    for number in range(3):
        channel(tree.commune, officer, name=f"Kênh {number}", url=f"https://a.vn/{number}")
        publish(row, tree.branch, officer, f"Tin {number}")
        series(tree.commune, officer, title=f"Tuyến {number}")
        with CaptureQueriesContext(connection) as done:
            for name in ("channels", "series-list", "items"):
                client.get(reverse(f"media:{name}"))
            client.get(reverse("media:series", args=[row.pk]))
        asked.append(len(done))
    assert asked[1] == asked[2]
