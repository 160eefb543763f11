"""Who keeps and who reads congresses; the numbers of the charter and the guidance as they hold on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import rows
from viecthat.plans.rules import may_see_programmes
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.congress.models import Congress


@dataclass(frozen=True)
class CongressRule:
    """A share n/of, or a number, that the charter or the guidance sets, with where it stands.

    checked: the article was compared with the text itself; where it was not, a congress may have a number of its own.
    """

    code: str
    n: int
    of: int
    value: int
    base: str
    article_vi: str
    article_en: str
    checked: bool = True

    @property
    def article(self) -> str:
        """Where it stands, in the reader's language."""
        return self.article_en if get_language() == "en" else self.article_vi

    def reached_by(self, part: int, whole: int) -> bool:
        """Whether part/whole is at least the share."""
        return part * self.of >= whole * self.n

    def passed_by(self, part: int, whole: int) -> bool:
        """Whether part/whole is more than the share."""
        return part * self.of > whole * self.n


def rule_on(code: str, line: str, day: date) -> CongressRule | None:
    """The rule as it holds for congresses of this line on `day`; None when there is none."""
    for row in rows("congress_rules"):
        end = row.get("end")
        if row["code"] == code and line in row["lines"] and row["start"] <= day and (end is None or day < end):
            return CongressRule(
                code,
                row.get("n", 0),
                row.get("of", 1),
                row.get("value", 0),
                row.get("base", ""),
                row["article"],
                row["article_en"],
                row.get("checked", True),
            )
    return None


def rule_of(congress: Congress, code: str, day: date) -> CongressRule | None:
    """The rule as it holds for this congress: where the article is not checked, as its presidium set it."""
    rule = rule_on(code, congress.line, day)
    if rule is None or rule.checked:
        return rule
    by = congress.rules_words
    own = {"quorum": (congress.quorum_n, congress.quorum_of), "elected": (congress.elected_n, congress.elected_of)}
    n, of = own.get(code, (None, None))
    if n is not None and of is not None:
        return replace(
            rule, n=n, of=of, article_vi=f"Đoàn chủ tịch đặt: {by}", article_en=f"Set by the presidium: {by}"
        )
    return None if is_not_asked(congress, code) else rule


def is_not_asked(congress: Congress, code: str) -> bool:
    """Whether the presidium set that this consent is not asked of the congress."""
    return {
        "party_consent": congress.no_party_consent, "superior_consent": congress.no_superior_consent,
    }.get(code, False)  # fmt: skip


def may_keep_congress(actor: Account, unit: int, at: datetime) -> bool:
    """Prepare and record congresses of this unit and plans for its great days."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_congress(actor: Account, unit: int, at: datetime) -> bool:
    """Read what is public within the organisation: those in the unit, under it and over it."""
    return may_see_programmes(actor, unit, at)


def may_read_delegates(actor: Account, unit: int, at: datetime) -> bool:
    """Read names of delegates and candidates of this unit's congress."""
    return may(actor, Capability.FILES, unit, at)


def may_read_small_groups(actor: Account, unit: int, at: datetime) -> bool:
    """Read figures of very few people by ethnicity and religion."""
    return may(actor, Capability.SENSITIVE, unit, at)
