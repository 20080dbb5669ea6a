"""Tables in Markdown: where one begins, and the cells that its header does not announce.

Python-Markdown cuts the whole of a block into lines before it looks at the first one, and
does so again for what is left after each heading or definition. It loses the cells of a row
that go beyond its header.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

import markdown
from bs4.element import Tag
from markdown.extensions.tables import TableProcessor

from ppun_access.readers.context import Context
from ppun_access.report import Finding

EXTRA: Final = "data-extra-cells"


class _Tables(TableProcessor):
    """Reads tables; marks the first row that has more cells than the header."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is a table."""
        return "|" in block.partition("\n")[0] and super().test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the table of the first of ``blocks`` to ``parent``."""
        super().run(parent, blocks)
        head, *rows = parent[-1].iter("tr")
        longer = [row for row in rows if len(row) > len(head)]
        if longer:
            longer[0].set(EXTRA, "")
            for _ in range(max(map(len, longer)) - len(head)):
                SubElement(head, "th")

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        """Add a row to ``parent``, with the words beyond its header."""
        sides = row.startswith("|") + row.endswith("|") if self.border else 0
        more = row.count("|") + 1 - sides > len(align)
        cells = self._split_row(row) if more else []  # type: ignore[attr-defined]
        while len(cells) > len(align) and not cells[-1].strip():
            cells.pop()
        align = [*align, *[None] * (len(cells) - len(align))]
        super()._build_row(row, parent, align)  # type: ignore[misc]


def register(md: markdown.Markdown) -> None:
    """Read tables so with ``md``."""
    tables = _Tables(md.parser, {"use_align_attribute": False})
    md.parser.blockprocessors.register(tables, "table", 75)


def tell_extra_cells(row: Tag, context: Context) -> None:
    """Note that a row has more cells than its header, if so."""
    if row.has_attr(EXTRA):
        message = (
            "Cette ligne du tableau a plus de cellules que la première : elles sont "
            "gardées, dans des colonnes sans nom. Nommez ces colonnes, ou retirez un "
            "« | » de trop (« \\| » s’il fait partie des mots)."
        )
        code, words = "cellules-en-trop", " ".join(row.get_text(" ").split())
        pos = context.near(row)
        context.report.add(Finding(code, message, pos, context.page, words))
