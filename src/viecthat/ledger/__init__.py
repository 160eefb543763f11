"""The ledger of work: what was done, by which unit, on what day, how well proved. Append-only."""
