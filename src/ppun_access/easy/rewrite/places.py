"""Where the parse of a sentence lets a line begin, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.boundaries import Rank, is_in_subject
from ppun_access.easy.rewrite.grammar import root_verb, subject
from ppun_access.easy.rewrite.text import count, listed
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    finite_tags,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
    predicate,
    present_participle,
)
from ppun_access.easy.rewrite.wholes import has_no_verb, is_one_with_noun
from ppun_access.french.morphology import readings

LONGEST, SHORTEST = 12, 3
"""Words of a line: over the first it is broken; none is made under the second."""
GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
NEVER_AFTER = re.compile(
    r"(?:\b(?:ou|et|même|mesure|fait|moment|cas|point|que|qu'|non|ni|est|sont|soit|surtout|"
    r"notamment|trop|assez|connue?s?|si|pas|sauf|seulement|mais|ainsi|dit|or|donc|comme|"
    r"exemple|réserve|suivant|selon|condition|façon|manière|à dire|quel(?:le)?s?)|[(«“'])\Z"
)
_COMPARES = listed(
    "plus moins aussi autant même mêmes mieux autre autres tel telle tels telles titre "
    "tant plutôt"
)
_BETWEEN = re.compile(r"\bentre\b[^,;:]*\Z")
_BETWEEN_ONE = re.compile(r"\bentre (?:l'|(?:la|le|une?)\b)(?:(?!\bet\b)[^,;:])*\Z")
"""« entre le nombre de naissances et le nombre de décès »: one thing asks for another."""
_LOCUTION = re.compile(
    r"(?:à (?:condition|compter|partir|l'issue|la suite|l'occasion) d|"
    r"au (?:cours|moment|sein|bout) d|au-delà d|avant d|après |conformément |depuis |"
    r"dès |durant |pendant |selon |dans (?:le cadre|un délai|la limite|le respect) d|"
    r"en (?:cas|fonction|raison|vertu|application|vue|complément|matière) d|grâce |"
    r"jusqu'|lors d|par rapport |sous réserve d|suite |sauf |y compris |en \w+ant\b)"
)
"""What opens an adjunct of the verb: the sense pauses before it."""
_SUBORDINATORS = listed("qui que qu' dont où lesquels laquelle lequel lesquelles")
_WHENEVER = listed("lorsque lorsqu' quand puisque puisqu' car tandis parce alors afin")
_OF_TIME = frozenset(("", "suivre", "précéder", "excéder", "dépasser"))
"""« les dix jours suivant la demande » is one quantity; «  » is no participle."""
_LIMITED = listed("tout toute tous toutes chaque aucun aucune un une nul nulle")
"""« tout projet voulant… »: without its participle the noun says too much."""
_SHORT_TAIL = 5
"""A participle with so few words stays with its noun."""
_BRIEF_SUBJECT = 6
"""Under so many tokens, a subject after a comma stays with its verb."""
_AT_MOST = re.compile(r"au plus (?:tard|tôt)\b")
"""A limit of all that precedes it on the line, « A ou B » included."""
_OF_ALL = re.compile(
    r"\b(?:au plus (?:tard|tôt)|avant|dans (?:un délai|les (?:\w+ )?(?:jours|mois|ans|"
    r"années|semaines|heures))|jusqu'|pendant|durant|au cours d|à (?:compter|partir) d|"
    r"lors d|dès)(?:\b|\s)"
)
"""What limits all of « A ou B », not B alone."""
_WHAT = listed("que qu' dont où")
_ASKING = listed(
    "savoir demander vérifier déterminer voir ignorer apprécier préciser indiquer dire "
    "décider examiner regarder"
)
_HELPING = listed("aider inciter obliger autoriser inviter encourager contraindre amener")
"""Verbs that have a person, then what that person does."""
_GIVING = listed(
    "permettre demander proposer imposer assurer garantir donner offrir accorder apporter "
    "fournir verser confier attribuer appartenir revenir incomber communiquer transmettre "
    "envoyer remettre indiquer notifier rembourser délivrer payer"
)
_SPANS = listed("jour jours semaine semaines mois an ans année années heure heures minutes")
_GOVERNING = listed("moyen moyens solution solutions façon manière délai temps")
"""Nouns that say little without their « pour »."""
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
            continue  # marks.py judges the commas
        before = tree.plain[: tree.begin(place)].rstrip()
        opens = ("et", "ou", "si", "s'") if before.endswith(" pas") else ("et", "ou")
        if NEVER_AFTER.search(before) and tree.lows[place] not in opens:
            continue
        rank = _rank(tree, place)
        if rank is not None:
            yield tree.begin(place), rank


def _rank(tree: Tree, place: int) -> Rank | None:
    word = tree.lows[place]
    if word in ("et", "mais", "ou", "puis", "car"):
        return _conjunction(tree, place)
    joined = {"et", "ou"} & set(tree.lows[max(0, place - 3) : place])
    if joined and tree.pos(place - 1) in ("NOUN", "VERB"):
        return None  # « des travaux ou des dépenses | pour… » would part what « ou » joins
    if word in _PURPOSES:
        return Rank.PHRASE if _opens_goal(tree, place) else None
    if word in ("alors", "tandis") and tree.lows[place + 1] not in ("que", "qu'"):
        return None
    if word in _WHENEVER:
        return Rank.RELATIVE if tree.pos(place - 1) not in ("ADP", "SCONJ") else None
    if word in _SUBORDINATORS:
        return _relative(tree, place)
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


def _opens_condition(tree: Tree, place: int) -> bool:
    """« si » of a condition: not that of a question (« demander si »), nor « si grand »."""
    asks = lemmas(tree.lows[place - 1]) & _ASKING
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
        and count(tree.text[tree.begin(place) :]) > _SHORT_TAIL
        and tree.spans[place][1] >= len(tree) - 2
        and "(" not in tree.lows[place : place + 5]  # « recevant du public (ERP) »
    )


def before_verb(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """Yield where a long subject ends: the pause that a reader makes anyway."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or tree.pos(found) != "NOUN":
        return
    place = tree.spans[found][1] + 1
    if place - tree.spans[found][0] < _BRIEF_SUBJECT and _follows_pause(tree, found):
        return
    if has_no_verb(tree, tree.spans[found][0], place):
        return
    clean = place <= verb and all(tree.pos(i) in GROUP for i in range(place, verb + 1))
    closed = tree.pos(place - 1) != "PUNCT" or tree.lows[place - 1] == ")"
    if clean and closed and place - tree.spans[found][0] >= 5:
        yield tree.begin(place), Rank.VERB


