"""Find each sentence of a document in a recording by a person."""
