"""Define what checks are given, and find the passages that an author can rewrite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ppun_access.document.model import (
    NOT_AUTHORS,
    CodeBlock,
    Div,
    Document,
    Meta,
    Node,
    Para,
    Quote,
    Sentence,
)
from ppun_access.document.walk import children, masked_text
from ppun_access.french.spoken.words import without_invisible
from ppun_access.report import Finding
from ppun_access.settings.lexique_toml import Lexicon

LONGEST_SENTENCE = 40
"""Words; beyond, a reader loses the beginning before the end."""
LONGEST_PARAGRAPH = 150
"""Words; beyond, a paragraph fills the screen of a telephone."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What checks need to know of the project; lengths are in words."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    longest_sentence: int = LONGEST_SENTENCE
    images: Mapping[str, str] = field(default_factory=dict)
    """Address of a picture in the source → its path in the site, where checks find it."""
    easy: bool = False
    """Judge a text as an easy one, whatever it is."""
    spoken: bool = True
    """A voice reads the text: what it may misread is told."""


Check: TypeAlias = Callable[[Document, CheckOptions], Iterator[Finding]]
"""A document that the transforms prepared → what its author could write better."""


def is_easy_text(document: Document, options: CheckOptions) -> bool:
    """Return whether a text must be easy to read: it is told what others are not."""
    return options.easy or document.meta.status != Meta().status


# The author's own words


def author_nodes(tree: object) -> Iterator[Node]:
    """Yield the nodes with the author's own words, in reading order."""
    for node in children(tree):
        match node:
            case Quote() | CodeBlock():
                continue
            case Div() if node.role in NOT_AUTHORS:
                continue
            case Node():
                yield node
        yield from author_nodes(node)


def author_sentences(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of the author, in reading order."""
    return (node for node in author_nodes(document) if isinstance(node, Sentence))


def author_paragraphs(document: Document) -> Iterator[Para]:
    """Yield the paragraphs of the author, in reading order."""
    return (node for node in author_nodes(document) if isinstance(node, Para))


_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def is_quoted(text: str, at: int) -> bool:
    """Return whether what stands at ``at`` is between quotation marks.

    It is somebody else's, or the author speaks of the words: « né·e » in a guide.
    """
    return any(one.start() < at < one.end() for one in _QUOTED.finditer(text))


def prose(node: Node, *, abbreviated: bool = False) -> str:
    """Return the ``masked_text`` of a sentence, without invisible characters."""
    return without_invisible(masked_text(node, abbreviated))
