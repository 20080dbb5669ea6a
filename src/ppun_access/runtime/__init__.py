"""Infrastructure without any knowledge of texts: files, cache, processes, progress."""
