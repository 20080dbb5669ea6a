"""The footnotes of a page, and how often a mark may call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bs4.element import Tag

MOST_AGAIN = 1_000
"""Times that the notes of a page may be called once more."""
MOST_WORDS_AGAIN = 1_000_000
"""Characters that these calls may add to a page."""
AGAIN = (
    "Cette note s’appelle elle-même, ou est appelée trop de fois : cet appel n’est pas "
    "publié. Retirez-le."
)


@dataclass(slots=True)
class _Left:
    calls: int = MOST_AGAIN
    characters: int = MOST_WORDS_AGAIN


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes by their ids, those that were called, those that hold what is read now.

    A note stands wherever a mark calls it. One that calls itself would have no end, and
    thirty that each call the next one twice would be a billion.
    """

    by_id: Mapping[str, Tag]
    called: set[str] = field(default_factory=set)
    open: frozenset[str] = frozenset()
    _left: _Left = field(default_factory=_Left)

    def within(self, note: str) -> Notes:
        """Return the same for what ``note`` holds."""
        return replace(self, open=self.open | {note})

    def call(self, note: str) -> Tag | None:
        """Return the note that a mark calls; None when it may not be called once more."""
        if note in self.open:
            return None
        if note in self.called:
            self._left.calls -= 1
            self._left.characters -= len(self.by_id[note].get_text())
            if min(self._left.calls, self._left.characters) < 0:
                return None
        self.called.add(note)
        return self.by_id[note]
