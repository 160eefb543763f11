"""Pages of channels and series."""
