"""Work that no page waits for: a queue in the database, one process that does what is in it."""
