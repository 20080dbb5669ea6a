"""How far the reading aloud of all the texts is: one phase, counted in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from ppun_access.document.model import Document, Version
from ppun_access.document.walk import sentences
from ppun_access.runtime.progress import Progress

PHASE = "Voix"
AROUND = 3
"""Sentences that are said around those of a text: its title, who reads, how it ends."""
Key: TypeAlias = tuple[Version, str]


class VoiceProgress:
    """Tells how many sentences are said, of those of all the texts together.

    A text is first taken to have the sentences that are written in it and ``AROUND`` more;
    how many are really said is known when it is met.
    """

    def __init__(self, texts: Iterable[tuple[Version, Document]], tell: Progress) -> None:
        self._tell = tell
        self._totals: dict[Key, int] = {
            (version, document.id): AROUND + sum(1 for _ in sentences(document))
            for version, document in texts
        }
        self._done = dict.fromkeys(self._totals, 0)
        if self._totals:
            self._told("")

    def of(self, version: Version, document: Document) -> Callable[[int, int], None]:
        """Return what is told of the sentences of one text: those done, and all."""
        key, easy = (version, document.id), version == "facile"
        title = f"{document.title}{' (version simplifiée)' if easy else ''}"

        def tell(done: int, total: int) -> None:
            self._totals[key] = total
            self._done[key] = max(self._done.get(key, 0), done)
            self._told(title)

        return tell

    def ends(self, version: Version, document: Document) -> None:
        """Count a text as done, whatever became of it."""
        key = version, document.id
        if self._done.get(key, 0) < self._totals.get(key, 0):
            self._done[key] = self._totals[key]
            self._told("")

    def _told(self, what: str) -> None:
        self._tell(PHASE, sum(self._done.values()), sum(self._totals.values()), what)
