"""Sign-ins for trying out."""

import stat

from django.contrib.auth import authenticate
from django.test import RequestFactory

from tests.factories import AT
from viecthat.accounts.choices import Capability
from viecthat.demo.accounts import SIGN_INS, demo_sign_ins, open_demo_accounts
from viecthat.units.rules import may


def test_there_is_one_for_each_role_and_the_password_opens_them(demo, settings) -> None:
    sign_ins = demo_sign_ins()
    assert [name for name, *_ in sign_ins] == [sign_in.username for sign_in in SIGN_INS]
    username, full_name, role, password = sign_ins[1]
    assert (username, full_name, role) == ("thanh-doan", "Trần Minh Đức", "Cán bộ ban chuyên môn")
    signed_in = authenticate(RequestFactory().post("/"), username=username, password=password)
    assert signed_in == demo.account("thanh-doan")
    assert len({password for *_, password in sign_ins}) == 1


def test_the_password_is_for_nobody_else_on_the_machine(demo, settings) -> None:
    file = settings.VIECTHAT_HOME / "demo_password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    assert open_demo_accounts(at=AT) == 0
    assert file.read_text() == before


def test_where_there_is_no_demo_nothing_is_offered(demo, settings, tmp_path) -> None:
    settings.VIECTHAT_HOME = tmp_path
    assert demo_sign_ins() == []


def test_the_officer_of_the_commune_reaches_what_its_unit_took_over(demo) -> None:
    officer = demo.account("tan-linh")
    assert may(officer, Capability.RECORD, demo.unit("xa-09694"), AT)
    assert may(officer, Capability.SEE, demo.unit("xa-cu-09694"), AT)
    assert not may(officer, Capability.SEE, demo.unit("ha-noi"), AT)


def test_only_its_own_officer_looks_into_the_province_without_a_name(demo) -> None:
    province = demo.unit("tinh-nguon-002")
    may_look = [s.username for s in SIGN_INS if may(demo.account(s.username), Capability.SEE, province, AT)]
    assert may_look == ["tinh-002"]


def test_each_role_may_what_its_name_says(demo) -> None:
    hanoi = demo.unit("ha-noi")
    allowed = {
        sign_in.username: {str(what) for what in Capability if may(demo.account(sign_in.username), what, hanoi, AT)}
        for sign_in in SIGN_INS
    }
    assert allowed["kiem-tra"] == {"see", "files", "verify"}
    assert "plan" in allowed["thanh-doan"]
    assert allowed["bi-thu-ha-noi"] == allowed["trung-uong"] == {str(what) for what in Capability}
    assert allowed["quan-tri"] == {"see", "organise", "appoint"}
