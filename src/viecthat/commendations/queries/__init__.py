"""Every read of emulation and commendation."""
