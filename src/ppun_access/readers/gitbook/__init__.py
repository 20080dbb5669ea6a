"""Pages of a GitBook space in, documents out."""
