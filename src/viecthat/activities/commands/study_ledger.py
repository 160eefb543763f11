"""The lines of a session of study: of each audience how many it was for, and everybody of them who was there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from viecthat.activities.models import Activity
from viecthat.activities.queries.study import COUNTED, STUDY, to_be_taught
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import Line
from viecthat.ledger.queries import indicators


def study_lines(unit: int, day: date, whom: dict[str, dict[int, int]], there: Sequence[int]) -> list[Line]:
    """For each audience: how many people it holds, and a line for everybody of it who was there."""
    known = {indicator.code: pk for pk, indicator in indicators().items()}
    lines = []
    for audience, people in whom.items():
        taught, whole = COUNTED[audience]
        lines.append(Line(unit, known[whole], day, len(people), Grade.EVIDENCED))
        lines += [Line(unit, known[taught], day, 1, Grade.EVIDENCED, pk) for pk in there if pk in people]
    return lines


def recounted(activity: Activity, lines: Sequence[Line], named: Collection[int]) -> list[Line]:
    """The lines of a session of study as they are with these people named in it; of other work as they were.

    Whom the session was for was fixed when it was recorded; only who came new is looked up in the registers.
    """
    if activity.kind_id != STUDY:
        return list(lines)
    known = {indicator.code: pk for pk, indicator in indicators().items()}
    made = list(lines)
    for audience, (taught, whole) in COUNTED.items():
        held = [line for line in lines if line.indicator == known.get(whole)]
        before = {line.person for line in lines if line.indicator == known.get(taught)}
        if not held or before == {None}:  # typed long ago, or taken over from a publication: there is no list
            continue
        gone = before - {None, *named}
        made = [line for line in made if line.indicator != known[taught] or line.person not in gone]
        new = [person for person in named if person not in before]
        people = to_be_taught(activity.unit_id, activity.day, audience) if new else {}
        grade = min(line.grade for line in held)
        made += [Line(activity.unit_id, known[taught], activity.day, 1, grade, pk) for pk in new if pk in people]
    return made
