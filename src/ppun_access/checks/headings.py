"""Check headings: report skipped levels, empty headings and lines in bold used as such.

Screen reader users navigate by headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ppun_access.checks.model import CheckOptions
from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Heading,
    List,
    Para,
    Sentence,
    Strong,
    Table,
)
from ppun_access.document.walk import children, nodes, plain_text, sentences
from ppun_access.french import words
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.report import Finding

LONGEST_TITLE = 12
"""Words; a longer line in bold is a sentence that matters, no heading."""
_STOP = re.compile(r"[.!…:;,]\s*$")


def skipped_levels(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the headings that stand more than one level below the one before them.

    A page may begin with any level: what is published has those that it should have.
    """
    headings = [n for n in nodes(document) if isinstance(n, Heading)]
    last = next((one.level for one in headings if not _is_passage(one)), 1)
    for heading in headings:
        text = plain_text(heading).strip()
        skips = heading.level > last + 1 and text
        if skips and _is_passage(heading):
            message = (
                f"Ce passage est écrit comme un titre, de niveau {heading.level}, mais ce "
                "sont des phrases : un lecteur d’écran l’annonce comme le nom d’une "
                f"partie. Retirez « {'#' * heading.level} », et mettez-le en gras s’il le "
                "faut."
            )
            yield Finding("titre-saute", message, heading.pos, document.title, text)
            continue
        if skips:
            message = (
                f"Ce titre est de niveau {heading.level}, après un titre de niveau {last}"
                f" : un niveau manque, et on croit avoir sauté une partie. La page publiée "
                "rattrape l’écart. "
                f"Dans le texte, écrivez « {'#' * (last + 1)} » (niveau {last + 1})."
            )
            yield Finding("titre-saute", message, heading.pos, document.title, text)
        last = heading.level


def _is_passage(heading: Heading) -> bool:
    """Return whether a title is sentences, in the size of a title."""
    several = len(tuple(sentences(heading))) > 1
    return several and len(words(plain_text(heading))) > LONGEST_TITLE


def empty_headings(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the headings that no longer hold a word."""
    for heading in (n for n in nodes(document) if isinstance(n, Heading)):
        if not plain_text(heading).strip():
            message = "Ce titre n’a pas de mots. Écrivez-les, ou retirez le titre."
            yield Finding("titre-vide", message, heading.pos, document.title, "")


def bold_headings(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the lines in bold that look like headings and are none."""
    for first, after in _neighbours(document.blocks):
        text = plain_text(first).strip()
        if (
            isinstance(first, Para)
            and _is_bold(first)
            and isinstance(after, Para | List | Table)
            and not _is_bold(after)
            and 0 < len(words(text)) <= LONGEST_TITLE
            and not _STOP.search(text)
            and not is_given_name(text.split()[0])
        ):
            message = (
                "Cette ligne en gras ressemble à un titre, mais n’en est pas un : un "
                "lecteur d’écran ne la trouve pas. Faites-en un titre (##)."
            )
            yield Finding("titre-en-gras", message, first.pos, document.title, text)


def _neighbours(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    """Yield the blocks that follow each other, in the text and in its parts."""
    yield from pairwise(blocks)
    for block in blocks:
        if isinstance(block, Div) and block.role in ("", "section", "tabs", "tab"):
            yield from _neighbours(block.blocks)


def _is_bold(block: Block) -> bool:
    """Return whether all that a paragraph holds is in bold."""
    if not isinstance(block, Para):
        return False
    parts = [c for s in block.children for c in _parts(s)]
    shown = [part for part in parts if plain_text(part).strip()]
    return bool(shown) and all(isinstance(part, Strong) for part in shown)


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, Sentence):
        yield from children(node)
    else:
        yield node