def _follows_pause(tree: Tree, noun: int) -> bool:
    """« Chaque année, le titulaire de l'officine doit… »: the pause is the comma."""
    comma = tree.spans[noun][0] - 1
    if comma < 2 or tree.lows[comma] != ",":
        return False
    return comma > SHORTEST - 1 or tree.pos(0) == "DET"


def _opens_adjunct(tree: Tree, place: int) -> bool:
    """Return whether a phrase hangs from a verb, and not just after it."""
    head = tree.head(place) if tree.dep(place) in ("case", "mark") else place
    above = tree.head(head)
    near = tree.lows[place - 1 - (tree.pos(place - 1) == "ADJ")]
    if tree.lows[place] in ("après", "avant") and near in _SPANS:
        return False  # « dix ans après », « cinq jours ouvrables après »
    adjunct = tree.dep(head).startswith("obl") or tree.dep(head) in ("advcl", "advmod")
    verb = tree.pos(above) in ("VERB", "AUX") or above == tree.root
    before = tree.pos(place - 1) in ("NOUN", "PROPN", "ADJ", "NUM", "ADV", "PRON", "VERB")
    return adjunct and verb and before and above < place - 1


def _conjunction(tree: Tree, place: int) -> Rank | None:
    """Part a clause from what precedes, and what is joined from afar."""
    head = tree.head(place)
    if tree.plain.startswith("et/", tree.begin(place)):
        return None
    if _joins_measures(tree, place):
        return Rank.PHRASE
    before = tree.plain[: tree.begin(place)]
    if _BETWEEN_ONE.search(before):
        return None
    if tree.dep(head) != "conj" or head < place:
        return Rank.CLAUSE if tree.lows[place] in ("mais", "car") else None
    if predicate(tree, head) is not None and tree.pos(head) in ("VERB", "AUX"):
        # « importent ou utilisent des produits »: the object is that of both.
        shares = tree.pos(place - 1) in ("VERB", "AUX") and subject(tree, head) is None
        far = place - tree.head(head) > 2 and _has_verb_since_mark(tree, place)
        return Rank.CLAUSE if far and not shares else None
    bare = tree.pos(place + 1) == "NOUN" or _qualifies(tree, place)
    far = not bare and head - tree.head(head) > 5 and tree.spans[head][1] - place >= 4
    joins = tree.pos(head) in ("VERB", "NOUN", "ADP")
    alike = tree.pos(head) == "VERB" or tree.pos(tree.head(head)) in _NOUNS
    subjects = not _has_verb_since_mark(tree, place) and _meets_verb(tree, place)
    whole = subjects or _BETWEEN.search(before) or is_in_subject(tree, head)
    whole = whole or not alike or _is_brief(tree, place) or _is_limited(tree, place)
    return Rank.PHRASE if far and joins and not whole else None


