"""« L'essentiel » comes first: what the author wrote, and nothing else without asking.

The author's word is the front matter (``essentiel``). Else whole sentences are proposed, to
a person, for one of two reasons: a sentence begins the text and says what it is about, or
its subject is that of the text and it answers a question that readers ask first. What
leans on another sentence, or holds in one case, is out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ppun_access.document.model import Document
from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.genre import genre_of
from ppun_access.easy.draft.parse.text import listed, plain
from ppun_access.easy.draft.passages import Passage
from ppun_access.easy.draft.questions import (
    ACTS,
    GENERIC,
    GETS,
    NO_BEGINNING,
    OFFERS,
    TOPICS,
    WORDS,
    Topic,
    content,
    is_about,
    is_set_aside,
    is_transparent,
    leans,
    says,
    says_of_page,
    subject,
    topics_in_title,
    topics_of,
)
from ppun_access.easy.draft.spared import spared
from ppun_access.french.lexical.morphology import FINITE, readings
from ppun_access.french.text.words import words
from ppun_access.runtime.untrusted_files import parse_json

TITLE = "L’essentiel"
KEY = "essentiel"
MOST, FEW = 5, 2
"""Points that are proposed, of a long text and of a short one."""
_LEAST, _MANY = 2, 6
"""Sentences of a text that is chosen from, and of a long one; one is its own essential."""
_SHORTEST, _LONGEST, _LONGEST_FIRST = 5, 32, 48
"""Words of a point, and of the first sentence of a text."""
_SOME, _ALIKE = 0.25, 0.5
"""The share of its words that a point may have of one already chosen."""
_OPENERS = listed("qui que qu' dont lorsque lorsqu' puisque puisqu' parce")
"""Each takes a verb for its clause."""

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
    sentences = [one for one in found if not one.kept and not one.mark]
    if len(sentences) < _LEAST:
        return ()
    most = MOST if len(sentences) >= _MANY else FEW
    every = [*_candidates(document, found)]
    kept: list[_Candidate] = []
    for one in sorted(every, key=lambda one: not one.is_first):
        if len(kept) < most and not _repeats(one, kept):
            kept.append(one)
    return tuple(one.text for one in every if one in kept)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may stand alone."""

    text: str
    topic: Topic | None
    content: frozenset[str]
    is_first: bool
    """It begins the text and says what it is about."""


_FIRST: frozenset[Topic] = frozenset({"quoi", "qui", "avoir", "agir", "papiers", "lieu"})
"""Questions that a sentence of the subject of the text may answer without a figure."""
_ABOUT: Mapping[Topic | None, Words] = MappingProxyType(
    {"combien": GETS, "faire": ACTS, "quand": ACTS}
)
"""What an aid and a procedure call themselves where they answer a question."""


def _candidates(document: Document, found: Sequence[Passage]) -> Iterator[_Candidate]:
    """Yield the sentences that stand alone and that one of two ways shows to be first."""
    title = content(document.title)
    is_aid = genre_of(document) in ("aide", "demarche")
    is_opening, is_aside, is_case = True, False, False
    for place, passage in enumerate(found):
        text = passage.source.text
        if passage.kept:
            if not text.rstrip().endswith((".", "!", "»", "…")):
                asks = topics_in_title(text, frozenset(TOPICS))
                is_opening = asks == ["quoi"] or (is_opening and is_transparent(text))
                is_case = not asks and not is_transparent(text)
                is_aside = is_set_aside(text)
            continue
        share = len(title & content(text)) / max(1, len(title))
        is_told = share > _ALIKE and subject(text, document.title)
        is_told = is_told and says_of_page(text, "quoi")
        named = title if place == 0 or is_told else frozenset[str]()
        if is_aside or passage.mark or not _stands_alone(text, named):
            continue
        flat, topic = plain(text), next(topics_of(text), None)
        if _is_doubtful(flat, topic, is_told):
            continue
        about = title | (_ABOUT.get(topic, GENERIC) if is_aid and not is_case else title)
        is_first = is_opening and (is_told or _opens(flat, title, share, place == 0))
        is_short = len(words(text)) <= _LONGEST
        if is_first or (topic and is_short and _answers(flat, topic, about)):
            topic = "quoi" if is_told else topic
            yield _Candidate(text, topic, content(text), is_first)


