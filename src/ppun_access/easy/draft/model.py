"""What a rule of rewriting says, and the parse that it reads.

A rule is a pure function: a sentence and its parse in, one ``Rewrite`` or nothing out.
The parser itself is passed in by the command: this package starts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence, and what it holds that no rule may touch: titles, code, names."""

    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """One token in Universal Dependencies; ``head`` is an index in its sentence.

    ``morph`` is as UD writes it (« Mood=Ind|Number=Sing »); ``start`` counts characters
    of the sentence.
    """

    text: str
    pos: str
    dep: str
    head: int
    morph: str
    start: int


Parse = tuple[Token, ...]
Parser = Callable[[Sequence[str]], Sequence[Parse]]
"""Sentences → one parse each, in order."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Characters [start, end) become ``text``; a line feed parts sentences."""

    rule: str
    start: int
    end: int
    text: str


Spans = Sequence[tuple[int, int]]
"""Characters [start, end) that no rule may touch."""
Words = Callable[[str, Parse, Spans], Sequence[Rewrite]]
"""The family of words: what it would change in one sentence, in order; no two overlap."""


def applied(sentence: str, rewrites: Sequence[Rewrite]) -> str:
    """Return ``sentence`` with its ``rewrites``, which are in order."""
    for one in reversed(rewrites):  # the places of those before stay
        sentence = sentence[: one.start] + one.text + sentence[one.end :]
    return sentence
