"""Log, yearly remark, requests, commendation: what is recorded of members where they live, and what it does at home."""

from datetime import date, timedelta

import pytest

from tests.factories import AT, TODAY, make_activity, make_indicator, make_officer
from tests.people.members import figure, secretary_of
from tests.residence.residents import MARCH, make_place, registered
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.commands.training import Rating, rate_members, record_own_reviews, register_for_training
from viecthat.residence import rules
from viecthat.residence.commands.commendation import commend_resident, take_back_commendation
from viecthat.residence.commands.log import log_participation, take_back_log
from viecthat.residence.commands.registration import end_registration
from viecthat.residence.commands.remark import Given, confirm_remarks, give_remarks, return_remark, take_back_remark
from viecthat.residence.commands.request import answer_request, send_request, take_back_request
from viecthat.residence.models import LogEntry, Remark
from viecthat.residence.queries.taking_part import took_part

pytestmark = pytest.mark.django_db
CLASSES = ("excellent", "good", "done", "not_done")


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def lan(place):
    (row,) = registered(place, "Phùng Thị Lan")
    return row


def log(place, *rows, day=TODAY, what="Dọn vệ sinh đường thôn", actor=None):
    return log_participation(registrations=[r.pk for r in rows], day=day, what=what, actor=actor or place.there, at=AT)


def give(place, row, level="good", *, actor=None, year=2026, words="Nhiệt tình", day=TODAY):
    given = [Given(row.pk, level, words)]
    return give_remarks(given=given, year=year, day=day, actor=actor or place.there, at=AT)[0]


def confirm(place, *remarks, actor=None):
    return confirm_remarks(remarks=[r.pk for r in remarks], day=TODAY, actor=actor or place.commune, at=AT)


def ask(place, row, *, actor=None, kind="help", words="Xin hỗ trợ học phí", day=TODAY):
    return send_request(registration=row, kind=kind, words=words, day=day, actor=actor or place.there, at=AT)


# the log


def test_the_log_takes_activities_and_lines_of_the_time_there(place, lan):
    make_indicator()
    # The branch names its resident in an activity though the file stands elsewhere.
    make_activity(place.village, place.there, title="Trồng cây", day=date(2026, 3, 12), people=[lan.person])
    make_activity(place.village, place.there, title="Trước khi đến", day=date(2026, 3, 1), people=[lan.person])
    make_activity(place.tree.branch, place.secretary, title="Ở chi đoàn", day=TODAY, people=[lan.person])
    log(place, lan)
    assert [one.what for one in took_part([lan], 2026, TODAY)[lan.pk]] == ["Dọn vệ sinh đường thôn", "Trồng cây"]
    assert took_part([lan], 2025, TODAY)[lan.pk] == []


def test_nobody_is_named_who_does_not_live_there(place, lan):
    with pytest.raises(Refused, match="không nằm trong các đơn vị"):
        make_activity(place.other_village, secretary_of(place.other_village), people=[lan.person])
    end_registration(registration=lan, reason="moved", day=TODAY, actor=place.there, at=AT)
    with pytest.raises(Refused, match="không nằm trong các đơn vị"):
        make_activity(place.village, place.there, people=[lan.person])


def test_a_line_once_by_the_branch_while_registered(place, lan):
    (entry,) = log(place, lan)
    with pytest.raises(RowsRefused) as wrong:
        log(place, lan, what="dọn vệ sinh ĐƯỜNG thôn")
    assert "đã ghi" in str(wrong.value.rows[0])
    with pytest.raises(RowsRefused) as wrong:
        log(place, lan, day=MARCH - timedelta(days=1))
    assert "chưa sinh hoạt" in str(wrong.value.rows[0])
    for actor in (place.secretary, secretary_of(place.other_village)):
        with pytest.raises(RowsRefused):
            log(place, lan, what="Khác", actor=actor)
    with pytest.raises(Refused, match="việc gì"):
        log(place, lan, what=" ")
    with pytest.raises(Refused, match="Chưa chọn ai"):
        log(place)
    with pytest.raises(Refused, match="nơi cư trú"):
        take_back_log(entry=entry, reason="x", actor=place.secretary, at=AT)
    take_back_log(entry=entry, reason="Nhầm ngày", actor=place.there, at=AT)
    assert took_part([lan], 2026, TODAY)[lan.pk] == []
    assert LogEntry.objects.get().undone_reason == "Nhầm ngày"
    log(place, lan)


# the remark


