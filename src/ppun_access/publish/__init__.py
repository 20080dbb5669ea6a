"""Replace the published folder as a whole, and copy it to remote storage."""
