"""HTTP of works."""
