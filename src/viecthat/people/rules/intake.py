"""A row of a list as a member to be: every fact it gives, and everything that is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from viecthat.accounts.choices import Capability
from viecthat.documents.sheets import Cell, ReadRow
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import gettext_noop, quoted
from viecthat.kernel.names import fold, normalise
from viecthat.people.choices.intake import Verdict
from viecthat.people.rules import cells as read
from viecthat.people.rules.cells import DayColumn, Problem, Read, is_marked, shown
from viecthat.people.rules.charter import age_on, comes_of_age_on, first_admission_day
from viecthat.people.rules.columns import SENSITIVE, is_heading_again
from viecthat.people.rules.membership import may_keep_members
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Intake

OLDEST = 60  # beyond it a year of birth was mistyped, however long a cadre stays
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|cong lai|tong cong:?)\b.*")
_LIMITS = {"hometown": 200, "residence": 200, "occupation": 120, "ethnicity": 60, "religion": 60}


class Facts(TypedDict, total=False):
    """What a row becomes, as it is kept (days in ISO 8601)."""

    name: str
    born: str
    sex: str
    unit: int
    since: str
    joined: str
    card: str
    phone: str
    hometown: str
    residence: str
    occupation: str
    schooling: str
    ethnicity: str
    religion: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that may be meant: its first day, and the keys of all units above it."""

    id: int
    name: str
    founded: date
    above: frozenset[str]


@dataclass(frozen=True)
class Branches:
    """The branches under the unit of a list, by folded name and code; `only` when the unit is a branch itself."""

    by_name: Mapping[str, Sequence[Branch]]
    only: Branch | None = None

    def meant(self, text: str, above: str) -> Sequence[Branch]:
        """Those of this name or code; of several, those below the unit named above."""
        key = branch_key(text)
        found = self.by_name.get(key) or self.by_name.get(fold(text).strip(), ())
        if len(found) > 1 and above:
            wanted = above_key(above)
            found = [branch for branch in found if wanted in branch.above]
        return found


@dataclass(frozen=True)
class Context:
    """All that reading a row needs besides the row."""

    heads: Sequence[str]
    columns: Sequence[str]
    branches: Branches
    days: Mapping[str, DayColumn]
    default_since: date
    today: date
    sensitive: bool
    places: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {name: place for place, name in enumerate(self.columns) if name})


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: what it is worth, what it says, and what is wrong with it."""

    number: int
    cells: list[str]
    verdict: Verdict
    problems: list[Problem]
    facts: Facts

    def also(self, *problems: Problem) -> Row:
        """The same row with more to be said of it."""
        told = [*self.problems, *problems]
        return Row(self.number, self.cells, _verdict(told), told, self.facts)


def branch_key(text: str) -> str:
    """A branch's name as it is compared: without marks, and without the words everybody leaves out."""
    return re.sub(r"^(?:chi doan|cd)\s+", "", fold(text).strip())


def above_key(text: str) -> str:
    """A superior's name as it is compared."""
    return re.sub(r"^(?:(?:ban chap hanh|bch|doan tncs ho chi minh|doan)\s+)+", "", fold(text).strip())


def may_bring_lists(actor: Account, unit: int, at: datetime) -> bool:
    """Bring in lists of members for this unit and what is below it."""
    return may_keep_members(actor, unit, at)


def may_take_back(actor: Account, intake: Intake, at: datetime) -> bool:
    """Take a whole list back: those who correct the books of its unit."""
    return may_keep_members(actor, intake.unit_id, at) and may(actor, Capability.CORRECT, intake.unit_id, at)


def may_read_list(actor: Account, intake: Intake, at: datetime) -> bool:
    """See its rows: whoever sent it, while they keep the books it is for. Twins are told by their reach."""
    return intake.uploaded_by_id == actor.pk and may_bring_lists(actor, intake.unit_id, at)


def read_row(row: ReadRow, context: Context) -> Row:
    """The row with everything that is to be said of it but its twins."""
    cells = [shown(cell)[:200] for cell in row.cells]
    if (why := _not_a_person(row, context)) is not None:
        return Row(row.number, cells, Verdict.SKIPPED, [why], {})
    reader = _RowReader(row, context)
    facts = reader.facts()
    return Row(row.number, cells, _verdict(reader.problems), reader.problems, facts)