def _qualifies(tree: Tree, place: int) -> bool:
    """« des produits durables et de proximité »: two qualities of one noun."""
    bare = tree.lows[place + 1] in ("de", "d'") and tree.pos(place + 2) == "NOUN"
    return bare and tree.pos(place - 1) == "ADJ"


def _is_limited(tree: Tree, place: int) -> bool:
    """« par lettre ou par courriel au plus tard en mai »: the date is that of both."""
    head = tree.head(place)
    if is_finite(tree, head) or is_infinitive(tree.lows[head]):
        return False
    marks = (i for i in range(place, len(tree)) if tree.lows[i] in (",", ";", ":", "("))
    said = tree.plain[tree.begin(place + 2) : tree.begin(next(marks, len(tree) - 1))]
    return _OF_ALL.search(said.lower()) is not None


def _has_verb_since_mark(tree: Tree, place: int) -> bool:
    """« si…, l'obligation et la mission sont… »: « et » joins two subjects, no clauses."""
    marks = [i for i in range(place) if tree.lows[i] in (",", ";", ":")]
    return any(is_finite(tree, i) for i in range(marks[-1] if marks else 0, place))


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


def _joins_measures(tree: Tree, place: int) -> bool:
    """« 15 jours pour valider et de 21 jours pour signer »: the pause is before « et »."""
    before = _goals(tree, range(place))
    after = _goals(tree, range(place + 1, min(place + 8, len(tree))))
    phrase = (
        tree.pos(place + 1) in ("ADP", "DET", "NUM") if place + 1 < len(tree) else False
    )
    return bool(before and after) and phrase and "," not in tree.lows[before[-1] : after[0]]


def _goals(tree: Tree, places: range) -> list[int]:
    """Return where « pour » and an infinitive stand."""
    return [i for i in places if tree.lows[i] == "pour" and _has_infinitive(tree, i)]


def _has_infinitive(tree: Tree, place: int) -> bool:
    return any(is_infinitive(word) for word in tree.lows[place + 1 : place + 4])


def _opens_goal(tree: Tree, place: int) -> bool:
    """« compétente pour examiner »: a goal just after an adjective may be its own."""
    before = tree.pos(place - 1) in ("NOUN", "PROPN", "ADV", "VERB", "NUM")
    governs = tree.lows[place - 1] in _GOVERNING or tree.dep(place - 1) == "acl"
    adjective = is_adjective(tree.lows[place - 1]) or governs
    joined = any(
        tree.lows[i] in ("et", "ou") and _joins_measures(tree, i)
        for i in range(max(0, place - 8), min(place + 8, len(tree)))
    )
    whole = before and not adjective and not joined
    return whole and _opens_infinitive(tree, place) and not _meets_verb(tree, place)


def _meets_verb(tree: Tree, place: int) -> bool:
    """« le délai pour saisir le juge est de… »: the goal belongs to the subject."""
    for near in range(place + 1, len(tree)):
        if tree.pos(near) in ("CCONJ", "SCONJ", "PUNCT"):
            return False
        if tree.lows[near] in _SUBORDINATORS:
            return False
        if is_finite(tree, near):
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
        near = tree.lows[max(0, place - 8) : place]
        if _COMPARES & set(near):
            return None
        if tree.dep(place) == "mark":
            verbal = tree.pos(before) in ("VERB", "AUX") or finite_tags(tree.lows[before])
            says = verbal and not present_participle(tree.lows[before])
            opens = says and not {"ne", "n'"} & set(near)
            hangs = tree.head(tree.head(place)) < place
            return Rank.PHRASE if opens and hangs and _is_near(tree, before) else None
        if tree.morph(place, "PronType") != "Rel":
            return None
        if tree.pos(before) not in ("NOUN", "PROPN", "ADJ"):
            return None
    if word in _WHAT and _hangs_in_air(tree, place):
        return None
    return Rank.RELATIVE if _closes(tree, place) else None


def _hangs_in_air(tree: Tree, place: int) -> bool:
    """« En raison de l'atteinte | qu'il porte… »: a preposition and a noun are no line."""
    marks = [i for i in range(place) if tree.lows[i] in (",", ";", ":")]
    first = marks[-1] + 1 if marks else 0
    return tree.pos(first) == "ADP" and not any(
        is_finite(tree, i) for i in range(first, place)
    )


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
        if tree.pos(i) in ("CCONJ", "SCONJ", "PUNCT") or tree.lows[i] in _SUBORDINATORS:
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
