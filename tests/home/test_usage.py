"""Which units use the system: n of N by what they did, only for who may see them, and nothing of persons."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_officer, make_unit, sign_in
from tests.plans.helpers import enter
from viecthat.accounts.models import Account
from viecthat.home.queries.usage import usage_below
from viecthat.kernel.quantities import Share
from viecthat.plans.commands import TaskText, give_task, receive_directive, report_done, send_directive
from viecthat.plans.models import Programme, Task
from viecthat.units.queries import units_by_id


@pytest.fixture
def boss(tree, client):
    return sign_in(client, make_officer("secretary", tree.city, full_name="Bí Thư Thành"))


def page(**query):
    from urllib.parse import urlencode

    return f"{reverse('home:usage')}?{urlencode(query)}"


def table(tree, boss, **other):
    return {
        row.unit.code: row
        for row in usage_below(units_by_id({tree.city.pk}, TODAY)[tree.city.pk], boss, AT, **other).rows
    }


def test_what_each_unit_did_is_counted_with_those_below_it(client, tree, boss):
    officer = make_officer("base_officer", tree.commune, full_name="Cán Bộ Xã")
    make_officer("branch_secretary", tree.branch, full_name="Bí Thư Thôn")
    Account.objects.filter(pk=officer.pk).update(last_login=AT)
    declare(tree.branch, make_officer("branch_secretary", tree.branch), 5, day=TODAY)
    Programme.objects.create(
        unit=tree.commune, kind="year", title="CTr 2026", start=date(2026, 1, 1), end=date(2027, 1, 1), version=1
    )
    due = TODAY - timedelta(days=1)
    for words in ("Xong", "Chưa"):
        give_task(
            unit=tree.commune.pk, giver=tree.city.pk, text=TaskText(words), due=due, actor=None, at=AT - timedelta(5)
        )
    report_done(task=Task.objects.get(title="Xong"), words="Rồi", actor=officer, at=AT - timedelta(days=2))
    sent_on = date(2026, 2, 2)
    for number in ("01-CV/TĐTN-VP", "02-CV/TĐTN-VP"):
        sent = enter(tree.city, number, issued_on=sent_on).directive
        send_directive(directive=sent, units=[tree.commune.pk, tree.neighbour.pk], day=sent_on, actor=None, at=AT)
    receive_directive(directive=sent, unit=tree.commune.pk, day=sent_on, actor=officer, at=AT)

    rows = table(tree, boss)
    assert set(rows) == {"hn-suoi-hai", "hn-tan-linh"}
    mine, other = rows["hn-suoi-hai"], rows["hn-tan-linh"]
    assert mine.signed_in == Share(1, 3)
    assert (mine.recorded, mine.silent_days, mine.planned) == (1, 0, True)
    assert mine.tasks == Share(1, 2)
    assert (mine.documents, other.documents) == (Share(1, 2), Share(0, 2))
    assert (other.signed_in, other.recorded, other.silent_days, other.planned) == (Share(0, 0), 0, None, False)

    shown = client.get(page()).content.decode()
    for words in ("Đoàn xã Suối Hai", "Đoàn xã Tản Lĩnh", "1/2", "chưa có tài khoản", "hôm nay"):
        assert words in shown, words
    assert "Cán Bộ Xã" not in shown
    without = client.get(page(chua="ghi")).content.decode()
    assert "Đoàn xã Tản Lĩnh" in without
    assert "Đoàn xã Suối Hai</a>" not in without
    assert "Đoàn xã Suối Hai" in client.get(page(q="suoi hai", xep="-ghi")).content.decode()
    assert client.get(reverse("home:usage-file")).content.startswith(b"PK")
    branches = table(tree, boss, kind="branch")
    assert branches["hn-do-tram"].recorded == 1
    assert branches["hn-hat-giang"].recorded == 0


def test_only_for_who_may_see_those_units(client, tree, boss):
    assert client.get(page(**{"don-vi": "na"})).status_code == 404
    assert client.get(page(**{"don-vi": "khong-co"})).context["form"].errors
    assert client.get(reverse("home:usage-file") + "?don-vi=khong-co").status_code == 404
    sign_in(client, make_officer("base_officer", tree.commune))
    assert client.get(page(**{"don-vi": "hn"})).status_code == 404
    assert "Chi đoàn thôn Đô Trám" in client.get(page()).content.decode()
    sign_in(client, make_officer("branch_secretary", tree.branch))
    assert "Không có đơn vị cấp dưới" in client.get(page()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_many(client, tree, boss, count):
    for number in range(count):
        unit = make_unit(f"Đoàn xã {number}", parent=tree.city, kind="commune", code=f"hn-x{number}")
        declare(unit, make_officer("base_officer", unit), 5)
    client.get(page())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page()).status_code == 200
    assert len(queries) == 19
