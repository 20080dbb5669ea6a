"""Analyse French text: sentences, words, syllables, numbers, dates, typography."""
