"""Write French as it is spoken: numbers, dates, capitals and symbols in words."""
