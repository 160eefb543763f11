"""Every page there is, opened by a member: none tells anything about somebody else."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.factories import make_tree, sign_in, stop_clock
from tests.journeys.places import names
from tests.people.members import make_member, make_member_indicators, secretary_of
from tests.people.own import another, own_account

pytestmark = pytest.mark.django_db


def test_a_members_account_reads_nobody_elses_anything(client, monkeypatch):
    """With a row of each kind about somebody else in the same branch, no page names them."""
    stop_clock(monkeypatch)
    make_member_indicators()
    tree = make_tree()
    secretary = secretary_of(tree.branch)
    lan = make_member(tree.branch, "Phùng Thị Lan", phone="0912345678")
    an = another(tree.branch, secretary)
    sign_in(client, own_account(lan, secretary))
    leaks = ("Lê Đức An", "0987654321", "001204000999", "Hoàng Thị Hoa", "Xóm Đình 9")
    event, tried = an.member_events.get(), 0
    for name in names():
        if name == "accounts:sign-out":
            continue
        for args in (
            [],
            [an.pk],
            [event.pk],
            [tree.branch.code],
            ["csv"],
            ["xlsx"],
            [tree.branch.code, "pdf"],
            [an.pk, "chuyen"],
        ):
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:
                continue
            tried += 1
            answer = client.get(address, {"q": "an"})
            said = (
                b"".join(answer.streaming_content).decode("utf-8", "replace")
                if answer.streaming
                else answer.content.decode("utf-8", "replace")
            )
            assert not [leak for leak in leaks if leak in said], address
    assert tried > 80
