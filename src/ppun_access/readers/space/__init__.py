"""Read a folder of pages: which files are pages, their order, what is left out."""
