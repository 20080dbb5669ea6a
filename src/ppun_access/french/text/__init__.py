"""French text: sentences, words, syllables and typography."""
