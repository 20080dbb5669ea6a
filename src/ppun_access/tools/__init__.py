"""Programs of other people: one module each, and one way to run them."""
