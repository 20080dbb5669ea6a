"""« L'essentiel » comes first: what the author wrote, and nothing else without asking.

The author's word is the front matter (``essentiel``). Else whole sentences are proposed, to
a person: those that stand alone, ranked by signs that they say what readers must know. All
signs, their weights and their words are in ``data/essentiel.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from ppun_access.document.model import Document
from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.parse.text import listed, plain, table
from ppun_access.easy.draft.passages import Passage
from ppun_access.easy.draft.questions import (
    GENERIC,
    TOPICS,
    WORDS,
    Topic,
    content,
    genre_of,
    is_about,
    is_set_aside,
    is_transparent,
    leans,
    says_of_page,
    spared,
    topics_in_title,
    topics_of,
)
from ppun_access.easy.draft.structure.rule import phrases
from ppun_access.french.lexical.morphology import FINITE, readings
from ppun_access.french.text.words import words
from ppun_access.runtime.untrusted_files import parse_json

TITLE = "L’essentiel"
KEY = "essentiel"
MOST, FEW = 5, 2
"""Points that are proposed, of a long text and of a short one."""
_LEAST, _MANY = 2, 6
"""Sentences of a text that is chosen from, and of a long one; one is its own essential."""
_SHORTEST, _LONGEST = 5, 48
"""Words of a point."""
_SOME, _ALIKE = 0.25, 0.5
"""The share of the title that a point has, and of its words that one chosen may have."""
_OPENERS = listed("qui que qu' dont lorsque lorsqu' puisque puisqu' parce")
"""Each takes a verb for its clause."""
_BEFORE_VERB = listed("s' se ne n' vous nous y")
"""« S’adresse », « vous aide »: what follows is a verb, though it may be a noun."""

_TABLE = table("essentiel")
_WEIGHTS: dict[str, int] = _TABLE["says"] | _TABLE["helps"] | _TABLE["against"]
_ENOUGH: int = _TABLE["enough"]
_WORDS = {**WORDS, **{name: phrases(said) for name, said in _TABLE["words"].items()}}
_BY_ITSELF = content(_TABLE["nouns"]["by-itself"])
"""By these nouns an aid or a procedure speaks of itself: « la demande »."""
_THIS = content(_TABLE["nouns"]["this"]) | (GENERIC - _BY_ITSELF)
"""« Cette opération » is what the title names, in all kinds of texts."""

Words = AbstractSet[str]
Origin = Literal["auteur", "titre", "proposition"]


@dataclass(frozen=True, slots=True)
class Essential:
    """The points that come first; « proposition » is for a person to accept."""

    points: tuple[str, ...]
    origin: Origin


def essential(document: Document, found: Sequence[Passage] = ()) -> Essential:
    """Return what comes first in the easy version of ``document``.

    ``found`` are its passages, to choose from; the title alone is better than nothing, or
    than a short text said twice.
    """
    written = marked_points(document)
    if written:
        return Essential(written, "auteur")
    if proposed := chosen(document, found):
        return Essential(proposed, "proposition")
    return Essential((document.title,) if document.title else (), "titre")


def marked_points(document: Document) -> tuple[str, ...]:
    """Return the points of the front matter: one text, or a list of texts."""
    written = dict(document.meta.front).get(KEY, "").strip()
    if not written.startswith("["):
        return (written,) if written else ()
    try:
        value = parse_json(written)
    except ValueError:
        return (written,)
    return tuple(str(point).strip() for point in value if str(point).strip())


def chosen(document: Document, found: Sequence[Passage]) -> tuple[str, ...]:
    """Return the sentences to propose, in their order: at most ``MOST``, often fewer."""
    sentences = [one for one in found if not one.kept and not one.mark.strip()]
    if len(sentences) < _LEAST:
        return ()
    most = MOST if len(sentences) >= _MANY else FEW
    every = [one for one in ranked(document, found) if one.is_essential]
    kept: list[Candidate] = []
    for one in sorted(every, key=lambda one: ("first" not in one.signs, -one.score)):
        if len(kept) < most and not any(one.repeats(other) for other in kept):
            kept.append(one)
    return tuple(dict.fromkeys(one.text for one in every if one in kept))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that stands alone, and the signs that it is the essential."""

    text: str
    topic: Topic | None
    content: frozenset[str]
    signs: frozenset[str]

    @property
    def score(self) -> int:
        """The sum of the weights of its signs."""
        return sum(_WEIGHTS[sign] for sign in self.signs)

    @property
    def is_essential(self) -> bool:
        """Whether it says something that readers must know, and enough shows it."""
        return self.score >= _ENOUGH and bool(self.signs & _TABLE["says"].keys())

    def repeats(self, other: Candidate) -> bool:
        """Return whether it says again what another says, or answers the same."""
        same = self.topic is not None and self.topic == other.topic
        return same or len(self.content & other.content) > _ALIKE * len(self.content)


