"""A document as plain text for screen readers."""
