"""Dossiers: who may open one, who is named in it, where they come from."""

from __future__ import annotations

import pytest

from tests.factories import AT, make_officer, make_person
from viecthat.commendations.commands import Nominated, open_dossier
from viecthat.kernel.errors import Refused

GOOD = "Trồng 2.000 cây, dạy hè cho 120 thiếu nhi."


def opened(commending, *nominees, **given):
    given = {"title": "Đề nghị khen thưởng", "form": "merit_province", "actor": commending.base, "at": AT} | given
    return open_dossier(unit=commending.tree.commune.pk, nominees=nominees, **given)


def test_winners_of_a_contest_are_handed_over_in_one_call(commending):
    dossier = opened(
        commending,
        Nominated(unit=commending.tree.branch.pk, achievement=GOOD),
        Nominated(person=commending.lan.pk, achievement=GOOD, place="Giải nhất"),
        Nominated(name="Đặng Văn Nam", place="Trường THPT Ba Vì", achievement=GOOD),
        origin="Hội thi tin học trẻ",
        origin_address="/cuoc-thi/7/",
    )
    assert dossier.decider_id == commending.tree.city.pk  # the nearest that gives it
    assert [(row.to, row.form) for row in dossier.nominees.all()] == [
        ("collective", "merit_province"),
        ("individual", "merit_province"),
        ("individual", "merit_province"),
    ]
    with pytest.raises(Refused, match="đã có hồ sơ khen thưởng"):
        opened(commending, origin="Hội thi tin học trẻ", origin_address="/cuoc-thi/7/")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"form": "không có"}, "trong danh mục"),
        ({"form": "flag_province"}, "không dành cho"),
        ({"form": "praise_attached"}, "Không có đơn vị nào ở trên"),
        ({"title": " "}, "Ghi tên hồ sơ"),
        ({"origin_address": "https://example.org/"}, "trang của hệ thống"),
        ({"origin_address": "//example.org/"}, "trang của hệ thống"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(commending, change, sentence):
    from viecthat.commendations.models import Dossier

    with pytest.raises(Refused, match=sentence):
        opened(commending, Nominated(person=commending.lan.pk, achievement=GOOD), **change)
    assert not Dossier.objects.exists()


def test_nobody_names_people_or_units_out_of_reach(commending):
    stranger = make_person("Hồ Thị Mai", unit=commending.tree.stranger)
    with pytest.raises(Refused, match="Người này không nằm trong"):
        opened(commending, Nominated(person=stranger.pk, achievement=GOOD))
    with pytest.raises(Refused, match="Tập thể này không nằm trong"):
        opened(commending, Nominated(unit=commending.tree.neighbour.pk, achievement=GOOD))
    with pytest.raises(Refused, match="chưa được giao quyền lập hồ sơ"):
        opened(commending, actor=make_officer("base_officer", commending.tree.neighbour))
