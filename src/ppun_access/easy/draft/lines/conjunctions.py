"""Where « et », « ou », « ainsi que », « mais » or « car » lets a line begin.

« la mairie reçoit la demande / et répond avant le mois de juin »: what is joined is far and
whole. « la mise en œuvre et le suivi du plan » is one thing.
"""

from __future__ import annotations

import re

from ppun_access.easy.draft.lines.wholes import meets_verb
from ppun_access.easy.draft.parse.boundaries import JOINTS, Rank, is_in_subject
from ppun_access.easy.draft.parse.grammar import subject
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    finite_tags,
    is_finite,
    is_infinitive,
    predicate,
)

_BETWEEN = re.compile(r"\bentre\b[^,;:]*\Z")
_OF_ALL = re.compile(
    r"\b(?:au plus (?:tard|tôt)|avant|dans (?:un délai|les (?:\w+ )?(?:jours|mois|ans|"
    r"années|semaines|heures))|jusqu'|pendant|durant|au cours d|à (?:compter|partir) d|"
    r"lors d|dès)(?:\b|\s)"
)
"""What limits all of « A ou B », not B alone."""
_NAMED = re.compile(r"(?:et|ou)\b[^,;:.(]*\([A-Z]{2,}")
"""« et de la Défense des Enfants (SFRDE) »: the name is one."""
_COMPLEMENT = re.compile(
    r"(?:et|ou) (?:(?:par (?:conséquent|exemple)|en particulier|surtout|aussi|même|donc|"
    r"encore|parfois|\w+ment) )?(?:de |d'|du |des )(?=\S)"
)
"""« et », then « de »: what completes a noun a second time."""
_OF = listed("de d'")
_THOSE = listed("ceux celui celle celles")
_CLITICS = listed("ne n' se s' en y")
_ENDS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PUNCT", "VERB"})
_ASKS = listed("pourquoi comment combien que qu' si où quand")
_FAR, _HELD, _REACH = 5, 4, 12
"""Tokens from one joined thing to the other, of the second, and from « ne » to « et »."""


def conjunction(tree: Tree, place: int) -> Rank | None:
    """Part a clause from what precedes, and what is joined from afar."""
    if tree.plain.startswith("et/", tree.begin(place)):
        return None
    if tree.lows[place] == "ainsi" and tree.lows[place + 1] not in ("que", "qu'"):
        return None
    if joins_measures(tree, place):
        return Rank.PHRASE
    tests = (
        _follows_preposition,
        _joins_pronouns,
        _joins_infinitives,
        _joins_bare,
        _joins_subjects,
        _is_in_name,
        _is_negated,
    )
    if any(test(tree, place) for test in tests):
        return None
    head = tree.head(place)
    if tree.dep(head) != "conj" or head < place:
        return Rank.CLAUSE if tree.lows[place] in ("mais", "car") else None
    if _opens_cleft(tree, place) or _goes_on(tree, place):
        return Rank.CLAUSE
    if _joins_demonstrative(tree, place):
        return Rank.PHRASE
    named = tree.pos(head) in ("VERB", "AUX") or subject(tree, head) is not None
    if predicate(tree, head) is not None and named:
        return Rank.CLAUSE if _opens_clause(tree, place) else None
    return Rank.PHRASE if _opens_phrase(tree, place) else None


def _opens_cleft(tree: Tree, place: int) -> bool:
    """« la salle ferme et c'est ce club qui… »."""
    said = tree.lows[place + 1 : place + 3] in (("c'", "est"), ("ce", "sont"))
    return said and any(is_finite(tree, i) for i in range(place))


def _goes_on(tree: Tree, place: int) -> bool:
    """« La mairie a reçu l'avis, la note et la clé du club et répond »: far from « a »."""
    verb = place + 1
    while verb < len(tree) - 1 and tree.lows[verb] in _CLITICS:
        verb += 1
    joins = tree.lows[place] == "et" and tree.pos(place - 1) in _ENDS
    if not joins or not is_finite(tree, verb):
        return False
    for near in reversed(range(place)):
        if is_finite(tree, near):
            return place - near > _FAR
        in_list = JOINTS & set(tree.lows[near + 1 : place])
        if tree.lows[near] in (";", ":") or (tree.lows[near] == "," and not in_list):
            return False
    return False


