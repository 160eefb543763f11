"""Pages of the figures explorer."""
