"""Kept files: what was shown as proof, stored once by content, served from a path where nothing can run."""
