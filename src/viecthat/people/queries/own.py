"""A member's own side: whose account it is, and everything the registers hold about them, section by section."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from viecthat.people.models import (
    Admission,
    CadreRating,
    Consent,
    CorrectionRequest,
    FeeMonth,
    FileAccess,
    Invitation,
    MemberAccount,
    MemberEvent,
    MemberYear,
    Person,
    Post,
    Secondment,
    SensitiveFacts,
    Transfer,
)
from viecthat.people.queries.cadre import learned_by
from viecthat.people.queries.course import courses_of_person
from viecthat.people.queries.membership import open_members
from viecthat.people.queries.post import held
from viecthat.people.rules.charter import is_child
from viecthat.people.rules.consent import consent_kinds
from viecthat.people.rules.training import member_classes, training_contents
from viecthat.plans.queries.notice import calendar_keys_of, setting_of
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

OwnCell = str | int | date | None


@dataclass(frozen=True)
class OwnSection:
    """One register's rows about a person, as the page shows them and the files hold them."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[OwnCell, ...], ...]

    @property
    def shown(self) -> OwnSection:
        """The same without columns in which nothing stands, for the screen; files hold them all."""
        kept = [place for place in range(len(self.heads)) if any(row[place] not in {None, ""} for row in self.rows)]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return OwnSection(self.code, self.title, tuple(self.heads[place] for place in kept), rows)


@dataclass(frozen=True)
class OwnDue:
    """Something that waits for a member themselves: what, where it is done, until when (None: no last day)."""

    icon: str
    title: str
    words: str
    url: str
    verb: str
    last_day: date | None


@runtime_checkable
class AsksMembers(Protocol):
    """A floor above that waits for members themselves: its app tells for what."""

    def own_due(self, person: Person, at: datetime) -> list[OwnDue]:
        """What this member has still to do."""
        ...


@dataclass(frozen=True)
class Invitee:
    """A member of a branch and how far their own sign-in has come."""

    person: Person
    child: bool
    account: MemberAccount | None
    invited: Invitation | None
    guardian: str


def person_of(account: Account) -> Person | None:
    """Whose own account this is; None for an account tied to nobody's file."""
    link = MemberAccount.objects.filter(account=account, ended_at__isnull=True).select_related("person__photo").first()
    return link.person if link is not None else None


def account_of(person: int) -> MemberAccount | None:
    """The person's own sign-in."""
    return MemberAccount.objects.filter(person=person, ended_at__isnull=True).select_related("account").first()


