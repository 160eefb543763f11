"""Printed certificates of a course. They are in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from viecthat.courses.queries.certificate import certificate_number
from viecthat.courses.rules import course_kinds
from viecthat.documents.certificates import CertificatePage, certificates_pdf
from viecthat.kernel.dates import format_date, format_long_date
from viecthat.people.rules.card import printed_token
from viecthat.units.queries import ancestors_of, units_by_id

if TYPE_CHECKING:
    from viecthat.courses.models import Certificate, Course


def certificate_pages(course: Course, certificates: Sequence[Certificate], *, address: Callable[[str], str]) -> bytes:
    """A page for each; `address` makes the whole address a token is verified at."""
    unit = units_by_id({course.unit_id}, course.end)[course.unit_id]
    above = ancestors_of(course.unit_id, course.end)
    kind = course_kinds()[course.kind]
    first, last = format_date(course.start), format_date(course.end)
    span = f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"
    pages = []
    for one in certificates:
        person = one.enrolment.person
        born = person.birth_date if person is not None else one.enrolment.birth_date
        lines = [f"Sinh ngày {format_date(born)}"] if born else []
        lines += [f"đã hoàn thành lớp “{course.title}” ({kind.vietnamese})", span]
        pages.append(
            CertificatePage(
                issuer=(above[-1].name.upper() if above else "ĐOÀN TNCS HỒ CHÍ MINH", unit.name.upper()),
                title="GIẤY CHỨNG NHẬN",
                name=person.full_name if person is not None else one.enrolment.name,
                lines=tuple(lines),
                place_and_day=format_long_date(one.issued_on)[:1].upper() + format_long_date(one.issued_on)[1:],
                signer="THỦ TRƯỞNG ĐƠN VỊ",
                number=f"Số: {certificate_number(one, unit.code)}",
                code=address(printed_token(one.serial, one.key)),
                notice="Minh hoạ, không có giá trị" if person is not None and person.example else "",
            )
        )
    return certificates_pdf(pages, title=f"Giấy chứng nhận: {course.title}")
