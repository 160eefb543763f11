"""The embedded PostgreSQL: the programs of a wheel, a lifecycle of our own. Importing it starts nothing."""

from viecthat.project.embedded.server import EmbeddedServer, Status

__all__ = ["EmbeddedServer", "Status"]
