"""Publish French public texts as accessible pages, audio, books, PDF and braille."""

__version__ = "0.1.0"
