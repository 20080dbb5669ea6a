"""The gaps between the words of a sentence, and what the parse tells of each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ppun_access.easy.draft.parse.grammar import RELATIVES, is_finite, is_infinitive
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.text import count, listed

JOINTS = frozenset({"et", "ou", "mais", "ni"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
CASES = listed("si s' quand lorsque lorsqu'")
_MARKS = frozenset({",", ";", ":", "—", "–"})
_ASKED = listed("que qu' de d' du des à au aux")
"""What a verb asks for, after an aside: « prévoir, en été, que la salle ferme »."""
_LOOSE = frozenset({"punct", "cc", "dep"})
_CLITICS = frozenset({"PRON", "ADV", "AUX", "PART"})
_BEFORE_INFINITIVE = frozenset({"PRON", "ADV", "PART", "ADP"})


class Parsed:
    """What all the gaps of a sentence share."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.depths = _depths(tree)
        self.low = tree.plain.lower()
        self.finite = tuple(i for i in range(len(tree)) if is_finite(tree, i))
        """The places of the finite verbs."""

    def has_verb(self, first: int, after: int) -> bool:
        """Return whether a finite verb stands among the tokens [first, after)."""
        return any(first <= verb < after for verb in self.finite)

    def is_opened(self, verb: int) -> bool:
        """Return whether a relative or a conjunction opens the clause of a verb."""
        tree = self.tree
        for place in reversed(range(verb)):
            if tree.lows[place] in RELATIVES or tree.pos(place) == "SCONJ":
                return True
            if place in self.finite:
                return tree.dep(verb) == "conj" and self.is_opened(place)
            if tree.lows[place] in (":", ";"):
                return False
        return False


def _depths(tree: Tree) -> tuple[int, ...]:
    """Return for each gap the depth of the deepest dependency that crosses it.

    0 is the strongest boundary: « et signe » joins two main verbs, while « qui le
    souhaitent » hangs from a noun that hangs from a verb.
    """
    found = [0] * len(tree)
    for place, token in enumerate(tree.tokens):
        chain = (i for i in (place, *tree.above(place)) if tree.head(i) != i)
        # what is joined is no deeper
        level = 0 if token.dep in _LOOSE else sum(tree.dep(i) != "conj" for i in chain)
        low, high = sorted((place, token.head))
        for gap in range(low + 1, high + 1):
            found[gap] = max(found[gap], level)
    return tuple(found)


