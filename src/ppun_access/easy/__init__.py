"""Easy-to-read French."""
