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
from ppun_access.easy.draft.passages import Passage
from ppun_access.easy.draft.questions import (
    GENERIC,
    TOPICS,
    WORDS,
    Topic,
    content,
    genre_of,
    is_about,
    is_transparent,
    leans,
    says_of_page,
    spared,
    topics_in_title,
    topics_of,
)
from ppun_access.easy.draft.structure.rule import phrases
from ppun_access.easy.facts.sheet import facts_in
from ppun_access.easy.text import capital, listed, plain, table
from ppun_access.french.lexical.morphology import FINITE, readings
from ppun_access.french.text.words import words
from ppun_access.runtime.untrusted_files import parse_json

TITLE = "L’essentiel"
KEY = "essentiel"
MOST, _LEAST = 5, 2
"""Points of a long text (of a short one, half); sentences of one that is chosen from."""
_SHORTEST, _LONGEST = 5, 60
"""Words of a point."""
_SOME, _ALIKE = 0.3, 0.5
"""The share of the title that a point has, and of its words that one chosen may have."""
_OPENERS = listed("qui que qu' dont lorsque lorsqu' puisque puisqu' parce")
"""Each takes a verb for its clause."""
_BEFORE_VERB = listed("s' se ne n' vous nous y")
"""« S’adresse », « vous aide »: what follows is a verb, though it may be a noun."""
_BEFORE_NOUN = listed("d' de du des au aux par sur un une sa ses vos votre nos notre")
_DETERMINERS = listed("un une le la les l' son sa ses leur leurs vos votre nos notre")
"""« La Ville porte un projet »: between a noun and one of them stands a verb."""

_TABLE = table("essentiel")
_WEIGHTS: dict[str, int] = _TABLE["weights"]
_ENOUGH: int = _TABLE["enough"]
_PERHAPS: int = _TABLE["perhaps"]
_WORDS = {**WORDS, **{name: phrases(said) for name, said in _TABLE["words"].items()}}
_BY_ITSELF = content(_TABLE["nouns"]["by-itself"])
"""By these nouns an aid or a procedure speaks of itself: « la demande »."""
_THIS = content(_TABLE["nouns"]["this"]) | (GENERIC - _BY_ITSELF)
"""« Cette opération » is what the title names, in all kinds of texts."""

Words = AbstractSet[str]
Origin = Literal["auteur", "titre", "proposition"]


@dataclass(frozen=True, slots=True)
class Essential:
    """The points that come first; a « proposition » is for a person."""

    points: tuple[str, ...]
    origin: Origin


def essential(
    document: Document, found: Sequence[Passage] = (), genre: str = ""
) -> Essential:
    """Return what comes first in the easy version of ``document``.

    ``found`` are its passages, to choose from, ``genre`` the kind that the settings give;
    the title alone is better than nothing, or than a short text said twice.
    """
    if written := marked_points(document):
        return Essential(written, "auteur")
    if proposed := chosen(document, found, genre):
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


