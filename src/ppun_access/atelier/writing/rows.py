"""What the writing page shows: the passages, the paragraphs of the source, what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ppun_access.atelier.writing.desk import Opened
from ppun_access.atelier.writing.passages import Passage, digest
from ppun_access.build.history import moment_in_words
from ppun_access.document.model import Heading
from ppun_access.easy.review.ties import changes, ties, unlinked_paragraphs
from ppun_access.writers.units import count

SHOWN = 30
"""Versions that the page offers to go back to."""
_NOTES = (
    ("à écrire : image", "Le texte complet a une image ici :", "C’est vu"),
    ("à écrire", "À écrire", "C’est écrit"),
    ("répond peut-être à", "Répond peut-être à", "C’est vu"),
    ("à garder ?", "Peut-on s’en passer ?", "Je garde ce passage"),
    ("L’essentiel (", "L’essentiel (", "Mettre cela dans le texte"),
    ("faits omis", "Laissé de côté exprès", "Le dire quand même"),
)
"""How comments begin, how people read them, what their button says."""
_LINE = re.compile(r" \(ligne \d+\)")
"""A place in a file that nobody sees here."""
_UNSEEN = "Les faits de la page"
"""A comment that passages tell each for itself."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment beside a passage, as people read it; ``key`` names it in a form."""

    words: str
    key: str
    button: str
    action: str
    is_picture: bool = False
    """Whether it asks for a picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """One passage of the page; ``number`` is -1 for one that is not written yet."""

    number: int
    passage: Passage
    tied: tuple[str, ...] = ()
    """The paragraphs of the source that it says."""
    source: int = -1
    """The place of the first of them, -1 without any."""
    moved: str | None = None
    """What its paragraph of the source says now, when that has changed."""

    @property
    def name(self) -> str:
        """What its field is called."""
        if self.number < 0:
            return "Nouveau passage"
        kind = " : titre" if self.passage.lead.endswith("# ") else ""
        kind = " : les mots difficiles" if self.passage.is_glossary else kind
        return f"Passage {self.number + 1}{kind}"

    @property
    def lines(self) -> int:
        """The lines of its field, about."""
        words = self.passage.words
        return max(1, sum(1 + len(line) // 60 for line in words.split("\n")))

    @property
    def notes(self) -> Iterator[Note]:
        """The comments beside it."""
        for one in self.passage.notes:
            if not one.startswith(_UNSEEN):
                starts = (row for row in _NOTES if one.lower().startswith(row[0].lower()))
                start, said, button = next(starts, ("", "Note : ", "Retirer cette note"))
                action = "essentiel" if start.startswith("L’") else "noter"
                words = _LINE.sub("", f"{said}{one[len(start) :]}")
                is_picture = start.endswith("image")
                yield Note(words, digest(one)[:12], button, action, is_picture)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One paragraph of the source, and the passages that are tied to it."""

    digest: str
    lines: tuple[str, ...]
    is_title: bool
    passages: tuple[int, ...]
    after: int
    """The passage after which one of its own would stand."""


def rows(opened: Opened) -> list[Row]:
    """Return the passages of a text, in order."""
    places = {digest: n for n, digest in enumerate(opened.around.units)}
    fresh, every = _moved(opened), zip(opened.text.passages, opened.tied, strict=True)
    return [
        Row(
            n, one, tied, min((places[d] for d in tied if d in places), default=-1),
            fresh.get(n),
        )
        for n, (one, tied) in enumerate(every)
    ]  # fmt: skip


def source_rows(opened: Opened, found: list[Row]) -> Iterator[SourceRow]:
    """Yield the paragraphs of the source, in order, with the passages that say them."""
    after, owners = 0, dict[str, list[int]]()
    for row in found:
        for tied in row.tied:
            owners.setdefault(tied, []).append(row.number)
    for unit in opened.around.units.values():
        tied_here = tuple(owners.get(unit.digest, ()))
        after = max((after, *tied_here))
        title = isinstance(unit.block, Heading)
        yield SourceRow(unit.digest, unit.lines, title, tied_here, after)


def _moved(opened: Opened) -> dict[int, str]:
    """Return the passages whose paragraphs have changed, with what these say now."""
    found = ties(opened.text.written)
    tied = (n for n, one in enumerate(opened.text.passages) if one.digests is not None)
    by_line = {tie.line: n for tie, n in zip(found, tied, strict=False)}
    told = changes(found, opened.review.units)
    return {by_line[tie.line]: fresh for tie, fresh in told if tie.line in by_line}


def versions(opened: Opened) -> Iterator[tuple[int, str]]:
    """Yield the versions to go back to, the newest first: number, moment in words."""
    for one in islice(reversed(opened.file.versions()[:-1]), SHOWN):
        yield one.number, moment_in_words(one.when.astimezone())


def todo(opened: Opened, shown: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield what is left to do in the whole text, in French, and where that begins."""
    found, paragraphs = ties(opened.text.written), list(opened.around.units)
    notes = ((row, note.lower()) for row in shown for note in row.passage.notes)
    written = [row.number for row, note in notes if note.startswith("à écrire")]
    units = unlinked_paragraphs(found, opened.review.units) if found else ()
    own = [paragraphs.index(one.digest) for one in units if one.digest in paragraphs]
    if written:
        yield f"{count(len(written), 'passage')} à écrire", f"p{written[0]}"
    if units:
        words = f"{count(len(units), 'paragraphe')} du texte complet sans passage"
        yield words, f"s{own[0]}" if own else "source"
    if fresh := [row.number for row in shown if row.moved is not None]:
        yield f"{count(len(fresh), 'passage')} à revoir", f"p{fresh[0]}"
