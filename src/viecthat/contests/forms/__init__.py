"""Forms of contests: they read what was typed; what may be, the commands say."""
