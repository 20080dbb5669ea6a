"""« A, quel que soit N. » → « A. Peu importe N. »; « même si B » is said after A too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    has_finite,
    is_rival,
    noun_gender,
    noun_number,
    open_subordinates,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.naming import is_bare
from ppun_access.easy.draft.parse.text import count, listed, sentence, stopped, unstopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags
from ppun_access.easy.draft.structure.rule import Pieces

NO_MATTER = "Peu importe "
_ANY = r"quel(?:le)?s? que soi(?:t|ent) "
_LEADING = re.compile(rf"{_ANY}(?=\w)", re.IGNORECASE)
_ASIDE = re.compile(
    rf",?(?: et| ou|,)?(?: ce,?)? (?:(?P<any>{_ANY})|peu important (?=qu)|"
    r"(?=qu(?:'(?:ils?|elles?|on)|e (?:vous|nous|ce|les? |la ))))"
)
_NEAR = 18
"""Words that may part what does not matter from its place."""
_THEY = listed("il elle ils elles")
_PRONOUNS = ("il ", "elle ", "ils ", "elles ")
_JOINED = re.compile(r" (?:et|ou) ")
_THING = re.compile(
    r" (?:l[ae]s? |l'|leurs? |sa |son |ses |vos |votre |du |des |une? |au|à |dans |"
    r"pendant |"
    r"durant |en |lors )"
)
_SECOND = re.compile(r"(?:et |ou )?qu")
_NOT_BEFORE = re.compile(r"\bqu(?:e|')\W*\Z|\b(?:selon|soit) qu|\([^)]*\Z")
_GOES_ON = re.compile(
    r"\b(?:sauf|mais|sous peine|à condition|dès lors|si|s'ils?|lorsqu\w*|car|dont|"
    r"en passant|à l'exception|à l'exclusion|hormis|excepté|et ne|et n'|même|sinon|"
    r"alors|notamment|exemple|quel(?:le)?s?)\b|;"
)
_ASPECTS = re.compile(r"que ce soit (?:en|sur|par|pour|au niveau)\b")
"""« que ce soit en termes de A ou de B » tells aspects, no cases."""
_BRACKETS = re.compile(
    r"\)\s*\w|\([^()]*\b(?:article|code|loi|décret|arrêté)\b", re.IGNORECASE
)
"""« la nature du contrat (CDI, CDD) qui a… », « (loi du 2 mai) » are of the main clause."""
_NOT_NAMED = re.compile(
    r"\b(?:sans|afin|y compris|tout en|dans les conditions|dans la limite|selon|"
    r"conformément|à compter|pour (?=\w+(?:er|ir|re)\b))"
)
"""« l'effectif sans qu'il soit nécessaire de… » is more than what does not matter."""
_OWNED = re.compile(r"(?:(?P<one>son|sa|ses)|leurs?) ")
_EVEN = re.compile(
    r",? (?:et ce,? )?(?P<even>même (?=si |s'|lorsqu|quand |en cas d)|"
    r"y compris (?=si |s'|lorsqu|quand |en cas d))"
)
_OF_FACTS = re.compile(
    r"\b(?:distingu\w+|vari\w+|remplac\w+|depuis|rest\w+|demeur\w+|diffèr\w+|parfois|"
    r"souvent|généralement)\b"
)
"""« même si le montant varie » grants a fact."""
_NOT_AFTER = re.compile(r"\b(?:et|ou|mais|ni|pas|que)\Z|[,:;–—-]\s*\Z")
_BEGINS = re.compile(r"(?:Et|Ou|Mais|Puis) ")


def no_matter(tree: Tree) -> Iterator[Pieces]:
    """« A, quel que soit N. », « Quel que soit N, A. » → « A. Peu importe N. »."""
    if tree.plain.startswith(NO_MATTER) or ";" in tree.plain:
        return
    opened = _LEADING.match(tree.plain)
    if opened:
        yield from _leading(tree, opened.end())
        return
    for found in _ASIDE.finditer(tree.plain):
        apart = tree.plain[found.start()] == "," or " et ce" in found[0]
        place = tree.at(found.start())
        if _NOT_BEFORE.search(tree.plain[: found.start()]):
            continue
        if not found["any"] and _is_lost(tree, place):
            continue
        if not apart and not _may_run_on(tree, found):
            continue
        end = _end(tree, found.end())
        rest = tree.text[end:].lstrip(" ,")
        said = unstopped(tree.text[found.end() : end])
        choice = bool(found["any"]) or (_is_choice(said) and not _ASPECTS.match(said))
        inside = bool(rest.strip(". "))
        if not (choice and _is_named(said)) or (inside and not apart):
            continue
        if inside and _is_bound(tree, found, end):
            continue
        before = tree.text[: found.start()].rstrip()
        main = f"{before} {rest}" if inside else before
        yield sentence(main), stopped(NO_MATTER + said)
        return


def _leading(tree: Tree, start: int) -> Iterator[Pieces]:
    comma = tree.plain.find(", ")
    named, main = tree.text[start:comma], tree.text[comma + 2 :]
    if comma < 0 or not _is_named(named) or main.lower().startswith(_PRONOUNS):
        return  # « … du vendeur, il doit »
    if not _is_whose(tree, named, tree.at(comma) + 1):
        yield sentence(main), stopped(NO_MATTER + named)


def _is_bound(tree: Tree, found: re.Match[str], end: int) -> bool:
    """Return whether what does not matter cannot leave the middle of a sentence.

    « que ce soit A ou B, à l'opposé de C », « quel que soit A : B, … ».
    """
    said = tree.text[found.end() : end]
    rest = tree.plain[end:].lstrip(" ,")
    if not found["any"] or ":" in said or _SECOND.match(rest):
        return True
    far = count(rest) > _NEAR or not _is_before_verb(tree, end)
    return far or _is_far(tree, tree.at(found.start()), end, said)


def _is_far(tree: Tree, place: int, end: int, said: str) -> bool:
    """Return whether what ends the sentence parts « leur âge » from whose it is.

    « la formation des agents, quel que soit leur âge, travaillant… », « rappellent qu'un
    contrat, quel que soit son motif, … ».
    """
    if any(tree.lows[i] in ("que", "qu'") for i in open_subordinates(tree, place)):
        return True
    who = subject(tree, tree.root)
    just_before = who is not None and tree.spans[who][0] < place <= tree.spans[who][1] + 2
    return bool(_OWNED.match(said)) and (
        not just_before or _is_whose(tree, said, tree.at(end))
    )


def _is_whose(tree: Tree, said: str, start: int) -> bool:
    """Return whether « son », « leur » could be of another noun than the subject."""
    owned = _OWNED.match(said.lower())
    if not owned:
        return False
    number = "s" if owned["one"] else "p"
    who = subject(tree, tree.root)
    return any(
        i != who and tree.pos(i) == "NOUN" and noun_number(tree, i) in (number, "")
        for i in range(start, len(tree))
        if not is_bare(tree, i)
    )


def _is_before_verb(tree: Tree, end: int) -> bool:
    """« Tout agent, quel que soit N, V »: no comma is left before the verb."""
    after = tree.at(end) + 1
    return after < len(tree) and tree.pos(after) in ("VERB", "AUX")


def _end(tree: Tree, start: int) -> int:
    """Return where what does not matter ends: at a comma, or after a list."""
    comma = closing_comma(tree.plain, start)
    if comma < 0:
        return len(tree.text)
    verbs = has_finite(tree, tree.at(comma), len(tree))
    goes_on = _GOES_ON.search(tree.plain, comma) or not _JOINED.search(tree.plain, comma)
    things = _THING.match(tree.plain, comma + 1)
    return comma if verbs or goes_on or not things else len(tree.text)


def closing_comma(text: str, start: int) -> int:
    """Return the place of the first comma outside brackets, -1 without one."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if text[at] == "," and not depth:
            return at
    return -1


