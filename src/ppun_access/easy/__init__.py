"""Easy-to-read French: versions written by people, and what is known of their review."""
