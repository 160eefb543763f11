"""Registers, books and balances as sheets."""
