"""Reads of figures, split by what they return."""
