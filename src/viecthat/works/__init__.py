"""Youth works from plan to later state, charity houses, disaster relief."""
