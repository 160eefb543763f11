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


class GroupedBy(TextChoices):
    """By what people are told apart in figures. The values stand in addresses."""

    NOTHING = "", _("không tách")
    SEX = "gioi", _("giới tính")
    AGE = "tuoi", _("độ tuổi")
    SEX_AND_AGE = "gioi-tuoi", _("giới tính và độ tuổi")

    @property
    def of_sex(self) -> bool:
        """Whether women and men are told apart."""
        return self in {GroupedBy.SEX, GroupedBy.SEX_AND_AGE}

    @property
    def of_age(self) -> bool:
        """Whether age groups are."""
        return self in {GroupedBy.AGE, GroupedBy.SEX_AND_AGE}
