"""Every read of campaigns."""
