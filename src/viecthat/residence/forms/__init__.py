"""Forms of activity at the place of residence: they read what was typed; what may be, the commands say."""
