"""How a subject is named again: by « il » only where nothing else can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.grammar import (
    demonstrative,
    noun_gender,
    noun_number,
    pronoun,
    root_verb,
    with_adjectives,
)
from ppun_access.easy.draft.parse.text import capital, count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.french.lexical.morphology import readings

_EACH = listed("chaque tout toute aucun aucune nul nulle")
"""« Chaque calendrier… Il… »: the pronoun would name one of them."""
_PERSONAL = listed("il elle ils elles on nous vous")
_EMPTY = listed("fait celui celle ceux celles")
"""« Le fait pour un agent d’avoir un projet… Il… »: nobody knows what « il » is."""
_KNOWN = listed(
    "le la l' les ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs"
)
_OF_SOMETHING = listed(
    "chef chefs mise prise fin début membre membres auteur auteurs dizaine dizaines "
    "centaine centaines millier milliers million millions"
)
"""« ce chef », « cette mise » say nothing without what follows them."""
_LONGEST = 7
"""Words of a subject that is said again as it is."""
_CLAUSES = ("acl", "acl:relcl", "advcl", "ccomp", "conj", "appos", "parataxis")
_ARTICLES = listed("le la l' les")
_CONTRACTED = listed("du des au aux")


def names(tree: Tree, found: int, place: int) -> Iterator[str]:
    """Yield what names the subject again after ``place``, with a capital, best first."""
    word, said = tree.lows[found], pronoun(tree, found)
    determiners = {tree.lows[i] for i in tree.dependents(found, "det")}
    if word in _EMPTY or determiners & _EACH or is_number(tree.lows[found + 1]):
        return  # « la zone 5 » is not « cette zone »
    if tree.pos(found) == "PRON" or word in _PERSONAL:
        sure = word in ("nous", "vous", "on")
        if said and (sure or not _objects(tree, found, place, said)):
            yield said
        return
    if _is_name(tree, found) and not _is_joined(tree, found):
        yield from _whole(tree, found, len(tree))
        return
    if not said or _is_name(tree, found):
        return
    if _is_joined(tree, found) and not said.endswith("s"):
        return
    rivals = any(_rivals(tree, found, place, said))
    if not rivals and (said.endswith("s") or not _is_narrowed(tree, found)):
        yield said
    elif not _is_joined(tree, found):
        yield from thing_again(tree, found, tree.spans[found][1] + 1)


def thing_again(tree: Tree, noun: int, before: int) -> Iterator[str]:
    """Yield what names ``noun``, whose phrase ends before ``before``, in a new sentence."""
    whole = list(_whole(tree, noun, before - 1))
    yield from whole
    if not whole and _is_said_once(tree, noun) and tree.lows[noun] not in _OF_SOMETHING:
        yield _head_again(tree, noun, before - 1)


def _objects(tree: Tree, found: int, place: int, said: str) -> bool:
    """« Il examine un dossier et… »: the dossier could be meant as well."""
    return any(tree.dep(i) == "obj" for i in _rivals(tree, found, place, said))


def _is_name(tree: Tree, found: int) -> bool:
    """« L’ARS », « Pajemploi » are said again as they are."""
    word = tree[found].text
    return tree.pos(found) == "PROPN" or (len(word) > 1 and word.isupper())


def _is_narrowed(tree: Tree, found: int) -> bool:
    """« Le salarié qui a quitté l’entreprise »: « il » might be any."""
    return any(tree.spans[i] != (i, i) for i in tree.dependents(found, "acl", "acl:relcl"))


def _is_joined(tree: Tree, found: int) -> bool:
    """« Le maire ou le préfet »: one of them is not the subject."""
    verb = root_verb(tree) or found
    return any(tree.dependents(found, "conj")) or any(
        tree.lows[i] in ("et", "ou") and tree.pos(i + 1) in ("DET", "NOUN", "PROPN")
        for i in range(verb)
    )


def _is_said_once(tree: Tree, found: int) -> bool:
    """« Ce don permet un don » leaves open which one."""
    return tree.lows.count(tree.lows[found]) == 1


def _rivals(tree: Tree, found: int, place: int, said: str) -> Iterator[int]:
    """Yield the nouns before ``place`` that ``said`` might stand for."""
    wanted = "f" if said.startswith("Elle") else "m"
    number = "p" if said.endswith("s") else "s"
    ours = {found, *tree.dependents(found, "conj", "appos")}
    for i in range(place):
        if i in ours or not _is_noun(tree, i) or i == tree.root:
            continue
        if is_bare(tree, i) or _is_idiom(tree, i):
            continue
        if noun_gender(tree, i) in (wanted, "") and noun_number(tree, i) in (number, ""):
            yield i


def _is_noun(tree: Tree, place: int) -> bool:
    """« à grande échelle »: the parser may take a noun for an adjective."""
    known = {one.pos for one in readings(tree.lows[place])}
    unlike = tree.pos(place) == "ADJ" and "NOM" in known and "ADJ" not in known
    return tree.pos(place) == "NOUN" or unlike


def is_bare(tree: Tree, noun: int) -> bool:
    """« la demande d’aide », « par délibération »: nobody takes « aide » up again."""
    if any(tree.dependents(noun, "det", "nummod")) or tree.lows[noun - 1] in _CONTRACTED:
        return False
    if tree.lows[noun - 1] in ("de", "d'") and tree.pos(tree.head(noun)) != "NOUN":
        return False
    return bool(noun) and tree.pos(noun - 1) == "ADP"


def _is_idiom(tree: Tree, noun: int) -> bool:
    """« a accès », « fait partie »: no thing is named."""
    return tree.pos(noun - 1) in ("VERB", "AUX") if noun else False


def _whole(tree: Tree, found: int, end: int) -> Iterator[str]:
    """Yield a short subject as it is, with what completes its noun, until ``end``."""
    first, last = _first(tree, found), min(tree.spans[found][1], end)
    inside = range(first, last + 1)
    last = next((i - 1 for i in inside if tree.lows[i] in (",", "(", "–")), last)
    named = tree.cut(first, last + 1)
    article = _article(tree, first, found)
    clause = any(
        tree.dep(i) in _CLAUSES and tree.spans[i] != (i, i)
        for i in range(first, last + 1)
        if i != found
    )
    ends = tree.pos(last) in ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
    alone = last <= found and not _is_said_once(tree, found)
    known = article or tree.lows[first] in _KNOWN or tree.pos(first) == "PROPN"
    numbered = any(is_number(tree.lows[i]) for i in range(first, last + 1))
    if (
        known
        and ends
        and not numbered
        and not clause
        and not alone
        and count(named) <= _LONGEST
    ):
        yield capital(f"{article}{named}")


def _article(tree: Tree, first: int, noun: int) -> str:
    """Return « le » for the noun of « au juge », « les » for that of « des juges »."""
    before = tree.lows[first - 1] if first == noun and first else ""
    if before == "des" and tree.pos(first - 1) == "DET":
        return ""
    return {"du": "le ", "au": "le ", "des": "les ", "aux": "les "}.get(before, "")


def _first(tree: Tree, found: int) -> int:
    """Return the determiner of the subject, or its noun."""
    return min(tree.dependents(found, "det"), default=found)


def _head_again(tree: Tree, noun: int, end: int) -> str:
    """« cette mise en demeure », « ce jury », « cette construction »."""
    first, last = with_adjectives(tree, noun)
    if any(tree.spans[i][1] > last for i in range(noun + 1, last + 1)):
        last = noun  # « les agents chargés » say nothing without what they are in charge of
    if _is_compound(tree, last + 1, end):
        last += 2
        last += tree.lows[last + 1] == "non"
        while tree.pos(last + 1) == "ADJ":
            last += 1
    determiner = tree.lows[_first(tree, noun)]
    named = tree.cut(first, last + 1)
    cut = min(tree.spans[noun][1], end) > last
    if determiner in _KNOWN and not (cut and determiner in _ARTICLES):
        return capital(f"{tree.cut(_first(tree, noun), first)} {named}".replace("’ ", "’"))
    gender, number = noun_gender(tree, noun), noun_number(tree, noun)
    return f"{demonstrative(gender, number, named)} {named}"


def _is_compound(tree: Tree, place: int, end: int) -> bool:
    """« droit de vote », « mise en demeure »; not « agents de catégories B et C »."""
    if place + 1 > end or tree.lows[place] not in ("en", "à", "de", "d'"):
        return False
    several = not {"et", "ou"}.isdisjoint(tree.lows[place : end + 1])
    noun = tree.pos(place + 1) == "NOUN" and tree.lows[place + 1] != "matière"
    return noun and not several
