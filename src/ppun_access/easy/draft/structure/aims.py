"""A goal that ends its sentence, and is surely one: « A. Le but est de B. »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.grammar import (
    is_rival,
    open_subordinates,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import count, listed, of, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    inflection,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
)
from ppun_access.easy.draft.parse.verify import GOAL, PAST_GOAL
from ppun_access.easy.draft.structure.clauses import is_conditional
from ppun_access.easy.draft.structure.rule import Pieces

_CLITICS = r"(?:(?:ne pas|l'|s'|les?|la|se|lui|leur|nous|vous|mieux|bien|ainsi|plus) ?)*"
_PURPOSE = (
    r"(?:(?:afin|en vue|dans (?:le but|l'objectif|l'optique|l'intention|un souci)) "
    r"d(?:e |['\u2018])|de (?:manière|façon) à )"
)
_FINAL = re.compile(rf",?\s+{_PURPOSE}")
_VERB = re.compile(rf"(?!(?:en|y) ){_CLITICS}\b([\w-]+)", re.IGNORECASE)
"""What a goal opens with: not « en », « y », which point back."""
_NEXT = re.compile(
    r"(?P<joint>(?:\b(?:et|ou|puis|voire)|,)"
    r"(?: (?:ainsi|aussi|également|même|donc|éventuellement))*)"
    rf"(?: pour)? (?P<told>{_CLITICS}\b(?P<verb>[\w-]+(?:er|ir|re|oir)))\b"
)
_INNER = re.compile(
    rf"\b(?:de |d'|à |pour |faire |laisser |pouvoir )(?:{_CLITICS})([\w-]+)\b"
)
"""« aider à choisir et payer »: the second verb may be that of « à »."""

_NEEDS = re.compile(
    r"(?:\bpar exemple|\b(?:suffisante?s?|nécessaires?|requise?s?|obligatoires?|utiles?|"
    r"compétente?s?|habilitée?s?|indispensables?|adaptée?s?|propres?|autorisée?s?|"
    r"prévue?s?|conçue?s?|destinée?s?|possibles?)\b\S*)\Z"
)
"""Just before a goal, these would need it: « les moyens utiles »."""
_POWERS = re.compile(
    r"\b(?:habilitée?s?|autorisée?s?|destinée?s?|définie?s?|condition\w*|subordonn\w+|"
    r"le droit|tou(?:te)?s les|à la disposition)\b"
)
"""Who may do what, under which conditions: the goal is one of them, or not of all."""
_LIMITS = re.compile(
    r"\b(?:trop|assez|suffisamment|pas|ne|ni|aucune?|sans|jamais|interdite?s?|"
    r"tel(?:le)?s?|soit|uniquement|exclusivement|seulement|sauf|plutôt)\b|\bn'"
)
"""Beside the main verb or after it, these would turn the meaning round."""
_HANGS = re.compile(
    rf"\b(?:si|s'ils?|lorsqu\w*|quand|puisqu\w*|où)\b|{_PURPOSE}|"
    rf"\b(?:afin|pour) (?:qu|{_CLITICS}\w+(?:er|ir|re)\b)"
)
"""After the main verb, a clause or another goal that the goal may be of."""
_OTHERWISE = re.compile(
    r"\b(?:et|ou|mais) (?:dans|en|par|sur|lors|après|avant|pendant|aux?|à l|de \d)\b|"
    r"\bpar exemple\b|\b(?:et|ou) pour\b|\b(?:pour qu|afin )"
)
"""In a goal, what may go on with the main clause, or a second goal."""
_STILL = re.compile(
    r"\b(?:sauf|hors|hormis|lorsqu\w*|quand|à condition|sous réserve|en cas d\w*|à moins|"
    r"dès lors|tant qu\w*|avant l\w*|au plus tard|jusqu'\w*|à compter|à partir d\w*|"
    r"dans l[ea]s? (?:\d+|délai|mois|jours)|dans un délai|pendant|puis|sinon|mais|"
    r"et non)\b|"
    r"(?<!déterminer )(?<!vérifier )(?<!savoir )(?<!évaluer )(?<!apprécier )"
    r"\b(?:si\b|s'ils?\b)|, que ce soi|, (?:tout )?en \w+ant\b|:|"
    r"\((?!(?:[^ ()]+ ){0,7}[^ ()]+\))|\([^()]*,"
)
"""In a goal, a case, a delay, an exception or a list that may be of the main clause."""
_COUNTED = re.compile(r"\d \w+(?:és|ées|is|its|ites|us|ues) et \d")
"""« 40 ont été détruits, 10 réparés et 5 construits afin de… »: which of them?"""
_REFUSES = listed("interdire refuser empêcher défendre éviter")
"""« refuse un dossier afin de… »: what for, only who refuses knows."""
_LASTS = listed(
    "créer mettre lancer déployer instaurer adopter publier développer conduire ouvrir "
    "étendre confier fixer prévoir installer instituer nommer déléguer doter renforcer"
)
"""What was done so, and still is there: its goal is not over."""
_CLINGS = re.compile(
    r"\b(?:notamment|ce|et|ou|surtout|même|soit|seulement|non|mais|sauf|ni)\Z"
)
"""Before a goal, these make it a part of something."""
_JOINED = re.compile(r",\s+(?:et|ou|mais|puis)\b")
"""After a goal, what is joined to the main clause rather than to the goal."""
_AIMS = re.compile(r"\b(?:buts?|objectifs?|fins|vis(?:e|ent|er|ait|aient)|finalités?)\b")
"""« Le but est… » would be a second goal."""
_CUT_OFF = re.compile(r"\bcel(?:ui|le)s?\b|\bceux\b|\b(?:et|ou) \w+ant\b")
"""« celui de l’aide », « et permettant »: they need what precedes the goal."""
_SEEKS = re.compile(r"\b(?:cherch|recrut|recherch)\w+\b[^,]*\Z")
_HOLDS = listed(
    "avoir disposer bénéficier donner laisser accorder prévoir fixer offrir obtenir ouvrir "
    "rester falloir être"
)
_WAITS = listed(
    "délai délais temps mois jour jours semaine semaines an ans année années heure heures "
    "droit droits possibilité possibilités moyen moyens occasion faculté"
)
"""« un délai de quinze jours, à partir du licenciement, pour adresser »: what it is for."""
_INCOMPLETE = listed("souhaiter vouloir devoir pouvoir décider demander permettre falloir")


def final_aim(tree: Tree) -> Iterator[Pieces]:
    """« A afin de B et C » → « A. Le but est de B et de C. »."""
    if ";" in tree.plain or tree.text.startswith((GOAL, PAST_GOAL)):
        return
    for found in _FINAL.finditer(tree.plain):
        if _may_leave(tree, found.start(), found.end()):
            goal = _opening(tree) + of(_each_with_of(tree, found.end()))
            yield sentence(tree.text[: found.start()]), stopped(goal)


def _may_leave(tree: Tree, at: int, start: int) -> bool:
    """Return whether the goal whose verb begins at ``start`` is that of the main verb."""
    verb = root_verb(tree)
    if verb is None or not _closes_main_clause(tree, at) or is_conditional(tree.lows[verb]):
        return False
    if (lemmas(tree.lows[tree.root]) | lemmas(tree.lows[verb])) & _REFUSES:
        return False
    if not (_is_clear_before(tree, verb, at) and _is_clear_after(tree.plain[start:])):
        return False
    place, first = tree.at(at), tree.at(start)
    if _COUNTED.search(tree.plain, 0, at):
        return False
    if _ends_bare(tree, verb, place) or _is_awaited(tree, tree.root, place):
        return False
    return not (_is_of_participle(tree, place, first) or _is_lost(tree, place, first))


def _is_clear_before(tree: Tree, verb: int, at: int) -> bool:
    """Return whether no word of the main clause calls for the goal, or changes it."""
    before = tree.plain[:at]
    if (
        count(before) < 5
        or ":" in before
        or _NEEDS.search(before)
        or _POWERS.search(before)
    ):
        return False
    near = tree.plain[tree.begin(max(verb - 3, 0)) : at]
    return not (_LIMITS.search(near) or _HANGS.search(tree.plain[tree.begin(verb) : at]))


def _is_clear_after(goal: str) -> bool:
    """Return whether a goal opens with its verb, and holds nothing of the main clause."""
    found = _VERB.match(goal)
    if not found or not is_infinitive(found[1].lower()) or count(goal) < 3:
        return False
    return not (_OTHERWISE.search(goal) or _STILL.search(goal))


def _ends_bare(tree: Tree, verb: int, place: int) -> bool:
    """Return whether a verb that ends the main clause, or one of a noun, asks for the goal.

    « qui reste à payer afin de… », « une aide demandée afin de… », « le droit de louer… ».
    """
    last = _last_word(tree, place)
    done = past_participles(tree.lows[last]) and not lemmas(tree.lows[last]) & _LASTS
    if tree.pos(last) in ("VERB", "AUX") and (done or is_infinitive(tree.lows[last])):
        return True
    acts = (i for i in range(verb, place) if is_infinitive(tree.lows[i]))
    return tree.dep(last) == "acl" or any(tree.dep(i) == "acl" for i in acts)


def _is_of_participle(tree: Tree, place: int, first: int) -> bool:
    """Return whether the goal hangs from a participle: « un local aménagé là afin de… »."""
    acts = (i for i in range(first, len(tree)) if is_infinitive(tree.lows[i]))
    head = next(acts, first)
    while head >= place and tree.head(head) != head:
        head = tree.head(head)
    return tree.dep(head) == "acl" and bool(past_participles(tree.lows[head]))


def _is_lost(tree: Tree, place: int, first: int) -> bool:
    """Return whether « il » in the goal could be two nouns of the main clause."""
    return any(
        not _rivals(tree, range(first, i), tree.lows[i])
        and _rivals(tree, range(place), tree.lows[i]) > 1
        for i in range(first, len(tree))
        if tree.lows[i] in ("il", "elle", "ils", "elles")
    )


def _rivals(tree: Tree, places: range, said: str) -> int:
    """Return how many nouns a pronoun may stand for."""
    return sum(is_rival(tree, i, said.capitalize()) for i in places)


def _opening(tree: Tree) -> str:
    """Return « Le but était » for what was done, too, unless it lasts."""
    done = tree.lows[tree.root]
    over = past_participles(done) and not lemmas(done) & _LASTS
    if over and any(tree.dependents(tree.root, "aux:tense")):
        return PAST_GOAL
    verb = root_verb(tree)
    past = verb is not None and inflection(tree, verb).startswith(("ind:imp", "ind:pas"))
    return PAST_GOAL if past else GOAL


def _each_with_of(tree: Tree, at: int) -> str:
    """Return the goal from ``at`` on with « de » before its other verbs as well."""
    text, said = tree.text[at:], tree.plain[at:]
    for found in reversed([*_NEXT.finditer(said)]):
        verb, before = tree.at(at + found.start("verb")), said[: found.start()]
        inner = any(is_infinitive(one[1]) for one in _INNER.finditer(before))
        if is_infinitive(found["verb"]) and tree.pos(verb) in ("VERB", "AUX") and not inner:
            joint, told = found.end("joint"), found.start("told")
            text = f"{text[:joint]} {of(text[told:])}"
    return text


def _closes_main_clause(tree: Tree, at: int) -> bool:
    """Return whether a main clause is whole before character ``at``, and over there."""
    place, before = tree.at(at), tree.plain[:at].rstrip(" ,")
    verb = root_verb(tree)
    if verb is None or verb >= place or _last_word(tree, place) in (tree.root, verb):
        return False
    if _CLINGS.search(before) or _SEEKS.search(before) or _AIMS.search(before.lower()):
        return False
    if _CUT_OFF.search(tree.plain, at) or _JOINED.search(tree.plain, at + 1):
        return False
    if open_subordinates(tree, place) or not _is_complete(tree, verb, place):
        return False
    return not _resumes(tree, place)


def _is_awaited(tree: Tree, verb: int, place: int) -> bool:
    """Return whether the goal is that of a delay or a right that somebody has."""
    holds = (lemmas(tree.lows[verb]) | lemmas(tree.lows[tree.root])) & _HOLDS
    return bool(holds) and not _WAITS.isdisjoint(tree.lows[:place])


def _last_word(tree: Tree, place: int) -> int:
    """Return the last word before ``place``, whatever marks follow it."""
    return max((i for i in range(place) if tree.pos(i) != "PUNCT"), default=0)


def _is_complete(tree: Tree, verb: int, place: int) -> bool:
    """« Il souhaite … » needs what he wishes before the goal."""
    if not lemmas(tree.lows[verb]) & _INCOMPLETE:
        return True
    return any(
        tree.morph(i, "VerbForm") == "Inf" or tree.dep(i) == "obj"
        for i in range(verb, place)
    )


def _resumes(tree: Tree, place: int) -> bool:
    """Return whether the main clause goes on after the goal: « … et prend en charge … »."""
    return any(
        is_finite(tree, i)
        and tree.dep(i) == "conj"
        and subject(tree, i) is None
        and not (tree.head(i) >= place and is_finite(tree, tree.head(i)))
        for i in range(place, len(tree))
    )
