"""Roles a person may hold at a unit, and what each role may do there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A post of authority; it reaches the unit and everything below it."""

    BRANCH_SECRETARY = "branch_secretary", _("Bí thư chi đoàn")
    BASE_OFFICER = "base_officer", _("Cán bộ Đoàn cơ sở")
    DEPARTMENT_OFFICER = "department_officer", _("Cán bộ ban chuyên môn")
    SECRETARY = "secretary", _("Bí thư")
    STANDING_COMMITTEE = "standing_committee", _("Ủy viên Ban Thường vụ")
    INSPECTOR = "inspector", _("Cán bộ kiểm tra")
    KEEPER = "keeper", _("Người quản trị")


class Capability(TextChoices):
    """What a role lets its holder do."""

    SEE = "see", _("xem")
    RECORD = "record", _("ghi việc")
    DECLARE = "declare", _("kê khai số liệu")
    CORRECT = "correct", _("đính chính")
    ACCEPT = "accept", _("nhận báo cáo")
    VERIFY = "verify", _("xác minh")
    PLAN = "plan", _("giao chỉ tiêu")
    ORGANISE = "organise", _("sắp xếp tổ chức")
    APPOINT = "appoint", _("giao quyền")
    FILES = "files", _("xem hồ sơ đoàn viên")
    SENSITIVE = "sensitive", _("xem phần hạn chế của hồ sơ")
    CADRES = "cadres", _("quản lý cán bộ")


_RECORDER = {Capability.SEE, Capability.FILES, Capability.RECORD, Capability.DECLARE, Capability.CORRECT}
CAPABILITIES: dict[str, frozenset[Capability]] = {
    # Those who keep the member books need their restricted part; a department needs figures and names.
    Role.BRANCH_SECRETARY: frozenset(_RECORDER | {Capability.SENSITIVE}),
    Role.BASE_OFFICER: frozenset(_RECORDER | {Capability.SENSITIVE, Capability.ACCEPT, Capability.CADRES}),
    Role.DEPARTMENT_OFFICER: frozenset(
        _RECORDER | {Capability.ACCEPT, Capability.VERIFY, Capability.PLAN, Capability.CADRES}
    ),
    Role.SECRETARY: frozenset(Capability),
    Role.STANDING_COMMITTEE: frozenset({Capability.SEE, Capability.FILES, Capability.ACCEPT, Capability.PLAN}),
    Role.INSPECTOR: frozenset({Capability.SEE, Capability.FILES, Capability.VERIFY}),
    # Keeping the system is no reason to read files.
    Role.KEEPER: frozenset({Capability.SEE, Capability.ORGANISE, Capability.APPOINT}),
}
