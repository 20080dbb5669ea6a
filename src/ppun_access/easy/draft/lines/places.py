"""Where the parse of a sentence lets a line begin, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.lines.conjunctions import conjunction, joins_measures
from ppun_access.easy.draft.lines.wholes import RELATIVES, is_one_with_noun, meets_verb
from ppun_access.easy.draft.parse.boundaries import JOINTS, Rank, strengths
from ppun_access.easy.draft.parse.grammar import subject
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    MODALS,
    finite_tags,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
    present_participle,
)
from ppun_access.french.lexical.morphology import readings

LONGEST, SHORTEST = 12, 3
"""Words of a line: over the first it is broken; none is made under the second."""
NEVER_AFTER = re.compile(
    r"(?:\b(?:ou|et|même|mesure|fait|moment|cas|point|que|qu'|non|ni|est|sont|soit|surtout|"
    r"notamment|trop|assez|connue?s?|si|pas|sauf|seulement|mais|ainsi|dit|or|donc|comme|"
    r"exemple|réserve|suivant|selon|condition|façon|manière|à dire|quel(?:le)?s?|"
    r"uniquement|exclusivement|aussi bien)|[(«“'])\Z"
)
_COMPARES = listed(
    "plus moins aussi autant même mêmes mieux autre autres tel telle tels telles titre "
    "tant plutôt"
)
_LOCUTION = re.compile(
    r"(?:à (?:condition|compter|partir|l'issue|la suite|l'occasion) d|"
    r"au (?:cours|moment|sein|bout) d|au-delà d|avant d|après |conformément |depuis |"
    r"dès |durant |pendant |selon |dans (?:le cadre|un délai|la limite|le respect) d|"
    r"en (?:cas|fonction|raison|vertu|application|vue|complément|matière) d|grâce |"
    r"jusqu'|lors d|par rapport |sous réserve d|suite |sauf |y compris |en \w+ant\b)"
)
"""What opens an adjunct of the verb: the sense pauses before it."""
_WHICH = listed("laquelle lesquels lesquelles lequel")
"""« pour lesquelles » opens a relative as « dont » does."""
_WHENEVER = listed("lorsque lorsqu' quand puisque puisqu' car tandis parce alors afin")
_OF_TIME = frozenset(("", "suivre", "précéder", "excéder", "dépasser"))
"""« les dix jours suivant la demande » is one quantity; «  » is no participle."""
_LIMITED = listed("tout toute tous toutes chaque aucun aucune un une nul nulle")
"""« tout projet voulant… »: without its participle the noun says too much."""
_AT_MOST = re.compile(r"au plus (?:tard|tôt)\b")
"""A limit of all that precedes it on the line, « A ou B » included."""
ASKING = listed(
    "savoir demander vérifier déterminer voir ignorer apprécier préciser indiquer dire "
    "décider examiner regarder"
)
_BARE_CONDITIONS = listed("possible nécessaire besoin")
"""« si nécessaire » is no clause."""
_HELPING = listed("aider inciter obliger autoriser inviter encourager contraindre amener")
"""Verbs that have a person, then what that person does."""
_GIVING = listed(
    "permettre demander proposer imposer assurer garantir donner offrir accorder apporter "
    "fournir verser confier attribuer appartenir revenir incomber communiquer transmettre "
    "envoyer remettre indiquer notifier rembourser délivrer payer"
)
_SPANS = listed("jour jours semaine semaines mois an ans année années heure heures minutes")
_GOVERNING = listed(
    "moyen moyens solution solutions façon manière délai temps délégation mandat "
    "compétence qualité autorisation pouvoir accord d'accord condition conditions"
)
"""Nouns that say little without their « pour »."""
_DEEP = 3
"""A participle so deep is of a noun of a noun: what follows it may not be its own."""
_LOOSE = listed("grâce face suite")
"""What the parser takes for a noun, and a preposition follows."""
_STUMP = 4
"""Words between « et » and « que » that say nothing without it."""
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_PURPOSES = frozenset({"pour", "sans", "afin"})
_DEMONSTRATIVES = listed("ce ceux celui celle celles tout n' là")


def is_adjective(word: str) -> bool:
    """Return whether ``word`` is mostly an adjective."""
    found = readings(word)
    return bool(found) and found[0].pos == "ADJ"


def by_parse(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """Yield where the parse shows that a clause or a goal begins."""
    for place in range(2, len(tree) - 1):
        if tree.lows[place - 1] == ",":
            continue  # punctuation.py and marks.py judge the commas
        before = tree.plain[: tree.begin(place)].rstrip()
        opens = ("et", "ou", "si", "s'") if before.endswith(" pas") else ("et", "ou")
        if NEVER_AFTER.search(before) and tree.lows[place] not in opens:
            continue
        rank = _rank(tree, place)
        if rank is not None:
            yield tree.begin(place), rank


def _rank(tree: Tree, place: int) -> Rank | None:
    word = tree.lows[place]
    if word in ("et", "mais", "ou", "puis", "car", "ainsi"):
        return conjunction(tree, place)
    joined = {"et", "ou"} & set(tree.lows[max(0, place - 3) : place])
    if joined and tree.pos(place - 1) in ("NOUN", "VERB"):
        return None  # « des travaux ou des dépenses | pour… » would part what « ou » joins
    if word in _PURPOSES:
        return Rank.PHRASE if _opens_goal(tree, place) else None
    if tree.pos(place) == "ADP" and tree.lows[place + 1] in _WHICH:
        return _relative(tree, place)
    if word in ("alors", "tandis") and tree.lows[place + 1] not in ("que", "qu'"):
        return None
    if word in _WHENEVER:
        return Rank.RELATIVE if tree.pos(place - 1) not in ("ADP", "SCONJ") else None
    if word in RELATIVES:
        return None if _is_asked(tree, place) else _relative(tree, place)
    if word in ("si", "s'"):
        return Rank.RELATIVE if _opens_condition(tree, place) else None
    if _opens_participle(tree, place):
        return Rank.RELATIVE
    return _adjunct(tree, place)


def _adjunct(tree: Tree, place: int) -> Rank | None:
    """Part what limits all that precedes, and what opens an adjunct of the verb."""
    if _AT_MOST.match(tree.plain, tree.begin(place)):
        return Rank.CLAUSE if tree.pos(place - 1) in ("NOUN", "PROPN", "ADJ") else None
    if _LOCUTION.match(tree.plain.lower(), tree.begin(place)):
        return Rank.ADJUNCT if _opens_adjunct(tree, place) else None
    return None


def _is_asked(tree: Tree, place: int) -> bool:
    """« choisir qui viendra », « il écrit où il habite »: no noun before, no relative."""
    if tree.lows[place] == "qui":
        return is_infinitive(tree.lows[place - 1])
    return tree.lows[place] == "où" and tree.pos(place - 1) not in (*_NOUNS, "ADJ")


def _opens_condition(tree: Tree, place: int) -> bool:
    """« si » of a condition: not « demander si », « si grand », « si possible »."""
    if tree.lows[place + 1] in _BARE_CONDITIONS:
        return False
    asks = lemmas(tree.lows[place - 1]) & ASKING
    return tree.dep(place) == "mark" and tree.head(place) > place and not asks


def _opens_participle(tree: Tree, place: int) -> bool:
    """« des documents | contenant des données »: it says what a relative would."""
    noun = tree.head(place)
    return (
        tree.dep(place) == "acl"
        and tree.pos(noun) == "NOUN"
        and noun < place
        and tree.pos(place - 1) in ("NOUN", "PROPN", "ADJ")
        and tree.lows[place + 1] not in ("de", "d'", "du")  # « membre correspondant de »
        and present_participle(tree.lows[place]) not in _OF_TIME
        and not any(tree.lows[i] in _LIMITED for i in tree.kids[noun])
        and tree.spans[place][1] >= len(tree) - 2
        and not meets_verb(tree, place)
        and strengths(tree)[place] < _DEEP
        and "(" not in tree.lows[place : place + 5]  # « recevant du public (ERP) »
    )


def _opens_adjunct(tree: Tree, place: int) -> bool:
    """Return whether a phrase hangs from a verb, and not just after it."""
    head = tree.head(place) if tree.dep(place) in ("case", "mark") else place
    above = tree.head(head)
    near = tree.lows[place - 1 - (tree.pos(place - 1) == "ADJ")]
    if _is_modified(tree, place):
        return False
    if tree.lows[place] in ("après", "avant", "à") and near in _SPANS:
        return False  # « dix ans après », « cinq jours ouvrables à compter de »
    adjunct = tree.dep(head).startswith("obl") or tree.dep(head) in ("advcl", "advmod")
    gerund = tree.lows[place] == "en" and bool(present_participle(tree.lows[place + 1]))
    verb = tree.pos(above) in ("VERB", "AUX") or above == tree.root
    before = tree.pos(place - 1) in ("NOUN", "PROPN", "ADJ", "NUM", "ADV", "PRON", "VERB")
    return (gerund or (adjunct and verb)) and before and above < place - 1


def _is_modified(tree: Tree, place: int) -> bool:
    """« bien au-delà de », « tout de suite après », « six mois, renouvelable suite à »."""
    adverb = tree.pos(place - 1) == "ADV" and tree.pos(place - 2) != "DET"
    alone = tree.pos(place - 1) == "ADJ" and tree.lows[place - 2] == ","
    return adverb or alone or tree.lows[place - 1] == "suite"


def _opens_goal(tree: Tree, place: int) -> bool:
    """« la commune ouvre un centre | pour accueillir les familles »."""
    if tree.pos(place - 1) not in ("NOUN", "PROPN", "ADV", "VERB", "NUM"):
        return False
    tests = (
        _is_governed,
        _is_of_measure,
        _is_in_gerund,
        _follows_ni,
        _is_done_without,
        meets_verb,
    )
    return _opens_infinitive(tree, place) and not any(test(tree, place) for test in tests)


def _is_governed(tree: Tree, place: int) -> bool:
    """« compétente pour examiner », « un moyen pour agir »: the word says little alone."""
    word = tree.lows[place - 1]
    governs = is_adjective(word) or word in _GOVERNING or tree.dep(place - 1) == "acl"
    return governs or _is_told(tree, place - 1)


def _is_told(tree: Tree, done: int) -> bool:
    """« disent être formés pour agir »: the goal is what they say of themselves."""
    helped = tree.pos(done - 1) == "AUX" and is_infinitive(tree.lows[done - 1])
    said = is_finite(tree, done - 2) and not lemmas(tree.lows[done - 2]) & MODALS
    return helped and said and bool(past_participles(tree.lows[done]))


def _is_of_measure(tree: Tree, place: int) -> bool:
    """« 15 jours pour valider et 21 jours pour signer »: the pause is before « et »."""
    return any(
        tree.lows[i] in ("et", "ou") and joins_measures(tree, i)
        for i in range(max(0, place - 8), min(place + 8, len(tree)))
    )


def _follows_ni(tree: Tree, place: int) -> bool:
    """« ni le temps ni l'argent pour répondre »: the goal is that of both."""
    return "ni" in tree.lows[max(0, place - 3) : place]