@dataclass(frozen=True)
class Part:
    """Tokens that no mark parts, from ``start`` until ``stop``, which is out."""

    parsed: Parsed
    start: int
    stop: int

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The words, in lower case."""
        return self.parsed.tree.lows[self.start : self.stop]

    @cached_property
    def words(self) -> int:
        """How many words there are."""
        return count(self.parsed.tree.cut(self.start, self.stop))

    @cached_property
    def says(self) -> bool:
        """Whether a finite verb stands there."""
        return self.parsed.has_verb(self.start, self.stop)


class Gap:
    """The gap before a token: what precedes it, what follows it, what crosses it."""

    def __init__(self, parsed: Parsed, place: int) -> None:
        self.parsed, self.tree, self.place = parsed, parsed.tree, place
        self.word, self.next = self.tree.lows[place], self.tree.lows[place + 1]
        self.comma = self.tree.lows[place - 1] == ","
        """Whether a comma ends what precedes."""
        self.last = max(0, place - 1 - self.comma)
        """The last token before the gap, that comma left out."""
        self.prev = self.tree.lows[self.last]
        self.depth = parsed.depths[place]
        self.opener = ""
        """What a line that begins here would open with (``openers.py``)."""

    @cached_property
    def before(self) -> str:
        """What precedes, in lower case, without its last comma."""
        text = self.parsed.low[: self.tree.begin(self.place)].rstrip()
        return text.removesuffix(",").rstrip()

    @cached_property
    def former(self) -> Part:
        """The tokens since the mark before."""
        lows = self.tree.lows
        marks = (i for i in reversed(range(self.last)) if lows[i] in _MARKS)
        return Part(self.parsed, next(marks, -1) + 1, self.place)

    @cached_property
    def latter(self) -> Part:
        """The tokens until the mark after; those in brackets do not count."""
        lows, depth = self.tree.lows, 0
        for place in range(self.place, len(lows)):
            depth += (lows[place] in "([«") - (lows[place] in ")]»")
            if place > self.place and depth <= 0 and lows[place] in _MARKS:
                return Part(self.parsed, self.place, place)
        return Part(self.parsed, self.place, len(lows))

    @cached_property
    def closing(self) -> int:
        """The comma that ends what a comma opens here, 0 for none."""
        closes = self.comma and self.tree.lows[self.latter.stop] == ","
        return self.latter.stop if closes else 0

    @cached_property
    def opening(self) -> int:
        """The mark before what a comma ends here, 0 for none."""
        return max(0, self.former.start - 1) if self.comma else 0

    @cached_property
    def link(self) -> int | None:
        """The first token after the gap that hangs from one before it."""
        tree = self.tree
        hung = (i for i in range(self.place, len(tree)) if tree.head(i) < self.place)
        return next((i for i in hung if tree.dep(i) not in _LOOSE), None)

    @cached_property
    def dep(self) -> str:
        """How what begins at the gap hangs from what precedes, empty when it does not."""
        if self.link is None or self.tree.spans[self.link][0] > self.place + 1:
            return ""
        return self.tree.dep(self.link)

    @cached_property
    def above(self) -> int:
        """What the token of ``link`` hangs from."""
        return self.place - 1 if self.link is None else self.tree.head(self.link)

    @cached_property
    def pending(self) -> frozenset[str]:
        """How words before the gap hang from words after it: a subject, a conjunction."""
        tree = self.tree
        held = (i for i in range(self.place) if tree.head(i) >= self.place)
        return frozenset(tree.dep(i) for i in held)

    @cached_property
    def limit(self) -> int:
        """The token that a line from here may not run past: it ends a whole.

        What follows the subject, the relative, the bracket or the aside in which a line
        begins is not of that line; nor is a second clause, nor what « et » joins to what
        precedes (« 5 € | si vous êtes seul et 9 € sinon »).
        """
        tree, ends = self.tree, [len(self.tree)]
        waiting = (i for i in range(self.place) if tree.dep(i) in SUBJECTS)
        spans = ((tree.spans[i][1], tree.head(i)) for i in waiting)
        ends += [last + 1 for last, head in spans if self.place <= last < head]
        joints = (i for i in range(self.place + 1, len(tree)) if tree.dep(i) == "cc")
        ends += [i for i in joints if tree.head(tree.head(i)) < self.place <= tree.head(i)]
        if any(low[0].isdigit() for low in self.former.lows):
            said = range(self.place + 1, self.latter.stop)
            two = (i for i in said if tree.lows[i] in ("et", "ou"))
            ends += [i for i in two if re.search(r"\d", " ".join(tree.lows[i + 1 : i + 3]))]
        if self.opener == "relative" and self.link is not None:
            end = tree.spans[self.link][1] + 1
            ends.append(end + (tree.pos(end) == "PUNCT"))
        if self.opens_aside or (
            self.closing and not self.has_main and not self.latter.says
        ):
            ends.append(self.closing + 1)
        if self.opener == "verb":
            ends.append(self.second_clause)
        if self.word == "(":
            close = next((i for i in range(self.place, ends[0]) if tree.lows[i] == ")"), -2)
            ends.append(close + 1 + (tree.lows[close + 1] in _MARKS))
        return min(ends)

    @cached_property
    def second_clause(self) -> int:
        """« Le taux | est nul et le prix monte »: where another subject begins."""
        tree, joint = self.tree, 0
        for place in range((self.verb or self.place) + 1, len(tree)):
            if tree.lows[place] in RELATIVES or tree.pos(place) == "SCONJ":
                break
            if tree.dep(place) in SUBJECTS:
                start = tree.spans[place][0]
                return start - (tree.lows[start - 1] in JOINTS)
            if tree.lows[place] in JOINTS and tree.pos(place + 1) == "DET":
                joint = place
            if joint and place in self.parsed.finite:
                return joint
        return len(tree)

    @cached_property
    def opens_aside(self) -> bool:
        """« la fin, | à cette date, du bail »: what follows depends on what precedes."""
        tree, first = self.tree, self.closing + 1
        noun = tree.pos(self.last) == "NOUN" and tree.pos(self.place) in ("ADP", "ADV")
        acts, low = tree.pos(self.last) in ("VERB", "AUX"), tree.lows[first]
        asked = low in _ASKED and (acts or (noun and not self.latter.says))
        owned = acts and (is_infinitive(low) or tree.pos(first) in ("DET", "NUM"))
        near = range(first, min(first + 5, len(tree)))
        loose = ("conj", "punct", "cc", "ROOT")
        hung = any(tree.dep(i) not in loose and tree.head(i) < self.place for i in near)
        return self.closing > 0 and (asked or owned or hung)

    @cached_property
    def has_main(self) -> bool:
        """Whether a verb that nothing opens stands before the gap."""
        verbs = (verb for verb in self.parsed.finite if verb < self.place)
        return any(not self.parsed.is_opened(verb) for verb in verbs)

    @cached_property
    def verb(self) -> int | None:
        """The finite verb that begins here, with its pronouns and its negation."""
        tree = self.tree
        for place in range(self.place, min(self.place + 5, len(tree))):
            if place in self.parsed.finite:
                return place
            if tree.pos(place) not in _CLITICS or tree.lows[place] in RELATIVES:
                break
        return None

    @cached_property
    def acts(self) -> bool:
        """Whether an infinitive begins here, after « pour » or its pronouns."""
        tree = self.tree
        for place in range(self.place, min(self.place + 5, len(tree))):
            if is_infinitive(tree.lows[place]) and tree.pos(place) in ("VERB", "AUX"):
                return True
            if place > self.place and tree.pos(place) not in _BEFORE_INFINITIVE:
                break
        return False
