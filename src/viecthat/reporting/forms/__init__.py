"""Forms of reporting, split by concept."""
