"""Who changes units, proposes and rates, split by concept; what the charter asks of a new unit."""
