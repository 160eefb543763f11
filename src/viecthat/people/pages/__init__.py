"""Pages of people, split by concept."""
