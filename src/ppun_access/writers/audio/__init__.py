"""Write the sound of an edition: encoded files, chapters, WebVTT cues."""
