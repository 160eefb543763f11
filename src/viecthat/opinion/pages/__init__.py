"""Pages of consultations and surveys."""
