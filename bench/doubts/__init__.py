"""How well doubts are found: honest figures made up with their seasons and habits, faults planted in them."""
