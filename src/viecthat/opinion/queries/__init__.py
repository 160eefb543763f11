"""Reads of consultations and surveys."""
