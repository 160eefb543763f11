"""Every read of reporting, split by concept."""
