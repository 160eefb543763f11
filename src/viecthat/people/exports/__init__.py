"""Documents and spreadsheets of people, split by concept."""