def _verdict(problems: Sequence[Problem]) -> Verdict:
    if any(problem.refused for problem in problems):
        return Verdict.REFUSED
    return Verdict.WARNED if problems else Verdict.FINE


def _not_a_person(row: ReadRow, context: Context) -> Problem | None:
    filled = [normalise(shown(cell)) for cell in row.cells if shown(cell).strip()]
    known = [name for name, place in context.places.items() if _at(row, place) is not None]
    first = next((words for words in filled if not words.replace(".", "").isdigit()), "")
    if _TOTAL.fullmatch(fold(first)) and "birth_date" not in known:
        return Problem("", False, gettext_noop("Dòng tổng cộng, bỏ qua."))
    if is_heading_again(row.cells, context.heads):
        return Problem("", False, gettext_noop("Dòng tiêu đề lặp lại, bỏ qua."))
    named = {"full_name", "family_name", "given_name"} & set(known)
    if not named and len(known) <= 1 and not {"birth_date", "card_number", "phone", "id_number"} & set(known):
        return Problem("", False, gettext_noop("Dòng không có tên ai, bỏ qua."))
    if named and len(filled) == 1 and len(known) == 1 and len(context.places) > 2:
        return Problem("", False, gettext_noop("Dòng chỉ có một ô chữ, không phải đoàn viên; bỏ qua."))
    return None


def _at(row: ReadRow, place: int) -> Cell:
    cell = row.cells[place] if place < len(row.cells) else None
    return None if isinstance(cell, str) and not cell.strip() else cell


