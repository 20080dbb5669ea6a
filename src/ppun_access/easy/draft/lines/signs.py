"""How good a line begins at a gap: its opener, what surrounds it and signs, each weighed.

No sign is sure by itself. The weights are those of a logistic regression on the gaps of
4,000 sentences, rounded so that they can be read and changed by hand: see
docs/decisions/0023-a-table-of-line-breaks.md. A line may begin where the sum is positive
and nothing forbids it. In the examples « | » is the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from ppun_access.easy.draft.lines.gaps import CASES, JOINTS, SUBJECTS, Gap
from ppun_access.easy.draft.lines.openers import OPENERS
from ppun_access.easy.draft.lines.punctuation import AND_IN_CASE, NEVER_AFTER, clings
from ppun_access.easy.draft.parse.grammar import (
    MODALS,
    RELATIVES,
    is_adjective,
    is_infinitive,
    lemmas,
    root_verb,
    subject,
)
from ppun_access.easy.text import count, listed

_NOUNS = frozenset({"NOUN", "PROPN"})
_NOUN_GROUP = frozenset({"DET", "NOUN", "NUM", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_OF, _TO, _OR = listed("de d' du des"), listed("à au aux en"), frozenset({"et", "ou"})
_EXAMPLES = frozenset({"comme", "notamment", "tels", "telles"})
_INSIDE = frozenset({"case", "det", "aux", "aux:pass", "aux:tense", "cop", "fixed"})
_NAMES = frozenset({"fixed", "flat:name", "flat:foreign"})
_HELPS = MODALS | {"avoir", "être"}
_BRIEF = 6
"""Words of a brief subject or aside."""


def _is_inside(gap: Gap) -> bool:
    """« de | la ville », « Jean | Petit »: a word waits for its noun or its verb."""
    tree, place = gap.tree, gap.place
    before, after = range(max(0, place - 4), place), range(place, place + 3)
    waits = any(tree.dep(i) in _INSIDE and tree.head(i) >= place for i in before)
    named = any(tree.dep(i) in _NAMES and tree.head(i) < place for i in after)
    opened = tree.pos(place - 1) in ("DET", "ADP") or tree.lows[place - 1] in "(«"
    dated = gap.word[0].isdigit()  # « le 30 juillet | 2025 »
    marked = tree.lows[place - 1] in (",", ";", ":")
    return not marked and (opened or dated or waits or named)


def _hangs(gap: Gap) -> bool:
    """« notamment | si vous partez », « ou, à défaut, | la branche », « 3, | 4 et 5 »."""
    if gap.comma:
        after = gap.tree.plain[gap.tree.begin(gap.place) :]
        return clings(gap.before, after) and not _ends_lead(gap)
    alternative = gap.prev == "pas" and gap.word in ("si", "s'", "et", "ou")
    return NEVER_AFTER.search(gap.before) is not None and not alternative


def _joins_likes(gap: Gap) -> bool:
    """« une offre sérieuse | et précise », « qu'ils | et elles puissent »."""
    named = gap.tree.pos(gap.place + 2) in ("DET", "NOUN")
    both = is_adjective(gap.prev) and is_adjective(gap.next)
    pronouns = gap.tree.pos(gap.last) == gap.tree.pos(gap.place + 1) == "PRON"
    return gap.word in JOINTS and ((both and not named) or pronouns)


def _lists_on(gap: Gap) -> bool:
    """« d'une maladie, | d'un accident ou d'un vol », « la pluie, | le vent et les crues ».

    All are one list, and so are « Les années, | les numéros et les codes sont… »; no
    example reads as the subject: « D'autres, comme les noms, | la liste peuvent… ».
    """
    if gap.comma and gap.former.lows[0] in _EXAMPLES and not gap.has_main:
        return gap.verb is None
    # « Pour chaque texte, | la taille est-elle… »: the parser may miss the subject
    first = gap.tree.pos(0) in ("ADP", "SCONJ") or gap.tree.lows[0] in CASES
    if not gap.comma or _ends_lead(gap) or (first and not gap.opening):
        return False
    tree, alike = gap.tree, next((x for x in (_OF, _TO) if gap.word in x), {gap.word})
    again = any(one in _OR and two in alike for one, two in pairwise(gap.latter.lows))
    noun = tree.pos(gap.place) in _NOUN_GROUP
    one_verb = noun and (_waits(gap) and not gap.has_main)
    opens = (i for i in range(gap.place, gap.latter.stop) if tree.lows[i] in RELATIVES)
    item = gap.place + 1, next(opens, gap.latter.stop)
    joined = noun and not (
        gap.parsed.has_verb(*item) or _OR.isdisjoint(tree.lows[slice(*item)])
    )
    return one_verb or joined or (again and tree.pos(gap.place) == "ADP")


