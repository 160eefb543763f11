"""Words of people, split by concept."""
