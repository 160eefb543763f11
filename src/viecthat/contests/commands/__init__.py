"""Every write of contests."""