def _is_doubtful(flat: str, topic: Topic | None, is_told: bool) -> bool:
    """Return whether a sentence tells a case, what is past or wrong, or thanks."""
    return bool(
        says(flat, "case", "harm")
        or (says(flat, "background") and not (OFFERS.search(flat) or is_told))
        or (topic != "vote" and says(OFFERS.sub("", flat), "weak"))
    )


def _opens(flat: str, title: Words, share: float, is_head: bool) -> bool:
    """Return whether a sentence before the first title says what the text is about."""
    if OFFERS.search(flat):
        return is_head or share > 0
    about = is_about(flat, title)
    if is_head:
        return share > (_SOME if about else _ALIKE)
    return about and share > _ALIKE and says(flat, "done")


def _answers(flat: str, topic: Topic, about: Words) -> bool:
    """Return whether a sentence on what the text is about answers one of its questions."""
    known = {one.kind for one in facts_in(flat) if one.kind != "date" or one.key[1]}
    is_done = topic == "faire" and says(flat, "done")
    is_sure = topic in _FIRST or is_done or known & {"date", "somme", "part"}
    return bool(is_sure and topic != "contact" and is_about(flat, about)) and not (
        topic == "combien" and says(flat, "no-price")
    )


_NAMES_TITLE = re.compile(
    r"(?:cette|cet|ces|ce) (?:\d+\w+ |premi\w+ |nouve\w+ )?(\w+) ", re.I
)

_NAME = re.compile(r"« ?[A-ZÀ-Ý][^«»]{2,60} ?»")
"""« Logis Sobre »: what a thing is called; other quotations are somebody's words."""


def _stands_alone(text: str, title: Collection[str] = ()) -> bool:
    """Return whether nothing in a sentence needs another one to be understood.

    It may point to what the ``title`` names.
    """
    flat = plain(text)
    named = _NAMES_TITLE.match(flat) if title else None
    if named and (content(named[1]) & set(title) or content(named[1]) & GENERIC):
        flat = text = f"La {flat[named.start(1) :]}"
    return (
        _SHORTEST <= len(words(text)) <= _LONGEST_FIRST
        and bool(re.search(r"[.!]\W*\Z|\w\Z", flat))
        and flat[:1].isupper()
        and not (leans(flat) or NO_BEGINNING.match(flat))
        and not says(WORDS["named"].sub("", flat), "points")
        and spared(text) != "référence de loi"
        and not re.search(r"[«»?;]|\.\.\.|…|: ", _NAME.sub("", flat))
        and _has_verb(text)
    )


def _has_verb(text: str) -> bool:
    """Return whether, by their forms, a verb is left beside those of the relatives."""
    flat = plain(text).lower().replace("'", "' ")
    every = [word for part in flat.split() for word in words(part) or [part]]
    verbs = sum(_is_verb(word) for word in every)
    return verbs > sum(word in _OPENERS for word in every)


def _is_verb(word: str) -> bool:
    """Return whether a word most often is a verb in a mood (« arrive », not « aide »)."""
    found = readings(word)
    return bool(found) and any(tag.startswith(FINITE) for tag in found[0].verb)


def _repeats(one: _Candidate, kept: Sequence[_Candidate]) -> bool:
    """Return whether a point says again what a better one says, or answers the same."""
    return any(
        len(one.content & other.content) > _ALIKE * max(1, len(one.content))
        or (one.topic == other.topic and one.topic is not None)
        for other in kept
    )
