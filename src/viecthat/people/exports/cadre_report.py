"""The report on Conclusions 07 and 08 as sentences bound to figures, and as an official document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from viecthat.documents.model import (
    Block,
    Column,
    Figure,
    Heading,
    Lang,
    Number,
    OfficialDocument,
    Paragraph,
    Runs,
    Table,
)
from viecthat.documents.runs import fill
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.quantities import Share
from viecthat.people.choices.post import Basis, Destination
from viecthat.units.exports import UnitHead, unit_head

if TYPE_CHECKING:
    from viecthat.people.queries.cadre_report import CadreReport, LevelFigures, SumCheck


@dataclass(frozen=True)
class CheckWords:
    """A sum check in words."""

    words: str
    figures: str
    holds: bool


class _Speaker:
    """Says the figures of one report in one language; each figure can be found again in the document."""

    def __init__(self, report: CadreReport, lang: Lang) -> None:
        self.report, self.lang = report, lang

    def count(self, value: int, bookmark: str) -> Figure:
        """A count as such reports write it: "09"."""
        words = f"{value:02}" if value < 10 and self.lang == "vi" else format_number(value, lang=self.lang)
        return Figure(words, bookmark=bookmark)

    def share(self, share: Share, bookmark: str) -> Runs:
        """A percentage with its two numbers."""
        if not share.of:
            return (_("chưa có ai"),)
        percent = Figure(format_percent(share, lang=self.lang), bookmark=bookmark)
        return (percent, f" ({share.n}/{share.of})")

    def day(self, day: object) -> str:
        return format_date(day, self.lang)  # type: ignore[arg-type]

    def own(self) -> Iterator[Runs]:
        """The unit's own bodies."""
        own = self.report.own
        if own.committee or own.secretaries:
            yield fill(
                _(
                    "Tính đến ngày {day}, {unit} có {committee} ủy viên Ban Chấp hành, {standing} ủy viên Ban Thường "
                    "vụ, {secretaries} Bí thư, {deputies} Phó Bí thư, {full_time} cán bộ Đoàn chuyên trách."
                ),
                day=self.day(self.report.day),
                unit=self.report.unit.name,
                committee=self.count(own.committee, "own.committee"),
                standing=self.count(own.standing, "own.standing"),
                secretaries=self.count(own.secretaries, "own.secretaries"),
                deputies=self.count(own.deputies, "own.deputies"),
                full_time=self.count(own.full_time, "own.full_time"),
            )
        else:
            yield fill(
                _("Đến ngày {day} sổ cán bộ của {unit} chưa có ai giữ chức vụ."),
                day=self.day(self.report.day),
                unit=self.report.unit.name,
            )
        if own.graduates.of:
            yield fill(
                _("{share} cán bộ chuyên trách có trình độ đại học trở lên."),
                share=self.share(own.graduates, "own.graduates"),
            )
        if own.inspection:
            yield fill(
                _("Ủy ban Kiểm tra có {inspection} ủy viên."), inspection=self.count(own.inspection, "own.inspection")
            )

    def levels(self) -> Iterator[Runs]:
        """The units below, level by level, in the words of such reports."""
        for level in self.report.levels:
            if level.with_committee or level.leaders:
                yield fill(self.template(level), **self.parts(level))

    def template(self, level: LevelFigures) -> str:
        match level.group:
            case "district":
                return _(
                    "Số lượng cán bộ chuyên trách huyện, thành đoàn là {full_time} đồng chí (trong đó có {secretaries} "
                    "đồng chí bí thư, {deputies} đồng chí phó bí thư)."
                )
            case "attached":
                return _(
                    "Số lượng cán bộ Đoàn trực thuộc là {leaders} đồng chí (trong đó có {secretaries} đồng chí bí thư, "
                    "{deputies} đồng chí phó bí thư)."
                )
            case "base":
                return _("Số lượng Bí thư Đoàn cơ sở là {secretaries} đồng chí; khuyết {vacancies}.")
            case "branch":
                return _("Số lượng bí thư chi đoàn là {secretaries} đồng chí; khuyết {vacancies}.")
            case _other:
                return _(
                    "Cấp tỉnh có {secretaries} bí thư, {deputies} phó bí thư, {full_time} cán bộ Đoàn chuyên trách."
                )

    def parts(self, level: LevelFigures) -> dict[str, Figure]:
        """Every count of a level, bound."""
        names = ("full_time", "leaders", "secretaries", "deputies", "vacancies", "committee", "with_committee", "units")
        return {name: self.count(getattr(level, name), f"{level.group}.{name}") for name in names}

    def quality(self, level: LevelFigures) -> Runs:
        """Sex, age and learning of those who lead a level."""
        age = format_number(level.average_age, 1, lang=self.lang) if level.average_age is not None else "—"
        return fill(
            _(
                "Bí thư, phó bí thư: nữ {women}; trình độ đại học trở lên {degree}; trung cấp lý luận chính trị trở "
                "lên {theory}; tuổi bình quân {age}."
            ),
            women=self.share(level.women, f"{level.group}.women"),
            degree=self.share(level.learning.degree, f"{level.group}.degree"),
            theory=self.share(level.learning.theory, f"{level.group}.theory"),
            age=Figure(age, bookmark=f"{level.group}.age"),
        )

    def base(self) -> Iterator[Runs]:
        """Conclusion 08: base units and branches where people live."""
        for group, words in (
            (
                "base",
                _("{with_committee} trong {units} Đoàn cơ sở có Ban Chấp hành trong sổ; khuyết {vacancies} bí thư."),
            ),
            (
                "branch",
                _("{with_committee} trong {units} chi đoàn có Ban Chấp hành trong sổ; khuyết {vacancies} bí thư."),
            ),
        ):
            level = self.report.by_group.get(group)
            if level is not None:
                yield fill(words, **{k: v for k, v in self.parts(level).items() if f"{{{k}}}" in words})
                if level.leaders:
                    yield self.quality(level)

    def moves(self) -> Iterator[Runs]:
        """Who came to leading posts how, and where people went."""
        since = self.day(self.report.since)
        if self.report.given:
            yield fill(
                _("Từ ngày {since}, cán bộ được giao chức vụ bí thư, phó bí thư: {list}."),
                since=since,
                list=self._counted([(str(Basis(code).label), n) for code, n in self.report.given], "given"),
            )
        if self.report.went:
            named = [
                (str(Destination(code).label) if code else _("không ghi nơi đến"), n) for code, n in self.report.went
            ]
            yield fill(
                _("Cán bộ thôi giữ chức vụ, mỗi người tính một lần, đi: {list}."), list=self._counted(named, "went")
            )
        yield fill(
            _(
                "Đã quá tuổi giữ chức vụ: {over}; quá tuổi trong 24 tháng tới: {soon}; trong quy hoạch: {planned}; "
                "cử đi cơ sở, luân chuyển trong kỳ: {seconded}."
            ),
            over=self.count(self.report.over, "over"),
            soon=self.count(self.report.soon, "soon"),
            planned=self.count(self.report.planned, "planned"),
            seconded=self.count(self.report.seconded, "seconded"),
        )

    def _counted(self, named: list[tuple[str, int]], where: str) -> Runs:
        template = ", ".join(f"{{w{n}}} {{c{n}}}" for n in range(len(named)))
        parts: dict[str, str | Figure] = {}
        for n, (words, count) in enumerate(named):
            parts[f"w{n}"], parts[f"c{n}"] = words, self.count(count, f"{where}.{n}")
        return fill(template, **parts)