def _joins_demonstrative(tree: Tree, place: int) -> bool:
    """« aux agents qui viennent et à ceux qui partent »: a second complement."""
    near = place + 1 + (tree.pos(place + 1) == "ADP")
    who = tree.lows[near : near + 2]
    that = len(who) > 1 and who[0] in _THOSE and who[1] in ("qui", "dont")
    return that and tree.lows[place] in ("et", "ou") and "qui" in tree.lows[:place]


def _opens_clause(tree: Tree, place: int) -> bool:
    """« importent ou utilisent des produits »: the object is that of both."""
    head = tree.head(place)
    shares = tree.pos(place - 1) in ("VERB", "AUX") and subject(tree, head) is None
    return place - tree.head(head) > 2 and _has_verb_since_mark(tree, place) and not shares


def _opens_phrase(tree: Tree, place: int) -> bool:
    head = tree.head(place)
    first = tree.head(head)
    far = head - first > _FAR and tree.spans[head][1] - place >= _HELD
    alike = tree.pos(head) == "VERB" or tree.pos(first) in ("NOUN", "PROPN", "PRON", "NUM")
    joins = tree.pos(head) in ("VERB", "NOUN", "ADP") and tree.pos(place + 1) != "NOUN"
    tests = (_completes, _qualifies, _lists_subjects, _is_between, _is_brief, _is_limited)
    return far and alike and joins and not any(test(tree, place) for test in tests)


def _follows_preposition(tree: Tree, place: int) -> bool:
    """« avant et après la réunion »: two prepositions of one noun."""
    return tree.pos(place - 1) == "ADP"


def _joins_pronouns(tree: Tree, place: int) -> bool:
    """« pour qu'ils et elles puissent voter »."""
    return tree.pos(place - 1) == tree.pos(place + 1) == "PRON"


def _joins_infinitives(tree: Tree, place: int) -> bool:
    """« d'ouvrir et de fermer la salle », « pour les voir et les aider » are one thing."""
    if not is_infinitive(tree.lows[place - 1]):
        return False
    own = place + 1
    while own < len(tree) - 1 and tree.pos(own) == "PRON":
        own += 1
    acts = own > place + 1 and is_infinitive(tree.lows[own])
    return tree.lows[place + 1] in _OF or acts


def _joins_bare(tree: Tree, place: int) -> bool:
    """« les lycéens de la région et apprentis », « est relu par un agent et signé »."""
    word = tree.lows[place + 1]
    bare = tree.pos(place + 1) in ("NOUN", "ADJ", "VERB")
    return bare and not finite_tags(word) and not is_infinitive(word)


def _joins_subjects(tree: Tree, place: int) -> bool:
    """« il sait pourquoi le maire et le préfet sont venus »: one verb, two subjects."""
    if _has_own_subject(tree, place):
        return False
    opens = [i for i in range(place) if tree.lows[i] in _ASKS or tree.pos(i) == "SCONJ"]
    if not opens or any(is_finite(tree, i) for i in range(opens[-1], place)):
        return False
    return meets_verb(tree, place)


def _is_in_name(tree: Tree, place: int) -> bool:
    """« le syndicat de l'eau et de la prévention des crues (SEPC) »: the name is one."""
    named = _NAMED.match(tree.plain, tree.begin(place))
    return named is not None and tree.lows[place - 1] != ")"


def _is_negated(tree: Tree, place: int) -> bool:
    """« de ne plus fermer les salles et de refuser »: « ne plus » may be for both."""
    joined = tree.lows[place + 1 : place + 3]
    if len(joined) < 2 or joined[0] not in _OF or not is_infinitive(joined[1]):
        return False
    return bool({"ne", "n'"} & set(tree.lows[max(0, place - _REACH) : place]))


def _is_between(tree: Tree, place: int) -> bool:
    """« entre deux réunions du conseil et deux réunions de quartier »."""
    return _BETWEEN.search(tree.plain[: tree.begin(place)]) is not None


