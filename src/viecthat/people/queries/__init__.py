"""Every read of people, split by concept."""

from viecthat.people.queries.person import people_by_id, people_found

__all__ = ["people_by_id", "people_found"]
