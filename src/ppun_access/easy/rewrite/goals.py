"""A goal (« afin de… ») becomes a sentence of its own: « Le but est de… »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.clauses import is_conditional
from ppun_access.easy.rewrite.grammar import open_subordinates, root_verb, subject
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import count, listed, of, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    inflection,
    is_finite,
    is_infinitive,
    lemmas,
)
from ppun_access.easy.rewrite.verify import GOAL, PAST_GOAL

_BEFORE_VERB = (
    r"(?:ne pas |n'|l'|s'|y |en |le |la |les |se |lui |leur |nous |vous |mieux |bien |"
    r"plus |ainsi |notamment )*"
)
_INFINITIVE = re.compile(rf"{_BEFORE_VERB}([\w-]+)", re.IGNORECASE)
_PURPOSE = r"(?:Afin d|En vue d|Dans le but d|Dans l'objectif d)(?:e |')"
LEADING = re.compile(rf"(?:{_PURPOSE}|Pour )(?=\w)")
CONDITION = re.compile(r"(?:être|pouvoir|en savoir|plus|l'être)\b")
"""« Pour être valable, … » says what is needed, not what for."""
OPTION = re.compile(r"il suffit\b|\bpeu(?:t|vent|vez) (?:aussi|également)\b", re.I)
"""One way among others, or the steps of who wants it: the goal is nobody else's."""
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
_LIMITS = re.compile(
    r"\b(?:trop|assez|suffisamment|suffisante?s?|pas|ne|aucune?|sans|jamais|nécessaires?|"
    r"requise?s?|obligatoires?)\b|\bn'"
)
"""In the main clause, these would turn the meaning round, or need the goal."""
_HOLDS = listed(
    "avoir disposer bénéficier donner laisser accorder prévoir fixer offrir obtenir ouvrir "
    "rester falloir être"
)
_WAITS = listed(
    "délai délais temps mois jour jours semaine semaines an ans année années heure heures "
    "droit droits possibilité possibilités moyen moyens occasion faculté"
)
"""« un délai de quinze jours, à partir du licenciement, pour adresser »: what it is for."""
_UNCERTAIN = listed("pouvoir risquer")
"""What may happen has no goal that is a fact."""
_INCOMPLETE = listed("souhaiter vouloir devoir pouvoir décider demander permettre falloir")


_STATUS = listed(
    "bénéficier obtenir percevoir recevoir toucher prétendre exercer adhérer avoir devenir "
    "accéder participer adopter utiliser savoir connaître télécharger"
)
"""« Pour obtenir l’aide, l’entreprise doit… »: a condition, nobody’s goal for sure."""
_POINTS_BACK = re.compile(r"(?:ne pas |l'|y |en |le |la |les |lui |leur )", re.IGNORECASE)
"""« Le but est d’en bénéficier »: of what, the sentence before says."""
_NEEDS = re.compile(
    r"\b(?:doi(?:t|vent)|devr\w+|nécessaires?|obligat\w+|exigée?s?|requise?s?|suffit)\b"
)
_OWNED = re.compile(r"\b(?:son|sa|ses|leurs?)\b")
"""« Le but est d’informer son employeur »: whose, only the main clause says."""
_VARIES = listed("varier dépendre différer changer")
"""« Pour garder votre arme, les règles varient »: no rule has a goal there."""


def opens_infinitive(text: str) -> bool:
    """Return whether a goal begins with its verb, after pronouns."""
    found = _INFINITIVE.match(text)
    return found is not None and is_infinitive(found[1])


def leading_goal(tree: Tree) -> Iterator[Pieces]:
    """« Afin de B, A » → « Le but est de B. Pour cela, A. », in the order of the source."""
    opened = LEADING.match(tree.plain)
    if not opened or not opens_infinitive(tree.plain[opened.end() :]):
        return
    if CONDITION.match(tree.plain, opened.end()):
        return
    for comma in re.finditer(r",\s+", tree.plain):
        goal, main = tree.text[opened.end() : comma.start()], tree.text[comma.end() :]
        yield stopped(opening(tree) + of(goal)), f"Pour cela, {stopped(main)}"


def opening(tree: Tree) -> str:
    """Return « Le but est » or, in a story, « Le but était »."""
    verb = root_verb(tree)
    past = verb is not None and inflection(tree, verb).startswith(("ind:imp", "ind:pas"))
    return PAST_GOAL if past else GOAL


