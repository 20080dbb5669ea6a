"""Write a document as Markdown that reads back the same."""
