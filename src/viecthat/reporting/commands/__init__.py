"""Every write of reporting, split by concept."""
