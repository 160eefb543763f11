"""Reads of conferences, split by what they return."""
