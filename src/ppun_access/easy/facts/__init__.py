"""Find the facts of a text that readers act on, and those that another text lost."""
