"""Tables of people, split by concept."""

from viecthat.people.models.person import Person, Sex

__all__ = ["Person", "Sex"]