def _lists_subjects(tree: Tree, place: int) -> bool:
    """« Les frais de l'avocat et ceux du juge sont… »: « et » comes before the verb."""
    before = not _has_verb_since_mark(tree, place) and meets_verb(tree, place)
    return before or is_in_subject(tree, tree.head(place))


def _completes(tree: Tree, place: int) -> bool:
    """« les salles du bas et de la cour »: two complements of one noun are read at once."""
    opened = _COMPLEMENT.match(tree.plain, tree.begin(place))
    if opened is None:
        return False
    first = tree.at(opened.end())
    marks = (i for i in range(first, len(tree)) if tree.lows[i] in (",", ";", ":", "("))
    said = range(first, next(marks, len(tree)))
    verb = next((i for i in said if tree.pos(i) not in ("PRON", "ADV")), first)
    acts = verb < len(tree) and is_infinitive(tree.lows[verb])
    return not acts and not any(is_finite(tree, i) for i in said)


def _qualifies(tree: Tree, place: int) -> bool:
    """« des produits durables et de proximité »: two qualities of one noun."""
    of = tree.lows[place + 1] in _OF and tree.pos(place + 2) == "NOUN"
    opens = of or tree.lows[place + 1] in ("à", "au", "aux")
    return opens and tree.pos(place - 1) == "ADJ"


def _is_limited(tree: Tree, place: int) -> bool:
    """« par lettre ou par courriel au plus tard en mai »: the date is that of both."""
    head = tree.head(place)
    if is_finite(tree, head) or is_infinitive(tree.lows[head]):
        return False
    marks = (i for i in range(place, len(tree)) if tree.lows[i] in (",", ";", ":", "("))
    said = tree.plain[tree.begin(place + 2) : tree.begin(next(marks, len(tree) - 1))]
    return _OF_ALL.search(said.lower()) is not None


def _has_verb_since_mark(tree: Tree, place: int) -> bool:
    """« si…, l'obligation et la mission sont… »: « et » joins two subjects, no clauses.

    « selon la règle, et nous verrons » has its own subject; marks in brackets do not count.
    """
    if _has_own_subject(tree, place):
        return True
    depth, start = 0, 0
    for near in range(place):
        depth += (tree.lows[near] == "(") - (tree.lows[near] == ")")
        if not depth and tree.lows[near] in (",", ";", ":"):
            start = near
    return any(is_finite(tree, i) for i in range(start, place))


def _has_own_subject(tree: Tree, place: int) -> bool:
    """« et nous verrons », « et qui a un effet »: a pronoun, then its verb."""
    near = range(place + 2, min(place + 5, len(tree)))
    return tree.pos(place + 1) == "PRON" and any(is_finite(tree, i) for i in near)


def _is_brief(tree: Tree, place: int) -> bool:
    """« l'accès, la diffusion et l'usage des données »: one word is before « et »."""
    full = 0
    for near in reversed(range(place)):
        if tree.lows[near] == "," or is_finite(tree, near):
            break
        if is_infinitive(tree.lows[near]) and tree.pos(near) == "VERB":
            break
        full += tree.pos(near) in ("NOUN", "PROPN", "ADJ", "NUM")
    return full < 2


def joins_measures(tree: Tree, place: int) -> bool:
    """« 15 jours pour valider et de 21 jours pour signer »: the pause is before « et »."""
    before = _goals(tree, range(place))
    after = _goals(tree, range(place + 1, min(place + 8, len(tree))))
    if not before or not after or "," in tree.lows[before[-1] : after[0]]:
        return False
    return tree.pos(place + 1) in ("ADP", "DET", "NUM")


def _goals(tree: Tree, places: range) -> list[int]:
    """Return where « pour » and an infinitive stand."""
    return [i for i in places if tree.lows[i] == "pour" and _has_infinitive(tree, i)]


def _has_infinitive(tree: Tree, place: int) -> bool:
    return any(is_infinitive(word) for word in tree.lows[place + 1 : place + 4])
