"""Apply what the family of words proposes, as drafts do with the rest."""

from __future__ import annotations

from collections.abc import Iterable

from ppun_access.easy.draft.model import Rewrite


def reworded(sentence: str, rewrites: Iterable[Rewrite]) -> str:
    """Return ``sentence`` with its rewrites."""
    for one in sorted(rewrites, key=lambda one: -one.start):
        sentence = sentence[: one.start] + one.text + sentence[one.end :]
    return sentence
