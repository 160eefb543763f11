"""Pages of the organisation, split by concept."""
