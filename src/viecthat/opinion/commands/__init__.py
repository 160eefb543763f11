"""Writes of consultations and surveys."""
