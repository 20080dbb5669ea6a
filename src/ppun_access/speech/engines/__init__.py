"""Speech engines: one module each; ``speech.voices`` has their list."""
