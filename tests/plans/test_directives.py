"""Documents enter the register under their right number, with the source's own spelling beside it, or without one."""

from datetime import date

import pytest

from tests.factories import AT, make_tree
from viecthat.plans.commands import register_directive
from viecthat.plans.models import Directive


@pytest.fixture
def centre(db):
    return make_tree().centre


def registered(centre, **change) -> tuple[Directive, tuple[str, ...]]:
    given = {
        "issuer": centre.pk,
        "number": "08-KL/TWĐTN-BTC",
        "type": "KL",
        "subject": "Tổ chức cơ sở Đoàn trên địa bàn dân cư",
        "issued_on": date(2019, 3, 5),
        "force": (date(2019, 3, 5), date(2023, 1, 1)),
        "term": None,
        "source": "Tin hội nghị 15/11/2021",
        "actor": None,
        "at": AT,
    }
    return register_directive(**(given | change))


def test_the_spelling_of_the_source_is_kept_beside_the_right_number(centre) -> None:
    directive, warnings = registered(centre, written_as="08-KL/TWĐT-BTC")
    assert (directive.number, directive.written_as, directive.issuer_code) == (
        "08-KL/TWĐTN-BTC",
        "08-KL/TWĐT-BTC",
        "TWĐTN",
    )
    assert warnings == ()


def test_the_number_itself_is_the_spelling_where_nothing_else_is_said(centre) -> None:
    directive, _ = registered(centre, number="08/KL-TWĐTN-BTC")
    assert (directive.number, directive.written_as) == ("08-KL/TWĐTN-BTC", "08/KL-TWĐTN-BTC")


def test_documents_whose_number_the_source_does_not_give_are_several(centre) -> None:
    for congress in ("lần thứ X", "lần thứ XI"):
        directive, _ = registered(centre, number="", type="NQ", subject=f"Nghị quyết Đại hội {congress}")
        assert (directive.sequence, directive.number, str(directive)) == (None, "", directive.subject)
    assert Directive.objects.count() == 2
