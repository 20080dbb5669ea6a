"""The parse of a sentence, and what rules ask of it."""
