"""Every read of works."""
