"""Prizes are given by the last minutes, results are published; winners and ideas go on to where they are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import MAY_CHANGE, DossierState
from viecthat.commendations.commands import Nominated, open_dossier
from viecthat.commendations.commands.upward import drop_dossier
from viecthat.contests.choices import ContestState, SubmissionState
from viecthat.contests.commands.counting import PRIZES, count_held, post_for
from viecthat.contests.commands.shared import WHY, check_may_keep, kept_contest
from viecthat.contests.models import Award, Contest, MinutesLine, Prize, Promotion, Submission
from viecthat.contests.queries.standing import judged_rounds, latest_minutes
from viecthat.ideas.choices import IdeaOrigin
from viecthat.ideas.commands.sending import IdeaFacts, record_idea
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands import LONGEST_REASON
from viecthat.ledger.commands.registers import check_done, take_back
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope


@transaction.atomic
def give_award(*, prize: Prize, submission: Submission, given_on: date, actor: Account | None, at: datetime) -> Award:
    """A work of the last round gets a prize; the ledger counts it for the work's unit. Raises Refused."""
    contest = kept_contest(prize.contest_id, actor, at, state=ContestState.OPEN)
    rounds = judged_rounds(contest.pk)
    done = latest_minutes([one.pk for one in rounds])
    last = [one for one in rounds if one.stage == rounds[-1].stage]
    if any(one.pk not in done for one in last):
        raise Refused(gettext_noop("Vòng cuối chưa có biên bản; đóng vòng đó rồi mới trao giải."))
    check_done(given_on, at, field="given_on")
    row = Submission.objects.get(pk=submission.pk)
    ranked = MinutesLine.objects.filter(minutes__in=[one.pk for one in done.values()], submission=row)
    if row.state != SubmissionState.ACCEPTED or not ranked.exists():
        raise Refused(gettext_noop("Bài này không có trong biên bản vòng nào."), field="work")
    if Award.objects.filter(prize=prize, taken_back_why="").count() >= prize.count:
        raise Refused(gettext_noop("Giải này đã trao đủ {n}."), field="prize", n=prize.count)
    made = Award(prize=prize, submission=row, given_on=given_on, given_by=actor, given_at=at)
    reason = f"{prize.name}, cuộc thi “{contest.title}”"
    made.posting = post_for(contest, row.unit_id, [(PRIZES, 1, None)], given_on, reason=reason, actor=actor, at=at)
    save_checked(made)
    return made


@transaction.atomic
def take_back_award(*, award: Award, reason: str, actor: Account, at: datetime) -> None:
    """A prize given by mistake, or to a work that broke the rules; the ledger's line is reversed. Raises Refused."""
    row = Award.objects.select_for_update(of=("self",)).select_related("prize").get(pk=award.pk)
    contest = kept_contest(row.prize.contest_id, actor, at)
    if row.taken_back_why:
        raise Refused(gettext_noop("Giải này đã thu lại."))
    row.taken_back_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, f"Thu lại giải, cuộc thi “{contest.title}”", actor, at)
    row.posting = None
    save_checked(row)


@transaction.atomic
def publish_results(*, contest: Contest, actor: Account | None, at: datetime) -> None:
    """Everybody may read who won what; the contest is over and counted as held, once. Raises Refused."""
    row = kept_contest(contest.pk, actor, at, state=ContestState.OPEN)
    rounds = judged_rounds(row.pk)
    done = latest_minutes([one.pk for one in rounds])
    waiting = next((one.name for one in rounds if one.pk not in done), None)
    if waiting is not None:
        raise Refused(gettext_noop("Vòng “{name}” chưa có biên bản; đóng vòng đó trước."), name=waiting)
    if not Award.objects.filter(prize__contest=row, taken_back_why="").exists():
        raise Refused(gettext_noop("Chưa trao giải nào; trao giải rồi công bố."))
    row.state, row.published_at = ContestState.ENDED, at
    count_held(row, actor, at)
    save_checked(row)


