"""French text cut in sentences, words and syllables, and its typography."""
