"""What of congresses is taken along."""
