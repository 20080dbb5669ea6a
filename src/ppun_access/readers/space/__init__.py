"""A folder of pages: which files are pages, in what order, and what is left out."""
