"""A small city with every case a review must tell: made by the project's own commands, its sums known by heart.

Thành đoàn Hà Nội had three districts until they ended on 1 July 2025; their communes then went into three new ones.
The mid-term review counts 1 October 2017 to 30 June 2020 of a term of five years: 33 of 60 months are gone, 55 %.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests import factories as make
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings, open_dataset, reverse_posting
from viecthat.ledger.queries import indicator_named, posting_by_id
from viecthat.plans.commands import adopt_target, open_term, register_directive
from viecthat.plans.models import Cadence
from viecthat.project.catalogue import load_catalogue
from viecthat.reviews.commands import open_review
from viecthat.reviews.models import Review, ReviewKind
from viecthat.units.commands import SuccessionSpan, UnitSpan, import_tree
from viecthat.units.queries import UnitRow, unit_identity, unit_with_code

FOUNDED, ENDED = date(1931, 3, 26), date(2025, 7, 1)
TERM = Period(date(2017, 10, 1), date(2022, 10, 1))
HALF = Period(date(2017, 10, 1), date(2020, 7, 1))
SLUG = "giua-nhiem-ky-2017-2020"
TITLE = "Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đoàn các cấp"
THEN = datetime(2020, 6, 24, 8, 0, tzinfo=UTC)
LATER = datetime(2021, 1, 5, 8, 0, tzinfo=UTC)
AT = make.AT

_UNITS = [
    UnitSpan("trung-uong", "Trung ương Đoàn", "central", None, FOUNDED, None),
    UnitSpan("ha-noi", "Thành đoàn Hà Nội", "province", "trung-uong", FOUNDED, None),
    UnitSpan("huyen-ba-vi", "Huyện đoàn Ba Vì", "district", "ha-noi", FOUNDED, ENDED),
    UnitSpan("huyen-soc-son", "Huyện đoàn Sóc Sơn", "district", "ha-noi", FOUNDED, ENDED),
    UnitSpan("quan-tay-ho", "Quận đoàn Tây Hồ", "district", "ha-noi", FOUNDED, ENDED),
    UnitSpan("xa-ba-trai", "Đoàn xã Ba Trại", "commune", "huyen-ba-vi", FOUNDED, ENDED),
    UnitSpan("xa-tan-linh", "Đoàn xã Tản Lĩnh", "commune", "huyen-ba-vi", FOUNDED, ENDED),
    UnitSpan("phuong-quang-an", "Đoàn phường Quảng An", "commune", "quan-tay-ho", FOUNDED, ENDED),
    UnitSpan("xa-minh-phu", "Đoàn xã Minh Phú", "commune", "huyen-soc-son", FOUNDED, ENDED),
    UnitSpan("xa-suoi-hai", "Đoàn xã Suối Hai", "commune", "ha-noi", ENDED, None),
    UnitSpan("phuong-tay-ho", "Đoàn phường Tây Hồ", "commune", "ha-noi", ENDED, None),
    UnitSpan("xa-soc-son", "Đoàn xã Sóc Sơn", "commune", "ha-noi", ENDED, None),
]
_BECAME = [
    ("xa-ba-trai", "xa-suoi-hai"),
    ("xa-tan-linh", "xa-suoi-hai"),
    ("phuong-quang-an", "phuong-tay-ho"),
    ("xa-minh-phu", "xa-soc-son"),
    ("huyen-ba-vi", "ha-noi"),
    ("huyen-soc-son", "ha-noi"),
    ("quan-tay-ho", "ha-noi"),
]

DECLARED, EVIDENCED, VERIFIED = Grade.DECLARED, Grade.EVIDENCED, Grade.VERIFIED
# Unit, day, quantity and grade of each line, by indicator.
_LINES: dict[str, list[tuple[str, date, int, Grade]]] = {
    "trees_planted": [
        ("ha-noi", date(2018, 2, 20), 6_835, VERIFIED),
        ("huyen-ba-vi", date(2018, 3, 11), 20_000, VERIFIED),
        ("xa-tan-linh", date(2019, 2, 12), 60_000, EVIDENCED),
        ("xa-ba-trai", date(2019, 3, 26), 35_000, EVIDENCED),
        ("phuong-quang-an", date(2020, 2, 4), 30_000, DECLARED),
    ],
    "career_advised": [
        ("xa-tan-linh", date(2019, 5, 5), 299_999, VERIFIED),
        ("quan-tay-ho", date(2020, 5, 5), 71_893, DECLARED),
    ],
    "trained_or_placed": [("xa-ba-trai", date(2019, 9, 9), 20_245, EVIDENCED)],
    "youth_works": [
        ("quan-tay-ho", date(2018, 7, 1), 280, DECLARED),
        ("xa-tan-linh", date(2019, 7, 1), 400, EVIDENCED),
    ],
    "loans_outstanding": [("quan-tay-ho", date(2019, 12, 1), 529_000_000_000, EVIDENCED)],
    "startup_projects": [("xa-tan-linh", date(2020, 1, 15), 1, EVIDENCED)],
    "ideas_proposed": [("ha-noi", date(2020, 4, 1), 309_139, DECLARED)],
    "uncle_ho_models": [
        ("xa-ba-trai", date(2018, 5, 19), 2, VERIFIED),
        ("xa-tan-linh", date(2018, 5, 19), 1, VERIFIED),
        ("phuong-quang-an", date(2019, 5, 19), 1, EVIDENCED),
    ],
    "cadres_trained_count": [
        ("ha-noi", date(2018, 8, 1), 2_700, VERIFIED),
        ("xa-tan-linh", date(2019, 8, 1), 1_121, EVIDENCED),
        ("ha-noi", date(2019, 8, 1), 2_000, VERIFIED),
    ],
    "cadres_in_post_count": [
        ("ha-noi", date(2018, 8, 1), 3_600, VERIFIED),
        ("xa-tan-linh", date(2019, 8, 1), 1_300, EVIDENCED),
        ("ha-noi", date(2019, 8, 1), 2_300, VERIFIED),
    ],
    "outstanding_introduced": [("xa-tan-linh", date(2019, 6, 1), 25_206, VERIFIED)],
    "outstanding_admitted": [("xa-tan-linh", date(2019, 6, 1), 12_000, VERIFIED)],
    "committee_members": [("ha-noi", date(2017, 10, 1), 30, VERIFIED)],
    "standing_members": [("ha-noi", date(2017, 10, 1), 9, VERIFIED)],
    "swimming_learners": [("xa-minh-phu", date(2020, 6, 1), 40, DECLARED)],
}
_GOALS: list[tuple[str, int | Share]] = [
    ("communes_with_model", Share(100, 100)),
    ("trees_planted", 200_000),
    ("youth_works", 1_400),
    ("career_advised", 300_000),
    ("trained_or_placed", 50_000),
    ("loans_outstanding", 50_000_000_000),
    ("needy_children_helped", 15_000),
    ("cadres_trained", Share(80, 100)),
    ("outstanding_introduced", 30_000),
    ("outstanding_admitted", 21_000),
]


@dataclass(frozen=True)
class City:
    """The city and the review it holds."""

    city: UnitRow
    review: Review


def make_city() -> City:
    """Everything above, in the database."""
    load_catalogue()
    links = [SuccessionSpan(old, new, ENDED, True, "NQ 1656") for old, new in _BECAME]
    import_tree(spans=_UNITS, successions=links, decision="Bản đồ thử")
    city = unit_with_code("ha-noi", make.TODAY)
    assert city is not None
    _adopt_goals(city.id)
    _post_lines()
    _record_work()
    review = open_review(
        unit=city.id, slug=SLUG, kind=ReviewKind.MID_TERM, title=TITLE, period=HALF, directives=(),
        conference_on=date(2020, 6, 25), source="HNP 25/06/2020", actor=None, at=AT,
    )  # fmt: skip
    return City(city, review)


def _adopt_goals(city: int) -> None:
    term = open_term(unit=city, ordinal=15, period=TERM, note="", actor=None, at=AT)
    directive, _warnings = register_directive(
        issuer=city, number="01-NQ/TĐTN", type="NQ", subject="Nghị quyết Đại hội Đoàn thành phố lần thứ XV",
        issued_on=date(2017, 10, 3), force=(None, None), term=term, source="", actor=None, at=AT,
    )  # fmt: skip
    made = {}
    for position, (code, goal) in enumerate(_GOALS):
        made[code] = adopt_target(
            unit=city, indicator=indicator_named(code).pk, period=TERM, goal=goal, position=position,
            cadence=Cadence.YEARLY if code == "cadres_trained" else Cadence.WHOLE,
            directive=directive, illustrative=code == "youth_works",
            follows=made["outstanding_introduced"] if code == "outstanding_admitted" else None,
            actor=None, at=AT,
        )  # fmt: skip


def _post_lines() -> None:
    published, _new = open_dataset(
        code="ha-noi-2020", title="Kết quả giữa nhiệm kỳ của Thành đoàn Hà Nội", source="HNP: “Sơ kết giữa nhiệm kỳ”",
        source_date=date(2020, 6, 25), synthetic=True, note="Phần chia cho từng đơn vị là minh hoạ.", at=AT,
    )  # fmt: skip
    drafts = []
    for code, lines in _LINES.items():
        indicator = indicator_named(code).pk
        for number, (unit_code, day, quantity, grade) in enumerate(lines):
            unit = unit_with_code(unit_code, day)
            assert unit is not None
            line = Line(unit.id, indicator, day, quantity, grade)
            drafts.append(Draft(unit.id, PostingKind.IMPORT, (line,), THEN, f"{code}-{number}"))
    drafts += _seen_twice(indicator_named("career_advised").pk)
    made = dict(import_postings(drafts=drafts, dataset=published, at=AT))
    actor = make.make_officer("secretary", unit_identity(_id("ha-noi")), full_name="Nguyễn Thu Hà")
    wrong = posting_by_id(made["swimming_learners-0"])
    assert wrong is not None
    reverse_posting(posting=wrong, reason="Ghi nhầm đơn vị", actor=actor, at=LATER)


def _seen_twice(indicator: int) -> list[Draft]:
    """One person was advised in two communes: a person of the city, twice in the sum of its districts."""
    person = make.make_person("Phùng Thị Lan").pk
    drafts = []
    for unit_code in ("xa-tan-linh", "phuong-quang-an"):
        line = Line(_id(unit_code), indicator, date(2020, 5, 6), 1, EVIDENCED, person)
        drafts.append(Draft(line.unit, PostingKind.IMPORT, (line,), THEN, f"twice-{unit_code}"))
    return drafts


def _record_work() -> None:
    """The last 5.000 trees were recorded after the conference, with two photos."""
    trees = indicator_named("trees_planted")
    commune = unit_identity(_id("xa-ba-trai"))
    actor = make.make_officer("base_officer", commune, full_name="Phùng Thị Lan")
    make.make_activity(
        commune, actor, kind=make.make_kind(indicators=[trees]), title="Trồng rừng đầu nguồn", day=date(2020, 3, 26),
        place="Đồi Ba Trại", results={trees: 5_000}, at=LATER,
        photos=[make.make_photo(), make.make_photo((90, 60, 40))],
    )  # fmt: skip


def _id(code: str) -> int:
    unit = unit_with_code(code, make.TODAY)
    assert unit is not None
    return unit.id
