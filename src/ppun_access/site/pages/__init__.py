"""Make the pages around the texts, and files for phones and search engines."""
