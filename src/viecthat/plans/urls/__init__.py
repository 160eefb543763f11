"""Addresses of documents and of targets."""
