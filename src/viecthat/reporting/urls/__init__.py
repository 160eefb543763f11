"""Addresses of reporting, a file for each thing."""
