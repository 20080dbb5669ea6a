"""Draft sentences: structure, then words, then sense lines.

Each family works on what the one before it made. Without a parser, words and the sense
lines that punctuation shows are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppun_access.easy.draft.facts import spans, words_kept
from ppun_access.easy.draft.lines.sense_lines import LONGEST, sense_lines
from ppun_access.easy.draft.model import (
    Parse,
    Parser,
    Source,
    Words,
    applied,
)
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import count, is_endless
from ppun_access.easy.draft.structure.rounds import Piece, restructure
from ppun_access.easy.draft.words.words import words as words_of

LINES = "lignes"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence and its draft; a line feed parts the lines of one sentence."""

    source: str
    sentences: tuple[str, ...]
    rules: tuple[str, ...] = ()


def draft(
    sources: Sequence[Source], parser: Parser | None, words: Words = words_of
) -> tuple[Draft, ...]:
    """Return the draft of each of ``sources``, in order; what is endless is its own."""
    made = iter(_drafted([s for s in sources if not is_endless(s.text)], parser, words))
    return tuple(
        Draft(s.text, (s.text,)) if is_endless(s.text) else next(made) for s in sources
    )


def _drafted(
    sources: Sequence[Source], parser: Parser | None, words: Words
) -> Iterator[Draft]:
    """Yield the draft of each of ``sources``, in order."""
    texts = [" ".join(source.text.split("\n")).strip() for source in sources]
    names = [source.names for source in sources]
    forest = Forest(parser or _unparsed)
    made = restructure(texts, names, forest)
    _reword(made, names, forest, words)
    forest.grow(p.text for pieces in made for p in pieces if count(p.text) > LONGEST)
    for piece in (piece for pieces in made for piece in pieces):
        tree = forest[piece.text] if count(piece.text) > LONGEST else None
        lines = sense_lines(piece.text, tree if tree and tree.tokens else None)
        if len(lines) > 1:
            piece.text, piece.rules = "\n".join(lines), (*piece.rules, LINES)
    for source, pieces in zip(texts, made, strict=True):
        rules = dict.fromkeys(rule for piece in pieces for rule in piece.rules)
        yield Draft(source, tuple(p.text for p in pieces), tuple(rules))


def _unparsed(texts: Sequence[str]) -> Sequence[Parse]:
    return [()] * len(texts)


def _reword(
    made: Iterable[Sequence[Piece]],
    names: Iterable[Sequence[str]],
    forest: Forest,
    words: Words,
) -> None:
    """Change the words of every piece; one that would lose a fact keeps its own."""
    owned = [(p, own) for pieces, own in zip(made, names, strict=True) for p in pieces]
    forest.grow(piece.text for piece, _ in owned)
    for piece, own in owned:
        text, parse = piece.text, forest[piece.text].tokens
        rewrites = sorted(words(text, parse, spans(text, own)), key=lambda one: one.start)
        for one in reversed(rewrites):  # the places of those before stay
            text = applied(text, one)
        if words_kept(piece.text, text, own):
            piece.text = text
            piece.rules = (*piece.rules, *(one.rule for one in rewrites))
