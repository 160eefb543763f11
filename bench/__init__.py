"""The bench of the roll-up: made-up facts of a nation, ten questions, and everybody who can answer them."""