def ranked(document: Document, found: Sequence[Passage]) -> Iterator[Candidate]:
    """Yield the sentences of a text that stand alone, in their order, with their signs."""
    title = content(document.title)
    itself = _BY_ITSELF if genre_of(document) in ("aide", "demarche") else frozenset[str]()
    is_first, is_apart, is_aside = True, False, False
    for passage in found:
        text = passage.source.text
        if passage.kept:
            if not text.rstrip().endswith((".", "!", "»", "…")):
                asks = topics_in_title(text, frozenset(TOPICS))
                is_apart = not asks and (is_apart or not is_transparent(text))
                is_aside = is_set_aside(text)
            continue
        own = frozenset[str]() if is_apart else itself
        known = frozenset[str]() if is_apart else _THIS | itself
        alone = _alone(text, known | title if is_first else known)
        if alone and not (is_aside or passage.mark.strip()):
            signs = _signs(alone, document.title, own)
            signs |= {"first"} if is_first else set()
            signs |= {"apart"} if is_apart else set()
            topic = "quoi" if "told" in signs else next(topics_of(text), None)
            yield Candidate(text, topic, content(text), signs)
        is_first = False


def _signs(flat: str, named: str, itself: Words) -> frozenset[str]:
    """Return the signs of a sentence; ``itself`` are nouns by which a page names itself."""
    title, (_, _, news) = content(named), plain(named).partition(" : ")
    found = {name for name in _WEIGHTS.keys() & _WORDS.keys() if _WORDS[name].search(flat)}
    if _WORDS["body"].search(plain(named).lower()):
        found.discard("body")  # the page is on the council
    if not _WORDS["weak"].search(_WORDS["gives"].sub("", flat)):
        found.discard("weak")  # « a mis en place » is past, and what one gets today
    is_itself = flat.startswith(_THIS_ONE) or is_about(flat, itself)
    if is_itself or len(title & content(flat)) >= max(1, _SOME * len(title)):
        found.add("titled")
    # « L’éclairage public : coupure » is on what its second part says
    of_title = is_about(flat, title) and (not news or content(news) & content(flat))
    if says_of_page(flat, "quoi") and (is_itself or of_title):
        found |= {"told", "whole"} if title <= content(flat) else {"told"}
    kinds = {one.kind for one in facts_in(flat) if one.kind != "date" or one.key[1]}
    found |= {"sum"} if kinds & {"somme", "part"} else set()
    found |= {"day"} if kinds & {"date", "jour", "horaire"} else set()
    found |= {"order"} if _is_order(flat) else set()
    return frozenset(found)


_NAMES_TITLE = re.compile(
    r"(?:cette|cet|ces|ce) (?:\d+\w+ |premi\w+ |nouve\w+ )?(\w+) ", re.I
)
_THIS_ONE = "Ladite "
"""Stands for « cette », « ce » and « ces » where they point to the title."""
_NAME = re.compile(r"« ?[A-ZÀ-Ý][^«»]{2,60} ?»")
"""« Logis Sobre »: what a thing is called; other quotations are somebody's words."""
_ORDER = re.compile(r"(?:[^,.;:]{3,40}, )?(\w+ez)\b", re.I)
"""« Déposez », « Le 25 mai, participez »."""


def _alone(text: str, about: Words) -> str:
    """Return a sentence as it stands alone, or nothing where it needs another one.

    It may point to what the text is ``about``: « cette aide ».
    """
    flat = plain(text)
    named = _NAMES_TITLE.match(flat)
    if named and content(named[1]) & about:
        flat = f"{_THIS_ONE}{flat[named.start(1) :]}"
    stands = (
        _SHORTEST <= len(words(text)) <= _LONGEST
        and bool(re.search(r"[.!]\W*\Z|\w\Z", flat))
        and flat[:1].isupper()
        and (not leans(flat) or bool(_WORDS["stands"].match(flat)))
        and not _WORDS["begins"].match(flat)
        and not _WORDS["points"].search(_WORDS["named"].sub("", flat))
        and not spared(text)
        and not re.search(r"[«»?;]|\.\.\.|…|: ", _NAME.sub("", flat))
        and _is_sentence(flat)
    )
    return flat if stands else ""


def _is_sentence(flat: str) -> bool:
    """Return whether, by their forms, a verb is left beside those of the relatives."""
    every = [
        word
        for part in flat.lower().replace("'", "' ").split()
        for word in words(part) or [part]
    ]
    first = readings(every[0])
    verbs = sum(
        _is_finite(word, before in _BEFORE_VERB)
        for before, word in zip(["", *every], every, strict=False)
    )
    is_infinitive = bool(first) and "inf" in first[0].verb
    return not is_infinitive and verbs > sum(word in _OPENERS for word in every)


def _is_finite(word: str, is_verb: bool) -> bool:
    """Return whether a word, if it ``is_verb`` or most often, is a verb in a mood."""
    found = readings(word)[: None if is_verb else 1]
    return any(tag.startswith(FINITE) for one in found for tag in one.verb)


def _is_order(flat: str) -> bool:
    """Return whether a sentence begins as an order."""
    order = _ORDER.match(flat)
    found = readings(order[1].lower()) if order else ()
    return any("imp:pre:2p" in one.verb for one in found)
