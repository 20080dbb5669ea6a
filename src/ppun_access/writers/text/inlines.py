"""Render inline nodes (text, links, images, notes) as lines of plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from ppun_access.document.model import (
    Abbr,
    Code,
    Deleted,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import apart, deleted_line, heard_deleted, raised
from ppun_access.report import Report
from ppun_access.writers.addresses import address_of, link_address, refused_link
from ppun_access.writers.characters import clean, description, one_line
from ppun_access.writers.labels import labelled, quoted

_JOINT = "\x1f"
"""Where a space is missing if a word follows; no cleaned text holds it."""


@dataclass(slots=True)
class InlineState:
    """What one text remembers while it is written."""

    report: Report
    page: str
    full: bool = False
    """True to name headings, lists and other structure in words."""
    notes: list[Note] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Addresses met so far, in order, each with the words of its first link."""
    said: set[tuple[str, str]] = field(default_factory=set)
    """Abbreviations explained so far."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Path in the site of the page of each text → its title."""


def lines(inlines: tuple[Inline, ...], t: InlineState) -> list[str]:
    """Return ``inlines`` as lines: one a sentence, and one after each line break."""
    told = apart("".join(_inline_text(inline, t) for inline in inlines))
    told = re.sub(rf"{_JOINT}(?=\w)", " ", told).replace(_JOINT, "")
    spaced = (re.sub(" {2,}", " ", line).strip(" ") for line in told.split("\n"))
    return [line for line in spaced if line]


def _inline_text(inline: Inline, t: InlineState) -> str:
    match inline:
        case Text() | Code():
            return one_line(inline.text)
        case LineBreak():
            return "\n"
        case Sentence():
            return f"\n{_sentence(inline, t)}\n"
        case Emph() | Strong() | Span():
            words = _children(inline, t)
            is_raised = isinstance(inline, Span) and inline.role == "sup"
            return raised(words) if is_raised else words  # « 10⁶ » is not 106
        case Deleted():
            return heard_deleted(_children(inline, t))
        case Abbr():
            return _abbreviation(inline, t)
        case Link():
            return _link(inline, t)
        case Image():
            words = description(inline.children)
            return f" ({labelled('image', words)}){_JOINT}" if words else ""
        case Note():
            t.notes.append(inline)
            return f" (note {len(t.notes)})"
        case _:
            assert_never(inline)


def _children(
    node: Emph | Strong | Deleted | Span | Sentence | Abbr | Link, t: InlineState
) -> str:
    return "".join(_inline_text(child, t) for child in node.children)


def _sentence(sentence: Sentence, t: InlineState) -> str:
    if whole := deleted_line(sentence.children):
        return heard_deleted(_children(Sentence(whole), t), alone=True)
    return _children(sentence, t)


def _abbreviation(abbr: Abbr, t: InlineState) -> str:
    """Return an abbreviation, with its meaning the first time."""
    short = _children(abbr, t)
    meaning = one_line(abbr.title).strip(" ")
    key = (short, meaning)
    if not meaning or meaning == short or key in t.said:
        return short
    t.said.add(key)
    return f"{short} ({meaning})"


def _link(link: Link, t: InlineState) -> str:
    words = _children(link, t)
    address = link_address(link.href)
    if address is None:
        t.report.add(refused_link(link, t.page))
    if not address or address.startswith("#"):
        return words
    shown = address_of(address, clean(link.href).strip(), t.titles)
    if shown == quoted(" ".join(words.split())):
        return words
    t.links.setdefault(shown, " ".join(words.split()))
    number = list(t.links).index(shown) + 1
    return f"{words or shown} (lien {number})" if t.full else words or shown
