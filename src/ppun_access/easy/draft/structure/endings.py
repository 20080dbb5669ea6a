"""What ends a sentence leaves it, as a sentence or a fragment that says what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ppun_access.easy.draft.parse.grammar import is_led, open_subordinates, root_verb
from ppun_access.easy.draft.parse.text import count, plain, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    is_infinitive,
)
from ppun_access.easy.draft.structure.rule import Pieces

_NOUN_PHRASE = r"(?:le|la|les|des|du|de|un|une|ceux|celle|celui|celles)\b|(?:l|d)'"
_ASIDE = re.compile(r"\s*\(([^()]{12,})\) ?\.\Z")
_CLOSED = re.compile(
    r"(?:même|si|s'|quand|lorsque|bien que|ou|et|pour|à|dont|qui|que|où|avec|en|encore|"
    r"soit|ce qui|y compris|voir|cf|née?|dit|alias|prononc|de l|articles?|art|loi|très|"
    r"moins|analogues?|inférieure?s?|supérieure?s?|égale?s?|"
    r"décret|sigle|acronyme|anciennement|mais|car|ainsi|alors|toutefois|"
    r"principalement|souvent|quel(?:le)?s?|aux?|sous|sur|dans|par(?! exemple)|contre|"
    r"lors|durant|pendant|parfois|donc|sinon|ce (?:pour|que|dont)|"
    r"une? (?:du|de|en|pour|par)|de (?:type|genre))\b|"
    r"[\"«“]|qu'|.*(?:\d{4}\s*[-–]|http|www\.)|"
    r".*\b(?:19|20)\d\d\b|.*\bn°|(?:du|de l'|en) (?:latin|grec|anglais|français|allemand)",
    re.IGNORECASE,
)
"""Asides that cannot stand alone: dates, references, what hangs from the sentence."""
_EXAMPLES = re.compile(
    r"(?:(?:exemples?|par exemple|ex\.?|par ex\.?)\s*[:,]?|notamment|comme)\s+(.*)",
    re.IGNORECASE | re.DOTALL,
)
_AMONG_OTHERS = re.compile(
    r"(?:,? par (?:exemple|ex\.)|,?\s*(?:etc\.*|\.\.\.|…)(?:\s*(?:\.\.\.|…))?)\Z"
)
"""« (héritage, pension…) », « (un week-end par exemple) »: what is named is an example."""
_NO_EXAMPLE = re.compile(
    r"(?:par|sur|en \w+ant|avec|à|aux?|de|du|d'|qu'|que)\b", re.IGNORECASE
)
"""« Par exemple : par l’ajout d’une porte » hangs from the verb of the sentence."""
_FORMULA = re.compile(r"[=/*+]\s*\Z|\s=\s|\ben cas d(?:e |')\w+\s*\Z")
"""A sum, a case: « à toute heure en cas d'incendie (jour, nuit) » tells no fires."""
_TWICE = re.compile(r":|\bpar ex(?:emple)?\b|\b(?:et|ou) (?:sauf|hors|excepté)\b")
"""A second colon, example or exception in what a fragment tells."""
_MEANS = re.compile(r"(?:c'est[- ]à[- ]dire|autrement dit),?\s+(?!qu)", re.IGNORECASE)
_SUBJECT_FIRST = re.compile(
    r"(?:les?|la|l'|une?|ce|cela|c'est|ils?|elles?|on|nous|vous|mais|cette|ces|son|sa|ses|"
    r"leurs?|vos|votre|nos|notre)\b",
    re.IGNORECASE,
)
_NAMES_ITSELF = re.compile(
    r"(?:(?:exemples?|par exemple|ex\.?|par ex\.?|sauf|hors|excepté)\b)", re.IGNORECASE
)
_LIMIT = re.compile(r"(?:sauf|hors|excepté)\s+")
_SHARE = re.compile(r"(?:le |la )?(?:double|triple|moitié|tiers|quart)\b", re.IGNORECASE)
"""« 100 euros (le double si vous avez un enfant) »: the double of what?"""
_PARTS = re.compile(r"\b(?:et|ou|ni)\b|,\s+dont\b")
_SEVERAL = re.compile(r"[.!?…]\s+[A-ZÀ-Ý«]")
"""Several sentences in one text: an aside is about one of them."""
_EXCEPT = re.compile(
    r",?\s+sauf\s+(?=(?:si|pour|en cas|lorsque|lorsqu'(?:il|elle)s?|quand|"
    r"dans|disposition|accord|"
    r"les?|la|des?|un|une|s'|l'|d'|à(?! \w+(?:er|ir|re)\b)|au|aux)\b)"
)
_GOES_ON_AFTER = re.compile(r"\bet (?:les? |la |l'|une? |des |du )")
"""« sauf dans ce cas et le prix du lot »: a second object of the sentence."""
_ACRONYM = re.compile(r"\b[A-ZÀ-Ý][A-ZÀ-Ý-]+\Z")


