"""The ledger's figures ready to be read: sorted once, added up once, on disk and shared by every process."""
