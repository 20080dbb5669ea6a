"""Sound files, chapters and cues."""
