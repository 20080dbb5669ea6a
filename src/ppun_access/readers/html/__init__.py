"""Read web pages, and the HTML tree that Markdown becomes."""
