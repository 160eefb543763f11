"""Tables of activity at the place of residence, split by concept."""

from viecthat.residence.models.following import Following
from viecthat.residence.models.record import Commendation, LogEntry, Remark, ResidentRequest
from viecthat.residence.models.registration import Registration

__all__ = ["Commendation", "Following", "LogEntry", "Registration", "Remark", "ResidentRequest"]