def chosen(document: Document, found: Sequence[Passage], genre: str) -> tuple[str, ...]:
    """Return the sentences to propose, in their order: at most ``MOST``, often fewer.

    Where none has enough signs, the best one of the first half may have nearly enough.
    """
    sentences = [one for one in found if not one.kept and not one.mark.strip()]
    most = min(MOST, (len(sentences) + 1) // 2) if len(sentences) >= _LEAST else 0
    every = [one for one in ranked(document, found, genre) if one.score >= _ENOUGH]
    if any("moved" in one.signs for one in every):
        every = [one for one in every if {"moved", "day"} & one.signs != {"day"}]
    kept: list[Candidate] = []
    for one in sorted(every, key=lambda one: ("first" not in one.signs, -one.score)):
        if len(kept) < most and not any(one.repeats(other) for other in kept):
            kept.append(one)
    early = ranked(document, found[: len(found) // 2], genre)
    best = max(early, key=lambda one: one.score, default=None)
    if not kept and best and best.score >= _PERHAPS:
        return (best.text,)
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

    def repeats(self, other: Candidate) -> bool:
        """Return whether it says again what another says, or answers the same."""
        same = self.topic is not None and self.topic == other.topic
        return same or len(self.content & other.content) > _ALIKE * len(self.content)


def ranked(document: Document, found: Sequence[Passage], genre: str) -> Iterator[Candidate]:
    """Yield the sentences of a text that stand alone, in their order, with their signs."""
    kind = genre_of(document, genre)
    itself = _BY_ITSELF if kind in ("aide", "demarche") else frozenset[str]()
    is_first, is_apart, is_example, example = True, False, False, ("", 0)
    for passage in found:
        text = passage.source.text
        if WORDS["example"].match(plain(text)):
            example = passage.place
        if passage.kept:
            asks = topics_in_title(text, frozenset(TOPICS))
            is_apart = not asks and not is_transparent(text)
            is_example = passage.place == example
            continue
        known = _THIS | itself | (content(document.title) if is_first else frozenset())
        is_out = passage.mark.strip() or is_example or passage.place == example
        alone = "" if is_out else _alone(text, known)
        if alone:
            signs = _signs(alone, document.title, itself)
            signs |= {"first"} if is_first else {"apart"} if is_apart else set()
            if kind == "actualite" and "whole" not in signs:
                signs -= {"told"}  # what it is, is no news
            topic = next(topics_of(text), "faire" if "must" in signs else None)
            acts = topic == "agir" and not _WORDS["weak"].search(alone)
            signs |= {"does"} if acts and {"first", "titled"} <= signs else set()
            told: Topic | None = "quoi" if "told" in signs else topic
            yield Candidate(text, told, content(text), signs)
        is_first = False


def _signs(flat: str, named: str, itself: Words) -> frozenset[str]:
    """Return the signs of a sentence; ``itself`` are nouns by which a page names itself."""
    title, (_, _, news) = content(named), plain(named).partition(" : ")
    bare = _ASIDE.sub("", flat)
    found = {name for name in _WEIGHTS.keys() & _WORDS.keys() if _WORDS[name].search(bare)}
    later, start = _WORDS["later"].search, " ".join(bare.split()[:5])
    found -= {"later"} if later(plain(named)) or not later(start) else set()
    is_itself = is_about(flat, itself) or content(flat.split()[0]) & _THIS
    if is_itself or len(title & content(flat)) >= max(1, _SOME * len(title)):
        found.add("titled")
    # « L’éclairage public : coupure » is on what its second part says
    of_title = is_about(flat, title) and (not news or content(news) & content(flat))
    if says_of_page(flat, "quoi") and (is_itself or of_title):
        found |= {"told", "whole"} if title <= content(flat) else {"told"}
    kinds = {one.kind for one in facts_in(flat) if one.kind != "date" or one.key[1]}
    is_sum = "somme" in kinds or ("part" in kinds and "gives" in found)
    if is_sum and not any(_WORDS[one].search(bare) for one in ("case", "no-price")):
        found.add("sum")
    found |= {"day"} if kinds & {"date", "jour", "horaire"} else set()
    found |= {"order"} if _is_order(flat) else set()
    return frozenset(found)


_NAMES_TITLE = re.compile(
    r"(?:cette|cet|ces|ce) (?:\d+\w+ |premi\w+ |nouve\w+ )?(\w+) ", re.I
)
_NAME = re.compile(r"« ?(?:[A-ZÀ-Ý][^«»]{2,60}|[\w'-]+) ?»")
"""« Logis Sobre », « classé »: what a thing is called; other quotations are somebody's."""
_ASIDE = re.compile(r" ?\([^()]*\)")
_NOTE = re.compile(r"(?<=[\w€%»)])\*+(?=\W|\Z)")
_ORDER = re.compile(r"(?:[^,.;:]{3,40}, )?(\w+ez)\b", re.I)
"""« Déposez », « Le 25 mai, participez »."""


def _alone(text: str, about: Words) -> str:
    """Return a sentence as it stands alone, or nothing where it needs another one.

    It may point to what the text is ``about``: « cette aide ».
    """
    flat = plain(without_link(text))
    named = _NAMES_TITLE.match(flat)
    if named and content(named[1]) & about:
        flat = capital(flat[named.start(1) :])
    bare = _ASIDE.sub("", flat)
    stands = (
        _SHORTEST <= len(words(bare)) <= _LONGEST
        and bool(re.search(r"[.!]\W*\Z|\w\Z", bare))
        and text[:1].isupper()
        and (not leans(flat) or bool(_WORDS["stands"].match(flat)))
        and not _WORDS["begins"].match(flat)
        and not _WORDS["points"].search(_WORDS["named"].sub("", bare))
        and not spared(text)
        and not re.search(r"[«»?;]|\.\.\.|…|: ", _NAME.sub("", bare))
        and _is_sentence(bare)
    )
    return flat if stands else ""


def without_link(text: str) -> str:
    """Return a sentence without what links it to the one before it, and note marks.

    >>> without_link("Aussi, la Ville offre 5 €*.")
    'La Ville offre 5 €.'
    """
    link = _WORDS["links"].match(plain(text))
    return capital(_NOTE.sub("", text[link.end() if link else 0 :]))


def _is_sentence(flat: str) -> bool:
    """Return whether, by their forms, a verb is left beside those of the relatives."""
    every = [
        word
        for part in flat.lower().replace("'", "' ").split()
        for word in words(part) or [part]
    ]
    around = zip(["", *every], every, [*every[1:], ""], strict=False)
    verbs = sum(_is_finite(word, before, after) for before, word, after in around)
    return verbs > sum(word in _OPENERS for word in every)


def _is_finite(word: str, before: str, after: str) -> bool:
    """Return whether a word, where it stands or most often, is a verb in a mood."""
    is_verb = after in _DETERMINERS and before not in _DETERMINERS
    none, is_any = before in _BEFORE_NOUN, is_verb or before in _BEFORE_VERB
    found = readings(word)[: 0 if none else None if is_any else 1]
    tags = [tag for one in found for tag in one.verb]
    return word.endswith("ront") or any(tag.startswith(FINITE) for tag in tags)


def _is_order(flat: str) -> bool:
    """Return whether a sentence begins as an order."""
    order = _ORDER.match(flat)
    found = readings(order[1].lower()) if order else ()
    return any("imp:pre:2p" in one.verb for one in found)