def _is_done_without(tree: Tree, place: int) -> bool:
    """« entrer sans payer »: the second verb limits the first."""
    return tree.lows[place] == "sans" and is_infinitive(tree.lows[place - 1])


def _is_in_gerund(tree: Tree, place: int) -> bool:
    """« répond en envoyant des agents / pour expliquer »: the goal is of the gerund."""
    for near in reversed(range(1, place)):
        if is_finite(tree, near) or tree.lows[near] in (",", ";", ":"):
            return False
        if tree.lows[near - 1] == "en" and present_participle(tree.lows[near]):
            return True
    return False


def _opens_infinitive(tree: Tree, place: int) -> bool:
    """« pour ne pas le perdre »; « une manière pour elles d'agir » is one thing."""
    for near in range(place + 1, min(place + 5, len(tree))):
        if is_infinitive(tree.lows[near]):
            return True
        if tree.pos(near) not in ("PRON", "ADV", "PART") and tree.lows[near] != "de":
            return False
    return False


def _relative(tree: Tree, place: int) -> Rank | None:
    """Part a relative that closes at a mark or at the end, and « que » after a verb."""
    word, before = tree.lows[place], place - 1
    if tree.lows[before] in _DEMONSTRATIVES or tree.pos(before) in ("ADP", "SCONJ"):
        return None
    if _is_given(tree, place) or is_one_with_noun(tree, place):
        return None
    if word in ("que", "qu'"):
        if _COMPARES & set(tree.lows[max(0, place - 8) : place]):
            return None
        if tree.dep(place) == "mark":
            return Rank.PHRASE if _opens_statement(tree, place) else None
        if tree.morph(place, "PronType") != "Rel":
            return None
        if tree.pos(before) not in ("NOUN", "PROPN", "ADJ"):
            return None
    if _hangs_in_air(tree, place):
        return None
    return Rank.RELATIVE if _closes(tree, place) else None


