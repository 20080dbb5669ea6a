"""What a line may begin with: a clause, a second verb, a goal, an item of a list.

The first opener that fits a gap is its own. Its weight tells how good a line it opens, the
signs of ``signs.py`` left out; a gap without an opener never breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ppun_access.easy.draft.lines.gaps import CASES, SUBJECTS, Gap, Parsed
from ppun_access.easy.draft.lines.punctuation import is_bracket
from ppun_access.easy.draft.parse.grammar import (
    RELATIVES,
    is_infinitive,
    past_participles,
    present_participle,
)
from ppun_access.easy.text import listed
from ppun_access.french.lexical.morphology import readings

_LOCUTION = re.compile(
    r"(?:à (?:condition|compter|partir|l'issue|la suite|l'occasion) d|"
    r"au (?:cours|moment|sein|bout|plus tard|plus tôt|titre) |au-delà d|avant |après |"
    r"conformément |depuis |dès |durant |pendant |selon |"
    r"dans (?:le cadre|un délai|la limite|le respect) d|"
    r"en (?:cas|fonction|raison|vertu|application|vue|complément|plus|dehors) d|"
    r"grâce |jusqu'|lors d|par rapport |sous réserve d|suite |sauf |y compris |afin d|"
    r"face )"
)
"""What opens an adjunct of the verb: the sense pauses before it."""
_SUBORDINATE = re.compile(
    r"(?:(?:même|sauf|seulement|uniquement|notamment|surtout|y compris) )?"
    r"(?:si|s'ils?|quand|lorsqu|puisqu|à (?:condition|moins) qu|dès (?:lors )?qu|"
    r"(?:parce|tant|alors|avant|sans|pour|bien|afin|tandis|selon|suivant) qu|"
    r"dans la mesure où|au cas où)(?:e\b|'|\b)"
)
"""What opens a clause that tells when, why or on what condition."""
_WHICH = listed("laquelle lesquels lesquelles lequel qui quoi")
_PRONOUNS = listed("il elle ils elles on nous vous je j' ce c' cela ça")
_NO_START = _PRONOUNS | listed("pas plus jamais rien guère point")
"""No verb begins with them: « il n'habite | pas »."""
_OF_TO = listed("de d' du des à au aux")
_NO_VERB_AFTER = frozenset({"PRON", "AUX", "SCONJ", "CCONJ", "DET", "ADP", "PART"})
_WITH_VERB = frozenset({"PRON", "ADV", "PART", "AUX"})


def _matches(pattern: re.Pattern[str]) -> Callable[[Gap], bool]:
    """Return a test of the words after the gap."""
    return lambda gap: bool(pattern.match(gap.parsed.low, gap.tree.begin(gap.place)))


def _is_relative(gap: Gap) -> bool:
    which = gap.tree.pos(gap.place) == "ADP" and gap.next in _WHICH
    return which or gap.word in RELATIVES


def _says_that(gap: Gap) -> bool:
    relative = gap.tree.morph(gap.place, "PronType") == "Rel"
    marks = gap.tree.dep(gap.place) == "mark"
    return gap.word in ("que", "qu'") and (marks or not relative)


def _joins(gap: Gap) -> bool:
    return gap.word in ("et", "ou", "ni")


def _second_verb(gap: Gap) -> str:
    """Return « finite » or « infinitive » for the verb that « et » joins, else nothing."""
    tree, first = gap.tree, gap.place + 1
    for place in range(first, first + 5):
        low = tree.lows[place]
        if place in gap.parsed.finite:
            return "finite"
        if is_infinitive(low) and tree.pos(place) in ("VERB", "AUX"):
            return "infinitive"
        goal = low in ("de", "d'", "pour", "à")
        if low in _PRONOUNS or not (goal or tree.pos(place) in _WITH_VERB):
            break
    return ""