def sentences(report: CadreReport, lang: Lang) -> dict[str, list[Runs]]:
    """What the report says, by section: "cadres", "quality", "base", "moves"."""
    with override(lang):
        speaker = _Speaker(report, lang)
        return {
            "cadres": [*speaker.own(), *speaker.levels()],
            "quality": [speaker.quality(report.own)] if report.own.leaders else [],
            "base": list(speaker.base()),
            "moves": list(speaker.moves()),
        }


def check_words(check: SumCheck, lang: Lang) -> CheckWords:
    """A sum check with the figures on both its sides."""
    with override(lang):
        code, _colon, group = check.code.partition(":")
        name = group_name(group)
        words = {
            "standing_third": _("Ban Thường vụ không quá một phần ba Ban Chấp hành (số ủy viên × 3)"),
            "inspection_standing": _("Ủy ban Kiểm tra không nhiều hơn Ban Thường vụ"),
            "graduates_full_time": _("Số có trình độ đại học không quá số cán bộ chuyên trách"),
            "one_secretary": _("{level}: bí thư và chỗ khuyết cộng lại bằng số đơn vị có Ban Chấp hành"),
            "leaders_sum": _("{level}: bí thư và phó bí thư cộng lại bằng số cán bộ chủ chốt"),
            "district_full_time": _("{level}: bí thư và phó bí thư là một phần của cán bộ chuyên trách"),
        }[code].format(level=name)
        return CheckWords(words, f"{check.left} {check.relation} {check.right}", check.holds)


