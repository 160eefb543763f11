"""Forms of emulation and commendation: they read what was typed; what may be, the commands say."""
