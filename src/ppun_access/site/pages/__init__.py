"""The pages around the texts, and what phones and engines of search read."""