def after_leading_goal(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that starts with its subject, named in it, and is a fact."""
    main = pieces[-1]
    if _is_condition(tree, main):
        return False
    verb = root_verb(main)
    if verb is not None and is_conditional(main.lows[verb]):
        return False
    if OPTION.search(main.plain):
        return False
    found = subject(main, main.root)
    if found is None or main.spans[found][0] > 2:
        return False
    if main.lows[0] in ("et", "à", "en", "dans", "de", "d'"):
        return False
    return main.lows[0] not in ("il", "elle", "ils", "elles")


def _is_condition(tree: Tree, main: Tree) -> bool:
    """« Pour bénéficier de l’aide, il faut… »: what is asked of whoever wants it."""
    opened = LEADING.match(tree.plain)
    goal = tree.plain[opened.end() :] if opened else ""
    found = _INFINITIVE.match(goal)
    status = found is not None and not lemmas(found[1]).isdisjoint(_STATUS)
    needs = tree.plain.startswith("Pour ") and _NEEDS.search(main.plain)
    anyone = main.lows[0] in ("vous", "il", "on")
    owned = bool(_OWNED.search(goal.partition(",")[0]))
    nobody = anyone or bool(lemmas(main.lows[root_verb(main) or 0]) & _VARIES)
    return status or nobody or owned or bool(needs or _POINTS_BACK.match(goal))


def close_goal(tree: Tree) -> Iterator[Pieces]:
    """« A pour B » → « A. Le but est de B. », without a comma: B may belong to a noun."""
    if ";" in tree.plain or tree.text.startswith((GOAL, PAST_GOAL)):
        return
    for found in re.finditer(r"\s+pour (?=\w)", tree.plain):
        place, after = tree.at(found.start()), tree.text[found.end() :]
        if not opens_infinitive(tree.plain[found.end() :]) or place + 1 >= len(tree):
            continue
        goal = tree.head(place)
        free = tree.dep(goal) == "advcl" and tree.head(goal) == tree.root
        if (
            free
            and place - tree.root >= 4
            and count(after) >= 4
            and closes_main_clause(tree, found.start())
            and _has_goal(tree, found.start())
        ):
            yield sentence(tree.text[: found.start()]), stopped(opening(tree) + of(after))


def closes_main_clause(tree: Tree, at: int) -> bool:
    """Return whether a main clause is whole before character ``at``, and over there."""
    place, before = tree.at(at), tree.plain[:at].rstrip(" ,")
    verb = root_verb(tree)
    if verb is None or verb >= place or last_word(tree, place) in (tree.root, verb):
        return False
    if _CLINGS.search(before) or _SEEKS.search(before) or _AIMS.search(before.lower()):
        return False
    if _CUT_OFF.search(tree.plain, at) or _JOINED.search(tree.plain, at + 1):
        return False
    if open_subordinates(tree, place) or not _is_complete(tree, verb, place):
        return False
    return not _resumes(tree, place)


def _has_goal(tree: Tree, at: int) -> bool:
    """Return whether what the clause before ``at`` tells is a fact that somebody wants."""
    place, verb = tree.at(at), root_verb(tree)
    if verb is None or _LIMITS.search(tree.plain, 0, at) or _is_uncertain(tree, verb):
        return False
    return not (_is_nobodys(tree, place) or is_awaited(tree, verb, place))


def is_awaited(tree: Tree, verb: int, place: int) -> bool:
    """Return whether the goal is that of a delay or a right that somebody has."""
    holds = (lemmas(tree.lows[verb]) | lemmas(tree.lows[tree.root])) & _HOLDS
    return bool(holds) and not _WAITS.isdisjoint(tree.lows[:place])


def _is_uncertain(tree: Tree, verb: int) -> bool:
    """« pourraient être recoupées », « risque de »: the goal would become a fact."""
    return is_conditional(tree.lows[verb]) or bool(lemmas(tree.lows[verb]) & _UNCERTAIN)


def _is_nobodys(tree: Tree, place: int) -> bool:
    """Return whether the main verb is a passive without an agent, hence a goal."""
    passive = any(tree.dependents(tree.root, "aux:pass", "nsubj:pass"))
    return passive and not any(
        tree.lows[i] == "par" and tree.dep(tree.head(i)) in ("obl:agent", "obl")
        for i in range(tree.root, place)
    )


def last_word(tree: Tree, place: int) -> int:
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