class _RowReader:
    def __init__(self, row: ReadRow, context: Context) -> None:
        self.row, self.context = row, context
        self.problems: list[Problem] = []

    def facts(self) -> Facts:
        facts: Facts = {"name": self._name()}
        born = self._born()
        facts["sex"] = self._sex()
        branch = self._branch()
        if branch is not None:
            facts["unit"] = branch.id
        if born is not None:
            facts["born"] = born.isoformat()
        self._membership(facts, born, branch)
        if card := self._taken("card_number", read.read_card):
            facts["card"] = card
        if phone := self._taken("phone", read.read_phone):
            facts["phone"] = phone
        if schooling := self._taken("schooling", read.read_schooling):
            facts["schooling"] = schooling
        for name, limit in _LIMITS.items():
            if (name not in SENSITIVE or self.context.sensitive) and (text := self._text(name, limit)):
                facts[name] = text  # type: ignore[literal-required]
        if self.context.sensitive and (number := self._taken("id_number", read.read_id)):
            facts["id_number"] = number
        self._formulas()
        if self.row.hidden:
            self._say("", gettext_noop("Dòng đang bị ẩn trong tệp."))
        return facts

    def _say(self, name: str, message: str, *, refused: bool = False, **params: str | int) -> None:
        self.problems.append(Problem(name, refused, message, params))

    def _cell(self, name: str) -> Cell:
        place = self.context.places.get(name)
        return None if place is None else _at(self.row, place)

    def _taken(self, name: str, reader: _CellReader) -> str:
        text, problems = reader(name, self._cell(name))
        self.problems += problems
        return text

    def _text(self, name: str, limit: int) -> str:
        text, problems = read.read_text(name, self._cell(name), limit=limit)
        self.problems += problems
        return text

    def _name(self) -> str:
        if "full_name" in self.context.places:
            field_name, cell = "full_name", self._cell("full_name")
        else:
            field_name = "given_name" if "given_name" in self.context.places else "family_name"
            parts = [shown(self._cell(part)) for part in ("family_name", "given_name")]
            cell = " ".join(part for part in parts if part.strip()) or None
        name, problems = read.read_name(field_name, cell)
        self.problems += problems
        if cell is None or not normalise(shown(cell)):
            self._say(field_name, gettext_noop("Thiếu họ và tên."), refused=True)
        return name

    def _day(self, name: str) -> date | None:
        day, problems = read.read_day(
            name, self._cell(name), self.context.days.get(name, DayColumn()), self.context.today
        )
        self.problems += problems
        return day

    def _born(self) -> date | None:
        names = [name for name in ("birth_date", "born_male", "born_female") if self._cell(name) is not None]
        if not names:
            missing = next((n for n in ("birth_date", "born_male") if n in self.context.places), "")
            self._say(missing, gettext_noop("Thiếu ngày sinh."), refused=True)
            return None
        born, today, name = self._day(names[0]), self.context.today, names[0]
        if born is None:
            return None
        if born > today:
            self._say(name, gettext_noop("Ngày sinh {day} chưa tới."), refused=True, day=format_date(born))
        elif first_admission_day(born, today) > today:
            self._say(
                name, gettext_noop("Mới {age} tuổi, chưa đủ 15 tuổi 1 ngày."), refused=True, age=age_on(born, today)
            )
        elif (age := age_on(born, today)) > OLDEST:
            self._say(name, gettext_noop("{age} tuổi; xem lại năm sinh."), refused=True, age=age)
        elif comes_of_age_on(born, today) <= today:
            self._say(name, gettext_noop("Đã {age} tuổi, quá tuổi đoàn viên; sẽ nhắc làm lễ trưởng thành."), age=age)
        return born

    def _sex(self) -> str:
        if self._cell("born_male") is not None or self._cell("born_female") is not None:
            return "female" if self._cell("born_female") is not None else "male"
        marks = [name for name in ("is_male", "is_female") if name in self.context.places]
        if marks and "sex" not in self.context.places:
            ticked = [name for name in marks if is_marked(self._cell(name))]
            if len(ticked) > 1:
                self._say("is_female", gettext_noop("Đánh dấu cả Nam lẫn Nữ."), refused=True)
            if ticked or marks == ["is_female"]:
                return "female" if "is_female" in ticked else "male"
            self._say(marks[0], gettext_noop("Chưa đánh dấu Nam hay Nữ."))
            return ""
        sex = self._taken("sex", read.read_sex)
        if "sex" in self.context.places and self._cell("sex") is None:
            self._say("sex", gettext_noop("Thiếu giới tính."))
        return sex

    def _branch(self) -> Branch | None:
        branches = self.context.branches
        text = self._text("branch", 200)
        if not text:
            if branches.only is not None:
                return branches.only
            if self._cell("branch") is None:
                self._say(
                    "branch" if "branch" in self.context.places else "",
                    gettext_noop("Thiếu tên chi đoàn."),
                    refused=True,
                )
            return None
        found = branches.meant(text, normalise(shown(self._cell("above"))))
        if len(found) == 1:
            return found[0]
        message = (
            gettext_noop("Có {count} chi đoàn tên “{text}”; ghi thêm cột Đoàn cấp trên, hoặc ghi mã chi đoàn.")
            if found
            else gettext_noop("Không có chi đoàn “{text}” trong đơn vị này.")
        )
        self._say("branch", message, refused=True, text=quoted(text), count=len(found))
        return None

    def _membership(self, facts: Facts, born: date | None, branch: Branch | None) -> None:
        joined, since = self._day("joined"), self._day("since")
        for name, day in (("joined", joined), ("since", since)):
            if day is None:
                continue
            if day > self.context.today:
                self._say(name, gettext_noop("Ngày {day} chưa tới."), refused=True, day=format_date(day))
            elif born is not None and day < first_admission_day(born, day):
                self._say(name, gettext_noop("Ngày này trước khi đủ 15 tuổi 1 ngày; xem lại ngày."), refused=True)
        if joined is not None and since is not None and since < joined:
            self._say("since", gettext_noop("Về chi đoàn trước ngày vào Đoàn; xem lại."), refused=True)
        if joined is not None:
            facts["joined"] = joined.isoformat()
        day = since or joined or self.context.default_since
        if branch is not None and day < branch.founded:
            if since is not None:
                message = gettext_noop("Chi đoàn này thành lập ngày {founded}, sau ngày ghi ở đây.")
                self._say("since", message, refused=True, founded=format_date(branch.founded))
            # Joined the Union elsewhere or before the reform: of this branch since it stands.
            day = branch.founded
        facts["since"] = day.isoformat()

    def _formulas(self) -> None:
        for name, place in self.context.places.items():
            if place in self.row.formulas:
                cell = self._cell(name)
                unread = cell is None or (isinstance(cell, str) and cell.startswith("="))
                message = (
                    gettext_noop("Ô là công thức, không có giá trị; ghi giá trị.")
                    if unread
                    else gettext_noop("Ô là công thức; lấy giá trị đang hiện.")
                )
                self._say(name, message, refused=unread)


if TYPE_CHECKING:
    from collections.abc import Callable

    _CellReader = Callable[[str, Cell], Read]
