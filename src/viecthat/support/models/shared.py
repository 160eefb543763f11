"""What every table of somebody helped holds: as little of them as will do; and who looked."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.support.choices import Beneficiary, LookedAt


class Somebody(models.Model):
    """A person who is helped: a member by their file, else a name and a phone number. Hidden on lists."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    group = models.CharField(_("đối tượng"), max_length=12, choices=Beneficiary.choices)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """The name, where it is known: advice may be given to somebody who tells none."""
        return self.person.full_name if self.person is not None else self.name


class Look(models.Model):
    """Somebody opened a record that names a person. Never changed."""

    what = models.CharField(max_length=12, choices=LookedAt.choices)
    record = models.PositiveBigIntegerField()
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "record"], name="support_look_by_record")]
        triggers = [pgtrigger.Protect(name="support_look_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
