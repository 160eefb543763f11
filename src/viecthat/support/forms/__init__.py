"""Forms of support for youth, split by concept."""