def test_a_remark_counts_once_when_another_has_confirmed_it(place, lan):
    remark = give(place, lan)
    assert figure(place.village, "residence_took_part_well") == 0
    for actor in (place.there, place.secretary, make_officer("base_officer", place.tree.commune)):
        with pytest.raises(RowsRefused):
            confirm(place, remark, actor=actor)
    confirm(place, remark)
    assert figure(place.village, "residence_took_part_well") == 1
    assert Entry.objects.get(indicator__code="residence_took_part_well").grade == 3
    with pytest.raises(RowsRefused):
        confirm(place, remark)
    with pytest.raises(RowsRefused) as wrong:
        give(place, lan, "absent")
    assert "đã có nhận xét" in str(wrong.value.rows[0])
    take_back_remark(remark=remark, reason="Nhầm mức", actor=place.commune, at=AT)
    again = give(place, lan, "absent")
    confirm(place, again)
    counted = ("residence_took_part_well", "residence_took_part", "residence_absent")
    assert [figure(place.village, code) for code in counted] == [0, 0, 1]


def test_nobody_confirms_what_they_wrote(place, lan):
    remark = give(place, lan, actor=place.commune)
    with pytest.raises(RowsRefused) as wrong:
        confirm(place, remark)
    assert "không ai tự xác nhận" in str(wrong.value.rows[0])


def test_sent_back_with_a_reason_and_written_anew(place, lan):
    remark = give(place, lan)
    with pytest.raises(Refused, match="lý do"):
        return_remark(remark=remark, reason="", actor=place.commune, at=AT)
    return_remark(remark=remark, reason="Ghi rõ việc", actor=place.commune, at=AT)
    with pytest.raises(RowsRefused):
        confirm(place, remark)
    again = give(place, lan, words="Tham gia ba buổi")
    assert (again.pk, again.returned, again.words) == (remark.pk, "", "Tham gia ba buổi")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"level": "great"}, "mức tham gia"), ({"words": ""}, "vài lời"), ({"year": 2025}, "Năm 2025")],
)
def test_what_no_remark_can_be(place, lan, changed, sentence):
    with pytest.raises(RowsRefused) as wrong:
        give(place, lan, **changed)
    assert sentence in str(wrong.value.rows[0])
    assert not Remark.objects.exists()


# what the rating at home makes of it


def rated(place, row, given="excellent"):
    for code in CLASSES:
        make_indicator(f"members_rated_{code}", register="memberships", area=6)
    person = row.person_id
    register_for_training(
        people=[person], year=2026, contents=["ideals"], day=date(2026, 1, 10), actor=place.secretary, at=AT
    )
    record_own_reviews(classes={person: "good"}, year=2026, day=TODAY, actor=place.secretary, at=AT)
    ratings = [Rating(person, given, 10, 10)]
    return rate_members(ratings=ratings, year=2026, day=TODAY, actor=place.secretary, at=AT)


def strict(monkeypatch):
    known = rules.setting
    monkeypatch.setattr(
        "viecthat.residence.queries.beside.setting",
        lambda code, day: 2 if code == "top_class_remark" else known(code, day),
    )


def test_without_a_remark_the_top_class_is_warned_or_refused_as_the_setting_says(place, lan, monkeypatch):
    from viecthat.people.queries.beside import rating_notes

    ((note,),) = rating_notes([lan.person_id], 2026, TODAY).values()
    assert not note.forbids
    assert str(note.lacks) == "Chưa có nhận xét nơi cư trú năm 2026, chưa xếp loại xuất sắc được."
    assert rating_notes([lan.person_id], 2026, date(2018, 8, 5)) == {}
    strict(monkeypatch)
    with pytest.raises(RowsRefused) as wrong:
        rated(place, lan)
    assert "Chưa có nhận xét nơi cư trú" in str(wrong.value.rows[0])


@pytest.mark.parametrize(("level", "fits"), [("good", True), ("joined", True), ("absent", False)])
def test_the_top_class_is_for_those_who_took_part(place, lan, monkeypatch, level, fits):
    strict(monkeypatch)
    confirm(place, give(place, lan, level))
    if fits:
        assert rated(place, lan)[0].given_class == "excellent"
    else:
        with pytest.raises(RowsRefused) as wrong:
            rated(place, lan)
        assert "không tham gia" in str(wrong.value.rows[0])


