"""French as a voice must be given it: numbers, dates, capitals, signs in words."""
