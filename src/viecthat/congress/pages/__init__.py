"""Pages of congresses and of great days."""
