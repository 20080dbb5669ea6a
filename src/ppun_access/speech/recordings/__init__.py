"""A document read aloud by a person: where each sentence is in the recording."""
