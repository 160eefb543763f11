"""Documents and spreadsheets of activity at the place of residence."""
