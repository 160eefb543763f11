"""Papers of courses."""
