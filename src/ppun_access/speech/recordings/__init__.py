"""A document read aloud by a person: find each sentence in the recording."""
