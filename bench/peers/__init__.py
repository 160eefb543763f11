"""Everybody else who can answer the questions, each the way its friends would set it up."""