def test_who_was_never_introduced_is_not_held_to_it(place, monkeypatch):
    from tests.people.members import make_member

    strict(monkeypatch)
    person = make_member(place.tree.branch, "Người khác")

    class Row:
        person_id = person.pk

    assert rated(place, Row)[0].given_class == "excellent"


# requests


def test_a_request_has_a_deadline_an_answer_and_help(place, lan):
    request = ask(place, lan)
    assert request.due == TODAY + timedelta(days=15)
    assert figure(place.village, "residence_requests") == 1
    # Whose it was is not in the ledger.
    assert Entry.objects.get(indicator__code="residence_requests").person_id is None
    for actor in (place.secretary, make_officer("secretary", place.tree.city), secretary_of(place.other_village)):
        with pytest.raises(Refused, match="Nơi cư trú trả lời"):
            answer_request(request=request, answer="Có", help_given="", day=TODAY, actor=actor, at=AT)
    with pytest.raises(Refused, match="nội dung trả lời"):
        answer_request(request=request, answer=" ", help_given="", day=TODAY, actor=place.commune, at=AT)
    answered = answer_request(
        request=request, answer="Đã họp", help_given="Tặng xe đạp", day=TODAY, actor=place.commune, at=AT
    )
    assert answered.answered_by_id == place.commune.pk
    assert (figure(place.village, "residence_answered"), figure(place.village, "residence_helped")) == (1, 1)
    with pytest.raises(Refused):
        answer_request(request=request, answer="Nữa", help_given="", day=TODAY, actor=place.commune, at=AT)
    with pytest.raises(Refused, match="chưa có trả lời"):
        take_back_request(request=request, reason="Nhầm", actor=place.there, at=AT)


def test_only_the_two_units_write_for_the_member(place, lan):
    assert ask(place, lan, actor=place.secretary).own is False
    for actor in (make_officer("secretary", place.tree.city), secretary_of(place.other_village)):
        with pytest.raises(Refused, match="hai đơn vị"):
            ask(place, lan, actor=actor)
    for changed, sentence in (({"kind": "x"}, "phản ánh, kiến nghị"), ({"words": " "}, "Ghi nội dung")):
        with pytest.raises(Refused, match=sentence):
            ask(place, lan, **changed)
    request = ask(place, lan, words="Nhầm")
    take_back_request(request=request, reason="Ghi nhầm người", actor=place.there, at=AT)
    assert figure(place.village, "residence_requests") == 1
    end_registration(registration=lan, reason="moved", day=TODAY, actor=place.there, at=AT)
    with pytest.raises(Refused, match="đang sinh hoạt"):
        ask(place, lan)


# commendation


def commend(place, row, *, actor=None, by_commune=False, day=TODAY):
    return commend_resident(
        registration=row, by_commune=by_commune, form="Giấy khen", merit="Cứu người", decision="02-QĐ", day=day,
        actor=actor or place.there, at=AT,
    )  # fmt: skip


def test_commended_by_the_branch_or_the_commune(place, lan):
    made = commend(place, lan)
    assert made.unit_id == place.village.pk
    with pytest.raises(Refused, match="đã ghi"):
        commend(place, lan)
    assert commend(place, lan, actor=place.commune, by_commune=True, day=MARCH).unit_id == place.tree.neighbour.pk
    with pytest.raises(Refused, match="nơi cư trú"):
        commend(place, lan, by_commune=True, day=date(2026, 3, 11))
    with pytest.raises(Refused, match="nơi cư trú"):
        commend(place, lan, actor=place.secretary, day=date(2026, 3, 11))
    assert figure(place.village, "residence_commended") == 1
    take_back_commendation(commendation=made, reason="Nhầm người", actor=place.there, at=AT)
    assert figure(place.village, "residence_commended") == 0


def test_who_is_forgotten_leaves_figures_and_no_words(place, lan):
    from django.apps import apps

    from viecthat.residence.commands.erasing import erase_from_residence

    confirm(place, give(place, lan, words="Lời riêng"))
    request = ask(place, lan, words="Lời riêng")
    answer_request(request=request, answer="Lời riêng", help_given="Lời riêng", day=TODAY, actor=place.commune, at=AT)
    commend(place, lan)
    erase_from_residence(lan.person_id, [], AT)
    for model in apps.get_app_config("residence").get_models():
        for values in model.objects.values():
            assert "Lời riêng" not in str(values), model
            assert "Thôn Hà Tân" not in str(values), model
            assert "Cứu người" not in str(values), model
    assert figure(place.village, "residence_took_part_well") == 1
