"""Pages of the portal and its desk."""
