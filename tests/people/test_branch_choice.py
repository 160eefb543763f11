"""Choosing a branch whose books one keeps: the only one at once, few as they are, many by name and page by page."""

import re

import pytest
from django.urls import reverse

from tests.factories import AT, make_officer, make_tree, make_unit, sign_in, stop_clock
from viecthat.people.pages import branch_choice
from viecthat.people.queries.membership import branches_kept

PAGES = {
    "people:training-branches": "people:training",
    "people:fee-branches": "people:fees",
    "people:admission-overview": "people:apply",
    "keeping:card-branches": "keeping:cards",
    "keeping:invite-branches": "keeping:invite",
    "keeping:consent-branches": "keeping:consents",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


def offered(client, name: str, **asked: str) -> list[str]:
    page = client.get(reverse(name), asked).content.decode()
    return re.findall(r'<a class="tag" href="[^"]*">(Chi đoàn[^<]*)</a>', page)


@pytest.mark.parametrize("name", PAGES)
class TestEachPage:
    def test_the_only_one_opens_at_once(self, client, tree, name):
        sign_in(client, make_officer("branch_secretary", tree.branch))
        there = client.get(reverse(name))
        assert there.status_code == 302
        assert tree.branch.code in there["Location"]

    def test_few_stand_without_a_search(self, client, tree, name):
        sign_in(client, make_officer("secretary", tree.city))
        assert set(offered(client, name)) == {"Chi đoàn thôn Đô Trám", "Chi đoàn thôn Hát Giang"}
        assert 'name="tim"' not in client.get(reverse(name)).content.decode()

    def test_many_are_searched_and_stand_page_by_page(self, client, tree, monkeypatch, name):
        monkeypatch.setattr(branch_choice, "ON_PAGE", 1)
        sign_in(client, make_officer("secretary", tree.city))
        assert len(offered(client, name)) == 1
        assert offered(client, name) + offered(client, name, trang="2") == [
            "Chi đoàn thôn Đô Trám", "Chi đoàn thôn Hát Giang",
        ]  # fmt: skip
        assert offered(client, name, tim="hat giang") == ["Chi đoàn thôn Hát Giang"]
        nothing = client.get(reverse(name), {"tim": "trăng"}).content.decode()
        assert "Không có chi đoàn nào tên như vậy" in nothing


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_they_are_read_in_one_query(tree, count, django_assert_num_queries):
    for n in range(count):
        make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch")
    found = branches_kept(make_officer("secretary", tree.city), AT)
    with django_assert_num_queries(1):
        assert len(found[:10]) == len(found) == count + 2