def _opens_statement(tree: Tree, place: int) -> bool:
    """« Le maire rappelle chaque année | que… »: not after « de manière à éviter »."""
    if not _is_said(tree, place - 1) or tree.head(tree.head(place)) >= place:
        return False
    if {"ne", "n'"} & set(tree.lows[max(0, place - 8) : place]):
        return False
    return _is_near(tree, place - 1) and _says_enough(tree, place)


def _is_said(tree: Tree, verb: int) -> bool:
    """« La règle suppose que… »: the parser may take a verb for something else."""
    noun = tree.pos(verb) in ("VERB", "AUX") or tree.pos(verb - 1) in ("DET", "ADP")
    return is_finite(tree, verb) or (not noun and bool(finite_tags(tree.lows[verb])))


def _says_enough(tree: Tree, place: int) -> bool:
    """« mais il faudra / que… », « et que vous estimez / que… » leave a stump."""
    joined = (i for i in reversed(range(place)) if tree.lows[i] in JOINTS)
    joint = next(joined, None)
    return joint is None or count(tree.cut(joint + 1, place)) > _STUMP


def _hangs_in_air(tree: Tree, place: int) -> bool:
    """« En raison de l'atteinte | qu'il porte… »: a preposition and a noun are no line."""
    marks = [i for i in range(place) if tree.lows[i] in (",", ";", ":")]
    first = marks[-1] + 1 if marks else 0
    opens = tree.pos(first) == "ADP" or tree.lows[first] in _LOOSE
    return opens and not any(is_finite(tree, i) for i in range(first, place))


