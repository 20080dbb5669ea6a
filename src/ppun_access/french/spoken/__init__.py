"""Spoken French: numbers, dates, capitals and symbols as words for a voice."""
