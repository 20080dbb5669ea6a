"""Provide infrastructure that knows nothing of texts: files, cache, processes."""
