"""Make the off-line kit: what a town hall prints, posts up and plays."""
