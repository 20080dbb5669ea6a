"""What the blocks of GitBook are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ppun_access.document.model import Block, Div, Literal, Pos
from ppun_access.document.walk import nodes
from ppun_access.readers.gitbook.tags import BlockTag
from ppun_access.report import Finding, Report

NBSP = "\N{NO-BREAK SPACE}"
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What the making of blocks needs: where they are, and whom to tell."""

    name: str
    page: str
    report: Report
    include: Callable[[BlockTag], Blocks] = lambda tag: ()
    """Returns the blocks of the file that ``{% include %}`` names."""

    def pos(self, tag: BlockTag) -> Pos:
        """Return where a tag is in its source."""
        return Pos(self.name, tag.line)

    def tell(self, code: str, message: str, tag: BlockTag, passage: str = "") -> None:
        """Note a finding about a tag."""
        passage = passage or tag.get("title") or tag.source
        pos = self.pos(tag)
        self.report.add(Finding(code, message, pos, self.page, passage))

    def tell_faulty(self, tag: BlockTag) -> None:
        """Note that the attributes of a tag are not well written."""
        message = (
            f"Le bloc {{% {tag.name} %}} est mal écrit : il manque un guillemet. "
            f'Écrivez par exemple {{% {tag.name} title="…" %}}, avec des guillemets droits.'
        )
        self.tell("balise-mal-ecrite", message, tag, tag.source)


Maker: TypeAlias = Callable[[BlockTag, Blocks, Making], Blocks]
"""(tag, what it holds, where) → the blocks that it becomes."""


def texts(block: Block) -> Iterator[str]:
    """Yield the texts of a block, titles included."""
    for node in nodes(block):
        match node:
            case Literal(text=text) | Div(title=text):
                yield text
