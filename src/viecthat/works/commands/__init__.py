"""Every write of works."""
