"""Write a document as plain text for screen readers."""