def aside(tree: Tree) -> Iterator[Pieces]:
    """« A (B). » → « A. B. », « A. Par exemple : B. », « A. Exception : B. »."""
    return _detached(tree, _told)


def _detached(
    tree: Tree, told: Callable[[Tree, re.Match[str], str], Iterator[str]]
) -> Iterator[Pieces]:
    found = _ASIDE.search(tree.plain)
    if not found:
        return
    inner = tree.text[found.start(1) : found.end(1)].strip()
    if count(inner) < 4 or _CLOSED.match(tree.plain, found.start(1), found.end(1)):
        return
    if _TWICE.search(_AMONG_OTHERS.sub("", plain(_example(inner) or inner))):
        return
    far = _is_about_a_part(tree, found) or _is_far_from_noun(tree, found)
    if far or _FORMULA.search(tree.plain[: found.start()]) or _opens_list(tree, found):
        return
    main = sentence(tree.text[: found.start()])
    for said in told(tree, found, inner):
        yield main, said


def _told(tree: Tree, found: re.Match[str], inner: str) -> Iterator[str]:
    """Yield what an aside says, as a sentence or a fragment that says what it is."""
    if limit := _LIMIT.match(inner):
        yield stopped(f"Exception : {inner[limit.end() :]}")
    elif example := _example(inner):
        if not (_hangs(tree, plain(example)) or _is_example(tree)):
            yield stopped(f"Par exemple : {example}")
    elif _ACRONYM.search(tree.plain[: found.start()]):
        return  # what the acronym means
    elif meant := _MEANS.match(plain(inner)):
        yield stopped(f"Cela veut dire : {inner[meant.end() :]}")
    elif _SUBJECT_FIRST.match(tree.plain, found.start(1)) and not _SHARE.match(inner):
        yield sentence(inner)


def _opens_list(tree: Tree, found: re.Match[str]) -> bool:
    """« A (par exemple…) et B (par exemple…) »: each thing has its own examples."""
    before = tree.plain[: found.start()]
    names = bool(_NAMES_ITSELF.match(tree.plain, found.start(1)))
    return names and ("(" in before or ":" in before)


def _is_example(tree: Tree) -> bool:
    """« Par exemple, A (B, C, etc.) »: an example has no examples."""
    return tree.plain.lower().startswith("par exemple")


def _example(inner: str) -> str:
    """Return the examples that an aside names, empty when it names none."""
    opened = _EXAMPLES.match(inner)
    said = opened[1] if opened else inner
    bare = _AMONG_OTHERS.sub("", said.strip())
    return bare if opened or bare != said.strip() else ""


def _hangs(tree: Tree, example: str) -> bool:
    """« ne pas être dépendante (par exemple avoir besoin de soins) » is no order."""
    first = re.match(r"[\w-]+", example)
    acts = first is not None and is_infinitive(first[0].lower())
    negated = bool({"ne", "n'", "sans"} & set(tree.lows))
    return bool(_NO_EXAMPLE.match(example)) or (acts and negated)


def _is_far_from_noun(tree: Tree, found: re.Match[str]) -> bool:
    """Return whether a clause that hangs stands between the main verb and an aside.

    « la destination, qui relève du code (…) »: the aside may be about either noun.
    """
    return bool(open_subordinates(tree, tree.at(found.start())))


def _is_about_a_part(tree: Tree, found: re.Match[str]) -> bool:
    """Return whether an aside may be about the last thing only: « A ou B (…) ».

    An example or an exception names what it is about.
    """
    before = tree.plain[: found.start()]
    if _SEVERAL.search(before):
        return True
    if _NAMES_ITSELF.match(tree.plain, found.start(1)):
        return False
    verb = root_verb(tree)
    return verb is None or bool(_PARTS.search(tree.plain, tree.begin(verb), found.start()))


def exception(tree: Tree) -> Iterator[Pieces]:
    """« A, sauf B. » → « A. Exception : B. », B to the end."""
    for first, said in _restricted(tree, _EXCEPT, "Exception : "):
        after = plain(said.partition(" : ")[2])
        parallel = re.match(_NOUN_PHRASE, after) or not _GOES_ON_AFTER.search(after)
        if parallel and "exception" not in first:
            yield first, said


def _restricted(tree: Tree, opening: re.Pattern[str], said: str) -> Iterator[Pieces]:
    found = list(opening.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or ";" in tree.plain or is_led(tree):
        return
    place = tree.at(found[0].start())
    after = tree.text[found[0].end() :]
    opened = any(tree.pos(i) == "SCONJ" for i in open_subordinates(tree, place))
    if verb < place and "," not in after and not opened:
        after = re.sub(r"\Ad(?:e |['’])|\Aqu(?:e |['’])", "", after)
        yield sentence(tree.text[: found[0].start()]), stopped(said + after)
