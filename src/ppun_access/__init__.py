"""Publish public texts in every form that people need in order to read them."""

__version__ = "0.1.0"
