"""What was undertaken: directives, terms and targets. Allocation and tasks join this floor later."""
