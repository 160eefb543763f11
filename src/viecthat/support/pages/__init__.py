"""Pages of support for youth."""
