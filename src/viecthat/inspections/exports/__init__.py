"""Inspections as documents and sheets."""
