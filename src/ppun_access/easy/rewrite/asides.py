"""What a bracket tells of the noun before it: examples, a detail, a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ppun_access.easy.rewrite.bracketed import Named, named_before
from ppun_access.easy.rewrite.examples import ACRONYM, AMONG_OTHERS, CLOSED, EXAMPLES, TWICE
from ppun_access.easy.rewrite.grammar import is_led, open_subordinates
from ppun_access.easy.rewrite.text import listed, plain
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import is_finite, numbers, present_participle
from ppun_access.french.morphology import readings

_HEADED = re.compile(
    r"(?:(?:les?|la|une?|des|du|ses|vos|leurs?|votre|sa|son|certaine?s|"
    r"deux|trois|quatre) |l')?([^\W\d_]+(?:-[^\W\d_]+)*)(?![\w-])"
)
_ITEMS = re.compile(r",\s*(?:et |ou )?| et | ou ")
_OWN = listed("son sa ses leur leurs votre vos notre nos")
"""« ses offres (taux, durée) » may name the parts of what somebody has."""
_THEIR = listed("son sa ses leur leurs")
_RELATIVES = listed("qui que qu' dont où lequel laquelle lesquels lesquelles")
_PREPOSITIONS = listed("à au aux de d' du des dans sur en")
_AGAINST = re.compile(r"(?:prévention|lutte|protection|absence)\b")
"""« des risques (prévention des chutes) »: no example of them."""
_OTHER_THAN = re.compile(r"\bautres? qu(?:e\b|')")
_GOVERNED = re.compile(r"(?:à|aux?|de|du|des) |d'")
"""« relatives à la vie ou à la santé »: goes on with what is before."""
_UNFIT = re.compile(r"\b(?:compris|dite?s?|notamment|type|cas)\b|[+=×;]|et/ou|\bpas\b")
_TELLS = re.compile(
    r"(?:les? |la |l'|ces? |cette |cet |vos |votre |nos |notre |un |une |des |vous )",
    re.IGNORECASE,
)
_HANGS = re.compile(
    r"\b(?:alors|donc|dans ce cas|sinon|appelle|étant)\b|\A[\w ]{5,20} si\b"
)
_TRUTH = re.compile(r"(?:les? |la |l'|nos )", re.IGNORECASE)
"""What holds whatever the condition of the sentence is."""
_COMPLETED = re.compile(r" (?:de |du |des |d')")
_CASE = re.compile(r"(?:soit|si|s'il|lorsqu)\b", re.IGNORECASE)


def examples(tree: Tree, found: re.Match[str]) -> str:
    """« des titres (actions, etc.) » → « Exemples de titres : actions »."""
    said = _listed_examples(_inner(tree, found))
    return exemplified(tree, _place(tree, found), said, found.span(1)) if said else ""


def exemplified(tree: Tree, place: int, said: str, span: tuple[int, int]) -> str:
    """Return « Exemples de N : … » for what is said, at ``span``, of N before ``place``."""
    named = named_before(tree, place)
    if not named or not named.is_kind or named.determiner in _OWN or _has_verb(tree, span):
        return ""
    if not _are_nouns(said) or _is_about_another(tree, span[0], said, named.text):
        return ""
    if _is_loose(tree, place, named, ends=not tree.plain[span[1] :].strip(" ).;")):
        return ""
    items = _ITEMS.split(plain(said).lower())
    alone = len(items) == 1 and not _is_plural(items[0])
    if named.number == "s" and named.text.startswith("autre ") and not alone:
        return ""  # « Exemples d’une autre salle »
    return f"{'Exemple' if alone else 'Exemples'} {named.of(alone=alone)} : {said}"


def _is_loose(tree: Tree, place: int, named: Named, *, ends: bool) -> bool:
    """Return whether examples may be of something farther than the noun before them.

    « … bénéficient d’une procédure allégée (infirmier, etc.). », « sans… », « étendues
    appartenant à une personne privée (un champ, etc.) », « qui appartiennent à… ».
    """
    before = tree.lows[max(named.first - 4, 0) : named.first]
    doing = [
        i
        for i, word in enumerate(before)
        if present_participle(word) or before[max(i - 1, 0)] == "qui"
    ]
    governed = bool(doing) and bool(_PREPOSITIONS & set(before[doing[-1] :]))
    single = named.number == "s" and named.determiner not in ("tout", "toute")
    return governed or "sans" in tree.lows[:place] or (ends and single)


def detail(tree: Tree, found: re.Match[str]) -> str:
    """« un logement (vide ou meublé) » → « Précision sur ce logement : vide ou meublé »."""
    inner = _inner(tree, found)
    flat = plain(inner)
    if CLOSED.match(flat) or ACRONYM.search(tree.plain[: found.start()]):
        return ""
    place = _place(tree, found)
    named = named_before(tree, place) or _whole_before(tree, found)
    known = named.known() if named and named.determiner not in _THEIR else ""
    if not named or not known or _has_verb(tree, found.span(1)):
        return ""
    if said := _listed_examples(inner):
        fit = (
            not flat.lower().startswith("comme ")
            and not named.is_kind
            and _opens(tree, named)
        )
        return f"Précision sur {known} : par exemple {said}" if fit else ""
    if tree.plain[found.end() :].strip()[:1].isupper():
        return ""  # « les fonds (A et B) France Travail »
    whose = bool(_THEIR & set(flat.lower().split()))
    if whose or EXAMPLES.match(flat) or TWICE.search(flat) or _UNFIT.search(flat):
        return ""
    if _is_about_another(tree, found.start(1), flat, named.text):
        return ""
    return f"Précision sur {known} : {inner}" if _is_of(tree, found, named) else ""


def _whole_before(tree: Tree, found: re.Match[str]) -> Named | None:
    """« les conditions des visites (jours) »; not « le tri des dons (sang) »."""
    place = _place(tree, found)
    named = named_before(tree, place, whole=True)
    if not named or _COMPLETED.match(tree.plain, found.end()):
        return None
    last = next(i for i in range(place - 1, -1, -1) if tree.pos(i) == "NOUN")
    parted = named.number == "s" and _is_plural(tree.lows[last])
    return None if parted and _are_nouns(AMONG_OTHERS.sub("", found[1])) else named


def told(tree: Tree, found: re.Match[str]) -> str:
    """« A (les frais sont à votre charge), B » → « Les frais sont à votre charge »."""
    inner = _inner(tree, found)
    flat = plain(inner)
    if flat.startswith("qui "):
        return _told_of_noun(tree, found)
    if not _has_verb(tree, found.span(1)) or not _TELLS.match(flat) or TWICE.search(flat):
        return ""
    if ";" in tree.plain[found.end() :] or _THEIR & set(flat.lower().split()):
        return ""  # another point would come between, or « son domicile » be another’s
    led = is_led(tree) or _CASE.match(tree.plain)
    opened = led or open_subordinates(tree, tree.at(found.start()))
    return "" if _HANGS.search(flat) or (opened and not _TRUTH.match(flat)) else inner


def _told_of_noun(tree: Tree, found: re.Match[str]) -> str:
    """« le tabagisme passif (qui est dangereux) » → « Le tabagisme passif est… »."""
    place = _place(tree, found)
    named = named_before(tree, place)
    inside = range(place + 2, tree.at(found.end(1)))
    verb = next((i for i in inside if is_finite(tree, i)), None)
    if verb is None or not named or named.is_vague or named.determiner in _THEIR:
        return ""
    agrees = named.number in numbers(tree.lows[verb]) and named.known()
    return f"{named.known()} {tree.cut(inside.start, inside.stop)}" if agrees else ""


def _inner(tree: Tree, found: re.Match[str]) -> str:
    return tree.text[found.start(1) : found.end(1)].strip()


def _place(tree: Tree, found: re.Match[str]) -> int:
    """Return the token of the bracket that opens."""
    return tree.at(tree.plain.index("(", found.start()))


def _is_of(tree: Tree, found: re.Match[str], named: Named) -> bool:
    """Return whether a bracket can be about the noun before it only."""
    items = _ITEMS.split(found[1].strip().lower())
    nouns = all(map(_is_noun_phrase, items))
    if nouns and _opens(tree, named):
        return True
    if any(_is_relative(tree, i) for i in range(named.first)):
        return False
    if " ou " in found[1] and " et " not in found[1]:
        return nouns or _are_alternatives(items, named)
    ends = not tree.plain[found.end() :].strip(" .;:!")
    return nouns and not ends and named.number == "p" and len(items) > 1


def _opens(tree: Tree, named: Named) -> bool:
    """Return whether no noun precedes the one that is named: nothing else is meant."""
    return not any(tree.pos(i) in ("NOUN", "PROPN", "PRON") for i in range(named.first))


def _is_relative(tree: Tree, place: int) -> bool:
    return tree.morph(place, "PronType") == "Rel" or tree.lows[place] in _RELATIVES


def _are_alternatives(items: Sequence[str], named: Named) -> bool:
    """« (publics ou privés) », « (écrite ou non) »: said of the noun, in its number."""
    return all(_is_quality(item.strip(), named) for item in items if item.strip() != "non")


def _is_quality(item: str, named: Named) -> bool:
    known = [r for r in readings(item) if r.pos == "ADJ" or "par:pas" in r.verb]
    return any(
        (not r.number or r.number == named.number)
        and (not r.gender or not named.gender or r.gender == named.gender)
        for r in known
    )


def _is_about_another(tree: Tree, start: int, said: str, named: str) -> bool:
    """« les compétences d’un agent (compétence juridique) » are not about the agent."""
    others = set(tree.lows[: tree.at(start)]) - set(plain(named).lower().split())
    before = {r.lemma for word in others for r in readings(word) if r.pos == "NOM"}
    words = re.findall(r"[^\W\d_]{4,}", said.lower())
    same = any(
        r.lemma in before for word in words for r in readings(word) if r.pos == "NOM"
    )
    return same or bool(_OTHER_THAN.search(tree.plain[:start]))


def _has_verb(tree: Tree, span: tuple[int, int]) -> bool:
    """Return whether a verb of its own stands in an aside, not only in a relative."""
    inside = range(tree.at(span[0]), tree.at(span[1]))
    verb = next((i for i in inside if _is_verb(tree, i)), inside.start)
    ruled = any(tree.lows[i] in _RELATIVES for i in range(inside.start, verb))
    return verb > inside.start and not ruled


def _is_verb(tree: Tree, place: int) -> bool:
    """« la ville centre »: a finite verb, and no noun more often."""
    known = readings(tree.lows[place])
    spelled = tree.lows[place].strip("'-").replace("-", "").isalpha()
    return spelled and is_finite(tree, place) and not (known and known[0].pos == "NOM")


def _listed_examples(inner: str) -> str:
    """Return the examples that an aside names, empty when they are no nouns."""
    flat = plain(inner)
    opened = EXAMPLES.match(flat)
    start = opened.start(1) if opened else 0
    bare = AMONG_OTHERS.sub("", flat[start:])
    if not opened and bare == flat:
        return ""
    said = inner[start : start + len(bare)].strip(" ,")
    if not said or TWICE.search(plain(said)) or "+" in said:
        return ""
    return said if _are_nouns(said) else ""


def _are_nouns(said: str) -> bool:
    """Return whether a list names things, each by a noun."""
    first, *others = _ITEMS.split(plain(said).lower())
    fit = (_is_noun_phrase(item) or bool(_GOVERNED.match(item)) for item in others)
    return _is_noun_phrase(first) and all(fit) and not _AGAINST.match(first)


def _head(item: str) -> str:
    found = _HEADED.match(item.strip())
    return found[1] if found else ""


def _is_noun_phrase(item: str) -> bool:
    head = _head(item)
    known = readings(head)
    return bool(head) and (not known or known[0].pos == "NOM")


def _is_plural(item: str) -> bool:
    known = {r.number for r in readings(_head(item)) if r.pos == "NOM"}
    return known == {"p"} or item.strip().startswith(("les ", "des "))
