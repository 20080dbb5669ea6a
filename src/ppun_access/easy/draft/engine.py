"""Draft sentences: structure, then words, then sense lines.

Each family works on what the one before it made. Without a parser, words and the sense
lines that punctuation shows are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ppun_access.easy.draft.facts import spans, words_kept
from ppun_access.easy.draft.lines.sense_lines import LONGEST, sense_lines
from ppun_access.easy.draft.model import (
    Parser,
    Rewrite,
    Source,
    Suggestion,
    Words,
    applied,
    suggestion,
)
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import count, is_endless
from ppun_access.easy.draft.parse.verify import bare, is_sentence
from ppun_access.easy.draft.structure.rounds import Piece, restructure
from ppun_access.easy.draft.words.words import words as words_of

LINES = "lignes"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence and its draft; a line feed parts the lines of one sentence."""

    source: str
    sentences: tuple[str, ...]
    rules: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def confidence(self) -> Literal["auto", "suggest", "none"]:
        """Return what was done: something, only suggestions, or nothing."""
        if self.rules:
            return "auto"
        return "suggest" if self.suggestions else "none"


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
    forest = Forest(parser) if parser is not None else None
    made = (
        [[Piece(text)] for text in texts]
        if forest is None
        else restructure(texts, names, forest)
    )
    _reword(made, names, forest, words)
    if forest is not None:
        forest.grow(p.text for pieces in made for p in pieces if count(p.text) > LONGEST)
    for piece in (piece for pieces in made for piece in pieces):
        _lay_out(piece, forest)
    return (_finished(*pair) for pair in zip(texts, made, strict=True))


def _reword(
    made: Iterable[Sequence[Piece]],
    names: Iterable[Sequence[str]],
    forest: Forest | None,
    words: Words,
) -> None:
    """Change the words of every piece; one that is no sentence any more keeps its own."""
    owned = [(p, own) for pieces, own in zip(made, names, strict=True) for p in pieces]
    _grow(forest, (piece.text for piece, _ in owned))
    changed = []
    for piece, own in owned:
        parse = forest[piece.text].tokens if forest is not None else ()
        rewrites = words(piece.text, parse, spans(piece.text, own))
        text, rules = _all_applied(piece.text, rewrites)
        piece.suggestions += [
            suggestion(piece.text, one) for one in rewrites if one.confidence == "suggest"
        ]
        if rules and words_kept(piece.text, text, own):
            changed.append((piece, text, rules))
    _grow(forest, (text for _, text, _ in changed))
    for piece, text, rules in changed:
        if forest is None or _holds(piece.text, text, forest):
            piece.text, piece.rules = text, (*piece.rules, *rules)


def _grow(forest: Forest | None, texts: Iterable[str]) -> None:
    if forest is not None:
        forest.grow(t for text in texts for t in (text, bare(text)) if t)


def _holds(before: str, after: str, forest: Forest) -> bool:
    """Return whether a text is as much of a sentence as it was."""
    if not bare(before) or not is_sentence(forest[bare(before)]):
        return True
    # « Quel que soit le jour, il vient » → « Peu importe le jour, il vient »: no fragment
    return is_sentence(forest[bare(after) or after])


def _all_applied(text: str, rewrites: Iterable[Rewrite]) -> tuple[str, tuple[str, ...]]:
    """Apply the sure rewrites, from the last one: the places of the others stay."""
    sure = [one for one in rewrites if one.confidence == "auto"]
    for one in sorted(sure, key=lambda one: one.start, reverse=True):
        text = applied(text, one)
    return text, tuple(one.rule for one in sorted(sure, key=lambda one: one.start))


def _lay_out(piece: Piece, forest: Forest | None) -> None:
    """Break a long sentence into sense lines."""
    is_long = count(piece.text) > LONGEST
    tree = forest[piece.text] if forest is not None and is_long else None
    lines = sense_lines(piece.text, tree)
    if len(lines) > 1:
        piece.text, piece.rules = "\n".join(lines), (*piece.rules, LINES)


def _finished(source: str, pieces: Sequence[Piece]) -> Draft:
    rules = dict.fromkeys(rule for piece in pieces for rule in piece.rules)
    return Draft(
        source,
        tuple(piece.text for piece in pieces),
        tuple(rules),
        tuple(one for piece in pieces for one in piece.suggestions),
    )
