"""Who changed which register when, written by the database itself; sentences of constraints at their boxes."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from pghistory.models import Context

from tests.factories import AT, LONG_AGO, make_officer, make_tree, sign_in, stop_clock
from viecthat.accounts.models import Account, RoleGrant
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused
from viecthat.units.models import Unit, UnitVersion

pytestmark = pytest.mark.django_db


def test_a_page_that_changes_something_is_written_down_with_who_and_where(client, monkeypatch):
    stop_clock(monkeypatch)
    tree = make_tree()
    secretary = sign_in(client, make_officer("secretary", tree.city))
    address = reverse("units:rename", args=["hn-suoi-hai"])
    client.post(address, {"name": "Đoàn xã Mới", "day": "27/03/2026", "decision": "QĐ 1"})
    new = UnitVersion.objects.get(name="Đoàn xã Mới")
    (event,) = new.events.all()
    context = Context.objects.get(pk=event.pgh_context_id)
    assert context.metadata == {"account": secretary.pk, "page": address}


def test_a_page_that_only_shows_opens_no_context(client, monkeypatch):
    stop_clock(monkeypatch)
    tree = make_tree()
    sign_in(client, make_officer("secretary", tree.city))
    client.get(reverse("units:unit", args=["hn"]))
    assert not Context.objects.exists()


def test_plain_sql_is_remembered_too():
    tree = make_tree()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE units_unitversion SET name = 'Lén sửa' WHERE unit_id = %s", [tree.branch.pk])
        cursor.execute("DELETE FROM units_unitversion WHERE unit_id = %s", [tree.sister.pk])
    kept = UnitVersion.pgh_event_model.objects.filter(unit=tree.branch.pk).order_by("pgh_id")
    assert [(e.pgh_label, e.name) for e in kept] == [("insert", "Chi đoàn thôn Đô Trám"), ("update", "Lén sửa")]
    gone = UnitVersion.pgh_event_model.objects.filter(unit=tree.sister.pk).order_by("-pgh_id").first()
    assert (gone.pgh_label, gone.name) == ("delete", "Chi đoàn thôn Hát Giang")


def test_secrets_are_not_remembered():
    fields = {field.name for field in Account.pgh_event_model._meta.get_fields()}
    assert not fields & {"password", "last_login"}
    assert "full_name" in fields


class TestSaveChecked:
    def test_a_sentence_at_its_field(self):
        make_tree()
        with pytest.raises(Refused) as caught:
            save_checked(Unit(code="hn"))
        assert caught.value.field == "code"

    def test_a_constraint_over_the_row_has_its_own_sentence_and_no_field(self):
        tree = make_tree()
        account = make_officer("secretary", tree.city)
        twin = RoleGrant(account=account, role="secretary", unit=tree.city, start=date(2020, 1, 1), decision="QĐ 2")
        with pytest.raises(Refused) as caught:
            save_checked(twin)
        assert caught.value.field is None
        assert str(caught.value) == "Người này đã giữ vai trò đó ở đơn vị trong thời gian ấy."
        backwards = RoleGrant(
            account=account, role="keeper", unit=tree.city, start=LONG_AGO, end=LONG_AGO, decision="QĐ 3"
        )
        with pytest.raises(Refused, match="phải sau ngày bắt đầu"):
            save_checked(backwards)

    def test_a_field_left_out_is_not_checked(self):
        account = Account(username="moi", full_name="", opened_at=AT)
        with pytest.raises(Refused):
            save_checked(account)
        account.full_name = "Mới"
        save_checked(account, exclude=["password"])
        assert Account.objects.get() == account
