"""Courses for cadres: who may enter what, many at once, and the yearly ratio that the register puts into the ledger."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.cadres import end, form, give
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.models import Entry, Indicator, Posting
from viecthat.people.commands import course as commands
from viecthat.people.models import CourseAttendance, TrainingFigure
from viecthat.people.queries.course import trained_share

HELD = {
    "title": "Tập huấn bí thư chi đoàn", "subject": "union_work", "organiser": "Đoàn xã Suối Hai",
    "place": "Nhà văn hoá xã", "start": date(2026, 3, 2), "end": date(2026, 3, 4), "hours": 24, "decision": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.centre)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def figures(db):
    """The ratio as the catalogue has it: held by the register of cadres."""
    given = {"measure": "flow", "register": "cadres", "unit": "cán bộ", "listed": False}
    n = make_indicator("cadres_trained_count", name="Đã học", **given)
    of = make_indicator("cadres_in_post_count", name="Đương chức", **given)
    return make_indicator(
        "cadres_trained", name="Tỷ lệ", measure="ratio", register="cadres", unit="cán bộ", numerator=n, denominator=of
    )


@pytest.fixture
def cadres(tree, boss):
    """Two of the commune, one of the branch, one of the sister branch, one of another province."""
    made = {}
    for name, unit, kind in (
        ("an", tree.commune, "secretary"), ("binh", tree.commune, "deputy"), ("cuc", tree.branch, "secretary"),
        ("dung", tree.sister, "secretary"), ("la", tree.stranger, "secretary"),
    ):  # fmt: skip
        if kind == "secretary":
            form(unit, boss)
        made[name] = give(unit, boss, kind, name=name.title()).post
    return made


def course(unit, actor, **given):
    return commands.register_course(unit=unit.pk, **{**HELD, **given}, actor=actor, at=AT)


def add(made, actor, *posts):
    return commands.add_attendees(course=made, people=[post.person_id for post in posts], actor=actor, at=AT)


def ratio(unit_codes=None):
    """n and N of the year in the ledger, as they add up."""
    sums = {"cadres_trained_count": 0, "cadres_in_post_count": 0}
    for code, quantity in Entry.objects.values_list("indicator__code", "quantity"):
        if code in sums:
            sums[code] += quantity
    return tuple(sums.values())


def test_nobody_types_the_ratio(figures):
    from viecthat.ledger.queries import why_not_declarable

    assert why_not_declarable(Indicator.objects.get(code="cadres_trained")) is not None


def test_the_catalogue_gives_the_ratio_to_the_register(db):
    from viecthat.catalogue.readers import rows

    held = {row["code"]: row.get("register") for row in rows("indicators")}
    assert [held[code] for code in ("cadres_trained", "cadres_trained_count", "cadres_in_post_count")] == ["cadres"] * 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"end": date(2026, 3, 28)}, "end"),
        ({"end": date(2026, 3, 1)}, "end"),
        ({"hours": 0}, "hours"),
        ({"subject": "magic"}, "subject"),
        ({"decision": "không có số"}, "decision"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(tree, officer, given, field):
    with pytest.raises(Refused) as refused:
        course(tree.commune, officer, **given)
    assert refused.value.field == field


def test_only_those_who_keep_cadres_enter_courses(tree, officer):
    for role, unit in (("inspector", tree.commune), ("branch_secretary", tree.branch), ("base_officer", tree.stranger)):
        with pytest.raises(Refused):
            course(tree.commune, make_officer(role, unit))
    course(tree.commune, officer)
    with pytest.raises(Refused):
        course(tree.commune, officer)  # the same again


def test_many_at_once_and_each_counts_once_a_year(tree, figures, cadres, officer):
    first, second = course(tree.commune, officer), course(tree.commune, officer, title="Kỹ năng")
    assert add(first, officer, cadres["an"], cadres["cuc"]) == 2
    assert ratio() == (2, 3), "the commune has two in post, the branch one; the sister branch has not been settled"
    assert add(second, officer, cadres["an"], cadres["binh"]) == 2
    assert ratio() == (3, 3)
    assert add(second, officer, cadres["an"]) == 0
    heads = Entry.objects.filter(indicator__code="cadres_trained_count", posting__reversed_by=None, quantity__gt=0)
    people = {cadres[name].person_id for name in ("an", "binh", "cuc")}
    assert set(heads.values_list("person", flat=True)) == people, "the figure opens down to the people"
    changed = commands.settle_training(
        units=[tree.commune.pk, tree.branch.pk, tree.sister.pk], year=2026, actor=officer, at=AT, reason="Chốt"
    )
    assert changed == 1
    assert ratio() == (3, 4)


def test_all_or_nobody(tree, figures, cadres, officer, boss):
    made = course(tree.commune, officer)
    with pytest.raises(Refused, match="ngoài phạm vi"):
        add(made, officer, cadres["an"], cadres["la"])
    end(cadres["cuc"], boss, date(2026, 1, 10), whole=True)
    with pytest.raises(Refused) as refused:
        add(made, officer, cadres["an"], cadres["cuc"])
    assert "không giữ chức vụ" in refused.value.message
    assert not CourseAttendance.objects.exists()
    assert not Posting.objects.filter(unit=tree.commune.pk, entries__indicator__code="cadres_in_post_count").exists()


def test_a_correction_has_a_reason_and_reverses(tree, figures, cadres, officer):
    made = course(tree.commune, officer)
    add(made, officer, cadres["an"], cadres["binh"])
    row = CourseAttendance.objects.get(person=cadres["an"].person_id)
    with pytest.raises(Refused):
        commands.withdraw_attendance(attendance=row, reason=" ", actor=officer, at=AT)
    assert ratio() == (2, 2)
    commands.withdraw_attendance(attendance=row, reason="Ghi nhầm", actor=officer, at=AT)
    assert ratio() == (1, 2)
    commands.withdraw_course(course=made, reason="Ghi nhầm lớp", actor=officer, at=AT)
    assert ratio() == (0, 2)
    with pytest.raises(Refused):
        add(made, officer, cadres["an"])


def test_the_year_follows_the_last_day(tree, figures, cadres, officer):
    made = course(tree.commune, officer)
    add(made, officer, cadres["an"])
    commands.correct_course(
        course=made, **{**HELD, "start": date(2025, 12, 1), "end": date(2025, 12, 3)}, actor=officer, at=AT
    )
    years = {(f.year, f.day) for f in TrainingFigure.objects.all()}
    assert years == {(2026, TODAY), (2025, date(2025, 12, 31))}
    units = [tree.commune.pk]
    assert trained_share(units, 2026, TODAY) == Share(0, 2)
    assert trained_share(units, 2025, TODAY) == Share(1, 2)


def test_who_missed_every_session_was_not_trained(tree, figures, cadres, officer):
    made = course(tree.commune, officer)
    add(made, officer, cadres["an"], cadres["binh"])
    an = CourseAttendance.objects.get(person=cadres["an"].person_id).pk
    with pytest.raises(Refused, match="trong thời gian"):
        commands.record_course_session(
            course=made, day=date(2026, 3, 9), title="Buổi 1", absent=[], actor=officer, at=AT
        )
    for day in (2, 3):
        commands.record_course_session(
            course=made, day=date(2026, 3, day), title="Buổi học", absent=[an], actor=officer, at=AT
        )
    assert ratio() == (1, 2)
    commands.record_course_session(course=made, day=HELD["end"], title="Bế giảng", absent=[], actor=officer, at=AT)
    assert ratio() == (2, 2)


def test_certificates_differ(tree, cadres, officer):
    made = course(tree.commune, officer)
    add(made, officer, cadres["an"], cadres["binh"])
    first, second = CourseAttendance.objects.order_by("pk").values_list("pk", flat=True)
    with pytest.raises(Refused):
        commands.give_certificates(course=made, numbers={first: "CC-1", second: "CC-1"}, actor=officer, at=AT)
    assert commands.give_certificates(course=made, numbers={first: "CC-1", second: ""}, actor=officer, at=AT) == 1
    assert CourseAttendance.objects.get(pk=first).certificate == "CC-1"


def test_somebody_with_two_posts_counts_where_the_higher_one_is(tree, figures, cadres, officer, boss):
    from viecthat.people.models import Person

    both = Person.objects.get(pk=cadres["cuc"].person_id)
    give(tree.commune, boss, "committee_member", both)
    units = [tree.commune.pk, tree.branch.pk, tree.sister.pk]
    assert trained_share(units, 2026, TODAY) == Share(0, 4)


def test_a_merged_commune_is_not_counted_twice(tree, figures, cadres, officer, boss):
    from viecthat.units.commands import Ending, rearrange_units

    made = course(tree.commune, officer)
    add(made, officer, cadres["an"], cadres["dung"])
    assert ratio() == (2, 3)
    for post in (cadres["an"], cadres["binh"], cadres["dung"]):
        end(post, boss, TODAY, whole=True)
    rearrange_units(
        moves=[], endings=[Ending(tree.sister.pk, (tree.branch.pk,), tree.branch.pk)], day=TODAY,
        decision="QĐ 1-QĐ/TĐTN", actor=boss, at=AT,
    )  # fmt: skip
    commands.settle_training(units=[tree.commune.pk, tree.branch.pk], year=2026, actor=boss, at=AT, reason="Chốt")
    assert ratio() == (0, 1), "who left counts no more, and what stood at the merged branch was reversed"


def test_the_review_and_the_explorer_read_it(tree, figures, cadres, officer):
    from viecthat.ledger.feed import LedgerSource
    from viecthat.ledger.queries import measure_of
    from viecthat.rollup.ask import ask
    from viecthat.units.tree import map_on

    made = course(tree.commune, officer)
    add(made, officer, cadres["an"])
    table = ask(
        {figures.pk: measure_of(figures)}, units=[tree.city.pk], periods=[Period.year(2026)], map=map_on(TODAY),
        source=LedgerSource().hold(),
    )  # fmt: skip
    row = table.one(tree.city.pk, figures.pk, Period.year(2026))
    assert (row.n, row.of) == (1, 2)


# pages


def text_of(response):
    from tests.people.test_post_pages import text_of as plain

    return plain(response)


def test_the_pages_show_what_may_be_seen(tree, figures, cadres, officer, boss, client):
    made, theirs = course(tree.commune, officer), course(tree.stranger, boss, title="Lớp nơi khác")
    add(made, officer, cadres["an"])
    add(theirs, boss, cadres["la"])
    sign_in(client, officer)
    page = client.get(reverse("cadres:courses"))
    text = text_of(page)
    assert "Tập huấn bí thư chi đoàn" in text
    share = re.search(rf'href="({reverse("cadres:training")}[^"]+)"', page.content.decode())
    assert share is not None
    assert "1/4 người" in text_of(client.get(unescape(share[1])))
    assert "Lớp nơi khác" not in text
    assert "1/4 người" in text
    assert client.get(reverse("cadres:course", args=[theirs.pk])).status_code == 404
    text = text_of(client.get(reverse("cadres:course", args=[made.pk])))
    assert "An" in text
    untrained = client.get(reverse("cadres:training"), {"da-hoc": "chua"})
    assert {row.person.full_name for row in untrained.context["rows"]} == {"Binh", "Cuc", "Dung"}
    sign_in(client, make_officer("inspector", tree.commune))
    assert "Thêm người đã dự" not in text_of(client.get(reverse("cadres:course", args=[made.pk])))
    for name in ("course-people", "course-session", "course-certificates", "course-correct", "course-withdraw"):
        assert client.get(reverse(f"cadres:{name}", args=[made.pk])).status_code == 404, name


def test_a_course_from_the_page_to_the_ledger(tree, figures, cadres, officer, client):
    sign_in(client, officer)
    page = reverse("cadres:course-new", args=[tree.commune.code])
    given = {**HELD, "start": "02/03/2026", "end": "04/03/2026"}
    wrong = client.post(page, {**given, "end": "04/05/2026"})
    assert wrong.status_code == 422
    assert "Lớp chưa xong" in text_of(wrong)
    made = client.post(page, given)
    people = made.headers["Location"]
    listed = client.get(people)
    assert "An" in text_of(listed)
    assert "La" not in [row.person.full_name for row in listed.context["rows"]]
    assert client.post(people, {}).status_code == 422
    chosen = [cadres[name].person_id for name in ("an", "binh", "cuc")]
    there = client.post(people, {"people": chosen}).headers["Location"]
    assert ratio() == (3, 3)
    first = CourseAttendance.objects.get(person=cadres["an"].person_id)
    done = client.post(f"{there}chung-chi/", {f"number_{first.pk}": "CC-01/2026"})
    assert done.status_code == 302
    assert "CC-01/2026" in text_of(client.get(there))
    assert (
        client.post(f"{there}buoi/", {"day": "02/03/2026", "title": "Buổi 1", "absent": [first.pk]}).status_code == 302
    )
    assert ratio() == (2, 3)
    assert client.post(f"{there}nguoi/{first.pk}/rut/", {"reason": "Ghi nhầm"}).status_code == 302
    assert client.post(f"{reverse('cadres:training-settle')}?don-vi={tree.commune.code}").status_code == 302
    assert ratio() == (2, 4)
    for name in ("courses-xlsx", "training-xlsx"):
        assert client.get(reverse(f"cadres:{name}")).content[:2] == b"PK"
    cadre = client.get(reverse("cadres:cadre", args=[cadres["binh"].person_id]))
    assert "Tập huấn bí thư chi đoàn" in text_of(cadre)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_for_one_and_three(tree, figures, cadres, officer, client, count):
    sign_in(client, officer)
    names = ["an", "binh", "cuc"][:count]
    for name in names:
        add(course(tree.commune, officer, title=f"Lớp {name}"), officer, cadres[name])
    for page, most in ((reverse("cadres:courses"), 15), (reverse("cadres:training"), 23)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page)
        assert len(queries) == most, "\n".join(q["sql"][:150] for q in queries)
