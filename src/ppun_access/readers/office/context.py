"""Hold the state of the conversion of a pandoc tree: position, depth, annotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ppun_access.document.model import Block, Pos
from ppun_access.readers.office.language_marks import unmarked
from ppun_access.report import Finding, Report

Json: TypeAlias = Mapping[str, Any]
Attr: TypeAlias = Sequence[Any]
"""An id, the classes, the other attributes."""
DEEPEST = 24
"""Blocks, or inlines, in one another; what is deeper keeps its words alone."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Reading:
    """The state of the conversion of one document."""

    name: str
    page: str
    lang: str
    report: Report
    blocks: Callable[[Iterable[Json], Reading], tuple[Block, ...]]
    """What reads the blocks of a footnote."""
    paragraphs: int = 0
    depth: int = 0
    quotations: int = 0
    """How many quotations are around what is being read."""
    changes: bool = False
    deleted: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    descriptions: dict[str, list[str]] = field(default_factory=dict)
    """Address of a picture → what it shows, each time that it is there."""

    def hear(self, beside: Json) -> None:
        """Remember the annotations of the document."""
        self.changes = beside["changes"]
        self.deleted += beside["deleted"]
        self.comments += beside["comments"]
        for src, words_ in beside["descriptions"]:
            self.descriptions.setdefault(src, []).append(words_)

    def pos(self) -> Pos:
        """Count one more paragraph; return where it is: its number."""
        self.paragraphs += 1
        return Pos(self.name, self.paragraphs)

    def here(self) -> Pos:
        """Return the position of the paragraph being read."""
        return Pos(self.name, max(self.paragraphs, 1))

    def tell(self, code: str, message: str, passage: str) -> None:
        """Note a finding about ``passage``."""
        pos = self.here()
        self.report.add(Finding(code, message, pos, self.page, passage))

    def tell_page(self, code: str, message: str, passage: str) -> None:
        """Note a finding about the whole document."""
        pos = Pos(self.name, 1)
        self.report.add(Finding(code, message, pos, self.page, passage))


def language(attr: Attr) -> str:
    """Return the language that a node says, empty without one."""
    tag = next((str(v) for k, v in attr[2] if k in ("lang", "xml:lang")), "")
    return tag.replace("_", "-") if _TAG.fullmatch(tag) else ""


def texts(tree: object) -> Iterator[str]:
    """Yield the words of each paragraph of a piece of pandoc's tree, however deep it is."""
    line: list[str] = []
    stack: list[object] = [tree]
    while stack:
        match stack.pop():
            case _End():
                yield from _line(line)
                line = []
            case {"t": "Str" | "MetaString", "c": str(text)}:
                line.append(text)
            case {"t": "Space" | "SoftBreak" | "LineBreak"}:
                line.append(" ")
            case {"t": "Code" | "Math" | "CodeBlock", "c": [_, str(text)]}:
                line.append(text)
            case {"t": "Link" | "Image" | "Span" | "Quoted" | "Cite", "c": [_, inside, *_]}:
                stack.append(inside)
            case {"t": str(kind), "c": inside}:
                ends = [_End()] if kind in _PARAGRAPHS else []
                stack += [*ends, inside, *ends]
            case list() as several:
                stack.extend(reversed(several))
            case _:
                continue
    yield from _line(line)


def _line(parts: list[str]) -> Iterator[str]:
    if text := unmarked(" ".join("".join(parts).split())):
        yield text


def words(tree: object) -> str:
    """Return the words of a piece of pandoc's tree on one line."""
    return " ".join(texts(tree))


class _End:
    """Where a paragraph ends or begins."""


_PARAGRAPHS = {"Para", "Plain", "Header", "CodeBlock", "Note", "Table", "LineBlock"}
