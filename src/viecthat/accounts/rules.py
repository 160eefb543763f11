"""Authority: the one source from which every floor's rules are composed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import CAPABILITIES, Capability
from viecthat.accounts.models import Account, RoleGrant
from viecthat.kernel.looking import looked
from viecthat.prepared import prepared


@dataclass(frozen=True)
class Grant:
    """A role held at a unit on the day that was asked for."""

    role: str
    unit: int


@dataclass(frozen=True)
class Authority:
    """All roles of one account on one day."""

    account: int
    grants: tuple[Grant, ...]

    def units_for(self, capability: Capability) -> frozenset[int]:
        """The units at which some role gives this capability; it reaches everything below them."""
        return frozenset(g.unit for g in self.grants if capability in CAPABILITIES[g.role])


def authority_of(actor: Account, at: datetime) -> Authority:
    """What `actor` holds on the day of `at`; an inactive or unknown account holds nothing. One query."""
    if not actor.pk or not actor.is_active:
        return Authority(actor.pk or 0, ())
    day = localdate(at)
    return looked(("authority", actor.pk, day), lambda: _authority(actor.pk, day))


def _authority(account: int, day: date) -> Authority:
    return Authority(account, tuple(Grant(role, unit) for role, unit in _held(account, day)))


@prepared
def _held(account: int, day: date) -> QuerySet[RoleGrant, tuple[str, int]]:
    held = RoleGrant.objects.filter(account=account, start__lte=day).exclude(end__lte=day)
    return held.values_list("role", "unit_id")
