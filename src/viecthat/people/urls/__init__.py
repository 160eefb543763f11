"""Addresses of people, split by concept."""
