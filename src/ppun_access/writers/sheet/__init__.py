"""Write the review sheet of a reading group, to print or to fill in."""
