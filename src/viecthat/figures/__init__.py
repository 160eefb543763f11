"""Any figure of the ledger, asked for by anybody, opened down to its lines, set against its target."""
