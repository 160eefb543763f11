"""Words of a person's file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessKind(TextChoices):
    """What was done with somebody's file."""

    OPENED = "opened", _("mở hồ sơ")
    SENSITIVE = "sensitive", _("mở phần hạn chế")
    CHANGED = "changed", _("sửa hồ sơ")
    EXPORTED = "exported", _("tải danh sách có tên")
    PRINTED = "printed", _("in giấy tờ")


class Schooling(TextChoices):
    """The highest general or professional education, as the member book asks it."""

    PRIMARY = "primary", _("tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("trung học phổ thông")
    VOCATIONAL = "vocational", _("sơ cấp, trung cấp")
    COLLEGE = "college", _("cao đẳng")
    UNIVERSITY = "university", _("đại học")
    POSTGRADUATE = "postgraduate", _("sau đại học")


class MemberGroup(TextChoices):
    """Where a young person lives and works, as the priority groups name it; the first that fits."""

    INDUSTRIAL = "industrial", _("thanh niên khu công nghiệp, khu chế xuất")
    STUDENTS = "students", _("học sinh, sinh viên")
    FORCES = "forces", _("thanh niên lực lượng vũ trang")
    OFFICIALS = "officials", _("cán bộ, công chức, viên chức trẻ")
    RURAL = "rural", _("thanh niên nông thôn")
    RESIDENTIAL = "residential", _("thanh niên địa bàn dân cư")
    FREELANCE = "freelance", _("lao động tự do")


class GroupedBy(TextChoices):
    """By what people are told apart in figures. The values stand in addresses."""

    NOTHING = "", _("không tách")
    SEX = "gioi", _("giới tính")
    AGE = "tuoi", _("độ tuổi")
    SEX_AND_AGE = "gioi-tuoi", _("giới tính và độ tuổi")
    GROUP = "doi-tuong", _("nhóm đối tượng")

    @property
    def of_sex(self) -> bool:
        """Whether women and men are told apart."""
        return self in {GroupedBy.SEX, GroupedBy.SEX_AND_AGE}

    @property
    def of_age(self) -> bool:
        """Whether age groups are."""
        return self in {GroupedBy.AGE, GroupedBy.SEX_AND_AGE}
