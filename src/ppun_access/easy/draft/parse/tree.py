"""A sentence with its parse, indexed once: who depends on whom, where a phrase ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import SupportsIndex, overload

from ppun_access.easy.draft.model import Parse, Token
from ppun_access.easy.text import Phrases, plain


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
        after = place >= len(self.tokens)
        return Token("", "", "", place, "", len(self.text)) if after else self.tokens[place]

    def pos(self, place: int) -> str:
        """Return the part of speech of a token."""
        return self[place].pos

    def dep(self, place: int) -> str:
        """Return how a token depends on its head."""
        return self[place].dep

    def head(self, place: int) -> int:
        """Return what a token depends on: itself, for the root or after the end."""
        return self[place].head

    def above(self, place: int) -> Iterator[int]:
        """Yield what a token depends on, what that depends on, and so on to the root."""
        for _ in self.tokens:  # a parse that runs in a circle ends too
            if self.head(place) == place:
                return
            place = self.head(place)
            yield place

    def morph(self, place: int, feature: str) -> str:
        """Return the value of a feature of a token, empty when it has none."""
        return f"|{self[place].morph}|".partition(f"|{feature}=")[2].partition("|")[0]

    def begin(self, place: int) -> int:
        """Return the character where a token begins; the end of the text after all."""
        return self[place].start

    def end(self, place: int) -> int:
        """Return the character after a token."""
        return self[place].start + len(self[place].text)

    def cut(self, first: int, after: int) -> str:
        """Return the text of the tokens from ``first`` until ``after``, which is out."""
        return self.text[self.begin(first) : self.begin(after)].strip()

    def at(self, character: int) -> int:
        """Return the first token that begins at ``character`` or after it."""
        return sum(token.start < character for token in self.tokens)

    def says(self, phrases: Phrases, first: int, after: int | None = None) -> bool:
        """Return whether one of some phrases stands among the tokens [first, after)."""
        end = len(self.plain) if after is None else self.begin(after)
        return phrases.search(self.plain, self.begin(first), end) is not None

    def dependents(self, place: int, *deps: str) -> Iterator[int]:
        """Yield the dependents of a token that depend on it in one of these ways."""
        return (kid for kid in self.kids[place] if self.tokens[kid].dep in deps)

    def cases(self, place: int) -> frozenset[str]:
        """Return the prepositions of a noun."""
        return frozenset(self.lows[kid] for kid in self.dependents(place, "case"))


def grow(text: str, parse: Parse) -> Tree:
    """Return ``text`` with its ``parse``, indexed."""
    kids: list[list[int]] = [[] for _ in parse]
    for place, token in enumerate(parse):
        if token.head != place:
            kids[token.head].append(place)
    root = next((i for i, t in enumerate(parse) if t.dep == "ROOT"), 0)
    lows = Words(token.text.lower().replace("’", "'") for token in parse)
    below = tuple(map(tuple, kids))
    return Tree(text, plain(text), parse, lows, below, _spans(parse), root)


def _spans(parse: Parse) -> tuple[tuple[int, int], ...]:
    """Each token widens the span of all that it hangs from."""
    spans = [(place, place) for place in range(len(parse))]
    for place in range(len(parse)):
        above = place
        for _ in parse:
            if parse[above].head == above:
                break
            above = parse[above].head
            spans[above] = min(spans[above][0], place), max(spans[above][1], place)
    return tuple(spans)
