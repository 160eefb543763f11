"""Sentences that the figures suggest for a heading, every number and judgement in them a field that stays live.

What the report itself says of a figure (`sentences`, `limits`) is said here in the same words, with fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period
from viecthat.reporting.queries.narrative import told_by_field
from viecthat.reviews.exports.sentences import Speaker, lowered
from viecthat.reviews.exports.texts import TEXTS
from viecthat.reviews.headings import DIRECTIONS, RESULTS, SHORTCOMINGS, SITUATION, Heading
from viecthat.reviews.queries.fields import Fields, line_of
from viecthat.reviews.queries.findings import judged, weakly_proved

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.figures.queries.targets import Figure

_SAYS: dict[str, dict[str, str]] = {
    "vi": {
        "goal": ", đạt {share} chỉ tiêu {span} ({goal}), {verdict}",
        "limit": ", mức {span} không được quá {goal}: {verdict}",
        "share": ", chỉ tiêu {span} là {goal}: {verdict}",
        "change": ", {change} so với cùng kỳ năm trước",
        "in_period": "; riêng {period} được {figure}",
        "best": "Về {name}, dẫn đầu là {best}; cần quan tâm nhất là {weakest}",
        "rank": "Về {name}, xếp thứ {rank} trong các đơn vị cùng cấp",
        "reporting": "Trong kỳ, {reporting}/{children} đơn vị trực thuộc có số liệu",
        "silent": "; chưa có số liệu: {names}",
        "stand": "Trong {targets} chỉ tiêu được xem xét, {reached} chỉ tiêu đạt và vượt, {on_pace} đúng tiến độ, "
        "{promising} có triển vọng, {push} cần đẩy mạnh",
        "proof": "Trong {figures} số liệu, {verified} số phần lớn dựa trên việc đã được xác minh, {evidenced} số dựa "
        "trên việc có minh chứng, {declared} số phần lớn mới là kê khai",
        "proof_of": "{name}: {verified} đã được xác minh, {evidenced} có minh chứng, {declared} mới kê khai",
        "weak": "Còn {weak} số liệu có trên 30 % là kê khai, chưa có minh chứng: {names}",
        "doubts": "Còn {doubts} nghi vấn về số liệu chưa được trả lời: {told}",
    },
    "en": {
        "goal": ", {share} of the target {span} ({goal}), {verdict}",
        "limit": ", the limit {span} being {goal}: {verdict}",
        "share": ", the target {span} being {goal}: {verdict}",
        "change": ", {change} on the same period of the year before",
        "in_period": "; in {period} alone {figure}",
        "best": "In {name}, {best} is ahead; most in need of attention: {weakest}",
        "rank": "In {name}, place {rank} among the units beside it",
        "reporting": "{reporting} of {children} units directly below have figures in the period",
        "silent": "; none yet from: {names}",
        "stand": "Of {targets} targets under review, {reached} are met or exceeded, {on_pace} on pace, {promising} "
        "promising, {push} need a push",
        "proof": "Of {figures} figures, {verified} rest mostly on verified work, {evidenced} on evidence, {declared} "
        "mostly on declaration",
        "proof_of": "{name}: {verified} verified, {evidenced} evidenced, {declared} merely declared",
        "weak": "{weak} figures are more than 30% declared, without evidence: {names}",
        "doubts": "{doubts} doubts about figures are unanswered: {told}",
    },
}


def suggestions_of(heading: Heading, fields: Fields) -> list[str]:
    """Whole sentences for one heading; nothing for what nobody recorded."""
    says = _Suggesting(fields)
    if heading.area is not None:
        figures = [f for f in fields.beside.figures.values() if f.indicator.area == heading.area]
        return [sentence for figure in figures for sentence in says.of_figure(figure)]
    makers = {
        SITUATION: says.situation,
        RESULTS: says.standing,
        SHORTCOMINGS: says.limits,
        DIRECTIONS: says.directions,
    }
    maker = makers.get(heading.key)
    return [] if maker is None else list(maker())


class _Suggesting:
    """Sentences about one review in one language."""

    def __init__(self, fields: Fields) -> None:
        self.fields, self.beside, self.table = fields, fields.beside, fields.table
        lang: Lang = "en" if fields.lang == "en" else "vi"
        self.lang = lang
        self.says, self.texts = _SAYS[lang], TEXTS[lang]
        self.speaker = Speaker(self.table, lang)

    def of_figure(self, figure: Figure) -> Iterator[str]:
        """Result against the goal and last year, who leads and who lags, how it is proved."""
        if not figure.has_figures or not figure.result:
            return
        code, indicator = figure.indicator.code, figure.indicator
        told = told_by_field(line_of(figure), self.lang, with_unit=indicator.unit_of_measure != "đồng")
        yield f"{told}{self._goal(figure)}{self._change(figure)}."
        name = lowered(words.name_words(indicator, self.lang))
        pair = self.beside.passed_on.get(code)
        if pair is not None and pair.passed_on is not None:
            yield self.texts.nested.format(
                before=_field(pair.first.indicator.code),
                first=lowered(words.name_words(pair.first.indicator, self.lang)),
                then=lowered(words.name_words(indicator, self.lang)),
                share=_field(code, "passed_on"),
            )
        if len(self.beside.placed.get(code, ())) > 1:
            placed = {"best": _field(code, "best"), "weakest": _field(code, "weakest")}
            yield self.says["best"].format(name=name, **placed) + "."
        elif not self.table.children and code in self.beside.ranks:
            yield self.says["rank"].format(name=name, rank=_field(code, "rank")) + "."
        if figure.target is not None and figure.row.grades.total > 0:
            grades = {grade: _field(code, grade) for grade in ("verified", "evidenced", "declared")}
            yield self.says["proof_of"].format(name=words.name_words(indicator, self.lang), **grades) + "."

    def situation(self) -> Iterator[str]:
        """How much time is gone, who reported and who is missing."""
        table, texts = self.table, self.texts
        day, gone = _field("review", "until"), _field("review", "gone")
        if table.term is not None:
            span = Period(table.term.start, table.term.end)
            yield texts.term_gone.format(
                day=day,
                term=texts.term.format(ordinal=table.term.roman),
                first=format_date(span.start, self.lang),
                last=format_date(span.last_day, self.lang),
                gone=gone,
            )
        else:
            yield texts.period_gone.format(day=day, period=table.period.name(self.lang), gone=gone)
        if table.children:
            counted = {part: _field("review", part) for part in ("reporting", "children")}
            names = self.says["silent"].format(names=_field("review", "silent_names")) if table.silent else ""
            yield self.says["reporting"].format(**counted) + names + "."

    def standing(self) -> Iterator[str]:
        """How the targets stand and what the figures rest on."""
        if self.table.verdicts:
            yield self._of_review("stand", "targets", "reached", "on_pace", "promising", "push")
        if sum(self.table.proved.values()):
            yield self._of_review("proof", "figures", "verified", "evidenced", "declared")

    def limits(self) -> Iterator[str]:
        """What lags behind its time, what is weakly proved, who is silent, what is doubted."""
        for figure in judged(self.table, Verdict.PUSH, Verdict.PROMISING):
            target, indicator = figure.target, figure.indicator
            if target is None or target.direction == "at_most":
                continue
            told = {
                "name": words.name_words(indicator, self.lang),
                "result": _field(indicator.code),
                "goal": self._goal_field(figure),
                "gone": _field(indicator.code, "gone"),
                "verdict": _field(indicator.code, "verdict"),
            }
            if target.goal_of is not None:
                parts = {"n": _field(indicator.code, "n"), "of": _field(indicator.code, "whole")}
                yield self.texts.behind_share.format(**told, **parts) + "."
            else:
                missing = self._with_unit(figure, "missing")
                yield self.texts.behind.format(**told, share=_field(indicator.code, "share"), missing=missing) + "."
        if weakly_proved(self.table):
            yield self.says["weak"].format(weak=_field("review", "weak"), names=_field("review", "weak_names")) + "."
        if self.table.silent:
            count, names = _field("review", "silent"), _field("review", "silent_names")
            yield self.texts.silent.format(count=count, names=names)
        if self.beside.doubts:
            told_of = {"doubts": _field("review", "doubts"), "told": _field("review", "doubts_told")}
            yield self.says["doubts"].format(**told_of) + "."

    def directions(self) -> Iterator[str]:
        """What to keep, and what each target still needs by when, at which pace."""
        if judged(self.table, Verdict.EXCEEDED, Verdict.MET):
            yield self.texts.keep.format(count=_field("review", "reached"))
        for code, left in self.beside.left.items():
            target, name = left.target, words.name_words(left.figure.indicator, self.lang)
            if target.cadence == "yearly":
                continue
            told = {
                "name": name,
                "quantity": self._with_unit(left.figure, "missing"),
                "goal": self._goal_field(left.figure),
                "last": _field(code, "last"),
            }
            if target.goal_of is not None:
                parts = {"n": _field(code, "n"), "of": _field(code, "whole")}
                yield self.texts.remaining_share.format(**told, **parts) + "."
                continue
            pace = ""
            if left.a_month is not None:
                pace = self.texts.a_month.format(
                    months=_field(code, "months"), pace=self._with_unit(left.figure, "a_month")
                )
            yield self.texts.remaining.format(**told) + pace + "."

    def _of_review(self, saying: str, *parts: str) -> str:
        return self.says[saying].format(**{part: _field("review", part) for part in parts}) + "."

    def _goal(self, figure: Figure) -> str:
        target, code = figure.target, figure.indicator.code
        if target is None or figure.reached is None:
            return ""
        told = {
            "goal": self._goal_field(figure),
            "share": _field(code, "share"),
            "verdict": _field(code, "verdict"),
            "span": self.speaker.span(target),
        }
        kind = "limit" if target.direction == "at_most" else "share" if target.goal_of is not None else "goal"
        return self.says[kind].format(**told)

    def _change(self, figure: Figure) -> str:
        code = figure.indicator.code
        compared = self.beside.a_year_ago.get(code)
        if compared is None or not (compared.then.value if compared.then.value is not None else compared.then.of):
            return ""
        change = self.says["change"].format(change=_field(code, "change"))
        if compared.period == figure.period or compared.now.value is None:
            return change
        own = {"period": compared.period.name(self.lang), "figure": self._with_unit(figure, "in_period")}
        return self.says["in_period"].format(**own) + change

    def _goal_field(self, figure: Figure) -> str:
        target = figure.target
        if target is not None and target.goal_of is not None:
            return _field(figure.indicator.code, "goal")
        return self._with_unit(figure, "goal")

    def _with_unit(self, figure: Figure, part: str) -> str:
        indicator = figure.indicator
        field = _field(indicator.code, part)
        unit = (
            "" if indicator.unit_of_measure == "đồng" or indicator.is_share else words.unit_words(indicator, self.lang)
        )
        return f"{field} {unit}".rstrip()


def _field(code: str, part: str = "") -> str:
    return f"{{{code}.{part}}}" if part else f"{{{code}}}"
