"""Units as people see them: founding, splitting, merging, closing with what that does to people; their rating."""
