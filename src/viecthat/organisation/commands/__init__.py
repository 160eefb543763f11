"""Every write of the organisation, split by concept."""
