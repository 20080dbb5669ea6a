"""The off-line kit: what a town hall prints, hangs and plays."""
