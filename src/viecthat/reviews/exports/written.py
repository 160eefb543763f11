"""What people wrote and put on record for a review, as blocks of its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viecthat.documents.model import Block, Bullets, Figure as Bound, Paragraph, Run, Runs
from viecthat.kernel.dates import format_date

if TYPE_CHECKING:
    from viecthat.reporting.queries.narrative import Words
    from viecthat.reviews.exports.material import Material
    from viecthat.reviews.queries.content import ReadSection
    from viecthat.reviews.queries.limits import ListedLimit


def paragraphs(section: ReadSection | None) -> Iterator[Paragraph]:
    """What was written under a heading, line by line; figures stand out."""
    for line in section.paragraphs if section is not None else ():
        yield Paragraph(_runs(line))


def plain_lines(section: ReadSection | None) -> list[str]:
    """The same as plain sentences, for slides and notes."""
    if section is None:
        return []
    return ["".join(piece.words for piece in line).strip() for line in section.paragraphs]


def _runs(line: tuple[Words, ...]) -> Runs:
    made: list[Run] = [
        Bound(piece.words, bold=True) if piece.code and not piece.unknown else piece.words for piece in line
    ]
    return tuple(made)


def registered_limits(material: Material) -> Iterator[Block]:
    """The limits on record: found in the review, then those of earlier ones with how they stand."""
    texts, limits = material.texts, material.limits
    if limits.found:
        yield Paragraph(texts.limits_found)
        yield Bullets(tuple(limit_words(one, material) for one in limits.found))
    if limits.came_back:
        yield Paragraph(texts.limits_back.format(mended=limits.mended, of=limits.of))
        yield Bullets(tuple(back_words(one, material) for one in limits.came_back))


def limit_words(one: ListedLimit, material: Material) -> str:
    """A limit with cause, remedy, who and by when."""
    texts, limit = material.texts, one.limit
    kind = f" ({one.cause_words})" if limit.cause_kind else ""
    owner = " – ".join(str(each) for each in (one.owner.name if one.owner else "", limit.person or "") if each)
    cause = texts.cause.format(kind=kind, cause=_sentence(limit.cause)) if limit.cause else ""
    action = texts.action.format(action=_sentence(limit.action)) if limit.action else ""
    told = texts.limit_open.format(
        words=_sentence(limit.words),
        cause=cause,
        action=action,
        owner=texts.owner.format(owner=owner) if owner else "",
        due=texts.due.format(due=format_date(limit.due, material.lang)) if limit.due and owner else "",
    )
    return told if told.endswith(".") else f"{told}."


def back_words(one: ListedLimit, material: Material) -> str:
    """A limit of an earlier review with how it stands and what was said of it last."""
    last = one.last.words.strip() if one.last is not None else ""
    said = f": {last}" if last else ""
    return _sentence(
        material.texts.limit_mended.format(words=one.limit.words.strip().rstrip("."), state=one.state.label, said=said)
    )


def key_tasks(material: Material) -> Iterator[Block]:
    """The numbered tasks of the next period."""
    tasks = material.content.tasks if material.table.review is not None else ()
    if tasks:
        yield Paragraph(material.texts.key_tasks)
        yield from (Paragraph(task_words(material, place)) for place in range(len(tasks)))


def task_words(material: Material, place: int) -> str:
    """A key task with its number, who and by when."""
    task = material.content.tasks[place]
    due = material.texts.due.format(due=format_date(task.due, material.lang)) if task.due else ""
    return f"{task.number}. {task.words.rstrip('.')} ({task.unit.name}{due})."


def proposals_sent(material: Material) -> Iterator[Block]:
    """What the unit proposed upward, and how it was answered."""
    if material.proposals.sent:
        yield Paragraph(material.texts.proposals_sent)
        yield Bullets(tuple(proposal_words(material)))


def proposal_words(material: Material) -> Iterator[str]:
    """Each proposal as a sentence."""
    texts = material.texts
    for one in material.proposals.sent:
        proposal = one.proposal
        yield (
            texts.proposed.format(
                to=one.addressee.name,
                solution=proposal.solution.strip().rstrip("."),
                difficulty=proposal.difficulty.strip().rstrip("."),
                answer=texts.answered.format(state=proposal.get_state_display()),
            )
            + "."
        )


def appraisal_blocks(material: Material) -> Iterator[Block]:
    """What superiors said, quoted with who and when."""
    for one in material.appraisals:
        remarks = one.appraisal
        day = format_date(remarks.day, material.lang)
        yield Paragraph(material.texts.said_by.format(name=remarks.said_by, post=remarks.post, day=day))
        for _name, said in one.parts:
            for line in said.splitlines():
                if line.strip():
                    yield Paragraph(f"“{line.strip()}”", italic=True)


def _sentence(words: str) -> str:
    told = " ".join(words.split())
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."
