"""Forms of congresses."""
