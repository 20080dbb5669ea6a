"""« L'essentiel » comes first: what the author wrote, and nothing else without asking.

The author's word is the front matter (``essentiel``). Else whole sentences are proposed, to
a person: those that say what the text is about, for whom, what one gets and has to do. Bold
only shows where to look. What leans on another sentence, or holds in one case, is out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from ppun_access.document.model import Deleted, Div, Document, Strong
from ppun_access.document.walk import nodes, running_text
from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.genre import genre_of
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import (
    is_endless,
    listed,
    plain,
    points_back,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate
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
    questions,
    says,
    says_of_page,
    subject,
    topics_in_title,
    topics_of,
)
from ppun_access.easy.draft.spared import POINTER, POLITE, spared
from ppun_access.french.lexical.morphology import FINITE, readings
from ppun_access.french.text.words import words
from ppun_access.runtime.untrusted_files import parse_json

TITLE = "L’essentiel"
KEY = "essentiel"
MOST, FEW = 5, 2
"""Points that are proposed, of a long text and of a short one."""
_LEAST, _MANY = 2, 6
"""Sentences of a text that is chosen from, and of a long one; one is its own essential."""
_PARSED = 4 * MOST
"""The best sentences, whose verb is looked for."""
_SHORTEST, _LONGEST, _LONGEST_FIRST = 5, 32, 48
"""Words of a point, and of the first sentence of a text."""
_ALIKE = 0.5
"""The share of its words that a point may have of one already chosen."""
_OPENERS = listed(
    "qui que qu' dont où si s' quand lorsque lorsqu' comme puisque puisqu' parce"
)
"""Each takes a verb for its clause."""
_MARKS = 100
"""Passages in bold that are looked at."""

Words = AbstractSet[str]
Origin = Literal["auteur", "titre", "proposition"]


@dataclass(frozen=True, slots=True)
class Essential:
    """The points that come first; « proposition » is for a person to accept."""

    points: tuple[str, ...]
    origin: Origin


def essential(
    document: Document, found: Sequence[Passage] = (), parser: Parser | None = None
) -> Essential:
    """Return what comes first in the easy version of ``document``.

    ``found`` are its passages, to choose from; the title alone is better than nothing, or
    than a short text said twice. ``parser`` finds subjects and verbs; without it a little
    more is in doubt.
    """
    written = marked_points(document)
    if written:
        return Essential(written, "auteur")
    if proposed := chosen(document, found, parser):
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


def chosen(
    document: Document, found: Sequence[Passage], parser: Parser | None = None
) -> tuple[str, ...]:
    """Return the sentences to propose, in their order: at most ``MOST``, often fewer."""
    sentences = [one for one in found if not one.kept and not one.mark]
    if len(sentences) < _LEAST:
        return ()
    most = MOST if len(sentences) >= _MANY else FEW
    best = sorted(_candidates(document, found), key=lambda one: one.rank)[:_PARSED]
    whole = _whole((one.text for one in best), parser)
    kept: list[_Candidate] = []
    for one in best:
        if one.text in whole and len(kept) < most and not _repeats(one, kept):
            kept.append(one)
    return tuple(one.text for one in sorted(kept, key=lambda one: one.place))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may stand alone."""

    text: str
    place: int
    topic: Topic | None
    content: frozenset[str]
    rank: tuple[bool, bool, float, bool, int]
    """What begins the text, is nearest to its title, has facts, stands early."""


_FIRST: frozenset[Topic] = frozenset(
    {"quoi", "qui", "avoir", "agir", "papiers", "vote", "lieu"}
)
"""Questions that a sentence of the subject of the text may answer without a figure."""
_MANY_OF: frozenset[Topic | None] = frozenset({None, "change", "vote"})
"""Of other questions one sentence is proposed."""


def _candidates(document: Document, found: Sequence[Passage]) -> Iterator[_Candidate]:
    """Yield the sentences that may stand alone and surely are of the first rank."""
    title, marked = content(document.title), _marked(document)
    is_works = "change" in dict(questions("actualite", document.title))
    is_aid = genre_of(document) in ("aide", "demarche")
    is_opening, is_aside, is_case = True, False, False
    for place, passage in enumerate(found):
        text, is_head = passage.source.text, place == 0
        if passage.kept:
            if not text.rstrip().endswith((".", "!", "»", "…")):
                asks = topics_in_title(text, frozenset(TOPICS))
                is_opening = asks == ["quoi"] or (is_opening and is_transparent(text))
                is_case = not asks and not is_transparent(text)
                is_aside = is_set_aside(text)
            continue
        flat, own = plain(text), content(text)
        share = len(title & own) / max(1, len(title))
        is_told = share > _ALIKE and subject(text, document.title)
        is_told = is_told and says_of_page(text, "quoi")
        named = title if is_head or is_told else frozenset[str]()
        if is_aside or passage.mark or not _stands_alone(text, named):
            continue
        topic = next(topics_of(text), None)
        known = {one.kind for one in facts_in(text) if one.kind != "date" or one.key[1]}
        says_first = is_opening and (is_told or _opens(flat, share, title, known, is_head))
        is_first = says_first or (
            (topic and _tells(flat, topic, share, title, known))
            or (is_aid and not is_case and topic and _aids(flat, topic, known))
            or (is_works and topic == "change" and says(flat, "closed"))
            or _share_marked(text, marked) > _ALIKE
        )
        is_long = len(words(text)) > _LONGEST and not (says_first or topic == "qui")
        if is_first and not is_long and not _is_doubtful(flat, topic, is_told):
            rank = (not is_head, not says_first, -share, not known, place)
            yield _Candidate(text, place, topic, own, rank)


