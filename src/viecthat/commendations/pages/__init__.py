"""HTTP of emulation and commendation."""
