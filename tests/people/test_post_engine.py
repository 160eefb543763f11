"""Limits of age, empty seats, planning list, files of cadres, and the report on Conclusions 07 and 08."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, make_person, make_tree, make_unit, sign_in, stop_clock
from tests.people.cadres import DECISION, end, figures, form, give, stock
from viecthat.kernel.errors import Refused
from viecthat.people.queries.cadre_report import cadre_report
from viecthat.people.queries.over_age import age_alerts, resolved_placements, vacancies, vacancies_found


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.centre)


def born_to_pass(age, day):
    """Born so that the first day over the age is `day`."""
    return (day - timedelta(days=1)).replace(year=day.year - age)


# over age


def test_who_passes_which_limit_when(tree, boss):
    form(tree.commune, boss)
    over = give(tree.commune, boss, name="Quá", born=born_to_pass(35, date(2026, 3, 27))).post
    soon = give(tree.commune, boss, name="Sắp", born=born_to_pass(35, date(2028, 3, 27))).post
    give(tree.commune, boss, name="Còn", born=born_to_pass(35, date(2028, 3, 28)))
    give(tree.commune, boss, name="Không Rõ", born=None)
    found = age_alerts([tree.commune.pk], TODAY)
    assert [(a.post.post.pk, a.over_on, a.over, a.state) for a in found] == [
        (over.pk, date(2026, 3, 27), True, "unplanned"),
        (soon.pk, date(2028, 3, 27), False, "unplanned"),
    ]
    assert found[0].limit.article.startswith("Quy chế cán bộ Đoàn")


def test_the_post_with_the_highest_limit_decides(tree, boss):
    """38 years old: over for the standing committee, not for a secretary."""
    form(tree.city, boss, seats=30)
    form(tree.city, boss, "standing")
    give(tree.city, boss, "secretary", born=date(1987, 10, 2))
    assert age_alerts([tree.city.pk], TODAY, 12) == []
    secretary = age_alerts([tree.city.pk], date(2027, 12, 1), 0)
    assert [(a.post.kind.code, a.most, a.over_on) for a in secretary] == [("secretary", 40, date(2027, 10, 3))]


def test_hard_areas_pass_later(tree, boss):
    form(tree.commune, boss, hard_area=True)
    give(tree.commune, boss, born=born_to_pass(35, date(2026, 3, 27)))
    assert [a.over_on for a in age_alerts([tree.commune.pk], TODAY)] == [date(2028, 3, 27)]


def test_a_placement_is_planned_late_and_resolved(tree, boss):
    from viecthat.people.commands.planning import plan_placement

    form(tree.commune, boss)
    post = give(tree.commune, boss, born=date(1990, 1, 1)).post
    with pytest.raises(Refused, match="Hạn bố trí phải sau hôm nay"):
        plan_placement(post=post, destination="party", due=TODAY, actor=boss, at=AT)
    plan_placement(post=post, destination="party", due=date(2026, 6, 1), note="Phó Bí thư Đảng ủy", actor=boss, at=AT)
    assert [a.state for a in age_alerts([tree.commune.pk], TODAY)] == ["planned"]
    assert [a.state for a in age_alerts([tree.commune.pk], date(2026, 6, 1))] == ["late"]
    end(post, boss, TODAY, leaving="over_age", destination="party")
    assert age_alerts([tree.commune.pk], TODAY) == []
    ((plan, one),) = resolved_placements([tree.commune.pk], TODAY, date(2026, 1, 1))
    assert (plan.note, one.post.pk) == ("Phó Bí thư Đảng ủy", post.pk)


def test_a_committee_without_a_secretary_is_a_vacancy_and_a_unit_without_committee_is_none(tree, boss):
    form(tree.commune, boss)
    form(tree.neighbour, boss)
    first = give(tree.commune, boss, "secretary").post
    give(tree.neighbour, boss, "secretary", name="Còn Đây")
    end(first, boss, date(2026, 2, 1))
    everywhere = [unit.pk for unit in (tree.commune, tree.neighbour, tree.branch)]
    (row,) = vacancies(list(vacancies_found(everywhere, TODAY)), TODAY)
    assert (row.unit.id, row.since) == (tree.commune.pk, date(2026, 2, 1))
    assert not vacancies_found(everywhere, date(2026, 1, 31)).exists()


# the planning list


def test_nobody_is_planned_who_is_over_the_age_of_a_first_appointment(tree, boss):
    from viecthat.people.commands.planning import drop_successor, plan_successor

    old = make_person("Già Quá", unit=tree.city, birth_date=date(1990, 1, 1))
    young = make_person("Còn Trẻ", unit=tree.city, birth_date=date(1995, 1, 1))
    how = {
        "unit": tree.city.pk,
        "kind": "secretary",
        "start": date(2026, 1, 5),
        "decision": DECISION,
        "actor": boss,
        "at": AT,
    }
    with pytest.raises(Refused, match=r"Già Quá đã quá 35 tuổi.*289-QĐ/TW"):
        plan_successor(person=old.pk, **how)
    row = plan_successor(person=young.pk, **how)
    with pytest.raises(Refused, match="đã có trong quy hoạch"):
        plan_successor(person=young.pk, **how)
    drop_successor(candidate=row, end=TODAY, reason="Chuyển công tác", actor=boss, at=AT)
    assert plan_successor(person=young.pk, **how).pk


# the file


def test_a_degree_makes_a_graduate_from_its_day_on_and_its_withdrawal_unmakes(tree, boss):
    from viecthat.people.commands.cadre_file import add_qualification, withdraw_qualification

    figures("provincial_full_time", "provincial_graduates")
    form(tree.city, boss, "office")
    person = give(tree.city, boss, "officer", full_time=True, basis="appointed").post.person_id
    how = {"person": person, "level": "university", "actor": boss, "at": AT}
    with pytest.raises(Refused, match="Ghi số hiệu"):
        add_qualification(day=date(2024, 6, 1), proof=" ", **how)
    with pytest.raises(Refused, match="Ngày cấp chưa tới"):
        add_qualification(day=date(2026, 6, 1), proof="A1", **how)
    row = add_qualification(day=date(2024, 6, 1), proof="A1", **how)
    assert stock(tree.city, "provincial_graduates", date(2024, 5, 31)) == 0
    assert stock(tree.city, "provincial_graduates", TODAY) == 1
    add_qualification(**{**how, "level": "master"}, day=date(2025, 6, 1), proof="B2")
    assert stock(tree.city, "provincial_graduates", TODAY) == 1, "one person, two degrees"
    withdraw_qualification(row=row, reason="Văn bằng không hợp pháp", actor=boss, at=AT)
    assert stock(tree.city, "provincial_graduates", date(2025, 5, 31)) == 0
    assert stock(tree.city, "provincial_graduates", TODAY) == 1


def test_a_year_without_a_post_is_not_rated(tree, boss):
    from viecthat.people.commands.cadre_file import rate_cadre
    from viecthat.people.models import CadreRating

    form(tree.commune, boss)
    person = give(tree.commune, boss).post.person_id
    how = {"person": person, "unit": tree.commune.pk, "actor": boss, "at": AT}
    for year in (2021, 2027):
        with pytest.raises(Refused, match=str(year)):
            rate_cadre(year=year, rating="good", **how)
    rate_cadre(year=2025, rating="good", **how)
    rate_cadre(year=2025, rating="excellent", remark="Sau khi xem lại", **how)
    assert [row.rating for row in CadreRating.objects.all()] == ["excellent"]


def test_a_time_elsewhere_keeps_the_post_and_ends_with_a_remark(tree, boss):
    from viecthat.people.commands.cadre_file import end_secondment, second_cadre

    form(tree.city, boss, "office")
    person = give(tree.city, boss, "officer", basis="appointed").post.person_id
    how = {"kind": "to_base", "start": date(2025, 9, 1), "until": date(2026, 9, 1), "task": "Đào tạo thực tế"}
    by = {"person": person, "decision": DECISION, "actor": boss, "at": AT}
    with pytest.raises(Refused, match="Nơi đến phải khác"):
        second_cadre(place=tree.city.pk, **how, **by)
    row = second_cadre(place=tree.commune.pk, **how, **by)
    with pytest.raises(Refused, match="đang được cử đi nơi khác"):
        second_cadre(place=tree.neighbour.pk, **how, **by)
    with pytest.raises(Refused, match="nhận xét"):
        end_secondment(row=row, end=TODAY, remark="", actor=boss, at=AT)
    end_secondment(row=row, end=TODAY, remark="Hoàn thành tốt", actor=boss, at=AT)
    row.refresh_from_db()
    assert (row.home_id, row.end) == (tree.city.pk, TODAY)


def test_only_those_who_keep_the_cadre_write_into_the_file(tree, boss):
    from viecthat.people.commands.cadre_file import add_qualification

    form(tree.commune, boss)
    person = give(tree.commune, boss).post.person_id
    for stranger in (make_officer("base_officer", tree.neighbour), make_officer("inspector", tree.commune)):
        with pytest.raises(Refused, match="chưa được giao quyền quản lý cán bộ này"):
            add_qualification(person=person, level="master", day=date(2024, 1, 1), proof="A", actor=stranger, at=AT)


# the report


@pytest.fixture
def province(tree, boss):
    """A province in small: 6 in the committee, 2 of them standing, a district, two communes of which one is empty."""
    form(tree.city, boss)
    form(tree.city, boss, "standing")
    for n in range(4):
        give(tree.city, boss, name=f"Ủy viên {n}")
    give(tree.city, boss, "secretary", name="Bí Thư", full_time=True)
    give(tree.city, boss, "deputy", name="Phó Bí Thư", full_time=True)
    district = make_unit("Huyện đoàn Ba Vì", parent=tree.city, kind="district", code="hn-ba-vi")
    form(district, boss)
    give(district, boss, "secretary", name="Huyện Một", full_time=True)
    form(tree.commune, boss)
    give(tree.commune, boss, "secretary", name="Xã Một")
    form(tree.neighbour, boss)
    return tree.city


def test_the_report_counts_everybody_once_and_its_sums_come_out(tree, boss, province):
    report = cadre_report(province.pk, TODAY, date(2022, 1, 1))
    own = report.own
    assert (own.committee, own.standing, own.secretaries, own.deputies, own.full_time) == (6, 2, 1, 1, 2)
    base = report.by_group["base"]
    assert (base.units, base.with_committee, base.secretaries, base.vacancies) == (2, 2, 1, 1)
    assert report.by_group["district"].full_time == 1
    assert all(check.holds for check in report.checks)
    assert {check.code for check in report.checks} >= {"standing_third", "one_secretary:base", "district_full_time"}
    assert cadre_report(province.pk, date(2022, 9, 30), date(2022, 1, 1)).own.committee == 0, "on any day"
    assert report.given == (("elected", 4),)


def test_a_committee_that_shrank_is_told(tree, boss, province):
    from viecthat.people.models import Post

    member = Post.objects.filter(unit=province.pk, kind="committee_member").exclude(full_time=True).first()
    end(member, boss, TODAY)
    checks = {check.code: check.holds for check in cadre_report(province.pk, TODAY, TODAY).checks}
    assert checks["standing_third"] is False


def test_the_page_and_the_document_say_it_in_the_form_of_such_reports(tree, boss, province, client, monkeypatch):
    stop_clock(monkeypatch)
    sign_in(client, boss)
    html = client.get(reverse("cadres:report", args=[province.code])).content.decode()
    assert "Thành đoàn Hà Nội có <b>06</b> ủy viên Ban Chấp hành, <b>02</b> ủy viên Ban Thường vụ" in html
    assert "Số lượng Bí thư Đoàn cơ sở là <b>01</b> đồng chí; khuyết <b>01</b>." in html
    assert "6 ≤ 6" in html
    sent = client.get(reverse("cadres:report-file", args=[province.code, "docx"]))
    with zipfile.ZipFile(io.BytesIO(sent.content)) as word:
        words = word.read("word/document.xml").decode()
    assert "own.committee" in words, "the figure can be found again"
    assert "KIỂM TRA PHÉP CỘNG" in words
    assert client.get(reverse("cadres:report-file", args=[province.code, "exe"])).status_code == 404
    stranger = make_officer("branch_secretary", tree.branch)
    sign_in(client, stranger)
    assert client.get(reverse("cadres:report-file", args=[province.code, "docx"])).status_code == 403


def test_the_program_writes_the_report(tree, boss, province, tmp_path, capsys):
    from django.core.management import call_command

    call_command("cadres", province.code, day="27/03/2026", docx=str(tmp_path / "kl.docx"))
    said = capsys.readouterr().out
    assert "Thành đoàn Hà Nội có 06 ủy viên Ban Chấp hành" in said
    assert zipfile.is_zipfile(tmp_path / "kl.docx")


# taking over


def test_what_is_taken_over_counts_like_what_was_given(tree, boss):
    from viecthat.ledger.choices import Grade
    from viecthat.ledger.commands import open_dataset
    from viecthat.ledger.models import Entry
    from viecthat.people.commands.person import PersonDraft
    from viecthat.people.commands.post import end_post
    from viecthat.people.commands.post_import import BodyDraft, CadreDraft, import_cadres
    from viecthat.people.queries.post import posts_of

    figures("committee_members", "provincial_secretaries", "provincial_full_time", "provincial_graduates")
    dataset, _new = open_dataset(
        code="minh-hoa", title="Minh hoạ", source="Không có", source_date=None, synthetic=True, note="", at=AT
    )
    bodies = [BodyDraft(tree.city.pk, kind, date(2025, 1, 1)) for kind in ("committee", "standing")]
    draft = PersonDraft(full_name="Lê Minh Hoạ", sex="male", birth_date=date(1995, 1, 1), unit=tree.city.pk)
    learned = (("university", date(2025, 6, 1), "MH-1"),)
    cadre = CadreDraft(draft, tree.city.pk, ("secretary",), date(2025, 1, 1), full_time=True, learned=learned)
    (person,) = import_cadres(bodies=bodies, cadres=[cadre], dataset=dataset, at=AT)
    assert set(Entry.objects.values_list("grade", flat=True)) == {Grade.DECLARED}, "no decision is known"
    assert stock(tree.city, "provincial_graduates", date(2025, 5, 31)) == 0
    codes = ("committee_members", "provincial_secretaries", "provincial_full_time", "provincial_graduates")
    assert [stock(tree.city, code, TODAY) for code in codes] == [1, 1, 1, 1]
    post = posts_of(person).get(kind="secretary")
    end_post(post=post, end=TODAY, leaving="asked", decision=DECISION, whole=True, actor=boss, at=AT)
    assert [stock(tree.city, code, TODAY) for code in codes] == [0, 0, 0, 0], "settled on top of what was taken over"
