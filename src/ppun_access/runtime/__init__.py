"""How work is done, with no idea of texts: files, cache, processes, progress."""
