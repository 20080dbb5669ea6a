"""Shorter sentences: each rule cuts one construction."""
