"""Render the text of a DAISY book: title, announcements, then the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppun_access.document.credit import credit
from ppun_access.document.model import Div, Document, Narration
from ppun_access.document.walk import nodes
from ppun_access.writers.audio.vtt import TITLE_ID
from ppun_access.writers.characters import one_line
from ppun_access.writers.daisy.blocks import UNTITLED, piece, render_blocks
from ppun_access.writers.daisy.model import Entry, Writing
from ppun_access.writers.html.rendering import characters, element
from ppun_access.writers.outline import outlined


@dataclass(frozen=True, slots=True)
class _Asides:
    """Ids of what is said and stands nowhere in the text, by where it is said."""

    before: tuple[str, ...] = ()
    """Before the title."""
    below: tuple[str, ...] = ()
    """Between the title and the text."""
    after: tuple[str, ...] = ()


def book_title(document: Document) -> str:
    """Return the title of a document on one line, never empty."""
    return one_line(document.title).strip(" ") or UNTITLED


def render_book(document: Document, narration: Narration | None, w: Writing) -> str:
    """Return the body of the text, whose marks and parts go to ``w``."""
    said = _asides(narration)
    words = narration.asides if narration else {}
    parts = (
        *(element("p", characters(words[id_]), ' class="annonce"') for id_ in said.before),
        _title(document, said.before, w),
        *(_aside(id_, words[id_], w) for id_ in said.below),
        *_credits(document, narration, said, w),
        render_blocks(outlined(document.blocks), w),
        *(_aside(id_, words[id_], w) for id_ in said.after),
    )
    return "\n".join(part for part in parts if part)


def _title(document: Document, before: tuple[str, ...], w: Writing) -> str:
    """Return the title; what is said before it is heard from there."""
    title = book_title(document)
    mark = w.mark((*before, TITLE_ID), Entry(1, title), title)
    link = f'<a href="{mark.href}">{characters(title)}</a>'
    return f"<h1{mark.attributes('title')}>{link}</h1>"


def _aside(id_: str, words: str, w: Writing) -> str:
    mark = w.mark((id_,), words=words)
    link = f'<a href="{mark.href}">{characters(words)}</a>'
    return f"<p{mark.attributes('annonce')}>{link}</p>"


def _credits(
    document: Document, narration: Narration | None, said: _Asides, w: Writing
) -> Iterator[str]:
    """Yield who signs, unless the text says it, and who reads, unless the voice does."""
    signed = any(isinstance(n, Div) and n.role == "signature" for n in nodes(document))
    author = ", ".join(
        line
        for text in (document.meta.author, document.meta.role)
        if (line := one_line(text).strip(" "))
    )
    if author and not signed:
        yield piece("p", author, w, ' class="auteur"')
    if narration and not said.below:
        reader = credit(narration.voice, narration.recorded)
        yield element("p", characters(f"{reader}."), ' class="annonce"')


def _asides(narration: Narration | None) -> _Asides:
    """Return what is said around the text, in the order of the sound."""
    if narration is None:
        return _Asides()
    ids = [clip.node_id for clip in narration.clips]
    title = ids.index(TITLE_ID) if TITLE_ID in ids else 0
    body = [
        at for at, id_ in enumerate(ids) if id_ != TITLE_ID and id_ not in narration.asides
    ]
    first = body[0] if body else len(ids)
    extra = [(at, id_) for at, id_ in enumerate(ids) if id_ in narration.asides]
    return _Asides(
        _between(extra, 0, title),
        _between(extra, title, first),
        _between(extra, max(title, first), len(ids)),
    )


def _between(extra: Iterable[tuple[int, str]], begin: int, end: int) -> tuple[str, ...]:
    return tuple(id_ for at, id_ in extra if begin <= at < end)
