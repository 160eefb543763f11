"""What reporting has done in the background, split by concept."""

from viecthat.reporting.tasks.call import keep_calls
from viecthat.reporting.tasks.table import work_on

__all__ = ["keep_calls", "work_on"]