def _is_given(tree: Tree, place: int) -> bool:
    """« permet aux familles qui le demandent de… »: what is given comes after them."""
    noun = next((i for i in reversed(range(place)) if tree.pos(i) == "NOUN"), None)
    if noun is None or tree.lows[place - 1] == ",":
        return False
    verb = tree.head(noun)
    named = lemmas(tree.lows[verb])
    given = [i for i in tree.kids[verb] if verb < i < noun]
    to = any(tree.lows[i] in ("à", "au", "aux") for i in tree.kids[noun])
    gives = named & _GIVING and to and not any(tree.dep(i) == "obj" for i in given)
    return bool(named & _HELPING or gives)


def _is_near(tree: Tree, verb: int) -> bool:
    """Return whether the subject of a verb before « que » may stand on its line."""
    head = tree.head(verb) if tree.pos(verb) == "AUX" else verb
    found = subject(tree, head)
    if found is None:
        return True
    between = tree.lows[found:verb]
    return "," not in between and len(between) <= LONGEST


def _closes_early(tree: Tree, place: int, last: int) -> bool:
    """« qui est fait est de nature à »: a second verb, that nothing joins, is the main one.

    An auxiliary and its participle are one verb.
    """
    seen = False
    for i in range(place + 1, last + 1):
        if tree.pos(i) in ("CCONJ", "SCONJ", "PUNCT") or tree.lows[i] in RELATIVES:
            return False
        finite = is_finite(tree, i) and not (seen and past_participles(tree.lows[i]))
        if finite and seen:
            return True
        seen = seen or finite
    return False


def _closes(tree: Tree, place: int) -> bool:
    clause = tree.head(place)
    for _ in range(len(tree)):
        if tree.dep(clause) in ("acl:relcl", "acl", "advcl", "ROOT"):
            break
        clause = tree.head(clause)
    last = tree.spans[clause][1]
    if _closes_early(tree, place, last):
        return False
    if any(tree.dep(i) == "ROOT" and is_finite(tree, i) for i in range(place, last + 1)):
        return False
    return (
        last >= len(tree) - 2
        or tree.lows[last] in (",", ";")
        or tree.lows[last + 1] in (",", ";", ":")
    )