def _holds_on(gap: Gap) -> bool:
    """« qui doivent, de plus, | agir », « ou, à défaut, | la branche »."""
    before = gap.opening - 1
    low = gap.tree.lows[before]
    modal = gap.tree.pos(before) == "AUX" or not _HELPS.isdisjoint(lemmas(low))
    brief = gap.former.words <= _BRIEF or gap.former.lows[0] in CASES
    return before >= 0 and (modal or low in RELATIVES or (low in JOINTS and brief))


def _parts_clause(gap: Gap) -> bool:
    """« les communes dont le réseau | perd de l'eau », « il vient et le maire | part »."""
    before = range(gap.former.start, gap.place)
    opens = max((i for i in before if gap.tree.lows[i] in RELATIVES | CASES), default=None)
    inner = opens is not None and not gap.parsed.has_verb(opens, gap.place)
    held = (i for i in range(gap.place) if gap.tree.head(i) >= gap.place)
    starts = (gap.tree.spans[i][0] for i in held if gap.tree.dep(i) in SUBJECTS)
    second = any(gap.parsed.has_verb(gap.former.start, start) for start in starts)
    return gap.opener == "verb" and (inner or second)


def _is_brief_start(gap: Gap) -> bool:
    """« Le maire | répond », « De plus, | »: two words that no line may hold alone.

    « Chaque année, | » and « En 2024, | » limit all that follows.
    """
    limits = gap.comma and gap.tree.pos(1) in ("NOUN", "PROPN", "NUM")
    return not limits and count(gap.tree.cut(0, gap.place)) < 3


FORBIDS = (
    _is_inside, _hangs, _joins_likes, _lists_on, _holds_on, _parts_clause, _is_brief_start,
)  # fmt: skip
"""A line never begins where one of these holds."""


def _ends_lead(gap: Gap) -> bool:
    """« Si l'aide est due, | le maire la verse »."""
    tree, found = gap.tree, subject(gap.tree, gap.tree.root)
    opens = found is not None and tree.spans[found][0] == gap.place
    of_case = AND_IN_CASE.search(gap.before) or root_verb(tree) is None
    return gap.comma and opens and not of_case and gap.former.words > 1


def _waits(gap: Gap) -> bool:
    """Return whether a subject before the gap has its verb after it, not just there."""
    return gap.verb is None and not SUBJECTS.isdisjoint(gap.pending)


def _runs_on(gap: Gap) -> bool:
    """« | qui vit ici voyage »: more follows what the line opens, without a mark."""
    end = len(gap.tree) if gap.link is None else gap.tree.spans[gap.link][1] + 1
    inside = end < min(gap.latter.stop, len(gap.tree) - 1) and gap.opener != "verb"
    return inside and gap.tree.lows[end] not in (",", ";", ":", ")", ".", "—")


def _is_main_verb(gap: Gap) -> bool:
    """« Le service de la mairie | répond »."""
    main = gap.verb is not None and gap.tree.root in (gap.verb, gap.tree.head(gap.verb))
    return gap.opener == "verb" and main and not SUBJECTS.isdisjoint(gap.pending)


def _leaves_clause(gap: Gap) -> bool:
    """« Le bruit | est un souci qui revient chaque année »: a better pause follows."""
    brief = gap.opener == "verb" and gap.former.words < _BRIEF
    return brief and not (CASES | {"qui", "dont", "où"}).isdisjoint(gap.latter.lows)


