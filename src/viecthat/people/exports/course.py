"""Courses for cadres as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.people.choices.course import CourseSubject

if TYPE_CHECKING:
    from viecthat.people.queries.course import OpenCourse, TrainedCadre


def course_sheets(courses: Sequence[OpenCourse], title: str) -> tuple[Sheet, ...]:
    """A sheet of the courses, a sheet of everybody who attended."""
    held = Sheet(
        gettext("Lớp"),
        (
            SheetColumn(gettext("Mã lớp"), "whole", 9),
            SheetColumn(gettext("Tên lớp"), "text", 44),
            SheetColumn(gettext("Nội dung"), "text", 30),
            SheetColumn(gettext("Đơn vị ghi"), "text", 34),
            SheetColumn(gettext("Đơn vị tổ chức"), "text", 34),
            SheetColumn(gettext("Địa điểm"), "text", 30),
            SheetColumn(gettext("Từ ngày"), "day", 12),
            SheetColumn(gettext("Đến ngày"), "day", 12),
            SheetColumn(gettext("Số giờ"), "whole", 9),
            SheetColumn(gettext("Số buổi"), "whole", 9),
            SheetColumn(gettext("Số người dự"), "whole", 11),
            SheetColumn(gettext("Tính là đã học"), "whole", 11),
            SheetColumn(gettext("Số quyết định"), "text", 20),
        ),
        [
            (
                one.course.pk,
                one.course.title,
                str(CourseSubject(one.course.subject).label),
                one.unit.name,
                one.course.organiser,
                one.course.place,
                one.course.start,
                one.course.end,
                one.course.hours,
                len(one.sessions),
                len(one.attendees),
                one.counted,
                one.course.decision,
            )
            for one in courses
        ],
        title,
        freeze=2,
        landscape=True,
    )
    attended = Sheet(
        gettext("Người dự"),
        (
            SheetColumn(gettext("Mã lớp"), "whole", 9),
            SheetColumn(gettext("Tên lớp"), "text", 44),
            SheetColumn(gettext("Họ và tên"), "text", 26),
            SheetColumn(gettext("Đơn vị"), "text", 34),
            SheetColumn(gettext("Số buổi vắng"), "whole", 10),
            SheetColumn(gettext("Số chứng chỉ"), "text", 24),
        ),
        [
            (one.course.pk, one.course.title, a.person.full_name, a.unit.name, a.missed, a.row.certificate)
            for one in courses
            for a in one.attendees
        ],
        title,
        freeze=3,
        landscape=True,
    )
    return held, attended


def training_sheets(rows: Sequence[TrainedCadre], title: str) -> tuple[Sheet, ...]:
    """Everybody in post, with the first course of the year or none."""
    english = get_language() == "en"
    columns = (
        SheetColumn(gettext("Họ và tên"), "text", 26),
        SheetColumn(gettext("Chức vụ"), "text", 34),
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Lớp trong năm"), "text", 44),
        SheetColumn(gettext("Ngày học cuối"), "day", 12),
    )
    cells = [
        (
            row.person.full_name,
            "; ".join(one.name(english=english) for one in row.posts),
            row.unit.name,
            row.course.title if row.course else gettext("chưa học"),
            row.course.end if row.course else None,
        )
        for row in rows
    ]
    return (Sheet(gettext("Đã học, chưa học"), columns, cells, title, freeze=1, landscape=True),)
