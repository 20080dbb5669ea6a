"""Read the pages of a MkDocs site, written for Python-Markdown and its extensions."""
