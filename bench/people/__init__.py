"""The register of people at the size of the nation: made up, loaded, asked through the product's own queries."""