def _is_named(said: str) -> bool:
    return (
        count(said) >= 1
        and said.count("(") == said.count(")")
        and not _GOES_ON.search(said)
        and not _NOT_NAMED.search(said)
        and not _BRACKETS.search(said)
    )


def _may_run_on(tree: Tree, found: re.Match[str]) -> bool:
    """« A quel que soit N »: without a comma, only of all that the main clause says."""
    place, verb = tree.at(found.start()), root_verb(tree)
    if not found["any"] or verb is None or verb >= place:
        return False
    joined = {"et", "ou"} & set(tree.lows[verb:place])
    return not joined and not open_subordinates(tree, place)


def _is_choice(said: str) -> bool:
    """« qu’il soit A ou B », « que ce soit A ou B »: a subjunctive, and two cases."""
    words = re.findall(r"[\w-]+", said)
    tags = {tag[:7] for word in words[2:5] for tag in finite_tags(word)}
    sure = "sub:pre" in tags or (
        "ind:pre" in tags and re.search(r"\bou (?:qu|non\b|pas\b)", said)
    )
    return bool(sure) and " ou " in said


def even_if(tree: Tree) -> Iterator[Pieces]:
    """« A, même si B. » → « A. C’est vrai même si B. »."""
    found = list(_EVEN.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or verb >= tree.at(found[0].start()):
        return
    before, after = tree.plain[: found[0].start()], tree.text[found[0].end() :]
    place = tree.at(found[0].start())
    if _NOT_AFTER.search(before) or _GOES_ON.search(tree.plain, found[0].end() + 3):
        return
    if _OF_FACTS.search(tree.plain, found[0].end()):
        return
    if "(" in before[before.rfind(")") + 1 :] or open_subordinates(tree, place):
        return
    word = "même " if found[0]["even"].startswith("même") else "aussi "
    if not _BEGINS.match(before) and not _is_lost(tree, place):
        yield sentence(before), stopped(f"C’est vrai {word}{after}")


def _is_lost(tree: Tree, place: int) -> bool:
    """« L’interdiction vise toute activité, même si elle… »: « elle » may be two."""
    said = next((w for w in tree.lows[place:] if w in _THEY), "")
    who = subject(tree, tree.root)
    unlike = ("m" if said.startswith("elle") else "f", "s" if said.endswith("s") else "p")
    fits = who is not None and (
        noun_gender(tree, who) != unlike[0] and noun_number(tree, who) != unlike[1]
    )
    rivals = (i for i in range(place) if i != who and is_rival(tree, i, said.capitalize()))
    return bool(said) and fits + sum(1 for _ in rivals) > 1


def after_no_matter(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause in the indicative."""
    verb = root_verb(pieces[0])
    return verb is not None and pieces[0].morph(verb, "Mood") != "Sub"
