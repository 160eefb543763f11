"""The demonstration as it stands after loading: the published figures to the digit, under both maps, once."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.utils.timezone import get_default_timezone

from tests.factories import AT
from viecthat.demo import grounds, loading
from viecthat.demo.photos import PER_SCENE
from viecthat.demo.published import DATASETS, published
from viecthat.demo.scenes import SCENES
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.models import Dataset, Entry, Posting
from viecthat.ledger.queries import checks, indicators, measure_of
from viecthat.ledger.queries.integrity import Status
from viecthat.plans.models import Directive, Target, Term
from viecthat.reviews.models import Review
from viecthat.rollup.ask import By, ask
from viecthat.units.tree import map_on

TODAY = date(2026, 3, 27)
MID_TERM = Period(date(2017, 10, 1), date(2020, 6, 16))


def asked(demo, codes, unit, period, day, *, by=By.NONE, as_known=None):
    by_code = {indicator.code: indicator for indicator in indicators().values()}
    return ask(
        {code: measure_of(by_code[code]) for code in codes},
        units=[demo.unit(unit)],
        periods=[period, *period.years()],
        by=by,
        map=map_on(day),
        source=LedgerSource(),
        as_known=as_known,
    )


def given(figure, row):
    """What the source says and what the ledger says, to be compared."""
    if figure.n is not None:
        return (figure.n, figure.of), (row.n, row.of)
    return figure.value, row.value


class TestFigures:
    @pytest.mark.parametrize("map_of", ["then", "now"])
    @pytest.mark.parametrize("name", DATASETS)
    def test_every_published_total_to_the_digit(self, demo, name, map_of) -> None:
        rows = published(name)
        day = rows.period.last_day if map_of == "then" else TODAY
        table = asked(demo, rows.figures, rows.unit, rows.period, day)
        for code, figure in rows.figures.items():
            if figure.value is None and figure.n is None:
                continue
            if name == "centre_2018" and code != "members_admitted":
                continue  # a goal without a result
            said, counted = given(figure, table.one(demo.unit(rows.unit), code, rows.period))
            assert counted == said, code

    def test_a_share_given_for_every_year_holds_in_each(self, demo) -> None:
        table = asked(demo, ["cadres_trained"], "ha-noi", MID_TERM, TODAY)
        for year in (2018, 2019):
            row = table.one(demo.unit("ha-noi"), "cadres_trained", Period.year(year))
            assert (row.n, row.of) == (3121, 3600)
            assert str(row.share.percent()) == "86.7"

    def test_the_percentages_come_out_as_published(self, demo) -> None:
        table = asked(demo, ["units_with_skills", "members_taught"], "ha-noi", MID_TERM, TODAY)
        shares = {
            code: str(table.one(demo.unit("ha-noi"), code, MID_TERM).share.percent())
            for code in ("units_with_skills", "members_taught")
        }
        assert shares == {"units_with_skills": "79.6", "members_taught": "100.0"}

    @pytest.mark.parametrize(
        ("day", "kind", "parts", "communes"),
        [(MID_TERM.last_day, "district", 30, 526), (TODAY, "commune", 126, 126)],
    )
    def test_the_same_totals_in_thirty_districts_and_in_126_communes(self, demo, day, kind, parts, communes) -> None:
        hanoi = demo.unit("ha-noi")
        codes = [code for code in published("hanoi_2017_2020").figures if code != "communes_with_model"]
        table = asked(demo, codes, "ha-noi", MID_TERM, day, by=By.CHILDREN)
        for code in codes:
            whole, pieces = table.one(hanoi, code, MID_TERM), table.parts(hanoi, code, MID_TERM)
            assert len([piece for piece in pieces if piece.part != "own"]) == parts
            if whole.n is None:
                assert sum(piece.value for piece in pieces) == whole.value
        covered = asked(demo, ["communes_with_model"], "ha-noi", MID_TERM, day).one(
            hanoi, "communes_with_model", MID_TERM
        )
        assert (covered.n, covered.of) == (communes, communes)
        tree = map_on(day).tree
        assert {tree.kind(unit) for unit in tree.children(hanoi)} == {kind}

    def test_the_half_year_of_the_centre_is_spread_over_all_63_provinces(self, demo) -> None:
        half = Period.half(2018, 1)
        table = asked(demo, ["members_admitted"], "trung-uong", half, date(2018, 6, 30), by=By.CHILDREN)
        parts = table.parts(demo.unit("trung-uong"), "members_admitted", half)
        assert len([part for part in parts if part.value]) == 63

    def test_what_was_known_grew_and_was_whole_before_the_conference(self, demo) -> None:
        def known(*moment: int) -> int:
            at = datetime(*moment, tzinfo=get_default_timezone())
            table = asked(demo, ["trees_planted"], "ha-noi", MID_TERM, TODAY, as_known=at)
            return table.one(demo.unit("ha-noi"), "trees_planted", MID_TERM).value or 0

        assert 0 < known(2018, 6, 30) < known(2019, 12, 31) < known(2020, 6, 10) < 156_835
        assert known(2020, 6, 25, 8) == 156_835


@pytest.mark.usefixtures("demo")
class TestProof:
    def test_the_shares_of_the_grades(self, demo) -> None:
        table = asked(demo, ["trees_planted", "career_advised", "ideas_proposed"], "ha-noi", MID_TERM, TODAY)
        for code in ("trees_planted", "career_advised", "ideas_proposed"):
            grades = table.one(demo.unit("ha-noi"), code, MID_TERM).grades
            assert 0.55 < grades.verified / grades.total < 0.65
            assert 0.08 < grades.declared / grades.total < 0.15

    def test_one_district_proves_little_and_it_is_not_ba_vi(self, demo) -> None:
        hanoi = demo.unit("ha-noi")
        table = asked(demo, ["trees_planted"], "ha-noi", MID_TERM, MID_TERM.last_day, by=By.CHILDREN)
        parts = table.parts(hanoi, "trees_planted", MID_TERM)
        weak = [part.part for part in parts if part.grades.declared > 0.35 * part.grades.total]
        assert len(weak) == 1
        assert weak != [demo.unit("huyen-cu-271")]

    def test_proved_work_shows_evidence_or_names_and_declared_work_neither(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("""
                SELECT e.grade, count(*), count(*) FILTER (WHERE
                    EXISTS (SELECT FROM activities_evidence x WHERE x.activity_id = a.id)
                    OR EXISTS (SELECT FROM activities_participation x WHERE x.activity_id = a.id)),
                    count(*) FILTER (WHERE EXISTS (SELECT FROM activities_verification x WHERE x.activity_id = a.id))
                FROM activities_activity a JOIN activities_activityposting p ON p.activity_id = a.id
                JOIN (SELECT DISTINCT posting_id, grade FROM ledger_entry) e USING (posting_id) GROUP BY 1
            """)
            found = {grade: (activities, shown, checked) for grade, activities, shown, checked in cursor}
        assert all(shown == (0 if grade == 1 else count) for grade, (count, shown, _) in found.items())
        assert all(checked == (count if grade == 3 else 0) for grade, (count, _, checked) in found.items())

    def test_the_example_of_tan_linh(self, demo) -> None:
        from viecthat.activities.models import Activity
        from viecthat.activities.queries import activity_whole

        found = Activity.objects.get(unit=demo.unit("xa-cu-09694"), day=date(2019, 2, 16), kind="tree_planting")
        activity = activity_whole(found.pk)
        assert (activity.title, activity.head_count) == ("Tết trồng cây “Đời đời nhớ ơn Bác Hồ”", 86)
        assert [v.finding for v in activity.verifications.all()] == ["đếm tại chỗ 1.200 cây"]
        assert {p.person.full_name for p in activity.participations.all()} == {
            "Nguyễn Văn Hùng",
            "Phùng Thị Lan",
            "Đinh Quốc Việt",
        }
        entry = Entry.objects.get(posting__in=activity.postings.values("posting"))
        assert (entry.quantity, entry.grade) == (1200, 3)
        # Suối Hai took Tản Lĩnh over: its officer signs in as `tan-linh`.
        assert map_on(TODAY).stands_at(demo.unit("xa-cu-09694"))[0] == demo.unit("xa-09694")

    def test_the_ledger_is_whole(self) -> None:
        broken = [check.code for check in checks(TODAY) if check.status == Status.BROKEN]
        assert broken == []


@pytest.mark.usefixtures("demo")
class TestOrigin:
    def test_whatever_was_split_up_is_said_to_be_synthetic(self) -> None:
        assert not Posting.objects.filter(dataset__isnull=True).exists()
        plain = Posting.objects.filter(dataset__synthetic=False)
        assert set(plain.values_list("dataset__code", flat=True)) == {"tinh-nguon-002"}
        assert not plain.exclude(kind="import").exists()
        assert all(dataset.note for dataset in Dataset.objects.all())
        whole = Dataset.objects.filter(totals_published=False)
        assert set(whole.values_list("code", flat=True)) == {
            code for code in Dataset.objects.values_list("code", flat=True) if code.startswith("minh-hoa-")
        }

    def test_every_made_up_person_is_marked(self) -> None:
        from viecthat.people.models import Person

        assert Person.objects.filter(example=True).count() > 2_000
        assert not Person.objects.filter(example=False).exists()

    def test_how_much_there_is(self) -> None:
        from viecthat.activities.models import Activity, ActivityPartner, Evidence

        periods = {"2017–2020": MID_TERM, "2022": Period.year(2022)}
        counts = {
            name: Activity.objects.filter(day__gte=period.start, day__lt=period.end).count()
            for name, period in periods.items()
        }
        assert counts == {"2017–2020": 4_491, "2022": 1_795}
        assert Activity.objects.filter(kind="youth_work").count() == 680
        assert 150 < ActivityPartner.objects.values("activity").distinct().count() < 300
        photos = Evidence.objects.filter(file__content_type__startswith="image/")
        assert photos.values("file").distinct().count() == len(SCENES) * PER_SCENE

    def test_the_goals_without_a_source_are_marked(self) -> None:
        illustrative = Target.objects.filter(illustrative=True)
        assert illustrative.filter(start=date(2017, 10, 1)).count() == 11
        # The year of loading: of the city and of the example commune.
        assert illustrative.filter(start=date(2026, 1, 1)).count() == illustrative.count() - 11 == 6
        assert set(illustrative.values_list("unit__code", flat=True)) == {"ha-noi", "xa-09694"}
        assert Target.objects.filter(illustrative=False, unit__code="ha-noi").count() == 9
        nested = Target.objects.get(indicator__code="outstanding_admitted")
        assert nested.follows.indicator.code == "outstanding_introduced"

    def test_documents_terms_and_reviews(self) -> None:
        numbers = set(Directive.objects.exclude(number="").values_list("number", "written_as"))
        assert numbers == {
            ("07-KL/TWĐTN-BTC", "07-KL/TWĐTN-BTC"),
            ("08-KL/TWĐTN-BTC", "08-KL/TWĐT-BTC"),
            ("15-HD/TWĐTN-BTC", "15-HD/TWĐTN-BTC"),
        }
        terms = set(Term.objects.filter(line="union").values_list("unit__code", "ordinal"))
        assert terms == {*(("trung-uong", n) for n in (11, 12)), *(("ha-noi", n) for n in (15, 16, 17))}
        assert set(Review.objects.values_list("unit__code", "slug")) == {
            ("trung-uong", "6-thang-dau-nam-2018"),
            ("ha-noi", "giua-nhiem-ky-2017-2020"),
            ("ha-noi", "nam-2022"),
            ("tinh-nguon-002", "chuyen-de-2021"),
            ("ha-noi", "lam-viec-29-01-2024"),
            ("khoi-nguon-003-01", "khoi-khoi-cong-nhan-vien-chuc-thu-do-2020"),
            ("co-quan-nguon-004", "6-thang-dau-nam-2018"),
        }


@pytest.mark.usefixtures("demo")
class TestAgain:
    def test_a_second_load_writes_nothing(self) -> None:
        def counts() -> dict[str, int]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                tables = [name for (name,) in cursor.fetchall()]
                counted = {}
                for table in tables:
                    cursor.execute(f'SELECT count(*) FROM "{table}"')
                    counted[table] = cursor.fetchone()[0]
            return counted

        before = counts()
        loaded = loading.load_demo(at=AT)
        assert (loaded.units, loaded.activities, loaded.postings, loaded.datasets) == (0, 0, 0, [])
        assert counts() == before

    def test_a_break_leaves_nothing_half_written(self) -> None:
        rows = published("province_002")
        broken = replace(rows.figures["base_secretaries"], value=-1)
        rows = replace(
            rows,
            code="broken",
            review=rows.review | {"slug": "broken"},
            figures=rows.figures | {"base_secretaries": broken},
        )
        before = (Dataset.objects.count(), Review.objects.count(), Posting.objects.count())
        with pytest.raises(Refused, match="lớn hơn 0"):
            loading._load(rows, loading.Album(AT), loading.Loaded(), AT)
        assert (Dataset.objects.count(), Review.objects.count(), Posting.objects.count()) == before

    def test_the_same_comes_out_each_time(self) -> None:
        from viecthat.activities.models import Activity
        from viecthat.demo.activities import Stage, drafts_of
        from viecthat.demo.grounds import Ground
        from viecthat.demo.people import settle_people
        from viecthat.demo.proofs import mix_of

        class Sketches:
            def photos(self, _scene: str) -> list[int]:
                return list(range(PER_SCENE))

        rows = published("hanoi_2022")
        ground = Ground(rows.period.last_day)
        by_code = {indicator.code: indicator for indicator in indicators().values()}
        team = settle_people(ground, Ground(grounds.TODAY))
        stage = Stage(rows, ground, team, Sketches(), mix_of(ground.spots["district"]), by_code)
        trees = next(works for works in rows.works if works.kind == "tree_planting")
        again = {draft.key: (draft.unit, draft.title, draft.day, draft.place) for draft in drafts_of(stage, trees)}
        stored = Activity.objects.filter(key__in=again).values_list("key", "unit", "title", "day", "place")
        assert {key: tuple(rest) for key, *rest in stored} == again
        assert len(again) == 450
