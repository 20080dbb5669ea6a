"""Look up French words: their forms, their category, names of persons."""
