"""Forms of consultations and surveys."""
