"""Documents and spreadsheets of activities."""
