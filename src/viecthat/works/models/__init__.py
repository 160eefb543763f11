"""Tables of works, split by concept."""
