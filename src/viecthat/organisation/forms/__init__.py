"""Forms of the organisation: they read what was typed; what may be, the commands say. Split by concept."""
