"""Speech engines: one module each; ``speech.voices`` lists them."""
