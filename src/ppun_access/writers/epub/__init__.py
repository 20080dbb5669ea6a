"""Write an edition, or all of them, as an EPUB 3.3."""
