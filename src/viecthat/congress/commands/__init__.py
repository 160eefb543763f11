"""Every write of congresses."""
