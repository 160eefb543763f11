"""Tables of people, split by concept."""

from viecthat.people.models.membership import Admission, MemberEvent, Membership, Transfer
from viecthat.people.models.person import FileAccess, Person, SensitiveFacts, Sex

__all__ = [
    "Admission",
    "FileAccess",
    "MemberEvent",
    "Membership",
    "Person",
    "SensitiveFacts",
    "Sex",
    "Transfer",
]
