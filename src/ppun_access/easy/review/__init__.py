"""An easy version that a person wrote: its ties, who read it, who signed it."""
