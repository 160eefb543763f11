"""Writes of channels and series."""
