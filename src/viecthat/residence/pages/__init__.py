"""Pages of activity at the place of residence, split by concept."""