def _joins_clause(gap: Gap) -> bool:
    """« et il existe un remède », « et la caisse répond »: it has its own subject."""
    tree, near = gap.tree, gap.place + 2
    own = tree.pos(gap.place + 1) == "PRON" and gap.parsed.has_verb(near, near + 3)
    clause = gap.link if gap.link is not None and tree.dep(gap.link) == "conj" else 0
    subjects = (i for i in range(gap.place + 1, clause) if tree.dep(i) in SUBJECTS)
    return _joins(gap) and (own or any(tree.head(i) == clause for i in subjects))


def _begins_verb(gap: Gap) -> bool:
    tree, before = gap.tree, gap.place - 1
    inside = tree.pos(before) in _NO_VERB_AFTER or tree.lows[before] in RELATIVES
    negated = tree.lows[before] in ("ne", "n'", "y", "en", "non", "pas")
    # « une période | continue de deux mois »: no verb, whatever the parser says
    may_be = tree.pos(gap.place) == "VERB" and SUBJECTS.isdisjoint(gap.pending)
    quality = may_be and any(one.pos == "ADJ" for one in readings(gap.word))
    none = inside or negated or quality or gap.word in _NO_START
    return gap.verb is not None and not none


def _is_done(gap: Gap) -> bool:
    verb = gap.tree.pos(gap.place) in ("VERB", "ADJ")
    return gap.comma and verb and bool(past_participles(gap.word))


def _has_pos(*parts: str) -> Callable[[Gap], bool]:
    """Return a test of what follows a comma."""
    return lambda gap: gap.comma and gap.tree.pos(gap.place) in parts


OPENERS: Mapping[str, tuple[float, Callable[[Gap], bool]]] = {
    "mark": (4.3, lambda gap: gap.tree.lows[gap.place - 1] in (";", ":")),
    "dash": (0.4, lambda gap: gap.word in ("—", "–")),
    "bracket": (3.3, lambda gap: is_bracket(gap.tree.plain, gap.tree.begin(gap.place))),
    "et qui": (0.5, lambda gap: _joins(gap) and gap.next in RELATIVES | CASES),
    "et + clause": (1.7, _joins_clause),
    "et + verb": (2.0, lambda gap: _joins(gap) and _second_verb(gap) == "finite"),
    "et + infinitive": (-1.1, lambda gap: _joins(gap) and _second_verb(gap) != ""),
    "et + noun": (-1.5, _joins),
    "mais": (3.3, lambda gap: gap.word in ("mais", "car")),
    "puis": (0.8, lambda gap: gap.word in ("puis", "donc", "or")),
    "ainsi que": (0.8, lambda gap: gap.word == "ainsi" and gap.next in ("que", "qu'")),
    "subordinate": (1.6, _matches(_SUBORDINATE)),
    "que": (-1.4, _says_that),
    "relative": (-0.1, _is_relative),
    "goal": (1.4, lambda gap: gap.word in ("pour", "afin", "sans") and gap.acts),
    "gerund": (0.8, lambda gap: gap.word == "en" and bool(present_participle(gap.next))),
    "verb": (-0.4, _begins_verb),
    "adjunct": (0.1, _matches(_LOCUTION)),
    ", done": (-0.1, _is_done),
    ", pronoun + verb": (0.8, lambda gap: gap.comma and gap.word in _PRONOUNS),
    ", de": (-1.7, lambda gap: _has_pos("ADP")(gap) and gap.word in _OF_TO),
    ", preposition": (0.0, _has_pos("ADP")),
    ", determiner": (0.3, _has_pos("DET", "NUM")),
    ", bare word": (-1.4, _has_pos("NOUN", "ADJ", "PROPN", "X")),
    ", other": (-0.5, lambda gap: gap.comma),
}
"""The opener → its weight, and what tells it; the first that fits counts."""


def opened(parsed: Parsed) -> Iterator[Gap]:
    """Yield the gaps of a sentence that something opens, with their opener."""
    for place in range(1, len(parsed.tree)):
        gap = Gap(parsed, place)
        names = (name for name, (_, fits) in OPENERS.items() if fits(gap))
        gap.opener = next(names, "")
        if gap.opener:
            yield gap
