"""A document as Markdown that reads back the same."""
