"""The ground that tests of real figures stand on: a served copy, signed in to, apart from every other database."""

import urllib.request

import pytest
from django.db import connection

from viecthat.units.models import Unit


def test_the_served_demonstration_answers_a_signed_in_reader(demo_site) -> None:
    [cookie] = demo_site.cookies("thanh-doan")
    request = urllib.request.Request(
        f"{demo_site.address}/so-ket/ha-noi/giua-nhiem-ky-2017-2020/",
        headers={"Cookie": f"{cookie['name']}={cookie['value']}"},
    )
    with urllib.request.urlopen(request) as answer:
        page = answer.read().decode()
    assert "371.893" in page
    assert connection.settings_dict["NAME"].startswith("test_viecthat_")
    assert Unit.objects.filter(code="ha-noi").exists()


def test_both_databases_at_once_are_refused(request, demo_site) -> None:
    request.getfixturevalue("db")
    with pytest.raises(RuntimeError, match="not both"):
        request.getfixturevalue("demo")
