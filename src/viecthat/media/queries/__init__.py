"""Reads of channels and series."""
