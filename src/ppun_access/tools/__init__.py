"""Run external programs: one module each, and one way to run them."""
