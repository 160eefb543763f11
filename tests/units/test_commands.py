"""Every change of the tree, and every way it is refused."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import AT, LONG_AGO, TODAY, make_account, make_officer, make_tree, make_unit
from viecthat.kernel.errors import Refused
from viecthat.units import commands
from viecthat.units.models import BlocMember, Succession, UnitKind, UnitVersion
from viecthat.units.queries import days_without_parent, unit_identity, units_by_id
from viecthat.units.tree import map_on, tree_on

pytestmark = pytest.mark.django_db
LATER = date(2026, 7, 1)


def change(command, **given):
    """Run a command as the installation on LATER, by decision 12."""
    return command(**({"day": LATER, "decision": "12-QĐ/TĐTN", "actor": None, "at": AT} | given))


def refusal(command, **given):
    with pytest.raises(Refused) as caught, transaction.atomic():
        change(command, **given)
    return caught.value


class TestFound:
    def test_stands_under_its_parent_from_that_day(self):
        tree = make_tree()
        unit = change(
            commands.found_unit, code="HN-Moi", name="  Đoàn xã  Mới ", kind="commune", parent=tree.city.pk, day=TODAY
        )
        assert unit.code == "hn-moi"
        assert tree_on(TODAY).parent(unit.pk) == tree.city.pk
        assert unit.pk not in tree_on(TODAY - timedelta(days=1))
        assert units_by_id([unit.pk], TODAY)[unit.pk].name == "Đoàn xã Mới"

    def test_code_taken(self):
        tree = make_tree()
        said = refusal(commands.found_unit, code="na", name="X", kind="province", parent=tree.centre.pk)
        assert said.field == "code"

    def test_code_not_plain(self):
        tree = make_tree()
        said = refusal(commands.found_unit, code="hà nội", name="X", kind="province", parent=tree.centre.pk)
        assert "chữ thường không dấu" in str(said)

    @pytest.mark.parametrize("parent_day", [LATER + timedelta(days=1), None])
    def test_parent_not_there_on_that_day(self, parent_day):
        tree = make_tree()
        parent = 10**9
        if parent_day:
            parent = change(
                commands.found_unit, code="b", name="B", kind="commune", parent=tree.city.pk, day=parent_day
            ).pk
        said = refusal(commands.found_unit, code="c", name="C", kind="branch", parent=parent)
        assert said.field == "parent"
        assert "không hoạt động vào ngày đó" in str(said)

    def test_dated_back_under_a_parent_that_has_ended_since(self):
        """The parent was there on that day; but from the day it ended on there would be no tree for anybody."""
        tree = make_tree()
        change(commands.merge_units, units=[tree.neighbour], into=tree.city, day=date(2025, 7, 1))
        said = refusal(
            commands.found_unit, code="c", name="C", kind="branch", parent=tree.neighbour.pk, day=date(2024, 1, 1)
        )
        assert said.field == "day"
        assert "01/07/2025" in str(said)
        assert tree_on(TODAY).size == 6

    def test_kind_unknown_or_out_of_use(self):
        tree = make_tree()
        UnitKind.objects.filter(code="district").update(end=date(2025, 7, 1), name="Huyện đoàn")
        UnitKind.objects.filter(code="branch").update(start=date(2027, 1, 1))
        given = {"code": "q", "name": "Q", "parent": tree.city.pk}
        said = refusal(commands.found_unit, kind="district", **given)
        assert said.field == "kind"
        assert str(said).startswith("Vào ngày 01/07/2026, Điều lệ không có loại “Huyện đoàn”")
        assert refusal(commands.found_unit, kind="branch", **given).field == "kind"
        assert refusal(commands.found_unit, kind="không có", **given).field == "kind"
        change(commands.found_unit, kind="district", day=date(2025, 6, 30), **given)

    def test_name_missing_or_over_long(self):
        tree = make_tree()
        given = {"kind": "branch", "parent": tree.commune.pk}
        assert refusal(commands.found_unit, code="c", name="  ", **given).field == "name"
        assert refusal(commands.found_unit, code="c", name="x" * 201, **given).field == "name"


class TestRename:
    def test_bears_the_new_name_from_that_day_and_kept_the_old_one_before(self):
        tree = make_tree()
        change(commands.rename_unit, unit=tree.commune, name="Đoàn xã Suối Hai Mới")
        before = units_by_id([tree.commune.pk], LATER - timedelta(days=1))[tree.commune.pk]
        after = units_by_id([tree.commune.pk], LATER)[tree.commune.pk]
        assert (before.name, before.end) == ("Đoàn xã Suối Hai", LATER)
        assert (after.name, after.start, after.end) == ("Đoàn xã Suối Hai Mới", LATER, None)
        assert after.parent == before.parent == tree.city.pk

    @pytest.mark.parametrize("name", ["Đoàn xã Suối Hai", " Đoàn xã  Suối Hai"])
    def test_same_name(self, name):
        assert refusal(commands.rename_unit, unit=make_tree().commune, name=name).field == "name"

    def test_not_after_the_last_change(self):
        tree = make_tree()
        change(commands.rename_unit, unit=tree.commune, name="B", day=date(2020, 1, 1))
        for day in (date(2020, 1, 1), date(2019, 12, 31)):
            said = refusal(commands.rename_unit, unit=tree.commune, name="C", day=day)
            assert said.field == "day"
            assert "01/01/2020" in str(said)

    def test_ended(self):
        tree = make_tree()
        change(commands.merge_units, units=[tree.branch], into=tree.sister)
        said = refusal(commands.rename_unit, unit=tree.branch, name="C", day=LATER + timedelta(days=9))
        assert "đã kết thúc hoạt động" in str(said)


class TestMove:
    def test_stands_elsewhere_with_all_below_it(self):
        tree = make_tree()
        change(commands.move_unit, unit=tree.commune, parent=tree.stranger.pk)
        assert tree_on(LATER).ancestors(tree.branch.pk) == (tree.centre.pk, tree.stranger.pk, tree.commune.pk)
        assert tree.city.pk in tree_on(TODAY).ancestors(tree.branch.pk)

    @pytest.mark.parametrize("under", ["commune", "branch"])
    def test_under_itself(self, under):
        tree = make_tree()
        said = refusal(commands.move_unit, unit=tree.commune, parent=getattr(tree, under).pk)
        assert said.field == "parent"
        assert "đang trực thuộc chính đơn vị này" in str(said)

    def test_where_it_stands_already(self):
        tree = make_tree()
        assert refusal(commands.move_unit, unit=tree.commune, parent=tree.city.pk).field == "parent"

    def test_dated_back_before_the_parent_came_under_it(self):
        """On the day itself it is right; later the two would stand under each other."""
        tree = make_tree()
        change(commands.move_unit, unit=tree.neighbour, parent=tree.commune.pk, day=date(2026, 2, 1))
        said = refusal(commands.move_unit, unit=tree.commune, parent=tree.neighbour.pk, day=date(2026, 1, 1))
        assert said.field == "day"
        assert "trực thuộc vòng tròn" in str(said)
        assert tree_on(TODAY).parent(tree.commune.pk) == tree.city.pk

    def test_to_a_parent_that_does_not_exist_yet(self):
        tree = make_tree()
        new = change(
            commands.found_unit,
            code="x",
            name="X",
            kind="province",
            parent=tree.centre.pk,
            day=LATER + timedelta(days=1),
        )
        assert refusal(commands.move_unit, unit=tree.commune, parent=new.pk).field == "parent"


class TestMerge:
    def test_ends_and_rolls_up_through_the_successor(self):
        tree = make_tree()
        change(commands.merge_units, units=[tree.branch, tree.sister], into=tree.neighbour)
        assert tree.branch.pk not in tree_on(LATER)
        assert map_on(LATER).stands_at(tree.sister.pk)[0] == tree.neighbour.pk
        assert Succession.objects.filter(new=tree.neighbour, heir=True, decision="12-QĐ/TĐTN").count() == 2

    def test_with_units_below_it_is_refused_and_nothing_is_half_done(self):
        tree = make_tree()
        said = refusal(commands.merge_units, units=[tree.branch, tree.commune], into=tree.neighbour)
        assert "còn các đơn vị trực thuộc" in str(said)
        assert tree.branch.pk in tree_on(LATER)
        assert not Succession.objects.exists()

    def test_a_unit_below_that_is_yet_to_begin_counts_too(self):
        tree = make_tree()
        future = LATER + timedelta(days=30)
        change(commands.found_unit, code="c", name="C", kind="branch", parent=tree.neighbour.pk, day=future)
        said = refusal(commands.merge_units, units=[tree.neighbour], into=tree.commune)
        assert said.field == "day"
        assert "31/07/2026" in str(said)

    def test_into_a_unit_that_is_not_there_by_then(self):
        tree = make_tree()
        new = change(
            commands.found_unit,
            code="x",
            name="X",
            kind="branch",
            parent=tree.commune.pk,
            day=LATER + timedelta(days=1),
        )
        assert refusal(commands.merge_units, units=[tree.branch], into=new).field == "into"

    @pytest.mark.parametrize("whom", ["itself", "nobody"])
    def test_of_itself_or_nobody(self, whom):
        tree = make_tree()
        units = [tree.branch] if whom == "itself" else []
        assert refusal(commands.merge_units, units=units, into=tree.branch).field == "units"


class TestSplit:
    def parts(self, tree):
        return [
            change(commands.found_unit, code=c, name=c, kind="commune", parent=tree.city.pk)
            for c in ("part-a", "part-b")
        ]

    def test_history_goes_with_the_heir(self):
        tree = make_tree()
        a, b = self.parts(tree)
        change(commands.split_unit, unit=tree.neighbour, into=[a, b], heir=b)
        assert map_on(LATER).stands_at(tree.neighbour.pk)[0] == b.pk

    def test_history_is_kept_apart_without_an_heir(self):
        tree = make_tree()
        change(commands.split_unit, unit=tree.neighbour, into=self.parts(tree), heir=None)
        assert map_on(LATER).stands_at(tree.neighbour.pk)[0] == tree.city.pk
        assert map_on(LATER).kept_apart_at(tree.city.pk) == (tree.neighbour.pk,)

    def test_heir_from_outside(self):
        tree = make_tree()
        said = refusal(commands.split_unit, unit=tree.neighbour, into=self.parts(tree), heir=tree.commune)
        assert said.field == "heir"

    def test_into_one_is_no_split(self):
        tree = make_tree()
        a, _b = self.parts(tree)
        assert refusal(commands.split_unit, unit=tree.neighbour, into=[a, a], heir=None).field == "into"


class TestBloc:
    def form(self, tree, **given):
        return refusal_or_bloc(
            {"name": "Khối số 1", "year": 2026, "head": tree.commune.pk, "members": [], "deputy": None} | given
        )

    def test_everyone_once_each_with_a_role(self):
        tree = make_tree()
        members = [tree.branch.pk, tree.commune.pk, tree.branch.pk]
        bloc = self.form(tree, deputy=tree.neighbour.pk, members=members)
        roles = dict(BlocMember.objects.filter(bloc=bloc).values_list("unit_id", "role"))
        assert roles == {tree.commune.pk: "head", tree.neighbour.pk: "deputy", tree.branch.pk: "member"}

    def test_once_a_year_under_one_name(self):
        tree = make_tree()
        self.form(tree)
        assert isinstance(self.form(tree), Refused)
        assert not isinstance(self.form(tree, year=2027), Refused)

    def test_head_is_no_deputy(self):
        tree = make_tree()
        assert self.form(tree, deputy=tree.commune.pk).field == "deputy"


def refusal_or_bloc(given):
    try:
        with transaction.atomic():
            return commands.form_bloc(**given, actor=None, at=AT)
    except Refused as refused:
        return refused


class TestAuthority:
    def test_secretary_organises_below_and_nowhere_else(self):
        tree = make_tree()
        secretary = make_officer("secretary", tree.city)
        change(commands.rename_unit, unit=tree.branch, name="A", actor=secretary)
        for unit in (tree.stranger, tree.centre):
            assert "chưa được giao quyền sắp xếp tổ chức" in str(
                refusal(commands.rename_unit, unit=unit, name="B", actor=secretary)
            )

    @pytest.mark.parametrize("role", ["branch_secretary", "base_officer", "standing_committee", "inspector"])
    def test_other_roles_do_not(self, role):
        tree = make_tree()
        actor = make_officer(role, tree.city)
        assert "sắp xếp tổ chức" in str(refusal(commands.rename_unit, unit=tree.commune, name="B", actor=actor))

    def test_nobody_founds_a_root(self):
        tree = make_tree()
        actor = make_officer("secretary", tree.centre)
        refusal(commands.found_unit, code="x", name="X", kind="central", parent=None, actor=actor)

    def test_both_sides_of_a_change_are_needed(self):
        tree = make_tree()
        actor = make_officer("secretary", tree.city)
        outside = tree.stranger
        refusals = [
            refusal(commands.move_unit, unit=tree.commune, parent=outside.pk, actor=actor),
            refusal(commands.merge_units, units=[tree.branch], into=outside, actor=actor),
            refusal(commands.merge_units, units=[outside], into=tree.city, actor=actor),
            refusal(commands.split_unit, unit=tree.branch, into=[tree.sister, outside], heir=None, actor=actor),
        ]
        assert {str(said) for said in refusals} == {"Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."}
        with pytest.raises(Refused):
            commands.form_bloc(
                name="K", year=2026, head=tree.commune.pk, members=[outside.pk], deputy=None, actor=actor, at=AT
            )

    def test_a_unit_that_is_yet_to_begin_is_organised_where_it_will_stand(self):
        tree = make_tree()
        secretary = make_officer("secretary", tree.city)
        new = change(commands.found_unit, code="x", name="X", kind="commune", parent=tree.city.pk, actor=secretary)
        below = change(commands.found_unit, code="y", name="Y", kind="branch", parent=new.pk, actor=secretary)
        change(commands.merge_units, units=[tree.branch], into=below, actor=secretary)
        stranger = make_officer("secretary", tree.stranger)
        refusal(commands.rename_unit, unit=new, name="Z", day=date(2026, 8, 1), actor=stranger)
        change(commands.rename_unit, unit=new, name="Z", day=date(2026, 8, 1), actor=secretary)

    def test_account_without_roles(self):
        refusal(commands.rename_unit, unit=make_tree().commune, name="B", actor=make_account())


class TestDatabase:
    """What must never be false is refused by the database itself, with a sentence."""

    def test_one_version_at_a_time(self):
        tree = make_tree()
        twin = UnitVersion.objects.get(unit=tree.commune)
        twin.pk, twin.start = None, date(2020, 1, 1)
        with pytest.raises(Exception, match="một đơn vị chỉ có một tên, một loại và một cấp trên"):
            twin.full_clean()
        with pytest.raises(IntegrityError, match="version_one_at_a_time"), transaction.atomic():
            twin.save()

    def test_versions_may_touch(self):
        tree = make_tree()
        UnitVersion.objects.filter(unit=tree.commune).update(end=LATER)
        twin = UnitVersion.objects.get(unit=tree.commune)
        twin.pk, twin.start, twin.end = None, LATER, None
        twin.save()

    @pytest.mark.parametrize("broken", [{"end": LONG_AGO}, {"parent_id": "itself"}])
    def test_version_constraints(self, broken):
        tree = make_tree()
        if "parent_id" in broken:
            broken = {"parent_id": tree.commune.pk}
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitVersion.objects.filter(unit=tree.commune).update(**broken)

    def test_one_heir_of_one_day(self):
        tree = make_tree()
        Succession.objects.create(old=tree.branch, new=tree.sister, day=LATER, heir=True)
        with pytest.raises(IntegrityError, match="succession_one_heir"), transaction.atomic():
            Succession.objects.create(old=tree.branch, new=tree.commune, day=LATER, heir=True)

    def test_every_change_of_a_version_is_remembered(self):
        tree = make_tree()
        change(commands.rename_unit, unit=tree.commune, name="B")
        kept = UnitVersion.objects.get(unit=tree.commune, start=LONG_AGO)
        labels = kept.events.order_by("pgh_id").values_list("pgh_label", "end")
        assert list(labels) == [("insert", None), ("update", LATER)]


class TestImport:
    def spans(self, *names):
        return [
            commands.UnitSpan("tw", "Trung ương", "central", None, LONG_AGO, None),
            *(commands.UnitSpan(n, n.upper(), "province", "tw", LONG_AGO, None) for n in names),
        ]

    def test_twice_is_once(self):
        make_unit(code="other")
        assert self.run(self.spans("a", "b")) == 3
        assert self.run(self.spans("a", "b")) == 0
        assert self.run(self.spans("a", "b", "c")) == 1
        assert tree_on(TODAY).size == 5

    def test_a_known_unit_stays_as_it_is(self):
        tree = make_tree()
        self.run([*self.spans("a"), commands.UnitSpan("hn", "Tên khác", "district", "tw", LONG_AGO, None)])
        assert units_by_id([tree.city.pk], TODAY)[tree.city.pk].name == "Thành đoàn Hà Nội"

    def test_overlapping_spans_stop_all(self):
        make_tree()
        twice = [commands.UnitSpan("a", name, "province", "tw", LONG_AGO, None) for name in ("A", "B")]
        with pytest.raises(IntegrityError, match="version_one_at_a_time"), transaction.atomic():
            self.run(twice)

    def run(self, spans, successions=()):
        return commands.import_tree(spans=spans, successions=list(successions), decision="NQ 202/2025/QH15")


def test_parts_of_the_tree_that_fell_off_are_found():
    tree = make_tree()
    assert days_without_parent() == []
    UnitVersion.objects.filter(unit=tree.commune).update(end=LATER)
    assert [(row.code, day) for row, day in days_without_parent()] == [
        ("hn-do-tram", LONG_AGO),
        ("hn-hat-giang", LONG_AGO),
    ]


def test_identity_behind_a_row():
    tree = make_tree()
    assert unit_identity(tree.branch.pk) == tree.branch
