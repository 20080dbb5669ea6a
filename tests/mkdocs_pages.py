"""Write a document as a page of MkDocs, with the extensions that such sites enable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ppun_access.document.model import Block, Callout, Div, Document, List
from ppun_access.readers import MkDocs, ReaderOptions
from ppun_access.readers.mkdocs.extensions import OPTIONS, enabled
from ppun_access.writers.markdown.write import write_markdown

USUAL = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic",
    "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.smartsymbols",
    "pymdownx.snippets", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
    "pymdownx.tilde",
)  # fmt: skip
"""Those that the documentation of the theme Material recommends."""
_KINDS = {"info": "note", "success": "tip", "warning": "warning", "danger": "danger"}


def site(*names: str, **options: object) -> MkDocs:
    """Return a site that enables some extensions."""
    return MkDocs(Path(), enabled({name: {} for name in names}), **options)  # type: ignore[arg-type]


def every_site() -> MkDocs:
    """Return a site that enables every extension there is."""
    return site(*OPTIONS, "pymdownx.snippets")


OPTIONS_OF_READERS = {"mkdocs": ReaderOptions(mkdocs=site(*USUAL))}


_MARKS = re.compile(r"[\[`*_~^=]")


def as_mkdocs(document: Document) -> str:
    """Return a document as a page of MkDocs."""
    title = write_markdown(replace(document, blocks=()))
    return f"{title}\n{_blocks(document.blocks)}\n"


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    match block:
        case Callout():
            return f"!!! {_KINDS[block.kind]}\n{_set_back(block.blocks)}"
        case Div(role="tab"):
            return f'=== "{_title(block)}"\n{_set_back(block.blocks)}'
        case Div(role="section"):
            return f'??? note "{_title(block)}"\n{_set_back(block.blocks)}'
        case Div():
            return _blocks(block.blocks)
        case List() if not block.lang and not any(i.lang for i in block.items):
            marks = "1. " if block.ordered else "-  "
            items = (_item(_set_back(i.blocks).strip()) for i in block.items)
            return "\n\n".join(f"{marks} {item}" for item in items)
        case _:
            alone = write_markdown(Document("a", "fr", "", (block,)))
            text = alone.partition("\n\n")[2].strip("\n")
            return "\n".join(map(_without_marks, text.split("\n")))


def _without_marks(line: str) -> str:
    """Return a line of HTML whose text has no mark: set back, it is read as Markdown.

    With every extension, pymdown-extensions 12.3 fails on some marks and loses letters. A
    bracket would begin a link, whose address is no text.
    """
    if not line.startswith("<"):
        return line
    return re.sub(r"(?<=>)[^<]+", lambda text: _MARKS.sub(_reference, text[0]), line)


def _reference(mark: re.Match[str]) -> str:
    return f"&#{ord(mark[0])};"


def _item(written: str) -> str:
    """Return an item that begins with words: after a block alone, MkDocs reads code."""
    return f".\n\n    {written}" if written[:3] in {"", "!!!", "???", "==="} else written


def _title(block: Div) -> str:
    return " ".join(block.title.replace('"', "”").split())


def _set_back(blocks: Iterable[Block]) -> str:
    lines = _blocks(blocks).split("\n")
    return "\n".join(f"    {line}" if line.strip() else "" for line in lines)
