"""« L'essentiel » comes first: what the author wrote, and nothing else without asking.

The author's word is the front matter (``essentiel``). Else whole sentences are proposed, to
a person: those that say what the text is about, for whom, what one gets and has to do. Bold
only shows where to look. What leans on another sentence, or holds in one case, is out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ppun_access.document.model import Deleted, Div, Document, Strong
from ppun_access.document.walk import nodes, running_text
from ppun_access.easy.draft.fact_sheet import facts_in
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import (
    is_endless,
    is_stopped,
    listed,
    plain,
    points_back,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate
from ppun_access.easy.draft.passages import Passage
from ppun_access.easy.draft.questions import (
    BACKGROUND,
    OFFERS,
    Topic,
    is_set_aside,
    questions,
    topics_of,
)
from ppun_access.easy.draft.spared import POLITE, spared
from ppun_access.french.lexical.lists import is_function_word
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
_SHORTEST, _LONG, _LONGEST, _LONGEST_FIRST = 5, 20, 32, 45
"""Words of a point; from ``_LONG`` on, shorter ones are better, but for the first."""
_FEWEST = 2.8
"""What a sentence has to score: its place alone is not enough."""
_ALIKE = 0.5
"""The share of its words that a point may have of one already chosen."""
_OPENERS = listed(
    "qui que qu' dont où si s' quand lorsque lorsqu' comme puisque puisqu' parce"
)
"""Each takes a verb for its clause."""
_MARKS = 100
"""Passages in bold that are looked at."""

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
    scored = sorted(_scored(document, found), key=lambda one: (-one.score, one.place))
    best = [one for one in scored if one.score >= _FEWEST][:_PARSED]
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
    score: float
    topic: Topic | None
    content: frozenset[str]


_LEANS = re.compile(
    r"[«(\s]*(?:si|s'il|s'ils|lorsqu\w*|quand|sauf|dans (?:ce|cet|le(?! cadre d)|les|"
    r"certains?|un tel)|en (?:cas|effet|outre|revanche|particulier|conséquence)|"
    r"à (?:défaut|noter|savoir|ce titre|cet|cette|l'issue|titre)|attention|toutefois|"
    r"cependant|néanmoins|ainsi|aussi|or|donc|mais|et|ou|car|enfin|puis|ensuite|d'abord|"
    r"par (?:ailleurs|exemple|contre|conséquent)|de plus|notamment|c'est|cela|ceci|ça|son|"
    r"sa|ses|leurs?|certain\w*|autres?|les autres|l'autre|chacune?|aucune?|"
    r"tou(?:te)?s\b(?! les)|elles?|ils?\b(?! (?:faut|est possible|y a))|on|y|en|je|j'|"
    r"pour (?:cela|ce|plus)|pour (?:le|la|les|l') ?\w+er,|après|passé|une fois|grâce à c|"
    r"le (?:premier|second|deuxième|troisième|dernier)|la (?:première|seconde|deuxième|"
    r"troisième|dernière)|ce dernier|selon (?:le|les) cas|pendant|dès|sinon|même|sans|"
    r"quel\w*|inversement|concernant|s'agissant|rappel|exemple|s'y|"
    r"lors de (?!la séance)(?:la|l'|ce|cette)|le tout|deux|trois|quatre|cinq|six|dix|"
    r"à (?:votre|la suite)|le défunt|l'intéressé)(?![\w-])",
    re.IGNORECASE,
)
"""Begins what is not true by itself: a case, a link, a pronoun, one of several."""
_POINTS = re.compile(
    r"(?<![\w-])(?:(?:ce|cet|ces|celui|celle|ceux|celles)(?:-ci)?(?= (?!qu|dont))|"
    r"cette(?! année)|également|ci-(?:après|dessous|dessus|contre)|suivante?s?|"
    r"précédente?s?|susvisée?s?|dernier cas|tels? que défini\w*|en question|"
    r"correspondante?s?|équivalente?s?|par exemple|amendes?|punie?s?|ensuite|pour cela|"
    r"alors|ici|choisie?s?|ravis|s'est réuni\w*|s'est tenue?|restante?s?|la personne|"
    r"le rompre|présent (?:document|règlement|guide)|(?:sont|est) concernée?s?\.|"
    r"respectivement|le cas échéant|je|j'|me|mon|ma|mes|il s'agit|mêmes?)(?![\w-])",
    re.IGNORECASE,
)
"""What points outside the sentence, or threatens."""
_PRONOUN = re.compile(
    r"(?:qu|, |et |mais |où |dont |si )['’ ]?(?:il|elle|ils|elles)(?! (?:faut|y a|"
    r"est possible))\b|\b(?:lui-même|en bénéfici|le demander|la demander|l'obtenir)",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:sauf|si (?:vous|l|la|les|le|un|une)\b|s'ils?\b|lorsqu|sous réserve|à condition|"
    r"dans certains cas|peut être (?:refusé|retiré|suspendu)|exception|toutefois)",
    re.IGNORECASE,
)
"""What makes a sentence tell a case or a limit: it is seldom the essential."""
_WEAK = re.compile(
    r"\b(?:n'|ne )\w+|\b(?:a|ont|avai(?:t|ent)|étai(?:t|ent)|fut) (?:été |reçu|"
    r"\w+é(?:e?s?)?\b|disparu|permis)",
    re.IGNORECASE,
)
"""A negation, what is past, what says nothing."""
_OF_ITSELF = frozenset({"combien", "faire", "quand", "agir"})
"""What a sentence may answer without a word of the title."""
_IN_NEWS: frozenset[Topic] = frozenset({"vote", "change"})
"""What it may answer so where the title tells works, or a council."""
_USEFUL: dict[Topic, float] = {
    "quoi": 1.5, "qui": 1.5, "combien": 1.2, "faire": 1.0, "quand": 1.0, "agir": 1.0,
    "avoir": 1.0, "vote": 1.2, "change": 1.0, "contact": 0.5, "lieu": 0.5,
    "pourquoi": 0.3, "papiers": 0.3,
}  # fmt: skip


def _scored(document: Document, found: Sequence[Passage]) -> Iterator[_Candidate]:
    """Yield the sentences that may stand alone, with how much they say of the text.

    What counts is the place, the words of the title, the question that is answered,
    figures, and bold.
    """
    title, marked = _content(document.title), _marked(document)
    asked = {topic for topic, _ in questions("actualite", document.title)}
    tells = _OF_ITSELF | (_IN_NEWS & asked)
    is_opening, is_aside, last = True, False, ("", -1)
    for place, passage in enumerate(found):
        text = passage.source.text
        is_first, last = passage.place != last, passage.place
        if passage.kept:
            if not is_stopped(text):
                is_opening, is_aside = False, is_set_aside(text)
            continue
        is_head = place == 0
        if is_aside or passage.mark or not _stands_alone(text, title if is_head else ()):
            continue
        if spared(text) in (POLITE, "histoire") or (
            is_head and BACKGROUND.search(plain(text))
        ):
            continue
        topic, content = next(topics_of(text), None), _content(text)
        bold = _share_marked(text, marked)
        if not (title & content or topic in tells or bold > _ALIKE or is_head):
            continue
        score = (
            (1.5 if is_opening else 0) + (0.7 if is_first else 0)
            + (1.0 if is_opening and is_head else 0)
            + (1.0 if is_opening and OFFERS.search(plain(text)) else 0)
            + 2.5 * len(title & content) / max(1, len(title))
            + (_USEFUL[topic] if topic else 0)
            + (0.8 if facts_in(text) else 0)
            + 2 * bold
            - (0.04 if is_head else 0.12) * max(0, len(words(text)) - _LONG)
            - (1.5 if _CASE.search(plain(text)) else 0)
            - (1.0 if _WEAK.search(plain(text)) else 0)
            - (0.6 if "(" in text else 0)
        )  # fmt: skip
        yield _Candidate(text, place, score, topic, content)


_NAMES_TITLE = re.compile(
    r"(?:cette|cet|ces|ce) (?:\d+\w+ |premi\w+ |nouve\w+ )?(\w+) ", re.I
)


_GENERIC = listed("service dispositif")


_BARE = re.compile(
    r"(?:prix|tarifs?|retraits?|versements?|paiements?|réservations?|inscriptions?|"
    r"fermetures?|ouvertures?|montants?|dépôts?|rappels?|publics?)\b",
    re.IGNORECASE,
)
"""A label, with no article before it."""


def _stands_alone(text: str, title: Collection[str] = ()) -> bool:
    """Return whether nothing in a sentence needs another one to be understood.

    The first may be longer, and may point to what the ``title`` names.
    """
    flat = plain(text)
    named = _NAMES_TITLE.match(flat) if title else None
    if named and (_content(named[1]) & set(title) or named[1].lower() in _GENERIC):
        flat = text = f"La {flat[named.start(1) :]}"
    return (
        _SHORTEST <= len(words(text)) <= (_LONGEST_FIRST if title else _LONGEST)
        and bool(re.search(r"[.!]\W*\Z|\w\Z", flat))
        and flat[:1].isupper()
        and not re.match(r"\w+ez\b|dans tous les cas", flat, re.IGNORECASE)
        and not points_back(text)
        and not (_LEANS.match(flat) or _POINTS.search(flat) or _PRONOUN.search(flat))
        and (not _BARE.match(flat) or bool(_content(words(text)[0]) & set(title)))
        and spared(text) != "référence de loi"
        and not re.search(r"[«»?;]|\.\.\.|…|: ", flat)
    )


def _whole(texts: Iterable[str], parser: Parser | None) -> frozenset[str]:
    """Return the sentences that have a subject and a finite verb."""
    every = [one for one in dict.fromkeys(texts) if not is_endless(one)]
    if parser is None:
        return frozenset(filter(_has_verb, every))
    forest = Forest(parser)
    forest.grow(every)
    return frozenset(one for one in every if _has_subject(forest[one]))


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
    """Return whether a point says again what a better one says."""
    return any(
        len(one.content & other.content) > _ALIKE * max(1, len(one.content))
        for other in kept
    )


def _content(text: str) -> frozenset[str]:
    return frozenset(
        w.lower().removesuffix("s")
        for w in words(text.replace("’", " ").replace("'", " "))
        if len(w) > 2 and w.isalpha() and not is_function_word(w.lower())
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
