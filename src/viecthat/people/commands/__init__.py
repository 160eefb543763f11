"""Every write of people, split by concept."""

from viecthat.people.commands.person import PersonDraft, register_people

__all__ = ["PersonDraft", "register_people"]
