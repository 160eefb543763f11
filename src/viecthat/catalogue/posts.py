"""Bodies, posts and the limits on them, as the charter and the cadre regulation have them on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from viecthat.catalogue.readers import rows

ALWAYS = date(1931, 3, 26)  # the Union's founding day


@dataclass(frozen=True)
class SizeRule:
    """A body holds at most n/of of what another one does; `forbids`, or only says so."""

    body: str
    n: int
    of: int
    forbids: bool
    article: str
    article_en: str

    def most(self, other: int) -> int:
        """How many there may be beside `other` in the other body."""
        return other * self.n // self.of


@dataclass(frozen=True)
class BodyKind:
    """A kind of body; `levels` of the units that have it, none given: all."""

    code: str
    name: str
    short: str
    name_en: str
    line: str
    levels: tuple[int, ...] = ()
    at_most_of: SizeRule | None = None
    shared_with: SizeRule | None = None


@dataclass(frozen=True)
class PostKind:
    """A kind of post. `seats` at once in one body, 0 for any number; `brings` the posts that come with it."""

    code: str
    name: str
    name_en: str
    body: str
    rank: int
    seats: int = 0
    brings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    member: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    names_en: Mapping[str, str] = field(default_factory=dict)

    def called(self, unit_kind: str, *, english: bool = False) -> str:
        """What the post is called in a unit of this kind."""
        return self.names_en.get(unit_kind, self.name_en) if english else self.names.get(unit_kind, self.name)


@dataclass(frozen=True)
class AgeLimit:
    """Ages not to be over: when first given the post, and in office; in hard areas another one. None: no limit."""

    posts: tuple[str, ...]
    units: tuple[str, ...]
    first: int | None
    holds: int | None
    holds_hard: int | None
    start: date
    end: date | None
    article: str
    article_en: str

    def in_office(self, *, hard_area: bool) -> int | None:
        """The age not to be over in office."""
        return self.holds_hard if hard_area and self.holds_hard is not None else self.holds


@dataclass(frozen=True)
class PostRule:
    """A number the charter sets: `most` sessions missed, months, terms."""

    code: str
    most: int
    start: date
    end: date | None
    article: str
    article_en: str


@dataclass(frozen=True)
class PostFigure:
    """What the register posts to the ledger: people in `posts`, or full-time ones, in units of these kinds."""

    indicator: str
    units: tuple[str, ...]
    posts: tuple[str, ...]
    full_time: bool
    degree: bool


@dataclass(frozen=True)
class QualificationLevel:
    """A level of education, political theory or language; `rank` grows within its kind."""

    code: str
    kind: str
    name: str
    name_en: str
    rank: int
    degree: bool


@cache
def body_kinds() -> dict[str, BodyKind]:
    """Every kind of body by code, in the order they are shown."""
    return {
        row["code"]: BodyKind(
            code=row["code"],
            name=row["name"],
            short=row["short"],
            name_en=row["name_en"],
            line=row["line"],
            levels=tuple(row.get("levels", ())),
            at_most_of=SizeRule(**row["at_most_of"]) if "at_most_of" in row else None,
            shared_with=SizeRule(**row["shared_with"]) if "shared_with" in row else None,
        )
        for row in rows("bodies")
    }


@cache
def post_kinds() -> dict[str, PostKind]:
    """Every kind of post by code, highest first."""
    return {
        row["code"]: PostKind(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            body=row["body"],
            rank=rank,
            seats=row.get("seats", 0),
            brings=tuple(row.get("brings", ())),
            units=tuple(row.get("units", ())),
            member=row.get("member", False),
            names=row.get("names", {}),
            names_en=row.get("names_en", {}),
        )
        for rank, row in enumerate(rows("posts"), start=1)
    }


@cache
def age_limits() -> tuple[AgeLimit, ...]:
    """Every age limit of every time."""
    return tuple(
        AgeLimit(
            posts=tuple(row["posts"]),
            units=tuple(row["units"]),
            first=row.get("first"),
            holds=row.get("holds"),
            holds_hard=row.get("holds_hard"),
            start=row.get("start", ALWAYS),
            end=row.get("end"),
            article=row["article"],
            article_en=row["article_en"],
        )
        for row in rows("post_limits")
    )


def age_limit(post: str, unit_kind: str, day: date) -> AgeLimit | None:
    """The limit that holds for the post in a unit of this kind on `day`."""
    for limit in age_limits():
        if post in limit.posts and unit_kind in limit.units and _holds(limit, day):
            return limit
    return None


def post_rule(code: str, day: date) -> PostRule | None:
    """The rule with this code as it holds on `day`."""
    for row in rows("post_rules"):
        rule = PostRule(row["code"], row["most"], row["start"], row.get("end"), row["article"], row["article_en"])
        if rule.code == code and _holds(rule, day):
            return rule
    return None


@cache
def post_figures() -> tuple[PostFigure, ...]:
    """Every figure of the ledger that the register of posts holds."""
    return tuple(
        PostFigure(
            indicator=row["indicator"],
            units=tuple(row["units"]),
            posts=tuple(row.get("posts", ())),
            full_time=row.get("full_time", False),
            degree=row.get("degree", False),
        )
        for row in rows("post_figures")
    )


@cache
def qualification_levels() -> dict[str, QualificationLevel]:
    """Every level of every kind of qualification by code, lowest first within a kind."""
    return {
        row["code"]: QualificationLevel(
            row["code"], row["kind"], row["name"], row["name_en"], rank, row.get("degree", False)
        )
        for rank, row in enumerate(rows("qualifications"), start=1)
    }


def _holds(rule: AgeLimit | PostRule, day: date) -> bool:
    return rule.start <= day and (rule.end is None or day < rule.end)