def _is_doubtful(flat: str, topic: Topic | None, is_told: bool) -> bool:
    """Return whether a sentence tells a case, what is past or wrong, or thanks."""
    return bool(
        says(flat, "case")
        or says(flat, "harm")
        or (says(flat, "background") and not (OFFERS.search(flat) or is_told))
        or (topic not in ("vote", "change") and says(OFFERS.sub("", flat), "weak"))
        or spared(flat) in (POINTER, POLITE, "histoire")
    )


def _opens(flat: str, share: float, title: Words, known: Words, is_head: bool) -> bool:
    """Return whether a sentence before the first title says what the text is about."""
    if OFFERS.search(flat):
        return is_head or share > 0
    if is_head:
        return share > _ALIKE / 2 or bool(share and known & {"date", "somme"})
    return share > _ALIKE and is_about(flat, title)


def _tells(flat: str, topic: Topic, share: float, title: Words, known: Words) -> bool:
    """Return whether a sentence on what the title names answers one of its questions."""
    if topic == "faire" and share >= _ALIKE and says(flat, "orders"):
        return True
    is_done = topic == "faire" and re.search(r" (?:doit|doivent) être | (?:s'|se )\w", flat)
    is_sure = topic in _FIRST or is_done or known & {"date", "somme"}
    return bool(is_sure and topic != "contact" and is_about(flat, title))


def _aids(flat: str, topic: Topic, known: Words) -> bool:
    """Return whether a sentence tells for whom an aid is, how much, how, until when."""
    if topic == "qui":
        return is_about(flat, GENERIC)
    if topic == "combien":
        return is_about(flat, GETS) and not says(flat, "no-price")
    if "date" in known and is_about(flat, ACTS | content("dossiers")):
        return True
    orders = says(flat, "orders") and ACTS & content(flat)
    return topic == "faire" and bool(orders or is_about(flat, ACTS))


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
        and not (leans(flat) or points_back(text) or NO_BEGINNING.match(flat))
        and not says(WORDS["named"].sub("", flat), "points")
        and (not WORDS["bare"].match(flat) or bool(content(words(text)[0]) & set(title)))
        and spared(text) != "référence de loi"
        and not re.search(r"[«»?;]|\.\.\.|…|: ", _NAME.sub("", flat))
    )


def _whole(texts: Iterable[str], parser: Parser | None) -> frozenset[str]:
    """Return the sentences that have a subject and a finite verb."""
    every = [one for one in dict.fromkeys(texts) if not is_endless(one)]
    if parser is None:
        return frozenset(filter(_has_verb, every))
    forest = Forest(parser)
    forest.grow(every)
    return frozenset(one for one in every if _has_subject(forest[one]) or _has_verb(one))


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


def _has_subject(tree: Tree) -> bool:
    verb = predicate(tree, tree.root) if len(tree) else None
    if verb is None:
        return False
    places = {tree.root, verb}
    return any(
        tree.dep(kid).startswith(("nsubj", "expl", "csubj"))
        for place in places
        for kid in tree.kids[place]
    )


def _repeats(one: _Candidate, kept: Sequence[_Candidate]) -> bool:
    """Return whether a point says again what a better one says, or answers the same."""
    return any(
        len(one.content & other.content) > _ALIKE * max(1, len(one.content))
        or (one.topic == other.topic and one.topic not in _MANY_OF)
        for other in kept
    )


def _marked(document: Document) -> tuple[str, ...]:
    """Return what stands in bold, or in the lead: where to look."""
    deleted = {
        id(n) for one in nodes(document) if isinstance(one, Deleted) for n in nodes(one)
    }
    found = (
        running_text((node,)).strip()
        for node in nodes(document)
        if isinstance(node, Strong) or (isinstance(node, Div) and node.role == "lead")
        if id(node) not in deleted
    )
    return tuple(dict.fromkeys(filter(None, found)))[:_MARKS]


def _share_marked(text: str, marked: Iterable[str]) -> float:
    """Return how much of a sentence is in bold, from 0 to 1."""
    inside = sum(len(one) for one in marked if one in text)
    return 1.0 if any(text in one for one in marked) else min(1.0, inside / len(text))
