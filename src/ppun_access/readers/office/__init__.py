"""Read office documents, by way of pandoc."""
