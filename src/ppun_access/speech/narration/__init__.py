"""A document read aloud by a synthetic voice."""
