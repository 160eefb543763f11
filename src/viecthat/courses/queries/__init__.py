"""Reads of courses and clubs, split by concept."""
