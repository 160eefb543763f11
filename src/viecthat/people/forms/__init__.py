"""Forms of people, split by concept: they read what was typed; what may be, the commands say."""
