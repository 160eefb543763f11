"""What reporting has done in the background, split by concept."""

from viecthat.reporting.tasks.table import work_on

__all__ = ["work_on"]
