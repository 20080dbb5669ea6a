"""Skip the block of links to our own site that a team pasted into a page.

``site/pages/downloads.py`` writes it. GitBook keeps no comment and may lay it out
anew, so it is known by what it holds: links with our words to the files of one text,
and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ppun_access.document.model import Block, Callout, Div, Image, Link, Note, Quote
from ppun_access.document.walk import nodes, plain_text, walk

_LEAD = "cetexteexisteaussisousdautresformes"
_ALL, _EASY, _SOUND = "touslesformats", "versionsimplifiée", "écouter"
_ANCHOR = "#telecharger"
"""Where the link to all the formats leads, in the page of a text."""


def without_own_block(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return ``blocks`` without our links, nor the line and the hint that held them alone.

    What an author has added beside them stays.
    """
    kept: list[Block] = []
    for block in blocks:
        if _is_ours(block):
            if kept and _letters(plain_text(kept[-1])) == _LEAD:
                kept.pop()
            continue
        match block:
            case Callout(blocks=held) | Quote(blocks=held):
                left = without_own_block(held)
                if left or not held:
                    kept.append(replace(block, blocks=left))
            case Div(blocks=held):
                kept.append(replace(block, blocks=without_own_block(held)))
            case _:
                kept.append(block)
    return tuple(kept)


def _is_ours(block: Block) -> bool:
    """Return whether a paragraph or a list holds our links, and nothing but them."""
    if isinstance(block, Callout | Div | Quote):
        return False
    links = {_letters(plain_text(n)): n.href for n in nodes(block) if isinstance(n, Link)}
    page, anchor, more = links.get(_ALL, "").partition(_ANCHOR)
    if not page or not anchor or more:
        return False
    folder = page.removesuffix("index.html").rstrip("/")
    ours = all(
        (words in (_ALL, _EASY) or words.startswith(_SOUND)) and href.startswith(folder)
        for words, href in links.items()
    )
    others = walk(block, lambda node: () if isinstance(node, Link) else node)
    held = any(isinstance(node, Image | Note) for node in nodes(others))
    return ours and not held and _letters(plain_text(others)) in ("", _LEAD)


def _letters(text: str) -> str:
    """Return the letters and digits of ``text``, small: GitBook moves the rest."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()
