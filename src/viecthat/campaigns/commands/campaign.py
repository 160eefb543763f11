"""A programme of kind campaign gets its safety notes, teams and calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.queries import activities_of
from viecthat.audit.rows import save_checked
from viecthat.campaigns.choices import CampaignKind
from viecthat.campaigns.models import Call, Campaign, Team, TeamActivity, TeamMember
from viecthat.campaigns.rules import may_join_campaign, may_keep_call, may_keep_team, may_run_campaign
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, one_line
from viecthat.people.queries.person import people_by_id
from viecthat.plans.choices import ProgrammeKind
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Programme

NOT_KEEPER = gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này trong chiến dịch.")


@dataclass(frozen=True)
class TeamFacts:
    """A team: whose, who leads, where, from when to when (inclusive), on what."""

    unit: int
    name: str
    leader: str
    place: str
    start: date
    end: date
    topic: str = ""


@dataclass(frozen=True)
class CallFacts:
    """A call: what, where, when, how many, for whom, until when one may sign up."""

    unit: int
    title: str
    what: str
    place: str
    start: date
    end: date
    wanted: int
    deadline: date
    conditions: str = ""
    team: int | None = None
    minors: bool = False
    digital: bool = False


@transaction.atomic
def set_up_campaign(
    *, programme: Programme, kind: str, safety: str, digital: bool = False, actor: Account, at: datetime
) -> Campaign:
    """Give a programme of kind campaign its safety notes, or change them. Raises Refused."""
    if programme.kind != ProgrammeKind.CAMPAIGN:
        raise Refused(gettext_noop("Chỉ chương trình loại chiến dịch, tháng cao điểm mới có đội và lời gọi."))
    if not may_run_campaign(actor, programme.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền lập chương trình của đơn vị này."))
    if kind not in CampaignKind.values:
        raise Refused(gettext_noop("Chọn chiến dịch nào."), field="kind")
    said = "\n".join(" ".join(line.split()) for line in safety.strip().splitlines())
    if not said:
        raise Refused(gettext_noop("Ghi dặn dò an toàn; mỗi tình nguyện viên đọc và xác nhận."), field="safety")
    row = Campaign.objects.select_for_update(of=("self",)).filter(programme=programme.root).first()
    if row is None:
        row = Campaign(programme_id=programme.root, opened_by=actor, opened_at=at)
    row.kind, row.safety, row.digital = kind, said, digital
    save_checked(row)
    return row


@transaction.atomic
def form_team(*, campaign: Campaign, facts: TeamFacts, actor: Account, at: datetime) -> Team:
    """A unit of the campaign forms a team."""
    if not may_join_campaign(actor, campaign, facts.unit, at):
        raise Refused(NOT_KEEPER, field="unit")
    name = normalise(facts.name)
    team = Team(
        campaign=campaign, unit_id=facts.unit, name=name, folded=fold(name),
        topic=one_line(facts.topic, 300, field="topic"), leader=normalise(facts.leader),
        place=normalise(facts.place), start=facts.start, end=facts.end,
    )  # fmt: skip
    save_checked(team)
    return team


@transaction.atomic
def add_members(*, team: Team, people: Sequence[int], actor: Account, at: datetime) -> int:
    """People whom the actor may see join the team; who is in it already stays. How many came new."""
    if not may_keep_team(actor, team, at):
        raise Refused(NOT_KEEPER)
    scope = units_seen(actor, at)
    found = people_by_id(list(people))
    if len(found) != len(set(people)) or any(not scope.has(person.unit_id) for person in found.values()):
        raise Refused(gettext_noop("Có người không nằm trong các đơn vị bạn phụ trách."), field="people")
    inside = set(team.members.filter(left_on__isnull=True).values_list("person", flat=True))
    new = [pk for pk in dict.fromkeys(people) if pk not in inside]
    for pk in new:
        save_checked(TeamMember(team=team, person_id=pk, joined_on=localdate(at)))
    return len(new)


@transaction.atomic
def remove_member(*, member: TeamMember, actor: Account, at: datetime) -> None:
    """Somebody leaves the team from today on; what they did stays."""
    if not may_keep_team(actor, member.team, at):
        raise Refused(NOT_KEEPER)
    row = TeamMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.left_on is not None:
        raise Refused(gettext_noop("Người này đã rời đội."))
    row.left_on = localdate(at)
    save_checked(row)


@transaction.atomic
def link_team_activities(*, team: Team, activities: Sequence[int], actor: Account, at: datetime) -> None:
    """Activities of the team's unit within its days are the team's work: its figures are read from them."""
    if not may_keep_team(actor, team, at):
        raise Refused(NOT_KEEPER)
    own = activities_of([team.unit_id]).filter(day__gte=team.start, day__lte=team.end, pk__in=list(activities))
    found = set(own.exclude(state="cancelled").values_list("pk", flat=True))
    if not activities or found != set(activities):
        raise Refused(gettext_noop("Chọn hoạt động của đơn vị trong những ngày đội làm."), field="activities")
    if TeamActivity.objects.filter(activity__in=found).exists():
        raise Refused(gettext_noop("Hoạt động này đã là việc của một đội."), field="activities")
    for pk in sorted(found):
        save_checked(TeamActivity(team=team, activity_id=pk))


@transaction.atomic
def call_for_volunteers(*, campaign: Campaign, facts: CallFacts, actor: Account, at: datetime) -> Call:
    """Call for volunteers; every member may read it."""
    if not may_join_campaign(actor, campaign, facts.unit, at):
        raise Refused(NOT_KEEPER, field="unit")
    if facts.deadline < localdate(at):
        raise Refused(gettext_noop("Hạn đăng ký không thể ở trước hôm nay."), field="deadline")
    team = campaign.teams.filter(pk=facts.team, unit=facts.unit).first() if facts.team else None
    if facts.team and team is None:
        raise Refused(gettext_noop("Chọn đội của đơn vị này trong chiến dịch."), field="team")
    title, place = normalise(facts.title), normalise(facts.place)
    call = Call(
        campaign=campaign, unit_id=facts.unit, team=team, title=title, folded=fold(f"{title} {place}"),
        what="\n".join(" ".join(line.split()) for line in facts.what.strip().splitlines()), place=place,
        start=facts.start, end=facts.end, wanted=facts.wanted, deadline=facts.deadline,
        conditions=one_line(facts.conditions, 500, field="conditions"), minors=facts.minors,
        digital=facts.digital or campaign.digital, called_by=actor, called_at=at,
    )  # fmt: skip
    save_checked(call)
    return call


@transaction.atomic
def close_call(*, call: Call, actor: Account, at: datetime) -> None:
    """No more sign-ups from today on."""
    row = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not may_keep_call(actor, row, at):
        raise Refused(NOT_KEEPER)
    if row.closed_on is not None:
        raise Refused(gettext_noop("Lời gọi này đã đóng."))
    row.closed_on = localdate(at)
    row.save(update_fields=["closed_on"])
