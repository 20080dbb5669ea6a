"""French words: their forms, their category, names of persons."""
