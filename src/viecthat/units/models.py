"""Units, their dated versions, successions and blocs."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked


class UnitKind(models.Model):
    """A kind of unit, from the catalogue: branch, commune union, district union … Levels are dated data."""

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(help_text="1 centre, 2 province, 3 district, 4 base, 5 branch")
    start = models.DateField(null=True, help_text="first day the charter knows this kind; empty: always")
    end = models.DateField(null=True, help_text="first day it no longer does; empty: still")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def lower_name(self) -> str:
        """The kind within a sentence: "huyện đoàn và tương đương"; "Đoàn" keeps its capital."""
        if get_language() == "en":
            return self.name_en.lower()
        return self.name if self.name.startswith("Đoàn") else self.name[:1].lower() + self.name[1:]

    @property
    def plural_en(self) -> str:
        """Several of the kind in English: "base branches", "unions attached to the centre"."""
        noun, attached, where = self.name_en.lower().partition(" attached ")
        return f"{noun}{'es' if noun.endswith('ch') else 's'}{attached}{where}"

    def counted(self, count: int) -> str:
        """The kind after a number: English has a plural."""
        return self.plural_en if get_language() == "en" and count != 1 else self.lower_name


@tracked()
class Unit(models.Model):
    """An organisation's identity through all its names and parents. Owned by `commands.found_unit`."""

    code = models.CharField(_("mã đơn vị"), max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"),
                name="unit_code_plain",
                violation_error_message=_("Mã đơn vị chỉ gồm chữ thường không dấu, số và gạch nối."),
            )
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class UnitVersion(models.Model):
    """What a unit was called, what kind it was and under whom it stood, from a day to a day (half-open).

    Owned by `commands.found_unit`, `rename_unit`, `move_unit`, `merge_units`, `rearrange_units`.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    name = models.CharField(_("tên"), max_length=200)
    folded_name = models.CharField(max_length=200, help_text="kernel.names.fold(name): search without marks")
    sort_key = models.CharField(max_length=800, help_text="kernel.names.sort_key(name)")
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    decision = models.CharField(_("quyết định"), max_length=200, blank=True)

    class Meta:
        indexes = [GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="unit_name_trigram")]
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="version_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="version_not_own_parent",
                violation_error_message=_("Một đơn vị không thể trực thuộc chính nó."),
            ),
            ExclusionConstraint(
                name="version_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Trong cùng một ngày, một đơn vị chỉ có một tên, một loại và một cấp trên."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Succession(models.Model):
    """On `day` the unit `old` became (part of) `new`.

    Owned by `commands.merge_units`, `split_unit`, `rearrange_units`.
    """

    old = models.ForeignKey(Unit, models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="came_from")
    day = models.DateField(_("ngày kế thừa"))
    heir = models.BooleanField(
        _("kế thừa số liệu"), default=False, help_text="of several successors, the one that keeps the history"
    )
    decision = models.CharField(_("quyết định"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "day"], name="succession_once"),
            models.UniqueConstraint(
                fields=["old", "day"],
                condition=Q(heir=True),
                name="succession_one_heir",
                violation_error_message=_("Chỉ một đơn vị kế thừa số liệu của đơn vị cũ."),
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="succession_between_two",
                violation_error_message=_("Một đơn vị không kế thừa chính nó."),
            ),
        ]


class TreeRevision(models.Model):
    """Changes whenever the tree does, so that every process knows when its copy is old. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="tree_revision_one_row")]


@tracked()
class Bloc(models.Model):
    """A yearly emulation group of units; it has no authority. Owned by `commands.form_bloc`."""

    name = models.CharField(_("tên khối, cụm"), max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="bloc_once_a_year")]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


class BlocRole(models.TextChoices):
    HEAD = "head", _("Khối trưởng")
    DEPUTY = "deputy", _("Khối phó")
    MEMBER = "member", _("Thành viên")


@tracked()
class BlocMember(models.Model):
    """A unit in a bloc for its year."""

    bloc = models.ForeignKey(Bloc, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(_("vai trò"), max_length=8, choices=BlocRole.choices, default=BlocRole.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bloc", "unit"], name="bloc_member_once"),
            models.UniqueConstraint(
                fields=["bloc"],
                condition=Q(role="head"),
                name="bloc_one_head",
                violation_error_message=_("Mỗi khối, cụm có một khối trưởng."),
            ),
        ]