def invitees_of(unit: int, at: datetime) -> list[Invitee]:
    """The members of a branch by name, with their sign-ins and open invitations. Four queries."""
    people = [row.person for row in open_members([unit])]
    ids = [person.pk for person in people]
    links = MemberAccount.objects.filter(person__in=ids, ended_at__isnull=True).select_related("account")
    accounts = {link.person_id: link for link in links}
    waiting = Invitation.objects.filter(
        person__in=ids, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    invited = {row.person_id: row for row in waiting}
    known = Admission.objects.filter(person__in=ids).exclude(guardian="").values_list("person", "guardian")
    guardians = dict(known.order_by("pk"))
    today = localdate(at)
    return [
        Invitee(
            person,
            is_child(person.birth_date, today),
            accounts.get(person.pk),
            invited.get(person.pk),
            guardians.get(person.pk, ""),
        )
        for person in people
    ]


def own_facts(person: Person) -> OwnSection:
    """What the file says of the person."""
    fields = ("full_name", "birth_date", "sex", "card_number", "phone", "hometown", "residence", "occupation")
    rows = [(name, _shown(person, name)) for name in fields]
    rows.append(("paid", gettext("có") if person.paid else gettext("không")))
    rows += [(name, _shown(person, name)) for name in ("schooling", "youth_group")]
    named = tuple((field_label(Person, name), value) for name, value in rows)
    return OwnSection("file", gettext("Hồ sơ"), (gettext("Mục"), gettext("Ghi là")), named)


def own_sensitive(person: Person) -> OwnSection:
    """The restricted part: one's own is open to oneself."""
    facts = SensitiveFacts.objects.filter(person=person).first() or SensitiveFacts(person=person)
    fields = ("ethnicity", "religion", "id_number", "family_contact", "family_phone")
    named = tuple((field_label(SensitiveFacts, n), getattr(facts, n)) for n in fields)
    return OwnSection("restricted", gettext("Phần hạn chế"), (gettext("Mục"), gettext("Ghi là")), named)


def own_registers(person: Person, at: datetime) -> list[OwnSection]:
    """What the registers hold beside the file, those of the floors above included (`VIECTHAT_OWN_DATA`)."""
    today = localdate(at)
    made = [
        _life(person, today),
        _admissions(person, today),
        _transfers(person, today),
        _posts(person, today),
        _learned(person),
        _cadre_years(person, today),
        _courses(person),
        _years(person, today),
        _fees(person, today),
        _reminders(person),
    ]
    above = [cast(Callable[[int, datetime], OwnSection], import_string(path)) for path in settings.VIECTHAT_OWN_DATA]
    return made + [told(person.pk, at) for told in above]


def own_due(person: Person, at: datetime) -> list[OwnDue]:
    """What waits for the member themselves on all floors above, what ends first at the top."""
    asking = (config for config in apps.get_app_configs() if isinstance(config, AsksMembers))
    found = [due for floor in asking for due in floor.own_due(person, at)]
    return sorted(found, key=lambda due: (due.last_day is None, due.last_day or date.max, due.title))


def _reminders(person: Person) -> OwnSection:
    """How the person's own account is told of what is due: the address its mail goes to, its calendars in force."""
    link = account_of(person.pk)
    rows: list[tuple[OwnCell, ...]] = []
    if link is not None:
        wish = setting_of(link.account)
        by_mail = gettext("có") if wish.address and wish.by_mail else gettext("không")
        rows = [
            (gettext("Địa chỉ thư"), wish.address),
            (gettext("Gửi thư tổng hợp mỗi ngày"), by_mail),
            (gettext("Nhắc trước số ngày"), wish.days_before),
        ]
        rows += [(gettext("Địa chỉ lịch"), f"… {key.hint}") for key in calendar_keys_of(link.account)]
    return OwnSection("reminders", gettext("Nhắc việc"), (gettext("Mục"), gettext("Ghi là")), tuple(rows))


def field_label(model: type[Model], name: str) -> str:
    """What a field is called."""
    return str(cast("Field[object, object]", model._meta.get_field(name)).verbose_name)


def _shown(row: Person, name: str) -> OwnCell:
    display = getattr(row, f"get_{name}_display", None)
    value = getattr(row, name)
    return str(display()) if display is not None and value else value


def _names(units: Collection[int | None], day: date) -> dict[int | None, str]:
    return {row.id: row.name for row in units_by_id({unit for unit in units if unit is not None}, day).values()}


def _life(person: Person, today: date) -> OwnSection:
    events = list(MemberEvent.objects.filter(person=person).order_by("-day", "-pk"))
    names = _names([e.unit_id for e in events] + [e.other_unit_id for e in events], today)
    heads = (
        gettext("Ngày"), gettext("Việc"), gettext("Chi đoàn"), gettext("Nơi khác"), gettext("Đến trước"),
        gettext("Quyết định"), gettext("Ghi chú"), gettext("Đã lấy lại vì"),
    )  # fmt: skip
    rows = tuple(
        (
            e.day,
            str(e.get_kind_display()),
            names[e.unit_id],
            names.get(e.other_unit_id, "") if e.other_unit_id else e.party_cell,
            e.until,
            e.decision,
            e.note,
            e.undone_reason,
        )
        for e in events
    )
    return OwnSection("membership", gettext("Quá trình sinh hoạt"), heads, rows)


def _admissions(person: Person, today: date) -> OwnSection:
    found = list(Admission.objects.filter(person=person).order_by("-applied_on", "-pk"))
    names = _names([one.unit_id for one in found], today)
    heads = (
        gettext("Ngày nộp đơn"), gettext("Chi đoàn"), gettext("Đến bước"), gettext("Người giám hộ"),
        gettext("Ngày họp"), gettext("Đồng ý"), gettext("Có mặt"), gettext("Quyết định"),
    )  # fmt: skip
    rows = tuple(
        (
            one.applied_on,
            names[one.unit_id],
            str(one.get_step_display()),
            one.guardian,
            one.voted_on,
            one.votes_for,
            one.present,
            one.decision,
        )
        for one in found
    )
    return OwnSection("admissions", gettext("Xin vào Đoàn"), heads, rows)


def _transfers(person: Person, today: date) -> OwnSection:
    found = list(Transfer.objects.filter(person=person).order_by("-sent_on", "-pk"))
    names = _names([one.origin_id for one in found] + [one.destination_id for one in found], today)
    heads = (
        gettext("Ngày"), gettext("Từ"), gettext("Đến"), gettext("Giấy giới thiệu"), gettext("Nhận xét"),
        gettext("Tình trạng"),
    )  # fmt: skip
    rows = tuple(
        (
            one.sent_on,
            names[one.origin_id],
            names[one.destination_id],
            one.letter,
            one.remark,
            str(one.get_state_display()),
        )
        for one in found
    )
    return OwnSection("transfers", gettext("Chuyển sinh hoạt"), heads, rows)


def _posts(person: Person, today: date) -> OwnSection:
    found = held(Post.objects.filter(person=person).select_related("person", "body").order_by("-start", "pk"), today)
    english = get_language() == "en"
    heads = (gettext("Chức vụ"), gettext("Đơn vị"), gettext("Từ ngày"), gettext("Đến hết ngày"), gettext("Quyết định"))
    rows = tuple(
        (one.name(english=english), one.unit.name, one.post.start, one.last_day, one.post.decision) for one in found
    )
    return OwnSection("posts", gettext("Chức vụ"), heads, rows)


def _learned(person: Person) -> OwnSection:
    english = get_language() == "en"
    heads = (gettext("Trình độ"), gettext("Ngành"), gettext("Nơi cấp"), gettext("Ngày cấp"), gettext("Số"))
    rows = tuple(
        (
            one.level.name_en if english else one.level.name,
            one.row.subject,
            one.row.school,
            one.row.day,
            one.row.proof,
        )
        for one in learned_by(person.pk)
    )
    return OwnSection("qualifications", gettext("Văn bằng, chứng chỉ"), heads, rows)


def _cadre_years(person: Person, today: date) -> OwnSection:
    ratings = list(CadreRating.objects.filter(person=person).order_by("-year", "pk"))
    away = list(Secondment.objects.filter(person=person).order_by("-start", "pk"))
    names = _names([one.unit_id for one in ratings] + [one.place_id for one in away], today)
    heads = (gettext("Khi nào"), gettext("Việc"), gettext("Đơn vị"), gettext("Nhận xét"))
    rated: list[tuple[OwnCell, ...]] = [
        (str(one.year), str(one.get_rating_display()), names[one.unit_id], one.remark) for one in ratings
    ]
    sent: list[tuple[OwnCell, ...]] = [
        (one.start, str(one.get_kind_display()), names[one.place_id], one.remark) for one in away
    ]
    return OwnSection("cadre", gettext("Xếp loại cán bộ, cử đi"), heads, (*rated, *sent))


def _courses(person: Person) -> OwnSection:
    heads = (
        gettext("Lớp"), gettext("Đơn vị tổ chức"), gettext("Từ ngày"), gettext("Đến ngày"), gettext("Số giờ"),
        gettext("Số chứng chỉ"),
    )  # fmt: skip
    rows = tuple(
        (
            one.course.title,
            one.course.organiser,
            one.course.start,
            one.course.end,
            one.course.hours,
            one.certificate,
        )
        for one in courses_of_person(person.pk)
    )
    return OwnSection("courses", gettext("Lớp đào tạo, bồi dưỡng"), heads, rows)


def _years(person: Person, today: date) -> OwnSection:
    contents, classes = training_contents(today), member_classes(today)
    heads = (
        gettext("Năm"), gettext("Nội dung đăng ký"), gettext("Tự xếp loại"), gettext("Chi đoàn xếp loại"),
        gettext("Số buổi tham gia"), gettext("Số buổi tổ chức"),
    )  # fmt: skip
    rows = tuple(
        (
            str(one.year),
            ", ".join(str(contents.get(code, code)) for code in one.contents),
            str(classes.get(one.own_class, one.own_class)),
            str(classes.get(one.given_class, one.given_class)),
            one.attended,
            one.held,
        )
        for one in MemberYear.objects.filter(person=person).order_by("-year")
    )
    return OwnSection("training", gettext("Rèn luyện, xếp loại"), heads, rows)


def _fees(person: Person, today: date) -> OwnSection:
    found = list(FeeMonth.objects.filter(person=person).order_by("-month", "-pk"))
    names = _names([one.unit_id for one in found], today)
    heads = (gettext("Tháng"), gettext("Đồng"), gettext("Ngày đóng"), gettext("Chi đoàn"), gettext("Đã lấy lại vì"))
    rows = tuple(
        (
            f"{one.month:%m/%Y}",
            gettext("được miễn") if one.exempt else one.amount,
            one.paid_on,
            names[one.unit_id],
            one.undone_reason,
        )
        for one in found
    )
    return OwnSection("fees", gettext("Đoàn phí"), heads, rows)


def own_asked(person: Person, at: datetime) -> list[OwnSection]:
    """What the person asked for and allowed, and who did what with the file."""
    kinds = consent_kinds(localdate(at))
    consents = tuple(
        (str(kinds.get(row.code, row.code)), localdate(row.given_at), row.guardian, _day(row.withdrawn_at))
        for row in Consent.objects.filter(person=person).order_by("-given_at", "-pk")
    )
    asked = tuple(
        (localdate(row.asked_at), ", ".join(row.facts), row.reason, str(row.get_state_display()), row.answer)
        for row in CorrectionRequest.objects.filter(person=person).order_by("-asked_at", "-pk")
    )
    seen = tuple(
        (localdate(row.at), str(row.account), str(row.get_kind_display()), row.detail)
        for row in FileAccess.objects.filter(person=person).select_related("account").order_by("-at", "-pk")
    )
    day = gettext("Ngày")
    return [
        OwnSection(
            "consents",
            gettext("Điều đã đồng ý"),
            (gettext("Điều đã đồng ý"), gettext("Từ ngày"), gettext("Người giám hộ"), gettext("Rút lại ngày")),
            consents,
        ),
        OwnSection(
            "corrections",
            gettext("Đề nghị sửa"),
            (day, gettext("Mục"), gettext("Lý do"), gettext("Tình trạng"), gettext("Trả lời")),
            asked,
        ),
        OwnSection(
            "accesses", gettext("Ai đã xem hồ sơ của tôi"), (day, gettext("Ai"), gettext("Việc"), gettext("Tệp")), seen
        ),
    ]


def _day(at: datetime | None) -> date | None:
    return localdate(at) if at is not None else None
