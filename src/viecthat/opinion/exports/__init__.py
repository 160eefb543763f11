"""Consultations and surveys as documents and sheets."""
