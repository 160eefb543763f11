"""Việc Thật: a ledger of real work, and the reviews that write themselves from it."""
