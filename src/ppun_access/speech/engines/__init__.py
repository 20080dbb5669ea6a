"""Speak with a speech engine: one module each; ``speech.voices`` lists them."""
