"""Documents and sheets out of reporting, split by concept."""
