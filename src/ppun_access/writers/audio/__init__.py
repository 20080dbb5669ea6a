"""The files of sound, their chapters and their cues."""
