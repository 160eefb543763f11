"""Forms of channels and series."""
