"""A sentence with its parse, indexed once: who depends on whom, where a phrase ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import SupportsIndex, overload

from ppun_access.easy.draft.model import Parse, Token
from ppun_access.easy.draft.parse.text import Phrases, plain


class Words(tuple[str, ...]):
    """Words by their place in a sentence; after the last one there is the empty word.

    >>> Words(("un", "mot"))[2]
    ''
    """

    __slots__ = ()

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> str | tuple[str, ...]:
        """Return a word or some of them."""
        try:
            return super().__getitem__(place)
        except IndexError:
            return ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens are named by their place in the sentence.

    A rule looks at what follows a word without asking whether something does: after the
    last token, words and what is said of them are empty.
    """

    text: str
    plain: str
    """The same characters, with straight apostrophes and usual spaces."""
    tokens: Parse
    lows: Words
    """Each token in lower case, with a straight apostrophe."""
    kids: tuple[tuple[int, ...], ...]
    spans: tuple[tuple[int, int], ...]
    """The first and the last token of what each token governs."""
    root: int

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def pos(self, place: int) -> str:
        """Return the part of speech of a token."""
        return self.tokens[place].pos if place < len(self.tokens) else ""

    def dep(self, place: int) -> str:
        """Return how a token depends on its head."""
        return self.tokens[place].dep if place < len(self.tokens) else ""

    def head(self, place: int) -> int:
        """Return what a token depends on: itself, for the root or after the end."""
        return self.tokens[place].head if place < len(self.tokens) else place

    def morph(self, place: int, feature: str) -> str:
        """Return the value of a feature of a token, empty when it has none."""
        pairs = self.tokens[place].morph if place < len(self.tokens) else ""
        return next(
            (
                value
                for pair in pairs.split("|")
                for name, _, value in [pair.partition("=")]
                if name == feature
            ),
            "",
        )

    def begin(self, place: int) -> int:
        """Return the character where a token begins; the end of the text after all."""
        return self.tokens[place].start if place < len(self.tokens) else len(self.text)

    def end(self, place: int) -> int:
        """Return the character after a token."""
        return self.tokens[place].start + len(self.tokens[place].text)

    def cut(self, first: int, after: int) -> str:
        """Return the text of the tokens from ``first`` until ``after``, which is out."""
        return self.text[self.begin(first) : self.begin(after)].strip()

    def at(self, character: int) -> int:
        """Return the first token that begins at ``character`` or after it."""
        return next(
            (i for i, t in enumerate(self.tokens) if t.start >= character), len(self)
        )

    def says(self, phrases: Phrases, first: int, after: int | None = None) -> bool:
        """Return whether one of some phrases stands among the tokens [first, after)."""
        end = len(self.plain) if after is None else self.begin(after)
        return phrases.search(self.plain, self.begin(first), end) is not None

    def closes(self, phrases: Phrases, place: int) -> bool:
        """Return whether one of some phrases ends before a token, or before its comma."""
        before = self.plain[: self.begin(place)].rstrip(" ").removesuffix(",")
        return re.search(f"(?:{phrases.pattern})\\Z", before, re.IGNORECASE) is not None

    def dependents(self, place: int, *deps: str) -> Iterator[int]:
        """Yield the dependents of a token that depend on it in one of these ways."""
        return (kid for kid in self.kids[place] if self.tokens[kid].dep in deps)


def grow(text: str, parse: Parse) -> Tree:
    """Return ``text`` with its ``parse``, indexed."""
    kids: list[list[int]] = [[] for _ in parse]
    for place, token in enumerate(parse):
        if token.head != place:
            kids[token.head].append(place)
    root = next((i for i, t in enumerate(parse) if t.dep == "ROOT"), 0)
    lows = Words(token.text.lower().replace("’", "'") for token in parse)
    return Tree(
        text, plain(text), parse, lows, tuple(map(tuple, kids)), _spans(parse), root
    )


def _spans(parse: Parse) -> tuple[tuple[int, int], ...]:
    """Each token widens the span of all that it hangs from."""
    first, last = list(range(len(parse))), list(range(len(parse)))
    for place in range(len(parse)):
        above = place
        for _ in range(len(parse)):
            head = parse[above].head
            if head == above:
                break
            above = head
            first[above] = min(first[above], place)
            last[above] = max(last[above], place)
    return tuple(zip(first, last, strict=True))
