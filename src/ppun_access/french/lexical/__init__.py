"""What French words are: their forms, their kind, the names of persons."""
