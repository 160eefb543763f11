"""Accounts, roles and authority: who may act where, on what date."""
