"""Make the pages around the texts (home, help…), the podcast, the files for phones."""
