"""Every read of the organisation, split by concept."""
