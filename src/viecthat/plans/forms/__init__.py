"""Forms of plans, split by concept."""