def group_name(group: str) -> str:
    """What a group of units is called in the table."""
    return {
        "": "",
        "own": _("Chính đơn vị"),
        "province": _("Cấp tỉnh"),
        "district": _("Huyện, thành đoàn"),
        "attached": _("Đoàn trực thuộc, Đoàn khối"),
        "base": _("Đoàn cơ sở"),
        "branch": _("Chi đoàn"),
    }[group]


def report_document(report: CadreReport, *, at: datetime, lang: Lang = "vi") -> OfficialDocument:
    """The report in the Union's layout, dated the day of `at`; the office writes its number."""
    with override(lang):
        head: UnitHead = unit_head(report.unit.id, report.day, lang)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(at),
            type_name=_("BÁO CÁO"),
            abstract=(
                _("Công tác cán bộ Đoàn theo Kết luận số 07-KL/TWĐTN-BTC"),
                _("và Kết luận số 08-KL/TWĐTN-BTC, tính đến ngày {day}").format(day=format_date(report.day, lang)),
            ),
            body=tuple(_body(report, lang)),
            signature=head.signature,
            recipients=(
                *((_("{unit} (để báo cáo)").format(unit=head.above[-1].name),) if head.above else ()),
                _("Lưu Văn phòng"),
            ),
            notices=(_("Dữ liệu minh hoạ: người và chức vụ do máy tạo."),) if report.made_up else (),
            lang=lang,
        )


def _body(report: CadreReport, lang: Lang) -> Iterator[Block]:
    said = sentences(report, lang)
    yield Heading(1, _("I. CÔNG TÁC CÁN BỘ ĐOÀN (KẾT LUẬN 07)"))
    for runs in (*said["cadres"], *said["quality"]):
        yield Paragraph(runs)
    yield Heading(2, _("1. Số liệu theo cấp"))
    yield _table(report)
    yield Heading(2, _("2. Bố trí, luân chuyển, tạo nguồn"))
    for runs in said["moves"]:
        yield Paragraph(runs)
    yield Heading(1, _("II. CƠ SỞ ĐOÀN TRÊN ĐỊA BÀN DÂN CƯ (KẾT LUẬN 08)"))
    for runs in said["base"] or [(_("Trong sổ chưa có Đoàn cơ sở, chi đoàn trực thuộc."),)]:
        yield Paragraph(runs)
    yield Heading(1, _("III. KIỂM TRA PHÉP CỘNG"))
    yield Table(
        columns=(
            Column(_("Phép kiểm tra"), width_share=5),
            Column(_("Số liệu"), align="center", width_share=2),
            Column(_("Kết quả"), align="center", width_share=1.5),
        ),
        rows=tuple(
            (words.words, words.figures, _("khớp") if words.holds else _("KHÔNG KHỚP"))
            for words in (check_words(check, lang) for check in report.checks)
        )
        or ((_("Chưa có số liệu để kiểm tra."), "", ""),),
    )


def _table(report: CadreReport) -> Table:
    levels = (report.own, *report.levels)
    heads = (
        (_("Cấp"), "left", 2.2),
        (_("Số đơn vị"), "right", 1),
        (_("Bí thư"), "right", 1),
        (_("Phó Bí thư"), "right", 1),
        (_("UV BTV"), "right", 1),
        (_("UV BCH"), "right", 1),
        (_("Chuyên trách"), "right", 1.2),
        (_("Khuyết bí thư"), "right", 1.1),
    )
    return Table(
        columns=tuple(Column(title, align=align, width_share=share) for title, align, share in heads),  # type: ignore[arg-type]
        rows=tuple(
            (
                group_name(level.group),
                Number(level.units),
                Number(level.secretaries),
                Number(level.deputies),
                Number(level.standing),
                Number(level.committee),
                Number(level.full_time),
                Number(level.vacancies),
            )
            for level in levels
        ),
    )
