"""A made-up course for cadres, a review of cadres asked for, and an emulation bloc, so that these pages show something.

The course puts its commune's share of cadres trained into the ledger, under the dataset that says it is made up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI, unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.organisation.commands.bloc import set_criteria, set_key_tasks, sign_contract
from viecthat.people.commands.course import add_attendees, register_course
from viecthat.people.commands.personnel import call_for_review
from viecthat.people.queries.course import courses_found, units_during
from viecthat.people.queries.personnel import calls_of
from viecthat.people.queries.post import posts_on
from viecthat.units.commands import form_bloc
from viecthat.units.queries import blocs_in, unit_with_code

BLOC = "Cụm thi đua số 1 (minh hoạ)"
_COMMUNES = tuple(unit_code(code) for code in ("09694", "09619"))
_MOST_ATTENDED = 6
# The five key tasks of the bloc of workers and officials for 2021 (TTTĐ 19/01/2021).
_TASKS = (
    "Tổ chức học tập, quán triệt Nghị quyết Đại hội Đảng các cấp",
    "Triển khai quy tắc ứng xử nơi công cộng và nơi công sở",
    "Phối hợp thành lập chi đoàn tại các toà nhà chung cư",
    "Chăm lo, đồng hành với thanh niên công nhân",
    "Tuyên truyền qua mạng xã hội “Mỗi ngày 1 tin tốt, mỗi tuần 1 câu chuyện đẹp”",
)


@transaction.atomic
def settle_undertakings(at: datetime) -> int:
    """The course, the review and the bloc of this year unless they are there; returns how many came new."""
    today = localdate(at)
    city = account_named("thanh-doan")
    units = [unit for unit in (unit_with_code(code, today) for code in (*_COMMUNES, HANOI)) if unit is not None]
    if city is None or len(units) != len(_COMMUNES) + 1:
        return 0
    commune, neighbour, top = units
    new = 0
    if not blocs_in(today.year).filter(name=BLOC).exists():
        bloc = form_bloc(
            name=BLOC, year=today.year, head=commune.id, deputy=neighbour.id, members=[], actor=None, at=at
        )
        signed = max(date(today.year, 1, 1), today - timedelta(days=30))
        sign_contract(bloc=bloc.pk, signed_on=signed, terms="Nội dung minh hoạ", actor=city, at=at)
        points = [("Công tác giáo dục", Decimal(40)), ("Phong trào", Decimal(40)), ("Xây dựng Đoàn", Decimal(20))]
        set_criteria(bloc=bloc.pk, criteria=points, actor=city, at=at)
        set_key_tasks(bloc=bloc.pk, tasks=_TASKS, actor=city, at=at)
        new += 1
    if not calls_of([top.id], today):
        call_for_review(
            unit=top.id, title="Rà soát nhân sự Đoàn cấp xã (minh hoạ)", decision="99-CV/TĐTN-TCKT", day=today,
            due=today + timedelta(days=30), units=[commune.id, neighbour.id], actor=city, at=at,
        )  # fmt: skip
        new += 1
    start, end = today - timedelta(days=12), today - timedelta(days=10)
    people = list(dict.fromkeys(posts_on([commune.id], end).values_list("person", flat=True)))
    held = units_during(people, start, end)
    attended = [person for person in people if person in held][:_MOST_ATTENDED]
    if attended and not courses_found([commune.id], end.year).exists():
        dataset, _new = open_dataset(
            code="minh-hoa-dao-tao", title="Đào tạo cán bộ minh hoạ", source="Lớp và người dự minh hoạ",
            source_date=None, synthetic=True, totals_published=False, note="Do máy tạo để trình bày.", at=at,
        )  # fmt: skip
        with recorded_under(dataset):
            course = register_course(
                unit=commune.id, title="Tập huấn nghiệp vụ công tác Đoàn (minh hoạ)", subject="union_work",
                organiser=commune.name, place="Nhà văn hoá xã", start=start, end=end, hours=16, decision="",
                actor=city, at=at,
            )  # fmt: skip
            add_attendees(course=course, people=attended, actor=city, at=at)
        new += 1
    return new
