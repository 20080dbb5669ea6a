"""Say where a line of a page stands, as people count: « 3e paragraphe ».

GitBook shows no line numbers, and whoever writes there counts paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ppun_access.document.model import (
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    List,
    Para,
    Pos,
    Quote,
    Table,
)
from ppun_access.document.walk import nodes

_NAMES: Mapping[type[Block], tuple[str, str]] = {
    Heading: ("titre", "1er"),
    Para: ("paragraphe", "1er"),
    List: ("liste", "1re"),
    DefinitionList: ("liste", "1re"),
    Table: ("tableau", "1er"),
    Figure: ("image", "1re"),
    CodeBlock: ("bloc de code", "1er"),
}
"""What people call a block, and the first one."""


@dataclass(frozen=True, slots=True)
class PlacesInPage:
    """The blocks of a page: the first and the last line of each, and its place in words."""

    lines: tuple[tuple[int, int], ...]
    names: tuple[str, ...]

    def at(self, line: int | None) -> str:
        """Return the place of a line, nothing for one that stands in no block."""
        line = line or 0
        found = bisect_right(self.lines, line, key=lambda lines: lines[0]) - 1
        return self.names[found] if found >= 0 and line <= self.lines[found][1] else ""


def places_in_page(document: Document, file: str = "") -> PlacesInPage:
    """Return the places of what stands in ``file``, the page's own where none is named."""
    held = [(type(block), _places(block)) for block in _counted(document.blocks)]
    own = [(kind, places) for kind, places in held if places]
    file = file or next((places[0].file for _, places in own), "")
    found, counts = dict[tuple[int, int], str](), Counter[str]()
    for kind, places in own:
        name, first = _NAMES[kind]
        counts[name] += 1
        rank = first if counts[name] == 1 else f"{counts[name]}e"
        lines = [pos.line for pos in places if pos.file == file]
        if lines:
            found.setdefault((min(lines), max(lines)), f"{rank} {name}")
    return PlacesInPage(tuple(sorted(found)), tuple(found[line] for line in sorted(found)))


def _places(block: Block) -> list[Pos]:
    return [node.pos for node in nodes(block) if node.pos]


def _counted(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that people count, those inside a box for themselves."""
    for block in blocks:
        match block:
            case Div() | Quote() | Callout():
                yield from _counted(block.blocks)
            case _ if type(block) in _NAMES:
                yield block
