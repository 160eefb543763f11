"""The organisation tree as it was on any day: dated versions of units, what became of them, emulation blocs."""
