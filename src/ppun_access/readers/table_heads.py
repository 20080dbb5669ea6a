"""Where a table begins in Markdown: at a line that has a « | ».

Python-Markdown cuts the whole of a block into lines before it looks at the first one, and
does so again for what is left after each heading or definition.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.tables import TableProcessor


class _Tables(TableProcessor):
    """Reads tables."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is a table."""
        return "|" in block.partition("\n")[0] and super().test(parent, block)


def register(md: markdown.Markdown) -> None:
    """Read tables so with ``md``."""
    tables = _Tables(md.parser, {"use_align_attribute": False})
    md.parser.blockprocessors.register(tables, "table", 75)
