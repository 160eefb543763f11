"""Pages of the bank of ideas and of initiatives."""
