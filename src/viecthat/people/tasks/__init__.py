"""What people have done in the background, split by concept."""

from viecthat.people.tasks.erasure import carry_out
from viecthat.people.tasks.intake import forget_lists, work_on

__all__ = ["carry_out", "forget_lists", "work_on"]
