"""Web pages in, documents out; also the tree of HTML that Markdown becomes."""
