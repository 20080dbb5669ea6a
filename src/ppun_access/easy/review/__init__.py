"""Easy versions written by people: links to the source, reviews, signatures."""