@transaction.atomic
def withdraw_results(*, contest: Contest, actor: Account, at: datetime) -> None:
    """What was published was wrong: the contest goes on, prizes stay as they were given and can be given anew.

    It counts as held when its results are published again. A dossier for the winners that is still the unit's is
    dropped, so that a right one can be made; one that was sent up is the desk's to give back. Raises Refused.
    """
    row = kept_contest(contest.pk, actor, at)
    if row.state != ContestState.ENDED:
        raise Refused(gettext_noop("Cuộc thi này chưa công bố kết quả."))
    take_back(row.posting_id, f"Rút công bố kết quả cuộc thi “{row.title}”"[:LONGEST_REASON], actor, at)
    row.state, row.published_at, row.posting = ContestState.OPEN, None, None
    save_checked(row)
    proposed = Award.objects.filter(prize__contest=row, dossier__state__in=MAY_CHANGE).select_related("dossier")
    dossiers = {award.dossier_id: award.dossier for award in proposed}
    for dossier in dossiers.values():
        if dossier is not None:
            drop_dossier(dossier=dossier, words=f"Rút công bố kết quả cuộc thi “{row.title}”", actor=actor, at=at)
    Award.objects.filter(prize__contest=row, dossier__in=dossiers).update(dossier=None)


@transaction.atomic
def propose_commendation(*, contest: Contest, form: str, actor: Account, at: datetime) -> int:
    """Whoever won goes into one dossier for a commendation of this `form`; returns its number.

    A team goes by its name, else everybody who made a work goes by their file where the actor sees it, else by name.
    A second call leads to the dossier made then, unless that was dropped. Raises Refused, also as `open_dossier` does.
    """
    row = Contest.objects.select_for_update().get(pk=contest.pk)
    check_may_keep(actor, row.unit_id, at)
    awards = list(
        Award.objects.filter(prize__contest=row, taken_back_why="")
        .select_related("prize", "submission", "dossier")
        .order_by("prize__position", "submission__number")
    )
    if row.state != ContestState.ENDED or not awards:
        raise Refused(gettext_noop("Công bố kết quả rồi mới đề nghị khen thưởng."))
    made = (one.dossier for one in awards if one.dossier is not None)
    known = next((one for one in made if one.state != DossierState.DROPPED), None)
    if known is not None:
        return known.pk
    seen = units_seen(actor, at)
    nominees = [one for award in awards for one in _nominated(award, seen, localdate(at))]
    dossier = open_dossier(
        unit=row.unit_id, title=f"Khen thưởng cuộc thi {row.title}"[:200], origin=f"Cuộc thi {row.title}"[:200],
        origin_address=f"/cuoc-thi/{row.pk}/", nominees=nominees, form=form, actor=actor, at=at,
    )  # fmt: skip
    Award.objects.filter(pk__in=[one.pk for one in awards]).update(dossier=dossier)
    return dossier.pk


@transaction.atomic
def promote_to_idea(*, submission: Submission, field: str, words: str, actor: Account, at: datetime) -> int:
    """What is new in a work is taken over into the bank of ideas; returns the idea's number. Raises Refused.

    A work is taken over once; the bank's own rules say who may.
    """
    row = Submission.objects.select_for_update(of=("self",)).select_related("contest").get(pk=submission.pk)
    check_may_keep(actor, row.contest.unit_id, at)
    known = Promotion.objects.filter(submission=row).first()
    if known is not None:
        return known.idea_id
    if row.state != SubmissionState.ACCEPTED:
        raise Refused(gettext_noop("Chỉ bài hợp lệ mới chuyển được thành ý tưởng."))
    text = words.strip() or row.words.strip()
    if not text:
        raise Refused(gettext_noop("Ghi ý tưởng, cách làm được chắt lọc từ bài."), field="words")
    person = row.people.filter(person__isnull=False).order_by("position").values_list("person", flat=True).first()
    idea = record_idea(
        unit=row.contest.unit_id, facts=IdeaFacts(row.title, text, field), origin=IdeaOrigin.CONTEST,
        source=f"contest:{row.pk}", source_name=f"Cuộc thi {row.contest.title}, bài số {row.number}"[:200],
        person=person, actor=actor, at=at,
    )  # fmt: skip
    save_checked(Promotion(submission=row, idea=idea, promoted_by=actor, promoted_at=at))
    return idea.pk


def _nominated(award: Award, seen: UnitScope, today: date) -> list[Nominated]:
    work = award.submission
    won = f"{award.prize.name}: {work.title}"
    if work.team:
        place = units_by_id({work.unit_id}, today)[work.unit_id].name
        return [Nominated(achievement=won, name=work.team, place=place, collective=True)]
    return [
        Nominated(achievement=won, person=one.person_id)
        if one.person_id is not None and seen.has(work.unit_id)
        else Nominated(achievement=won, name=one.name, place=one.place)
        for one in work.people.order_by("position")
    ]
