"""Make the pages around the texts, and what all pages share."""
