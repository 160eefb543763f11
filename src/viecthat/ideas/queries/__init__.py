"""Reads of the bank of ideas, split by who reads."""
