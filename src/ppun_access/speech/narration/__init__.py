"""Read a document aloud with a synthetic voice."""
