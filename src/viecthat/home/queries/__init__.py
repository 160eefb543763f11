"""What the workbench and the search put together from every floor below."""

from viecthat.home.queries.search import Found, found_everywhere
from viecthat.home.queries.workbench import DueTarget, MyUnit, Workbench, workbench_of

__all__ = ["DueTarget", "Found", "MyUnit", "Workbench", "found_everywhere", "workbench_of"]
