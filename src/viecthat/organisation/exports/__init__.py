"""Sheets of the organisation, split by concept."""
