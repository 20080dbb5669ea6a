"""Parses of many sentences, made a batch at a time and never twice, and mended.

« La région finance les lycées » is no noun phrase: the parser often takes a verb that is
also a noun (« aide », « finance ») for the noun. When it found no main verb, the first word
after the opening noun phrase that Lexique knows as a verb of the same number, and that an
object or a place follows, is the verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ppun_access.easy.draft.model import Parse, Parser, Token
from ppun_access.easy.draft.parse.grammar import number_of_word
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.text import listed, plain
from ppun_access.french.lexical.morphology import readings

_AFTER = listed(
    "le la les l' un une ce cet cette ces son sa ses leur leurs notre nos votre vos à au "
    "aux en dans sur pour par des chaque plusieurs deux trois quatre cinq dix cent mille "
    "aussi"
)
"""What may follow the verb: its object, or a place."""
_STOPS = listed(", ; : ( « qui que qu' dont où et ou mais si s' lorsque quand ne n' se")
_VERBS = ("VERB", "AUX")
_MORPH = "Mood=Ind|Number={}|Person=3|Tense=Pres|VerbForm=Fin"


class Forest:
    """Remembers the tree of each text that it was asked to grow."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._trees: dict[str, Tree] = {}

    def grow(self, texts: Iterable[str]) -> None:
        """Parse those of ``texts`` that were not yet, all in one call of the parser.

        The parser reads plain spaces and apostrophes, on which it was trained.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._trees]
        if new:
            parses = self._parser([plain(text) for text in new])
            for text, parse in zip(new, parses, strict=True):
                self._trees[text] = grow(text, mended(parse))

    def __getitem__(self, text: str) -> Tree:
        return self._trees[text]


def mended(parse: Parse) -> Parse:
    """Return ``parse`` with the main verb that it lacks, or as it is."""
    root = next((i for i, token in enumerate(parse) if token.dep == "ROOT"), 0)
    main = (token for i, token in enumerate(parse) if root in (i, token.head))
    # a finite verb, as the parser saw it, is the root or serves it
    if not parse or any(t.pos in _VERBS and "VerbForm=Fin" in t.morph for t in main):
        return parse
    lows = [token.text.lower().replace("’", "'") for token in parse]
    number = number_of_word(lows[0])
    verb = _verb(parse, lows, number) if number else 0
    subject = next((i for i in range(1, verb) if parse[i].pos == "NOUN"), 0)
    if not subject:
        return parse
    return tuple(_moved(parse, place, verb, subject, number) for place in range(len(parse)))


def _verb(parse: Parse, lows: Sequence[str], number: str) -> int:
    """Return the place of the verb, 0 when nothing is sure."""
    for place in range(2, len(parse) - 2):
        if lows[place] in _STOPS or parse[place].pos in ("AUX", "PUNCT"):
            return 0
        found = readings(lows[place])
        finite = any(f"ind:pre:3{number}" in one.verb for one in found)
        content = all(one.pos in ("VER", "NOM", "ADJ") for one in found)
        named = parse[place - 1].pos in ("NOUN", "ADJ", "PROPN")
        if finite and content and named and lows[place + 1] in _AFTER:
            return place
    return 0


def _moved(parse: Parse, place: int, verb: int, subject: int, number: str) -> Token:
    """Return a token with its place in the mended tree."""
    token = parse[place]
    if place == verb:
        morph = _MORPH.format("Plur" if number == "p" else "Sing")
        return replace(token, pos="VERB", dep="ROOT", head=verb, morph=morph)
    if place == subject:
        return replace(token, dep="nsubj", head=verb)
    if place < verb:
        inside = token.head < verb and token.dep != "ROOT" and token.head != place
        return token if inside else replace(token, dep="nmod", head=subject)
    if token.head >= verb and token.dep != "ROOT":
        return token
    return replace(token, dep=_dep(parse, place), head=verb)


def _dep(parse: Parse, place: int) -> str:
    """Return how a token depends on the verb that it is now told to depend on."""
    own = {"PUNCT": "punct", "NOUN": "obj", "PROPN": "obj"}
    cased = any(t.head == place and t.dep in ("case", "mark") for t in parse)
    pos = parse[place].pos
    return "obl:mod" if cased and pos != "PUNCT" else own.get(pos, parse[place].dep)
