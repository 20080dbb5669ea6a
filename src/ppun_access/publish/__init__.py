"""The published folder: replaced as a whole, never left half written."""
