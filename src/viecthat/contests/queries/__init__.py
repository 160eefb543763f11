"""Every read of contests."""
