"""Documents of offices in, documents out, by way of pandoc."""
