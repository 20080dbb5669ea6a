"""The sheet that a reading group fills in, to print or to type in."""
