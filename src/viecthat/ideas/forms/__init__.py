"""Forms of the bank of ideas and of initiatives: they read what was typed; what may be, the commands say."""