def _says_no_verb(gap: Gap) -> bool:
    """« | dans la rue de la gare »: until the next mark."""
    return not gap.latter.says and not any(map(is_infinitive, gap.latter.lows))


SIGNS: Mapping[str, tuple[float, Callable[[Gap], bool]]] = {
    # « le maire de la ville | qui a signé répond »: the verb comes later
    "parts subject": (-1.6, lambda gap: _waits(gap) and not gap.comma),
    # « Si votre demande est acceptée, | … »: the main verb comes later
    "no main verb before": (0.9, lambda gap: not gap.has_main),
    "no verb after": (-0.6, _says_no_verb),
    # « …, le service de la mairie | … »: since the mark before
    "no verb before": (-0.9, lambda gap: not gap.former.says),
    "end of lead": (2.4, _ends_lead),
    "comma": (1.0, lambda gap: gap.comma),
    "last comma": (1.5, lambda gap: gap.comma and "," not in gap.tree.lows[gap.place :]),
    # « modification, refusée, | d'un élément »
    "comma just before": (-0.9, lambda gap: gap.comma and gap.opening > gap.place - 6),
    # « le maire, élu ici, décide | selon ses moyens »
    "comma passed": (
        -0.4,
        lambda gap: (
            not gap.comma and "," in gap.tree.lows[max(0, gap.place - 12) : gap.place]
        ),
    ),
    # « le maire décide | selon ses moyens, ses goûts »
    "comma left": (
        -0.8,
        lambda gap: not gap.comma and "," in gap.tree.lows[gap.place : gap.place + 10],
    ),
    # « complété, | le cas échéant, par »
    "brief aside": (-1.3, lambda gap: gap.closing > 0 and gap.latter.words <= 3),
    # « une aide | à la personne »: the word just before governs what follows
    "just after governor": (-0.7, lambda gap: not gap.comma and gap.above == gap.last),
    "runs on": (-0.8, _runs_on),
    # « | qui aident les enfants et les parents »
    "joint left": (-0.5, lambda gap: not _OR.isdisjoint(gap.latter.lows[1:])),
    "main verb": (3.3, _is_main_verb),
    # « En cas de danger, des mesures | sont prises »
    "verb after lead": (
        -1.8,
        lambda gap: gap.opener == "verb" and gap.former.start > 0 and not gap.comma,
    ),
    "clause left": (-1.2, _leaves_clause),
    # « …, | dont la mairie »
    ", relative": (1.2, lambda gap: gap.comma and gap.opener == "relative"),
    # « …, | et le maire signe »
    ", et": (1.2, lambda gap: gap.comma and gap.word in JOINTS),
    # « reçoit la demande de la famille | et répond »
    "joins far": (1.1, lambda gap: gap.word in JOINTS and (gap.link or 0) - gap.above > 5),
}
"""What is seen at a gap → its weight, and what tells it."""
DEPTHS: Mapping[int, float] = {0: 0.3, 1: 1.0, 2: 0.1, 3: -0.5, 4: -0.9}
"""The depth of a gap, at most 4 → its weight."""
LINKED: Mapping[str, float] = {"conj": -1.0, "obj": -1.3}
"""How what follows hangs from what precedes → its weight."""
BEFORE: Mapping[int, float] = {2: -1.8, 3: -1.3, 4: -0.6}
"""The words since the mark before, two at least → their weight, 0 for more."""
AFTER: Mapping[int, float] = {3: -0.8, 4: -1.2}
"""The words until the mark after, three at least → their weight, 0 for more."""


def strength(gap: Gap) -> float:
    """Return how good a line begins at a gap that something opens, 0 where none may."""
    if any(test(gap) for test in FORBIDS):
        return 0.0
    around = (
        DEPTHS[min(gap.depth, max(DEPTHS))],
        LINKED.get(gap.dep, 0.0),
        BEFORE.get(max(gap.former.words, min(BEFORE)), 0.0),
        AFTER.get(max(gap.latter.words, min(AFTER)), 0.0),
    )
    said = sum(weight for weight, is_seen in SIGNS.values() if is_seen(gap))
    return OPENERS[gap.opener][0] + sum(around) + said
