"""Tables of campaigns, split by concept."""
