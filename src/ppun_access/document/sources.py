"""Where a document comes from: ``meta.source`` is its page, then « # » and its tab."""

from __future__ import annotations


def split_source(source: str) -> tuple[str, str]:
    """Return the page and the tab that a document comes from.

    The name of a page has a dot after its last « # », that of a tab has none.

    >>> split_source("guides/a.md#edito"), split_source("n#1.md"), split_source("a.md")
    (('guides/a.md', 'edito'), ('n#1.md', ''), ('a.md', ''))
    """
    page, _, tab = source.rpartition("#")
    return (page, tab) if page and "." not in tab else (source, "")


def page_of_source(source: str) -> str:
    """Return the page that a document comes from: its path in the source folder."""
    return split_source(source)[0]
